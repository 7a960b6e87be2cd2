package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/hack/faults/proxy"
)

// ofCrashes kill the manager.
var ofCrashes = []scenario{
	{
		name: "crash-after-write", is: "The manager is killed after its nth write, for every n.",
		quick: []string{"small"}, full: narrow, needs: map[string]int{"killed": 5},
		run: everyWrite(delivered),
	},
	{
		name: "crash-during-write", is: "The manager is killed during its nth write, for every n: written, the answer lost.",
		quick: []string{"small"}, full: narrow, needs: map[string]int{"killed": 5},
		run: everyWrite(undelivered),
	},
	{
		name: "crash-completing", is: "The same without webhooks, when it completes ledgers and stamps itself (L-7).",
		quick: []string{"tiny"}, full: []string{"tiny", "small", "drawn", "samples"}, needs: map[string]int{"killed": 5}, bare: true,
		run: everyWrite(undelivered),
	},
	{
		name: "crash-always", is: "Every incarnation of the manager is killed after the first write that took effect.",
		quick: []string{"edits"}, needs: map[string]int{"killed": 4}, play: always,
	},
	{
		name: "restart-right", is: "The manager is killed and started again when all statuses are right: it writes nothing.",
		quick: []string{"samples"}, needs: map[string]int{"killed": 2}, play: idle,
	},
}

// narrow are the workloads that can be played once for every write of theirs. The
// others have a thousand: crash-always kills after each of these in one play.
var narrow = []string{"tiny", "small", "edits", "wall", "drawn", "samples"}

// The two ways to die at a write.
const (
	delivered   = true
	undelivered = false
)

// atWrite kills the manager at its nth write of this firm. It sends no other write
// from then on; died is closed once it is dead, which comes to pass once it is doomed.
func (s *stage) atWrite(m *manager, n int, answered bool) (died <-chan struct{}, doomed func() bool) {
	dead, never := make(chan struct{}), make(chan struct{})
	writes := &counter{}
	var last atomic.Int64 // which call is the nth write; 0 before it
	kill := func() {
		m.kill()
		s.counts.Add("killed")
		close(dead)
	}
	m.proxy.Set(proxy.Faults{
		Before: func(c proxy.Call) proxy.Verdict {
			switch {
			case !c.Writes():
			case last.Load() != 0:
				return proxy.Verdict{Hold: never} // until it is dead
			case c.Matters() && c.Namespace == s.namespace && writes.next() == n:
				last.Store(c.ID)
			}
			return proxy.Verdict{}
		},
		After: func(c proxy.Call, _ int) proxy.Verdict {
			switch {
			case c.ID != last.Load():
				return proxy.Verdict{}
			case answered:
				return proxy.Verdict{Then: kill}
			}
			kill()
			return proxy.Verdict{Reset: true}
		},
	})
	return dead, func() bool { return last.Load() != 0 }
}

// brief is how long a play waits that others follow in which a write would be seen.
const brief = time.Second

// everyWrite plays a workload once for every write of it, and dies there. There are
// at least as many as there are objects, each of which gets a status.
func everyWrite(answered bool) func(context.Context, *trial, workload) error {
	return func(ctx context.Context, t *trial, of workload) error {
		for n := 1; ; n++ {
			happened := false
			s, err := t.once(ctx, of, func(ctx context.Context, s *stage) (err error) {
				if happened, err = s.dieAt(ctx, n, answered); happened {
					s.silent = brief // every later play sees that this firm is left alone, and the last waits long
				}
				return err
			})
			switch least := of.objects(); {
			case err != nil || len(s.story) > 0:
				return err
			case happened:
			case n <= least:
				return fmt.Errorf("%s: only %d writes of %d objects", of.name, n-1, least)
			default:
				return nil
			}
		}
	}
}

