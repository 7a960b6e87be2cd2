package controllers

import (
	"context"
	"errors"
	"testing"
	"time"

	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// unreachable is a client that reads nothing, as its context ends or otherwise.
type unreachable struct{ client.Client }

func (unreachable) Get(ctx context.Context, _ client.ObjectKey, _ client.Object, _ ...client.GetOption) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return errors.New("unreachable")
}

func TestWhatTheEndOfTheManagerCutsShortIsNoError(t *testing.T) {
	r := &reconciler[*v1alpha1.Matter]{desk: &desk{client: unreachable{}}, kind: matterKind}
	ended, end := context.WithCancel(t.Context())
	end()
	late, stop := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer stop()
	fails := func(ctx context.Context) bool {
		_, err := r.Reconcile(ctx, ctrl.Request{})
		return err != nil
	}
	if !fails(t.Context()) {
		t.Error("an error is none while the manager runs")
	}
	if !fails(late) {
		t.Error("to take too long is no error")
	}
	if fails(ended) {
		t.Error("the end of the manager is an error")
	}
}
