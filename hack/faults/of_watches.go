package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/matterplane/matterplane/hack/faults/judge"
	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/hack/faults/proxy"
)

// ofWatches are faults of how the manager learns what is stored.
var ofWatches = []scenario{
	{
		name: "events-twice", is: "Every event of every watch comes twice.",
		quick: []string{"edits"}, needs: map[string]int{"events twice": 10}, play: twice,
	},
	{
		name: "events-late", is: "At every step the kinds are told of it one after the other, in a random order.",
		quick: []string{"wall", "drawn"}, needs: map[string]int{"late events": 4}, play: late,
	},
	{
		name: "events-hidden", is: "A wall is raised and lifted unseen: of each object only the last event comes.",
		quick: []string{"wall"}, needs: map[string]int{"events hidden": 4}, play: hidden,
	},
	{
		name: "watch-gap", is: "All watches end, and what is written until they are back is seen by a list, if it is still there.",
		quick: []string{"wall"}, needs: map[string]int{"watches expired": 5, "held back": 5}, play: gap,
	},
	{
		name: "watches-cut", is: "Watches break in the middle of the events of a burst.",
		quick: []string{"edits"}, needs: map[string]int{"watches cut": 2}, play: everyFew(proxy.Break),
	},
	{
		name: "relist-forced", is: "The API server has forgotten what watches ask for (410 Gone), in the middle of a burst.",
		quick: []string{"drawn"}, needs: map[string]int{"watches expired": 2}, play: everyFew(proxy.Expire),
	},
	{
		name: "restart-stale", is: "The manager is killed and comes back to an API server that still has what was before the last step.",
		quick: []string{"wall"}, needs: map[string]int{"stale lists": 5, "late events": 4}, play: stale,
	},
}

// turns plays a workload in turns, with faults that last no longer than a turn. Before
// each the manager watches every kind and has settled. The first turn is the founding;
// then come so many steps at a time, so that of two the second may take back what the
// first changed. A turn writes its steps.
func (s *stage) turns(ctx context.Context, many int, turn func(m *manager, from, to int) error) error {
	m, err := s.started()
	if err != nil {
		return err
	}
	for from, to := 0, 0; from < len(s.steps); from, to = to+1, min(to+many, len(s.steps)-1) {
		err := m.watching(ctx)
		if err == nil {
			err = turn(m, from, to)
		}
		m.proxy.Clear()
		if err := errors.Join(err, s.settle(ctx, to)); err != nil {
			return err
		}
	}
	return nil
}

// watching waits until a manager watches every kind.
func (m *manager) watching(ctx context.Context) error {
	return plane.Until(ctx, within, func() error {
		if n := m.watches(); n < int64(len(resources)) {
			return fmt.Errorf("%s watches %d kinds", m.name, n)
		}
		return nil
	})
}