// dieAt plays a workload with a manager that is killed at its nth write and started
// again. It reports whether it came to that.
func (s *stage) dieAt(ctx context.Context, n int, answered bool) (bool, error) {
	m, err := s.manager()
	if err != nil {
		return false, err
	}
	died, doomed := s.atWrite(m, n, answered)
	if s.bare { // what it sees is all there is
		if err := s.write(ctx, 0); err != nil {
			return false, err
		}
	}
	if err := m.start(); err != nil {
		return false, err
	}
	again, stop := make(chan error, 1), make(chan struct{})
	go func() {
		select {
		case <-died:
		case <-stop:
			if !doomed() {
				again <- nil
				return
			}
			<-died // after the last write all is as it must be before the manager is dead
		}
		m.proxy.Clear()
		again <- m.start()
	}()
	err = s.play(ctx)
	close(stop)
	if err := <-again; err != nil {
		return false, err
	}
	return doomed(), err
}

// afterEffect kills the manager after the first write of this firm that took effect.
// One that found its Event there already has got nowhere yet: it may go on.
func (s *stage) afterEffect(m *manager) (died <-chan struct{}) {
	dead, never := make(chan struct{}), make(chan struct{})
	var over, busy atomic.Bool
	mine := func(c proxy.Call) bool { return c.Matters() && c.Namespace == s.namespace }
	m.proxy.Set(proxy.Faults{
		Before: func(c proxy.Call) proxy.Verdict {
			switch {
			case c.Writes() && over.Load():
				return proxy.Verdict{Hold: never} // until it is dead
			case mine(c) && busy.Swap(true): // one at a time: it writes from many workers
				return proxy.Verdict{Refuse: http.StatusServiceUnavailable}
			}
			return proxy.Verdict{}
		},
		After: func(c proxy.Call, status int) proxy.Verdict {
			if !mine(c) {
				return proxy.Verdict{}
			}
			if status >= http.StatusBadRequest {
				busy.Store(false)
				return proxy.Verdict{}
			}
			over.Store(true)
			return proxy.Verdict{Then: func() {
				m.kill()
				s.counts.Add("killed")
				close(dead)
			}}
		},
	})
	return dead
}

// always kills every incarnation after its first write, until one finds nothing to
// write.
func always(ctx context.Context, s *stage) error {
	m, err := s.manager()
	if err != nil {
		return err
	}
	died := s.afterEffect(m)
	if err := m.start(); err != nil {
		return err
	}
	stop, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		for {
			select {
			case <-died:
				died = s.afterEffect(m)
				if err := m.start(); err != nil {
					ended <- err
					return
				}
			case <-stop:
				ended <- nil
				return
			}
		}
	}()
	err = s.play(ctx)
	close(stop)
	if err := <-ended; err != nil {
		return err
	}
	m.proxy.Clear()
	return err
}

// idle restarts the manager when there is nothing to do.
func idle(ctx context.Context, s *stage) error {
	m, err := s.started()
	if err != nil {
		return err
	}
	if err := s.play(ctx); err != nil {
		return err
	}
	if err := s.silence(ctx, s.silent); err != nil {
		return err
	}
	for range 2 {
		before, listed := len(s.writes()), &counter{}
		m.proxy.Set(proxy.Faults{Before: func(c proxy.Call) proxy.Verdict {
			if c.Ours() && (c.FirstList || c.Lists()) {
				listed.next()
			}
			return proxy.Verdict{}
		}})
		if err := m.restart(); err != nil {
			return err
		}
		s.counts.Add("killed")
		if err := s.ready(ctx, listed); err != nil {
			return err
		}
		for _, w := range s.writes()[before:] {
			s.breach("after a restart with nothing to do it wrote %s %s %s", w.Verb, w.Key, w.Subresource)
		}
	}
	return nil
}

// ready waits until a manager has all that there is, and for as long as it takes to
// draw conclusions from it.
func (s *stage) ready(ctx context.Context, listed *counter) error {
	err := plane.Until(ctx, within, func() error {
		if n := listed.now(); n < len(resources) {
			return fmt.Errorf("%s: %d kinds are listed", s.namespace, n)
		}
		return nil
	})
	return errors.Join(err, s.quiet(ctx, max(s.silent, 2*time.Second)))
}
