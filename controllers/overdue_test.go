package controllers

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// meets is a client whose reads meet something.
type meets struct {
	client.Client
	what func(ctx context.Context) error
}

func (m meets) Get(ctx context.Context, _ client.ObjectKey, _ client.Object, _ ...client.GetOption) error {
	return m.what(ctx)
}

// TestWhatDoesNotSucceedIsOverdue, whatever it is that keeps it, and whether or not that is
// an error; what is gone is not.
func TestWhatDoesNotSucceedIsOverdue(t *testing.T) {
	matters := schema.GroupResource{Group: v1alpha1.GroupVersion.Group, Resource: "matters"}
	gone := func(context.Context) error { return apierrors.NewNotFound(matters, "m1") }
	for name, what := range map[string]func(ctx context.Context) error{
		"an error":   func(context.Context) error { return errors.New("unreachable") },
		"a conflict": func(context.Context) error { return apierrors.NewConflict(matters, "m1", nil) },
		"a panic":    func(context.Context) error { panic("a bug") },
		"come back later": func(ctx context.Context) error {
			ctx.Value(pleaKey{}).(*plea).hear(time.Second)
			return apierrors.NewTooManyRequests("too many", 1)
		},
		"too late": func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := &desk{}
				try := func(what func(ctx context.Context) error) {
					defer func() { _ = recover() }() // as controller-runtime does
					ctx, stop := context.WithTimeout(t.Context(), time.Hour)
					defer stop()
					d.client = meets{what: what}
					_, _ = (&reconciler[*v1alpha1.Matter]{desk: d, kind: matterKind}).Reconcile(ctx, ctrl.Request{})
				}
				try(what)
				<-time.After(7 * time.Minute)
				if overdue := testutil.ToFloat64(&d.overdue); overdue != 420 {
					t.Errorf("overdue for %v s", overdue)
				}
				try(gone)
				if overdue := testutil.ToFloat64(&d.overdue); overdue != 0 {
					t.Errorf("gone, and overdue for %v s", overdue)
				}
			})
		})
	}
}
