package controllers

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"k8s.io/apimachinery/pkg/types"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// TestRoom: as many enter as there is room for, and whoever comes then waits until one
// leaves, or for as long as it may.
func TestRoom(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := make(room, 2)
		var leave []func()
		for range 2 {
			out, waited, err := r.enter(t.Context())
			if waited || err != nil {
				t.Fatalf("there is room, waited: %t, error %v", waited, err)
			}
			leave = append(leave, out)
		}
		entered := make(chan func())
		go func() {
			out, waited, err := r.enter(t.Context())
			if !waited || err != nil {
				t.Errorf("there is none, waited: %t, error %v", waited, err)
			}
			entered <- out
		}()
		synctest.Wait()
		select {
		case <-entered:
			t.Fatal("a third entered a room for two")
		default:
		}
		leave[0]()
		leave[0] = <-entered

		ended, end := context.WithCancelCause(t.Context())
		over := errors.New("over")
		end(over)
		if out, _, err := r.enter(ended); out != nil || !errors.Is(err, over) {
			t.Errorf("got error %v, want %v", err, over)
		}
		for _, out := range leave {
			out()
		}
		if len(r) != 0 {
			t.Errorf("%d are in it still", len(r))
		}
	})
}

// TestAnEditNeedsNoRoom: where there is no room, a matter that was edited gets its status, and
// one that only has other surroundings does not, nor does it take a place with it.
func TestAnEditNeedsNoRoom(t *testing.T) {
	t.Parallel()
	const founded = "firm; user amira; user ben; matter m1 lead=amira"
	for name, row := range map[string]struct {
		now    string
		writes bool
	}{
		"edited":                     {founded + " staff=ben", true},
		"left as it was":             {founded, false},
		"of a person who is no more": {"firm; user amira deactivated; user ben; matter m1 lead=amira", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t.Context(), t, false, 0)
			w.write(firm.Parse(t, founded), 1)
			for w.step(t.Context()) {
			}
			matter := w.reconcilers["matter"].(*reconciler[*v1alpha1.Matter])
			if len(matter.room) != 0 {
				t.Fatalf("%d are in the room when all is done", len(matter.room))
			}
			for range mattersTogether {
				matter.room <- struct{}{}
			}
			w.write(firm.Parse(t, row.now), 2)
			for len(w.streams) > 0 {
				for kind := range w.streams {
					w.deliver(kind)
				}
			}
			before := w.version
			ctx, end := context.WithCancel(t.Context())
			end()
			if _, err := matter.Reconcile(ctx, ctrl.Request{NamespacedName: types.NamespacedName{Namespace: namespace, Name: "m1"}}); err != nil {
				t.Fatal(err)
			}
			if writes := w.version > before; writes != row.writes || len(matter.room) != mattersTogether {
				t.Errorf("it is written: %t, and %d are in the room", writes, len(matter.room))
			}
		})
	}
}
