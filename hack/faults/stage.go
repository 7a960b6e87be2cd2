package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/hack/faults/judge"
	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/hack/faults/proxy"
)

// within bounds the wait for what takes a second on an idle machine, and for the next
// thing to happen; atMost that for all that follows from a step.
const (
	within = 2 * time.Minute
	atMost = 15 * time.Minute
)

// stage is one play of a workload: a firm of its own, and the managers of it.
type stage struct {
	*world
	workload
	namespace string
	want      *reference
	bare      bool   // the webhooks are kept out
	version   string // of our kinds in which clients write
	draw      *dice

	goroutines int // of a manager in the end, at most
	counts     *proxy.Counts
	managers   []*manager
	marks      map[int]int   // how long the history was when a step had settled
	silent     time.Duration // how long nothing may be written in the end

	mu    sync.Mutex
	story []string // what is not as it must be
	notes []string // what else is worth telling
}

// dice draw from a seed for goroutines.
type dice struct {
	mu sync.Mutex
	*rand.Rand
}

// under says whether a draw between 0 and 1 falls under a share.
func (d *dice) under(share float64) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.Float64() < share
}

// upTo draws a duration.
func (d *dice) upTo(most time.Duration) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return time.Duration(d.Int64N(int64(most)))
}

// stage makes a namespace for a play of a workload.
func (w *world) stage(ctx context.Context, of workload, want *reference, bare bool) (*stage, error) {
	w.stages++
	s := &stage{
		world: w, workload: of, want: want, bare: bare, counts: &proxy.Counts{}, marks: map[int]int{}, silent: w.silent,
		namespace: fmt.Sprintf("firm-%03d", w.stages), version: v1alpha1.GroupVersion.Version,
		draw: &dice{Rand: rand.New(rand.NewPCG(uint64(w.seed), 0))},
	}
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: s.namespace}}
	if bare {
		ns.Labels = map[string]string{plane.WithoutWebhooks: "true"}
	}
	if err := w.plane.Client.Create(ctx, ns); err != nil {
		return nil, fmt.Errorf("creating a namespace: %w", err)
	}
	return s, nil
}

// breach tells of something that is not as it must be.
func (s *stage) breach(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.story = append(s.story, fmt.Sprintf("%s in %s: ", s.workload.name, s.namespace)+fmt.Sprintf(format, args...))
}

// note tells of something that was measured.
func (s *stage) note(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notes = append(s.notes, s.workload.name+": "+fmt.Sprintf(format, args...))
}

// play writes all steps, each settled before the next.
func (s *stage) play(ctx context.Context) error {
	for i := range s.steps {
		if err := errors.Join(s.write(ctx, i), s.settle(ctx, i)); err != nil {
			return err
		}
	}
	return nil
}

// write writes the changes of a step one after the other, each again until the API
// server takes it.
func (s *stage) write(ctx context.Context, i int) error {
	for _, c := range s.steps[i].changes {
		if err := s.change(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

func (s *stage) change(ctx context.Context, c change) error {
	err := plane.Until(ctx, within, func() error { return s.try(ctx, c) })
	if err != nil {
		return fmt.Errorf("%s: to %s: %w", s.namespace, c, err)
	}
	return nil
}

// try makes a change once. Where it is made already, it does nothing: an answer may
// have been lost.
func (s *stage) try(ctx context.Context, c change) error {
	by := s.administrator
	if c.by == plane.Company {
		by = s.company
	}
	want := c.declared(s.namespace, s.version)
	have := want.DeepCopy()
	err := by.Get(ctx, client.ObjectKeyFromObject(want), have)
	switch {
	case c.delete && apierrors.IsNotFound(err):
		return nil
	case apierrors.IsNotFound(err):
		return by.Create(ctx, want)
	case err != nil:
		return err
	case c.delete:
		return by.Delete(ctx, have)
	}
	have.Object["spec"] = want.Object["spec"]
	return by.Update(ctx, have)
}

// settle waits until every object is as it was in the undisturbed run after a step,
// for as long as objects change.
func (s *stage) settle(ctx context.Context, i int) error {
	ctx, cancel := context.WithTimeoutCause(ctx, atMost, fmt.Errorf("not within %s", atMost))
	defer cancel()
	ctx, stuck := context.WithCancelCause(ctx)
	patience := time.AfterFunc(within, func() { stuck(fmt.Errorf("nothing has changed for %s", within)) })
	defer patience.Stop()
	ctx, stop := s.unlessEnded(ctx)
	defer stop()
	t := &tracker{state: judge.State{}}
	err := s.plane.History().Await(ctx, s.namespace, func(history []judge.Revision) error {
		if t.take(history) {
			patience.Reset(within)
		}
		if maps.Equal(t.state, s.want.steps[i]) {
			return nil
		}
		return errors.New("it is not as undisturbed")
	})
	if err == nil {
		s.marks[i] = t.at
		return nil
	}
	found := judge.Differences(s.want.steps[i], t.state)
	for _, f := range found[:min(3, len(found))] {
		s.breach("after %q %s", s.steps[i].says, f)
	}
	return fmt.Errorf("%s: after %q: %w: %d objects differ", s.namespace, s.steps[i].says, context.Cause(ctx), len(found))
}

// isAt says whether every object is as it was in the undisturbed run after a step.
func (s *stage) isAt(i int) bool {
	history, _ := s.plane.History().Of(s.namespace)
	return maps.Equal(judge.StateOf(history), s.want.steps[i])
}

// tracker follows a history.
type tracker struct {
	at    int
	state judge.State
}

// take takes what is new, if anything is.
func (t *tracker) take(history []judge.Revision) bool {
	fresh := t.at < len(history)
	for _, r := range history[t.at:] {
		if r.Object == nil {
			delete(t.state, r.Key.In(""))
			continue
		}
		t.state[r.Key.In("")] = judge.ValueOf(r)
	}
	t.at = len(history)
	return fresh
}

// writes are all writes of all managers to this firm.
func (s *stage) writes() (all []judge.Write) {
	for _, m := range s.managers {
		for _, w := range m.proxy.Writes() {
			if w.Namespace == s.namespace {
				all = append(all, w)
			}
		}
	}
	return all
}

// quiet waits until no manager has written anything for so long, from now on.
func (s *stage) quiet(ctx context.Context, long time.Duration) error {
	start := time.Now()
	return plane.Until(ctx, long+within, func() error {
		if waited := time.Since(start); waited < long {
			return fmt.Errorf("only %s have passed", waited.Round(time.Millisecond))
		}
		for _, m := range s.managers {
			if since := m.proxy.Quiet(); since < long {
				return fmt.Errorf("the manager wrote %s ago", since.Round(time.Millisecond))
			}
		}
		return nil
	})
}

// close ends the managers, and keeps the logs if there is something to tell.
func (s *stage) close() {
	good := len(s.story) == 0
	for _, m := range s.managers {
		m.close(good && !s.keep)
	}
	if good {
		s.setSettled(s.namespace)
	}
}
