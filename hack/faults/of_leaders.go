package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/hack/faults/proxy"
)

// ofLeaders run two managers, of which one leads, or both take themselves for it.
var ofLeaders = []scenario{
	{
		name: "leader-killed", is: "Of two managers the leader is killed in the middle of a burst of statuses.",
		quick: []string{"edits"}, full: severalSteps, needs: map[string]int{"leaders lost": 1, "taken over": 1},
		play: func(ctx context.Context, s *stage) error { return failOver(ctx, s, loss{do: (*plane.Process).Kill}) },
	},
	{
		name: "leader-stopped", is: "The leader is stopped (SIGSTOP) with a write on its way, which arrives when another leads; then it goes on.",
		quick: []string{"wall"}, full: severalSteps, needs: map[string]int{"leaders lost": 1, "taken over": 1, "late writes refused": 1},
		play: func(ctx context.Context, s *stage) error {
			return failOver(ctx, s, loss{do: (*plane.Process).Freeze, late: true})
		},
	},
	{
		name: "leader-leaves", is: "The leader is asked to end (SIGTERM), as in every upgrade.",
		quick: []string{"edits"}, full: severalSteps, needs: map[string]int{"leaders lost": 1, "taken over": 1},
		play: func(ctx context.Context, s *stage) error {
			return failOver(ctx, s, loss{do: func(p *plane.Process) { p.Terminate(time.Minute) }, ends: true, within: lease})
		},
	},
	{
		name: "two-leaders", is: "Two managers run with no election between them: both write everything.",
		quick: []string{"drawn"}, full: severalSteps, needs: map[string]int{"refused to one of two": 2}, play: twoLeaders,
	},
	{
		name: "two-leaders-completing", is: "The same without webhooks: both complete ledgers and stamps (L-7).",
		quick: []string{"small"}, full: []string{"tiny", "small", "drawn", "samples"}, needs: map[string]int{"refused to one of two": 2}, bare: true, play: twoLeaders,
	},
}

// election are the flags of one of several managers.
var election = []string{"--leader-elect", "--leader-elect-namespace=" + plane.Namespace}

// unfenced is what a leader sends that was stopped for longer than its lease.
const unfenced = "sent when another led"

// lease is for how long a leader is not missed.
const lease = 15 * time.Second

// loss is how a leader is lost.
type loss struct {
	do     func(*plane.Process)
	late   bool          // what it has on its way arrives later, and then it goes on
	ends   bool          // it ends in order, and may bring to an end what it has begun
	within time.Duration // in which another must lead; 0 for as long as it takes
}

// failOver lets one of two managers lead, loses it at its first write of the second
// step, or of the only one, and lets the other take over. One that ends in order is
// lost a step before the last at the latest: it may be done with that step before it
// is gone, and the next is only written then. What the first had on its
// way arrives after the next step, where it is to be late: it must be refused. Then
// the first goes on, takes itself for the leader for as long as client-go tries to
// renew a lease, which is while the other steps are played, sends nothing, and must end.
func failOver(ctx context.Context, s *stage, how loss) error {
	at := min(1, len(s.steps)-1)
	if how.ends {
		at = max(0, min(1, len(s.steps)-2))
	}
	first, second, err := s.pair(ctx, at)
	if err != nil {
		return err
	}
	lost, arrive := newMoment(), make(chan struct{})
	first.proxy.Set(losing(s, arrive, func() {
		p := first.leave()
		lost.is()
		go func() {
			how.do(p)
			s.counts.Add("leaders lost")
		}()
	}, how.late))
	took, right := s.observe(second), time.Time{}
	for i := at; i < len(s.steps); i++ {
		if err := errors.Join(s.write(ctx, i), s.settle(ctx, i)); err != nil {
			return err
		}
		if i == at {
			right = time.Now()
			if how.ends {
				if err := gone(ctx, first.process()); err != nil {
					return err
				}
			}
		}
		if i == min(at+1, len(s.steps)-1) && how.late {
			close(arrive)
			if err := s.goOn(ctx, first); err != nil {
				return err
			}
		}
	}
	if err := errors.Join(took.led.wait(ctx, "the second manager leads"), took.wrote.wait(ctx, "the second manager writes")); err != nil {
		return err
	}
	s.tell(lost, took, right)
	if d := took.led.at.Sub(lost.at); how.within > 0 && d >= how.within {
		s.breach("the other led only %s after the leader was asked to end", d)
	}
	if !how.late {
		return nil
	}
	if n := s.counts.Of(unfenced); n > 0 {
		s.breach("the old leader sent %d writes when another led", n)
	}
	return gone(ctx, first.process())
}

