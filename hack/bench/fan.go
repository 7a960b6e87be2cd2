package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/internal/conditions"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
)

// fan is a link that comes and goes, and with it an assistant on so many matters.
type fan struct {
	*stage
	matters int
	there   bool      // the link is
	last    time.Time // when its last status was answered
	told    []told    // what the manager wrote each time
	at      int       // how many calls there were before the link last came or went

	due map[bool]map[string]bool // whose derived bytes change when the link comes, and when it goes

	copied  bool // the copies have the statuses with the link
	workers int  // who write the copies
	status  map[bool]map[string]v1alpha1.MatterStatus
}

// newFan derives what a link changes.
func (s *stage) newFan(ctx context.Context, matters int) (*fan, error) {
	without, err := read(ctx, s.Client, initech)
	if err != nil {
		return nil, err
	}
	f := &fan{stage: s, matters: matters, workers: s.workers}
	f.due, f.status, err = linked(without, matters)
	return f, err
}

// linked derives what changes when the link that touches so many matters comes and
// goes, and what the statuses of these are then.
func linked(without roster.Objects, matters int) (due map[bool]map[string]bool, status map[bool]map[string]v1alpha1.MatterStatus, err error) {
	with := without
	with.Links = []*v1alpha1.AssistantLink{linkOf(matters)}
	derived, status := map[bool]statuses{}, map[bool]map[string]v1alpha1.MatterStatus{}
	for there, firm := range map[bool]roster.Objects{true: with, false: without} {
		if derived[there], err = derivedOf(firm); err != nil {
			return nil, nil, err
		}
		status[there] = map[string]v1alpha1.MatterStatus{}
		around := roster.NewSnapshot(firm)
		for _, m := range ofClient(firm, touchedClient)[:matters] {
			derived := staffing.Derive(around, m)
			derived.Conditions = conditions.Merge(m.Status.Conditions, derived.Conditions, time.Now())
			status[there][m.Name] = derived
		}
	}
	due = map[bool]map[string]bool{true: changed(derived[false], derived[true]), false: changed(derived[true], derived[false])}
	return due, status, nil
}

// moved makes the link, or deletes it, and returns what it took from the answer until
// the API server had answered the last status that this changes.
func (f *fan) moved(ctx context.Context) (cost, error) {
	if err := f.note(); err != nil {
		return cost{}, err
	}
	f.there = !f.there
	manager := f.leader.ProcessorTime()
	took, err := f.beside(ctx, func() (cost, error) {
		write := f.Client.Delete(ctx, linkOf(f.matters))
		if f.there {
			write = f.Client.Create(ctx, linkOf(f.matters))
		}
		if write != nil {
			return cost{}, fmt.Errorf("moving a link: %w", write)
		}
		answered := time.Now()
		due := f.due[f.there]
		err := plane.UntilEvery(ctx, 3*time.Minute, looks(len(due)), func() error { return f.carriedOut(due) })
		return cost{wall: f.last.Sub(answered)}, err
	})
	took.cpu = f.leader.ProcessorTime() - manager
	return took, err
}

// carriedOut says why not everything that is due has been written, and when the last
// of it was.
func (f *fan) carriedOut(due map[string]bool) error {
	calls, err := f.log.since(f.at)
	if err != nil {
		return err
	}
	written := map[string]bool{}
	for _, c := range by(leaderAgent, calls) {
		if c.object.Namespace == initech && c.writesStatus() && !c.failed() && due[c.key()] {
			written[c.key()] = true
			f.last = c.answered
		}
	}
	if len(written) < len(due) {
		return fmt.Errorf("%d statuses of %d are written", len(written), len(due))
	}
	return nil
}

// note remembers what the manager wrote since the link came or went.
func (f *fan) note() error {
	calls, err := f.log.read()
	if err != nil {
		return err
	}
	if f.at > 0 {
		says := map[bool]string{true: "a link is made", false: "it is deleted"}[f.there]
		f.told = append(f.told, told{says: says, changed: f.due[f.there], calls: by(leaderAgent, calls[f.at:])})
	}
	f.at = len(calls)
	return nil
}

// bare writes the same statuses to the copies of the matters, and nothing else.
func (f *fan) bare(ctx context.Context) (cost, error) {
	f.copied = !f.copied
	status := f.status[f.copied]
	return f.beside(ctx, func() (cost, error) {
		return measured(func() error {
			return inParallel(ctx, f.copies[:f.matters], f.workers, func(m *v1alpha1.Matter) error {
				s := status[m.Name]
				s.DeepCopyInto(&m.Status)
				m.SetManagedFields(nil) // of the answer before: the manager sends none
				return f.writer.Status().Update(ctx, m)
			})
		})
	})
}

// rest deletes the link if it is there, waits until all is right, and says what is
// wrong with what was written, if anything is.
func (f *fan) rest(ctx context.Context) (string, error) {
	if f.there {
		if _, err := f.moved(ctx); err != nil {
			return "", err
		}
	}
	_, err := f.settledIn(ctx, initech)
	err = errors.Join(err, f.note())
	return judgeWrites(&story{initech, f.told}).why, err
}
