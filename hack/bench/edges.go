package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// editor edits matters one after the other, each once the status of the one before
// is right.
type editor struct {
	by      client.Client
	watched watch.Interface
	matters []*v1alpha1.Matter // as last seen
	edits   int
}

// editedLabel is on the matters that are edited, so that nothing else is watched.
const editedLabel = "bench.matterplane.dev/edited"

// newEditor watches the matters that are edited.
func newEditor(ctx context.Context, by client.WithWatch) (*editor, error) {
	mine := []client.ListOption{client.InNamespace(initech), client.HasLabels{editedLabel}}
	var list v1alpha1.MatterList
	if err := by.List(ctx, &list, mine...); err != nil {
		return nil, fmt.Errorf("listing the matters to edit: %w", err)
	}
	from := &client.ListOptions{Raw: &metav1.ListOptions{ResourceVersion: list.ResourceVersion}}
	watched, err := by.Watch(ctx, &list, append([]client.ListOption{from}, mine...)...)
	if err != nil {
		return nil, fmt.Errorf("watching the matters to edit: %w", err)
	}
	return &editor{by: by, watched: watched, matters: pointers(list.Items)}, nil
}

func (e *editor) stop() { e.watched.Stop() }

// edit walls the outsider off the next matter, or lets it back in, and returns how
// long it took from the answer until the watch showed the status that says so (C-1).
func (e *editor) edit(ctx context.Context) (time.Duration, error) {
	at := e.edits % len(e.matters)
	e.edits++
	m := e.matters[at].DeepCopy()
	walled := len(m.Spec.ConflictedUsers) == 0
	m.Spec.ConflictedUsers = nil
	if walled {
		m.Spec.ConflictedUsers = []v1alpha1.ConflictedEntry{{User: outsider, Reason: "bench"}}
	}
	if err := e.by.Update(ctx, m); err != nil {
		return 0, fmt.Errorf("editing a matter: %w", err)
	}
	answered := time.Now()
	late := time.NewTimer(30 * time.Second)
	defer late.Stop()
	for {
		select {
		case event, open := <-e.watched.ResultChan():
			seen, is := event.Object.(*v1alpha1.Matter)
			if !open || !is {
				return 0, fmt.Errorf("the watch ended: %+v", event)
			}
			if seen.Name != m.Name || seen.Status.ObservedGeneration != m.Generation {
				continue
			}
			took := time.Since(answered)
			e.matters[at] = seen
			if slices.ContainsFunc(seen.Status.ConflictedUsers, isOutsider) != walled {
				return 0, fmt.Errorf("the status of %s is of this generation and does not tell its wall", m.Name)
			}
			return took, nil
		case <-late.C:
			return 0, fmt.Errorf("the status of %s is late", m.Name)
		case <-ctx.Done():
			return 0, errors.Join(errors.New("stopped"), ctx.Err())
		}
	}
}

// editTimes edits so many times.
func (e *editor) editTimes(ctx context.Context, times int) (waits, error) {
	var all waits
	for range times {
		took, err := e.edit(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, took)
	}
	return all, nil
}

func isOutsider(u v1alpha1.ConflictedUser) bool { return u.User == outsider }
