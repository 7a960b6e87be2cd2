package observe

import (
	"context"

	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

// Reconciler tells of each reconcile of another what it did: what was written at level
// 1, an error as controller-runtime tells it. The error that it returns says nothing
// that an object says.
func Reconciler(kind string, of reconcile.Reconciler) reconcile.Reconciler {
	return &reconciler{kind: kind, of: of}
}

type reconciler struct {
	kind string
	of   reconcile.Reconciler
}

// done is what a reconcile did.
type done struct {
	written, completed bool
	reasons            []string
}

type doneKey struct{}

// Wrote says that a reconcile has written a status, and the reasons of the conditions
// that changed.
func Wrote(ctx context.Context, reasons ...string) {
	if d, ok := ctx.Value(doneKey{}).(*done); ok {
		d.written, d.reasons = true, reasons
	}
}

// Completed says that a reconcile has completed ledger and stamps (L-7).
func Completed(ctx context.Context) {
	if d, ok := ctx.Value(doneKey{}).(*done); ok {
		d.completed = true
	}
}

// Reconcile implements reconcile.Reconciler.
func (r *reconciler) Reconcile(ctx context.Context, req reconcile.Request) (reconcile.Result, error) {
	ctx, span := begin(ctx, "reconcile "+r.kind, trace.SpanKindInternal)
	defer span.End()
	d := &done{}
	result, err := r.of.Reconcile(context.WithValue(ctx, doneKey{}, d), req)
	err = Discreet(err)
	if span.IsRecording() {
		span.SetAttributes(text(Firm, req.Namespace), text(Kind, r.kind), text(Name, req.Name),
			truth(Written, d.written), truth(keyCompleted, d.completed), texts(Reasons, d.reasons))
		if err != nil {
			span.SetStatus(codes.Error, err.Error())
		}
	}
	if logger := log.FromContext(ctx).V(1); (d.written || d.completed) && logger.Enabled() {
		if d.completed {
			logger = logger.WithValues(keyCompleted, true, Rules, []string{"L-7"})
		}
		logger.Info("reconciled", Written, d.written, Reasons, d.reasons)
	}
	return result, err
}
