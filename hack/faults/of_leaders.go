package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/hack/faults/proxy"
)

// ofLeaders run two managers, of which one leads.
var ofLeaders = []scenario{
	{
		name: "leader-killed", is: "Of two managers the leader is killed in the middle of a burst of statuses.",
		quick: []string{"edits"}, full: []string{"edits", "wall", "link"}, needs: map[string]int{"leaders lost": 1, "taken over": 1},
		play: func(ctx context.Context, s *stage) error { return failOver(ctx, s, (*plane.Process).Kill, false) },
	},
	{
		name: "leader-stopped", is: "The leader is stopped (SIGSTOP) with a write on its way, which arrives when another leads; then it goes on.",
		quick: []string{"wall"}, full: []string{"edits", "wall", "link"}, needs: map[string]int{"leaders lost": 1, "taken over": 1, "late writes refused": 1},
		play: func(ctx context.Context, s *stage) error { return failOver(ctx, s, (*plane.Process).Freeze, true) },
	},
	{
		name: "leader-leaves", is: "The leader is asked to end (SIGTERM), as in every upgrade.",
		quick: []string{"edits"}, full: []string{"edits", "wall", "link"}, needs: map[string]int{"leaders lost": 1, "taken over": 1},
		play: func(ctx context.Context, s *stage) error {
			return failOver(ctx, s, func(p *plane.Process) { p.Terminate(time.Minute) }, false)
		},
	},
}

// election are the flags of one of several managers.
var election = []string{"--leader-elect", "--leader-elect-namespace=" + plane.Namespace}

// failOver lets one of two managers lead, loses it at its first write of the second
// step, and lets the other take over. Where what the first had on its way arrives
// late, that is after the next step: it must be refused. Then the first goes on, takes
// itself for the leader for as long as client-go tries to renew a lease, which is
// while the other steps are played, and must end.
func failOver(ctx context.Context, s *stage, lose func(*plane.Process), isLate bool) error {
	first, err := s.started(election...)
	if err != nil {
		return err
	}
	if err := errors.Join(s.write(ctx, 0), s.settle(ctx, 0)); err != nil {
		return err
	}
	second, err := s.started(election...)
	if err != nil {
		return err
	}
	if err := second.waits(ctx); err != nil {
		return err
	}
	lost, arrive := make(chan time.Time, 1), make(chan struct{})
	first.proxy.Set(loss(s, arrive, func() {
		p := first.leave()
		go func() {
			lose(p)
			s.counts.Add("leaders lost")
			lost <- time.Now()
		}()
	}, isLate))
	took, goesOn := firstWrite(s, second), time.Time{}
	for i := 1; i < len(s.steps); i++ {
		if err := errors.Join(s.write(ctx, i), s.settle(ctx, i)); err != nil {
			return err
		}
		if i != min(2, len(s.steps)-1) || !isLate {
			continue
		}
		close(arrive)
		if err := plane.Until(ctx, within, func() error { return atLeast(s, "late writes refused", s.counts.Of("late writes")) }); err != nil {
			s.breach("a write of the old leader was not refused when it arrived: %v", err)
		}
		first.process().Thaw()
		goesOn = time.Now()
		if err := s.unmoved(ctx); err != nil {
			return err
		}
	}
	s.note("taken over after %.1fs", (<-took).Sub(<-lost).Seconds())
	if isLate {
		if err := gone(ctx, first.process()); err != nil {
			s.breach("%v", err)
		}
		s.note("the old leader ended %.1fs after it went on", time.Since(goesOn).Seconds())
	}
	return nil
}

// waits returns once a manager has asked who leads, and has all that it needs to lead.
func (m *manager) waits(ctx context.Context) error {
	asked := make(chan struct{})
	var once sync.Once
	m.proxy.Set(proxy.Faults{After: func(c proxy.Call, _ int) proxy.Verdict {
		if c.Resource == "leases" {
			once.Do(func() { close(asked) })
		}
		return proxy.Verdict{}
	}})
	late := time.NewTimer(within)
	defer late.Stop()
	select {
	case <-asked:
		return nil
	case <-late.C:
		return fmt.Errorf("the second manager does not ask for the lease within %s", within)
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// loss loses a leader at its first write of a step. Where that is to arrive late, it
// is held until then, and so is whatever else the leader has on its way. What it
// writes later, while it takes itself for the leader, is counted.
func loss(s *stage, arrive <-chan struct{}, lose func(), isLate bool) proxy.Faults {
	var once sync.Once
	held := newOnce()
	return proxy.Faults{
		Before: func(c proxy.Call) proxy.Verdict {
			if !c.Matters() || c.Namespace != s.namespace {
				return proxy.Verdict{}
			}
			once.Do(lose)
			select {
			case <-arrive:
				return proxy.Verdict{}
			default:
			}
			if !isLate {
				return proxy.Verdict{}
			}
			held.first(c.ID)
			return proxy.Verdict{Name: "late writes", Hold: arrive}
		},
		After: func(c proxy.Call, status int) proxy.Verdict {
			switch {
			case !isLate || !c.Ours() || !c.Writes():
			case !held.first(c.ID) && status == http.StatusConflict:
				return proxy.Verdict{Name: "late writes refused"}
			case status == http.StatusOK:
				return proxy.Verdict{Name: "taken from a second leader"}
			case status == http.StatusConflict:
				return proxy.Verdict{Name: "refused to a second leader"}
			}
			return proxy.Verdict{}
		},
	}
}

// firstWrite tells when a manager first writes to a firm.
func firstWrite(s *stage, m *manager) <-chan time.Time {
	at := make(chan time.Time, 1)
	var once sync.Once
	m.proxy.Set(proxy.Faults{After: func(c proxy.Call, status int) proxy.Verdict {
		if c.Matters() && c.Namespace == s.namespace && status == http.StatusOK {
			once.Do(func() {
				s.counts.Add("taken over")
				at <- time.Now()
			})
		}
		return proxy.Verdict{}
	}})
	return at
}

// unmoved sees that nothing changes for a while, for nothing is to be done.
func (s *stage) unmoved(ctx context.Context) error {
	before, _ := s.plane.History().Of(s.namespace)
	err := s.quiet(ctx, 2*time.Second)
	after, _ := s.plane.History().Of(s.namespace)
	for _, r := range after[len(before):] {
		s.breach("%s, revision %d: written when the old leader went on, and nothing was to be done", r.Key, r.Number)
	}
	return err
}

// gone waits until a manager that no longer leads has ended.
func gone(ctx context.Context, p *plane.Process) error {
	late := time.NewTimer(within)
	defer late.Stop()
	select {
	case <-p.Done():
		return nil
	case <-late.C:
		return fmt.Errorf("a leader that lost its lease still runs after %s", within)
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
