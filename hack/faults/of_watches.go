package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/hack/faults/proxy"
)

// ofWatches are faults of how the manager learns what is stored.
var ofWatches = []scenario{
	{
		name: "events-twice", is: "Every event of every watch comes twice.",
		quick: []string{"edits"}, needs: map[string]int{"events twice": 30}, play: twice,
	},
	{
		name: "events-late", is: "At every step the kinds are told of it one after the other, in a random order.",
		quick: []string{"edits", "wall"}, needs: map[string]int{"late events": 5}, play: late,
	},
	{
		name: "events-hidden", is: "A wall is raised and lifted unseen: of each object only the last event comes.",
		quick: []string{"wall"}, full: []string{"wall", "edits", "link"}, needs: map[string]int{"events hidden": 4}, play: hidden,
	},
	{
		name: "watch-gap", is: "All watches end, and what is written until they are back is seen by a list, if it is still there.",
		quick: []string{"edits", "wall"}, full: []string{"edits", "wall", "link"}, needs: map[string]int{"watches expired": 10, "held back": 10}, play: gap,
	},
	{
		name: "watches-cut", is: "Watches break in the middle of the events of a burst.",
		quick: []string{"edits"}, needs: map[string]int{"watches cut": 3}, play: cut,
	},
	{
		name: "relist-forced", is: "The API server has forgotten what watches ask for (410 Gone), in the middle of a burst.",
		quick: []string{"edits"}, needs: map[string]int{"watches expired": 3}, play: expired,
	},
	{
		name: "restart-stale", is: "The manager is killed and comes back to an API server that still has what was before the last step.",
		quick: []string{"wall"}, full: []string{"edits", "wall", "link"}, needs: map[string]int{"stale lists": 10, "late events": 5}, play: stale,
	},
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

// open lets the events of a kind come.
func (l *locks) open(resource string) { close(l.of[resource]) }

func late(ctx context.Context, s *stage) error {
	m, err := s.started()
	if err != nil {
		return err
	}
	if err := errors.Join(s.write(ctx, 0), s.settle(ctx, 0)); err != nil {
		return err
	}
	for i := 1; i < len(s.steps); i++ {
		l := lockAll()
		m.proxy.Set(proxy.Faults{Lag: l.lag})
		err := s.write(ctx, i)
		order := slices.Clone(resources)
		s.draw.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, r := range order {
			l.open(r)
			err = errors.Join(err, s.quiet(ctx, 300*time.Millisecond)) // what this kind tells has been drawn from
		}
		if err := errors.Join(err, s.settle(ctx, i)); err != nil {
			return err
		}
	}
	return nil
}

// hidden lets steps go unseen by pairs: what the first changes, the second may take
// back.
func hidden(ctx context.Context, s *stage) error {
	m, err := s.started()
	if err != nil {
		return err
	}
	if err := errors.Join(s.write(ctx, 0), s.settle(ctx, 0)); err != nil {
		return err
	}
	for i := 1; i < len(s.steps); i += 2 {
		m.proxy.Set(proxy.Faults{Event: func(_, _, namespace, _ string) proxy.Handling {
			if namespace == s.namespace {
				return proxy.Hide
			}
			return proxy.Pass
		}})
		before := s.counts.Of("events hidden")
		last := min(i+1, len(s.steps)-1)
		for j := i; j <= last; j++ {
			if err := s.write(ctx, j); err != nil {
				return err
			}
		}
		err := plane.Until(ctx, within, func() error { return atLeast(s, "events hidden", before+1) })
		err = errors.Join(err, s.quiet(ctx, 300*time.Millisecond))
		m.proxy.Clear()
		m.proxy.Reveal()
		if err := errors.Join(err, s.settle(ctx, last)); err != nil {
			return err
		}
	}
	return nil
}

// gap ends all watches before pairs of steps, and lets none come back before they
// are written.
func gap(ctx context.Context, s *stage) error {
	m, err := s.started()
	if err != nil {
		return err
	}
	if err := errors.Join(s.write(ctx, 0), s.settle(ctx, 0)); err != nil {
		return err
	}
	for i := 1; i < len(s.steps); i += 2 {
		open := make(chan struct{})
		m.proxy.Set(proxy.Faults{Before: func(c proxy.Call) proxy.Verdict {
			if !c.Ours() || c.Writes() {
				return proxy.Verdict{}
			}
			return proxy.Verdict{Name: "held back", Hold: open}
		}})
		before := s.counts.Of("held back")
		m.proxy.ExpireAll() // so that each kind is listed, and does not go on where it was
		err := plane.Until(ctx, within, func() error { return atLeast(s, "held back", before+len(resources)) })
		last := min(i+1, len(s.steps)-1)
		for j := i; j <= last; j++ {
			err = errors.Join(err, s.write(ctx, j))
		}
		m.proxy.Clear()
		close(open)
		if err := errors.Join(err, s.settle(ctx, last)); err != nil {
			return err
		}
	}
	return nil
}

func atLeast(s *stage, name string, n int) error {
	if have := s.counts.Of(name); have < n {
		return errors.New("too few " + name)
	}
	return nil
}

// everyFew lets a thing happen to every few events of a burst, some times: a manager
// whose watches never last waits longer and longer before the next.
func everyFew(then proxy.Handling) func(ctx context.Context, s *stage) error {
	return func(ctx context.Context, s *stage) error {
		m, err := s.started()
		if err != nil {
			return err
		}
		if err := errors.Join(s.write(ctx, 0), s.settle(ctx, 0)); err != nil {
			return err
		}
		seen, happened := &counter{}, &counter{}
		m.proxy.Set(proxy.Faults{Event: func(_, _, namespace, _ string) proxy.Handling {
			if namespace != s.namespace || seen.next()%3 != 0 || happened.now() >= 8 {
				return proxy.Pass
			}
			happened.next()
			return then
		}})
		for i := 1; i < len(s.steps); i++ {
			if err := errors.Join(s.write(ctx, i), s.settle(ctx, i)); err != nil {
				return err
			}
		}
		return nil
	}
}

var (
	cut     = everyFew(proxy.Break)
	expired = everyFew(proxy.Expire)
)

// stale kills the manager after each step, and starts it again with lists that are
// from before that step, and watches that do not catch up until it has drawn its
// conclusions. The lists are the API server's own, kept.
func stale(ctx context.Context, s *stage) error {
	m, err := s.started()
	if err != nil {
		return err
	}
	if err := errors.Join(s.write(ctx, 0), s.settle(ctx, 0)); err != nil {
		return err
	}
	for i := 1; i < len(s.steps); i++ {
		old, err := s.plane.Lists(ctx, resources)
		if err != nil {
			return err
		}
		if err := errors.Join(s.write(ctx, i), s.settle(ctx, i)); err != nil {
			return err
		}
		if err := s.quiet(ctx, time.Second/2); err != nil {
			return err
		}
		m.kill()
		lists, begun := s.counts.Of("stale lists"), len(s.writes())
		l := lockAll()
		m.proxy.Set(proxy.Faults{Before: fromThePast(old), Lag: l.lag})
		err = m.start()
		err = errors.Join(err, plane.Until(ctx, within, func() error { return atLeast(s, "stale lists", lists+len(resources)) }))
		err = errors.Join(err, plane.Until(ctx, within, func() error { return atLeast(s, "late events", 1) }), s.quiet(ctx, time.Second))
		for _, w := range s.writes()[begun:] {
			if w.Accepted() && w.Resource != "events" {
				s.breach("%q: out of the past the manager wrote %s of %s", s.steps[i].says, w.Subresource, w.Key)
			}
		}
		begun = len(s.writes())
		order := slices.Clone(resources)
		s.draw.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, r := range order { // now it catches up, kind by kind
			l.open(r)
			err = errors.Join(err, s.quiet(ctx, 300*time.Millisecond))
		}
		m.proxy.Clear()
		if err := errors.Join(err, s.settle(ctx, i)); err != nil {
			return err
		}
		for _, w := range s.writes()[begun:] {
			if w.Accepted() && w.Resource != "events" {
				s.counts.Add("statuses written while catching up")
			}
		}
	}
	return nil
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