// pair starts two managers, of which the first leads, and the second has in its
// caches all that it needs to lead. Where steps have been settled until then, it tells
// how long the first took when it started with nothing in its caches.
func (s *stage) pair(ctx context.Context, steps int) (first, second *manager, err error) {
	if err := client.IgnoreNotFound(s.plane.Client.Delete(ctx, aLease())); err != nil {
		return nil, nil, fmt.Errorf("deleting the lease of managers that are gone: %w", err)
	}
	for i := range steps {
		if err := s.write(ctx, i); err != nil {
			return nil, nil, err
		}
	}
	if first, err = s.manager(election...); err != nil {
		return nil, nil, err
	}
	cold, began := s.observe(first), time.Now()
	if err := errors.Join(first.start(), cold.led.wait(ctx, "the first manager leads")); err != nil {
		return nil, nil, err
	}
	for i := range steps {
		if err := s.settle(ctx, i); err != nil {
			return nil, nil, err
		}
		s.note("cold, from start to first write %s", brevity(cold.wrote.at.Sub(began)))
	}
	if second, err = s.manager(election...); err != nil {
		return nil, nil, err
	}
	waits := s.observe(second)
	return first, second, errors.Join(second.start(), second.watching(ctx), waits.asked.wait(ctx, "the second manager asks who leads"))
}

// goOn sees that what an old leader had on its way is refused when it arrives, lets
// the leader go on, and sees that nothing changes, for nothing is to be done.
func (s *stage) goOn(ctx context.Context, old *manager) error {
	if err := s.happens(ctx, "late writes refused", 0, s.counts.Of("late writes")); err != nil {
		s.breach("a write of the old leader was not refused when it arrived: %v", err)
	}
	old.process().Thaw()
	before, _ := s.plane.History().Of(s.namespace)
	err := s.quiet(ctx, 2*time.Second)
	after, _ := s.plane.History().Of(s.namespace)
	for _, r := range after[len(before):] {
		s.breach("%s, revision %d: written when the old leader went on, and nothing was to be done", r.Key, r.Number)
	}
	return err
}

// tell tells how long it took until another led, wrote, and all was right.
func (s *stage) tell(lost *moment, took *terms, right time.Time) {
	s.counts.Add("taken over")
	s.note("warm, led after %s, first write %s later; all right after %s",
		brevity(took.led.at.Sub(lost.at)), brevity(took.wrote.at.Sub(took.led.at)), brevity(right.Sub(lost.at)))
}

func brevity(d time.Duration) time.Duration {
	if d > time.Second {
		return d.Round(100 * time.Millisecond)
	}
	return d.Round(time.Millisecond)
}

// losing loses a leader at its next write. Where that is to arrive late, it is held
// until then, and so is whatever else the leader has on its way. What it writes
// later, while it takes itself for the leader, is counted.
func losing(s *stage, arrive <-chan struct{}, lose func(), late bool) proxy.Faults {
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
			if !late {
				return proxy.Verdict{}
			}
			held.first(c.ID)
			return proxy.Verdict{Name: "late writes", Hold: arrive}
		},
		After: func(c proxy.Call, status int) proxy.Verdict {
			switch {
			case !late || !c.Matters() || c.Namespace != s.namespace:
			case held.first(c.ID):
				return proxy.Verdict{Name: unfenced}
			case status == http.StatusConflict:
				return proxy.Verdict{Name: "late writes refused"}
			}
			return proxy.Verdict{}
		},
	}
}

// gone waits until a manager that leads no longer, or is to end, has ended.
func gone(ctx context.Context, p *plane.Process) error {
	return plane.Until(ctx, within, func() error {
		if _, ended := p.Ended(); !ended {
			return errors.New("the old leader still runs")
		}
		return nil
	})
}

// twoLeaders lets two managers write what each thinks right.
func twoLeaders(ctx context.Context, s *stage) error {
	if s.bare { // what they see is all there is
		if err := s.write(ctx, 0); err != nil {
			return err
		}
	}
	ready := make(chan struct{})
	for range 2 {
		m, err := s.manager()
		if err != nil {
			return err
		}
		m.proxy.Set(oneOfTwo(ready))
		if err := m.start(); err != nil {
			return err
		}
	}
	err := errors.Join(s.managers[0].watching(ctx), s.managers[1].watching(ctx))
	close(ready)
	return errors.Join(err, s.play(ctx))
}

// oneOfTwo lets a manager write once both are ready, and counts what the other was
// faster with.
func oneOfTwo(ready <-chan struct{}) proxy.Faults {
	return proxy.Faults{
		Before: func(c proxy.Call) proxy.Verdict {
			if c.Matters() {
				return proxy.Verdict{Hold: ready}
			}
			return proxy.Verdict{}
		},
		After: func(c proxy.Call, status int) proxy.Verdict {
			if c.Matters() && status == http.StatusConflict {
				return proxy.Verdict{Name: "refused to one of two"}
			}
			return proxy.Verdict{}
		},
	}
}
