package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/matterplane/matterplane/hack/faults/proxy"
)

// scenario is a fault, and how it is brought about.
type scenario struct {
	name, is string
	// quick are the workloads that it runs over in quick size; full those of full
	// size, all of them if there are none.
	quick, full []string
	// needs is how often which fault must have happened, at least, over each workload:
	// a scenario whose fault did not happen is not survived.
	needs map[string]int
	// bare keeps the webhooks out.
	bare bool
	// play plays a workload once; or run runs all of it.
	play func(context.Context, *stage) error
	run  func(context.Context, *trial, workload) error
}

// trial is a scenario that is being run.
type trial struct {
	*world
	scenario
	counts proxy.Counts
	plays  []string
	story  []string
	notes  []string
}

// try runs a scenario over its workloads, reports it, and returns why it was not
// survived, if it was not.
func (w *world) try(ctx context.Context, c scenario, out io.Writer) (story []string) {
	t := &trial{world: w, scenario: c}
	start := time.Now()
	for _, of := range c.playedOver(w.options, w.workloads) {
		if c.bare { // later it is chance what the controllers saw, which is all that counts then (L-7)
			of.steps = of.steps[:1]
		}
		before, told := t.counts.All(), len(t.story)
		if err := t.over(ctx, of); err != nil {
			t.story = append(t.story, err.Error())
		}
		if len(t.story) == told { // what breaks off is told of already
			t.story = append(t.story, c.lacks(of.name, before, t.counts.All())...)
		}
	}
	if err := w.sweep(ctx); err != nil {
		t.story = append(t.story, err.Error())
	}
	t.report(out, time.Since(start))
	return t.story
}

// lacks says which faults did not happen over a workload, from what was counted
// before it and after it.
func (c scenario) lacks(over string, before, after map[string]int) (story []string) {
	for _, name := range slices.Sorted(maps.Keys(c.needs)) {
		if n := after[name] - before[name]; n < c.needs[name] {
			story = append(story, fmt.Sprintf("%s: the fault did not happen: %d %s, want at least %d", over, n, name, c.needs[name]))
		}
	}
	return story
}

// playedOver are the workloads that the scenario is to be run over.
func (c scenario) playedOver(o options, all []workload) (some []workload) {
	names := c.full
	if len(names) == 0 {
		names = allWorkloads
	}
	if !o.full && o.over == nil {
		names = c.quick
	}
	for _, name := range names {
		some = append(some, named(all, name)...)
	}
	if o.over == nil {
		return some
	}
	return slices.DeleteFunc(some, func(w workload) bool { return !o.over.MatchString(w.name) })
}

// allWorkloads in the order in which they are played.
var allWorkloads = []string{"tiny", "small", "edits", "wall", "link", "drawn", "wide", "samples"}

// over runs the scenario over one workload.
func (t *trial) over(ctx context.Context, of workload) error {
	t.plays = append(t.plays, of.name)
	ref, err := t.undisturbed(ctx, of, t.bare)
	if err != nil {
		return fmt.Errorf("%s: undisturbed: %w", of.name, err)
	}
	for _, s := range ref.story {
		t.story = append(t.story, "undisturbed already: "+s)
	}
	if len(ref.story) > 0 {
		return nil
	}
	if t.run != nil {
		return t.run(ctx, t, of)
	}
	_, err = t.once(ctx, of, t.play)
	return err
}

// once plays a workload once and judges it.
func (t *trial) once(ctx context.Context, of workload, play func(context.Context, *stage) error) (*stage, error) {
	s, err := t.stage(ctx, of, t.references[fmt.Sprint(of.name, t.bare)], t.bare)
	if err != nil {
		return nil, err
	}
	err = play(ctx, s)
	for _, m := range s.managers {
		m.proxy.Clear()
	}
	if err == nil {
		err = s.verdict(ctx)
	}
	s.mu.Lock()
	if err != nil {
		s.story = append(s.story, err.Error())
	}
	t.story = append(t.story, s.story...)
	t.notes = append(t.notes, s.notes...)
	s.mu.Unlock()
	for name, n := range s.counts.All() {
		t.counts.AddN(name, n)
	}
	s.close()
	return s, ctx.Err()
}

// report prints one line, what was measured, and the story of what was not survived.
func (t *trial) report(out io.Writer, took time.Duration) {
	mark := "survived    "
	if len(t.story) > 0 {
		mark = "NOT SURVIVED"
	}
	counts := t.counts.String()
	if counts != "" {
		counts = ": " + counts
	}
	fmt.Fprintf(out, "%s  %-22s %6.1fs  %s%s\n", mark, t.name, took.Seconds(), strings.Join(t.plays, ", "), counts)
	for _, n := range t.notes {
		fmt.Fprintf(out, "    %s\n", n)
	}
	const most = 5
	for _, s := range t.story[:min(most, len(t.story))] {
		fmt.Fprintf(out, "    %s\n", strings.ReplaceAll(shortened(s), "\n", "\n    "))
	}
	if len(t.story) > most {
		fmt.Fprintf(out, "    … and %d more\n", len(t.story)-most)
	}
}

// shortened is a text of at most some lines.
func shortened(text string) string {
	const most = 40
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) > most {
		lines = append(lines[:most], "…")
	}
	return strings.Join(lines, "\n")
}
