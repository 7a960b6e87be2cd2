package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	eventsv1 "k8s.io/api/events/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/hack/faults/judge"
)

// silence waits until nothing is sent any more, and sees that nothing was written
// meanwhile. What a manager tries that has yet to see its own last write is refused,
// and Events that a recorder could not send at once may still come; in the end these
// are silent too.
func (s *stage) silence(ctx context.Context, long time.Duration) error {
	if err := s.quiet(ctx, time.Second/2); err != nil {
		return fmt.Errorf("%s: it does not fall silent: %w", s.namespace, err)
	}
	before := len(s.writes())
	if err := s.quiet(ctx, long); err != nil {
		return fmt.Errorf("%s: it does not stay silent: %w", s.namespace, err)
	}
	for _, w := range s.writes()[before:] {
		switch {
		case w.Resource == "events":
			s.counts.Add("Events told late")
		case !w.Accepted():
			s.counts.Add("late tries refused")
		default:
			s.breach("%s %s %s was written after all had settled", w.Verb, w.Key, w.Subresource)
		}
	}
	return nil
}

// verdict judges what there is to judge when all has settled.
func (s *stage) verdict(ctx context.Context) error {
	if err := errors.Join(s.settle(ctx, len(s.steps)-1), s.silence(ctx, s.silent)); err != nil {
		return err
	}
	history, _ := s.plane.History().Of(s.namespace)
	var found []string
	found = append(found, judge.Differences(s.want.steps[len(s.steps)-1], judge.StateOf(history))...)
	found = append(found, judge.TooManyWrites(history, s.writes())...)
	found = append(found, judge.OpenWalls(history)...)
	for i := 1; i < len(s.steps); i++ {
		from, before := s.marks[i-1]
		to, after := s.marks[i]
		if before && after && len(s.steps[i].changes) == 1 {
			found = append(found, judge.Strays(s.want.steps[i-1], s.want.steps[i], history[from:to])...)
		}
	}
	for _, f := range found {
		s.breach("%s", f)
	}
	n, err := s.notices(ctx)
	if err != nil {
		return fmt.Errorf("%s: counting notices: %w", s.namespace, err)
	}
	if n != s.want.notices {
		s.breach("%d notices of what the Company created, want %d (U-8)", n, s.want.notices)
	}
	if line := s.plane.Webhook.Panics(); line != "" {
		s.breach("the webhooks panicked: %s", line)
	}
	for _, m := range s.managers {
		if line := m.process().Panics(); line != "" {
			s.breach("a manager panicked: %s", line)
		}
		if m.gone() || len(m.args) > 1 { // those of an election come on top
			continue
		}
		if err := s.count(m); err != nil {
			return err
		}
	}
	return nil
}

// leak is how many goroutines more than undisturbed a settled manager may have: a
// connection that is kept, a timer that has yet to fire.
const leak = 4

// count ends a manager and counts its goroutines.
func (s *stage) count(m *manager) error {
	n, err := m.leave().Goroutines()
	s.goroutines = max(s.goroutines, n)
	if s.want.goroutines > 0 && n > s.want.goroutines+leak {
		s.breach("the manager has %d goroutines in the end, %d undisturbed", n, s.want.goroutines)
	}
	return err
}

// notices counts the notices that U-8 demands.
func (s *stage) notices(ctx context.Context) (n int, err error) {
	var all eventsv1.EventList
	err = s.plane.Client.List(ctx, &all, client.InNamespace(s.namespace))
	for i := range all.Items {
		if all.Items[i].Reason == "CreatedByCompany" {
			n += 1 + deprecatedCount(&all.Items[i])
		}
	}
	return n, err
}

// deprecatedCount is how often an Event was repeated.
func deprecatedCount(e *eventsv1.Event) int {
	if e.Series == nil {
		return 0
	}
	return int(e.Series.Count)
}