// burst writes steps without a pause between them.
func (s *stage) burst(ctx context.Context, from, to int) error {
	for i := from; i <= to; i++ {
		if err := s.write(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

// happens waits until a fault has happened so often since before.
func (s *stage) happens(ctx context.Context, name string, before, n int) error {
	return plane.Until(ctx, within, func() error {
		if have := s.counts.Of(name) - before; have < n {
			return fmt.Errorf("%s: %d %s, want %d", s.namespace, have, name, n)
		}
		return nil
	})
}

func twice(ctx context.Context, s *stage) error {
	return with(proxy.Faults{Event: func(string, string, string, string) proxy.Handling { return proxy.Twice }})(ctx, s)
}

// resources are our kinds as paths name them.
var resources = []string{"firms", "offices", "firmusers", "assistantlinks", "matters"}

// locks hold the events of kinds.
type locks struct {
	mu sync.Mutex
	of map[string]chan struct{}
}

func lockAll() *locks {
	l := &locks{of: map[string]chan struct{}{}}
	for _, r := range resources {
		l.of[r] = make(chan struct{})
	}
	return l
}

func (l *locks) lag(resource string) <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.of[resource]
}

// catchUp lets the events of the kinds come, one kind after the other in a random
// order; what each tells is drawn from before the next.
func (s *stage) catchUp(ctx context.Context, l *locks) (err error) {
	order := slices.Clone(resources)
	s.draw.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	for _, r := range order {
		close(l.of[r])
		err = errors.Join(err, s.quiet(ctx, 300*time.Millisecond))
	}
	return err
}

func late(ctx context.Context, s *stage) error {
	return s.turns(ctx, 1, func(m *manager, from, to int) error {
		l := lockAll()
		m.proxy.Set(proxy.Faults{Lag: l.lag})
		return errors.Join(s.burst(ctx, from, to), s.catchUp(ctx, l))
	})
}

func hidden(ctx context.Context, s *stage) error {
	return s.turns(ctx, 2, func(m *manager, from, to int) error {
		m.proxy.Set(proxy.Faults{Event: func(_, _, namespace, _ string) proxy.Handling {
			if namespace == s.namespace {
				return proxy.Hide
			}
			return proxy.Pass
		}})
		before := s.counts.Of("events hidden")
		err := errors.Join(s.burst(ctx, from, to), s.happens(ctx, "events hidden", before, 1), s.quiet(ctx, 300*time.Millisecond))
		m.proxy.Clear()
		m.proxy.Reveal()
		return err
	})
}

// gap ends all watches, and lets none come back before a turn is written.
func gap(ctx context.Context, s *stage) error {
	return s.turns(ctx, 2, func(m *manager, from, to int) error {
		open := make(chan struct{})
		defer close(open)
		m.proxy.Set(proxy.Faults{Before: func(c proxy.Call) proxy.Verdict {
			if !c.Ours() || c.Writes() {
				return proxy.Verdict{}
			}
			return proxy.Verdict{Name: "held back", Hold: open}
		}})
		before := s.counts.Of("held back")
		m.proxy.ExpireAll() // so that each kind is listed, and does not go on where it was
		return errors.Join(s.happens(ctx, "held back", before, len(resources)), s.burst(ctx, from, to))
	})
}

// everyFew lets a thing happen to every few events of a burst, some times: a manager
// whose watches never last waits longer and longer before the next.
func everyFew(then proxy.Handling) func(ctx context.Context, s *stage) error {
	return func(ctx context.Context, s *stage) error {
		return s.turns(ctx, 1, func(m *manager, from, to int) error {
			seen, happened := &counter{}, &counter{}
			m.proxy.Set(proxy.Faults{Event: func(_, _, namespace, _ string) proxy.Handling {
				if namespace != s.namespace || seen.next()%3 != 0 || happened.next() > max(1, 8/len(s.steps)) {
					return proxy.Pass
				}
				return then
			}})
			return errors.Join(s.burst(ctx, from, to), s.settle(ctx, to))
		})
	}
}

// stale kills the manager after each step, and starts it again with lists that are
// from before that step, and watches that do not catch up until it has drawn its
// conclusions. The lists are the API server's own, kept.
func stale(ctx context.Context, s *stage) error {
	return s.turns(ctx, 1, func(m *manager, from, to int) error {
		old, err := s.plane.Lists(ctx, resources)
		if err != nil {
			return err
		}
		if err := errors.Join(s.burst(ctx, from, to), s.settle(ctx, to), s.quiet(ctx, time.Second/2)); err != nil {
			return err
		}
		m.kill()
		l := lockAll()
		m.proxy.Set(proxy.Faults{Before: fromThePast(old), Lag: l.lag})
		lists, events, begun := s.counts.Of("stale lists"), s.counts.Of("late events"), len(s.writes())
		err = errors.Join(m.start(), s.happens(ctx, "stale lists", lists, len(resources)),
			s.happens(ctx, "late events", events, 1), s.quiet(ctx, time.Second))
		for _, w := range s.taken(begun) {
			s.breach("%q: out of the past the manager wrote %s of %s", s.steps[to].says, w.Subresource, w.Key)
		}
		begun = len(s.writes())
		err = errors.Join(err, s.catchUp(ctx, l))
		s.counts.AddN("statuses written while catching up", len(s.taken(begun)))
		return err
	})
}

// taken are the writes that the API server took since then, Events aside.
func (s *stage) taken(since int) []judge.Write {
	return slices.DeleteFunc(s.writes()[since:], func(w judge.Write) bool { return !w.Accepted() || w.Resource == "events" })
}

// fromThePast answers lists with what they once were, as an API server does whose
// own watch lags. It knows no lists by watch, so that managers ask for these.
func fromThePast(old map[string][]byte) func(proxy.Call) proxy.Verdict {
	return func(c proxy.Call) proxy.Verdict {
		switch {
		case c.Ours() && c.FirstList:
			return proxy.Verdict{Name: "lists by watch refused", Refuse: 422}
		case c.Lists():
			return proxy.Verdict{Name: "stale lists", Instead: old[c.Resource]}
		}
		return proxy.Verdict{}
	}
}
