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
	// needs is how often which fault must have happened, at least, in all its plays
	// together: a scenario whose fault did not happen is not survived.
	needs map[string]int
	// bare keeps the webhooks out.
	bare bool
	// play plays a workload once; or run runs all of it.
	play func(context.Context, *stage) error
	run  func(context.Context, *trial) error
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

// try runs a scenario over its workloads and reports whether it was survived.
func (w *world) try(ctx context.Context, c scenario, out io.Writer) bool {
	t := &trial{world: w, scenario: c}
	start := time.Now()
	for _, name := range c.playedOver(w.options) {
		if err := t.over(ctx, byName(w.workloads, name)); err != nil {
			t.story = append(t.story, err.Error())
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.needs)) {
		if n := t.counts.Of(name); n < c.needs[name] {
			t.story = append(t.story, fmt.Sprintf("the fault did not happen: %d %s, want at least %d", n, name, c.needs[name]))
		}
	}
	if err := w.sweep(ctx); err != nil {
		t.story = append(t.story, err.Error())
	}
	t.report(out, time.Since(start))
	return len(t.story) == 0
}

// playedOver are the workloads that the scenario is to be run over.
func (c scenario) playedOver(o options) []string {
	all := c.full
	if len(all) == 0 {
		all = allWorkloads
	}
	switch {
	case o.over != nil:
		return slices.DeleteFunc(slices.Clone(all), func(name string) bool { return !o.over.MatchString(name) })
	case o.full:
		return all
	}
	return c.quick
}

// allWorkloads in the order in which they are played.
var allWorkloads = []string{"tiny", "small", "edits", "wall", "link", "samples"}

// over runs the scenario over one workload.
func (t *trial) over(ctx context.Context, of workload) error {
	t.plays = append(t.plays, of.name)
	ref, err := t.undisturbed(ctx, of, t.bare)
	if err != nil {
		return fmt.Errorf("undisturbed: %w", err)
	}
	for _, s := range ref.story {
		t.story = append(t.story, "undisturbed already: "+s)
	}
	if t.run != nil {
		return t.run(ctx, t)
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

// report prints one line, and the story of what was not survived.
func (t *trial) report(out io.Writer, took time.Duration) {
	mark := "survived    "
	if len(t.story) > 0 {
		mark = "NOT SURVIVED"
	}
	counts := t.counts.String()
	if len(t.notes) > 0 {
		counts = strings.Join(append([]string{counts}, t.notes...), "; ")
	}
	if counts != "" {
		counts = ": " + counts
	}
	fmt.Fprintf(out, "%s  %-22s %5.1fs  %s%s\n", mark, t.name, took.Seconds(), strings.Join(t.plays, ", "), counts)
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
