package main

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/internal/test/firms"
)

// statusWrites is F-3: a change is written to every object whose derived bytes it
// changes once, and to no other. Each change has settled before the next.
var statusWrites = figure{
	id: "F-3", what: "status writes for one change, settled before the next", against: "objects whose derived bytes changed", goal: 1, exactly: true,
	measure: inWorld(measureWrites),
}

func measureWrites(ctx context.Context, w *world) (result, error) {
	s, err := w.follow(ctx)
	if err != nil {
		return result{}, err
	}
	return judgeWrites(s), nil
}

// story is what came of the changes in a firm.
type story struct {
	namespace string
	told      []told
}

// told is what came of one change.
type told struct {
	says    string
	changed map[string]bool // whose derived bytes
	calls   []call          // of the manager that led, until the next change
	missing error           // of the walls that it raises
}

// follow makes the changes, one after the other; who asks again is told the same.
func (w *world) follow(ctx context.Context) (*story, error) {
	if w.followed == nil && w.astray == nil {
		w.followed, w.astray = w.tell(ctx)
	}
	return w.followed, w.astray
}

// tell makes the changes in a firm of its own: a small one shows the same sooner. In
// full it is the one of 10,000.
func (w *world) tell(ctx context.Context) (*story, error) {
	s := &story{namespace: acme}
	if w.size != full {
		s.namespace = "globex"
		if err := w.found(ctx, firms.Shape{Matters: smallFirm, Seed: 1, Namespace: s.namespace}); err != nil {
			return nil, err
		}
	}
	if err := w.leading(); err != nil {
		return nil, err
	}
	return s, w.play(ctx, s)
}

// smallFirm is how many matters are enough to have all that the changes need.
const smallFirm = 100

// play makes the changes. What the manager does late after one of them counts as done
// after the next: nothing that it does is overlooked.
func (w *world) play(ctx context.Context, s *story) error {
	administrator, err := w.ClientOf(plane.Administrator)
	if err != nil {
		return err
	}
	firm, before, err := w.rested(ctx, s.namespace)
	if err != nil {
		return err
	}
	known, err := w.log.read()
	if err != nil {
		return err
	}
	at, cast := len(known), castOf(firm)
	for _, c := range changes(cast) {
		if err := c.make(ctx, administrator, firm); err != nil {
			return fmt.Errorf("%s: %w", c.says, err)
		}
		var after statuses
		if firm, after, err = w.rested(ctx, s.namespace); err != nil {
			return fmt.Errorf("%s: %w", c.says, err)
		}
		calls, err := w.log.since(at)
		if err != nil {
			return err
		}
		at += len(calls)
		s.told = append(s.told, told{c.says, changed(before, after), by(leaderAgent, calls), c.stands(firm)})
		before = after
	}
	return nil
}

// judgeWrites compares what was written with what had to be.
func judgeWrites(s *story) result {
	var r result
	var all, due, conflicts int
	var shares []float64
	for _, t := range s.told {
		written := map[string]int{}
		for _, c := range callsOf(t.calls, call.writes) {
			switch {
			case c.code == 409:
				conflicts++
				r.blame("after %q %s of %s met a conflict", t.says, c.verb, c.key())
			case c.object.Namespace != s.namespace:
				r.blame("after %q there was %s %+v in another firm", t.says, c.verb, c.object)
			case c.tells():
			case !c.writesStatus() || c.failed():
				r.blame("after %q there was %s %+v, answered %d", t.says, c.verb, c.object, c.code)
			default:
				written[c.key()]++
				all++
			}
		}
		for _, key := range slices.Sorted(maps.Keys(written)) {
			if !t.changed[key] {
				r.blame("after %q %s was written, which had not changed", t.says, key)
			} else if times := written[key]; times > 1 {
				r.blame("after %q %s was written %d times", t.says, key, times)
			}
		}
		if t.missing != nil {
			r.blame("after %q %v", t.says, t.missing)
		}
		due += len(t.changed)
		if len(t.changed) > 0 {
			shares = append(shares, float64(sum(written))/float64(len(t.changed)))
		}
		r.tell(t.says, "%d writes, %d changed", sum(written), len(t.changed))
	}
	r.tell("conflicts", "%d", conflicts)
	if due == 0 {
		r.blame("nothing changed, so that nothing is shown")
		shares = []float64{0}
	}
	r.value, r.spread = float64(all)/float64(max(1, due)), spread{slices.Min(shares), slices.Max(shares)}
	return r
}

func sum(counts map[string]int) int {
	var all int
	for _, n := range counts {
		all += n
	}
	return all
}
