package controllers

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/conditions"
	"github.com/matterplane/matterplane/internal/metrics"
	"github.com/matterplane/matterplane/internal/observe"
)

// desk is what all reconcilers share.
type desk struct {
	client client.Client
	cache  *cacheview.Cache
	events teller
	// reporter is who tells notices, as Events name it.
	reporter reporter
	now      func() time.Time
	// yield lets edited objects of all kinds go first.
	yield yield
	// pause lets all wait for as long as the API server asks.
	pause pause
	// overdue tells of what does not succeed.
	overdue metrics.Overdue
}

// reporter names a controller and this process of it, as recorders do.
type reporter struct{ controller, instance string }

// kind says what is particular to a kind. Its functions are pure: they read the
// view and the object, which belong to the cache, and change neither.
type kind[T client.Object] struct {
	// name is what the API calls the kind.
	name string
	// new returns an empty object.
	new func() T
	// copy returns a copy that may be changed.
	copy func(object T) T
	// find returns the cached object, nil if it is gone.
	find func(v *cacheview.View, name string) T
	// missing returns the annotations that the object lacks (L-7).
	missing func(v *cacheview.View, object T, now time.Time) map[string]string
	// derive gives a copy of a stored object the status that it should have,
	// condition times left out.
	derive func(v *cacheview.View, stored, derived T)
	// notices returns what the rules demand to be told before the object gets
	// another status; nil for none.
	notices func(v *cacheview.View, stored T) []notice
	// status returns the status and its conditions.
	status func(object T) (status any, conditions *[]metav1.Condition)
	// same says whether two objects have the same status.
	same func(a, b T) bool
}

// reconciler brings the status of the objects of a kind to what is derived.
type reconciler[T client.Object] struct {
	*desk
	kind[T]

	room room // nil: there is room for all
}

// Reconcile implements reconcile.Reconciler. What the end of the manager cuts short
// is no error: the next one begins with all objects. Nor is it that the API server has
// too much to do and asks to come back. That goes by without an error to count, as a
// conflict does, and so it is told for how long an object has been without success.
func (r *reconciler[T]) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	defer r.events.reconciles()()
	succeeded := false
	defer func() { r.overdue.Tried(r.name, req.NamespacedName, succeeded) }() // after a panic, too
	r.pause.wait(ctx)
	ctx, asked := hearing(ctx)
	result, err := r.reconcile(ctx, req)
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctrl.Result{}, nil
	}
	if wait := asked.wait(); err != nil && wait > 0 {
		r.pause.ask(wait)
		log.FromContext(ctx).Info("The API server asks to come back later", "after", wait.String(), "reason", apierrors.ReasonForError(err))
		return ctrl.Result{RequeueAfter: wait}, nil
	}
	succeeded = err == nil && result.IsZero()
	return result, err
}

func (r *reconciler[T]) reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	stored, derived, err := r.due(ctx, req)
	if isNil(derived) || err != nil {
		return r.outcome(ctx, err)
	}
	if !r.observed(stored) {
		defer r.yield.edit()()
		return r.outcome(ctx, r.write(ctx, stored, derived))
	}
	leave, waited, err := r.enter(ctx)
	if err != nil {
		return ctrl.Result{}, err
	}
	defer leave()
	if waited {
		if stored, derived, err = r.due(ctx, req); isNil(derived) || err != nil {
			return r.outcome(ctx, err)
		}
	}
	return r.outcome(ctx, r.write(ctx, stored, derived))
}

// enter waits for the turn of an object that only has other surroundings, and says whether
// it had to. What it returns ends the turn, which there is none of after an error.
func (r *reconciler[T]) enter(ctx context.Context) (leave func(), waited bool, err error) {
	if r.room == nil {
		return r.yield.enter(ctx)
	}
	out, crowded, err := r.room.enter(ctx)
	if err != nil {
		return nil, true, err
	}
	yielded, waited, err := r.yield.enter(ctx)
	if err != nil {
		out()
		return nil, true, err
	}
	return func() { yielded(); out() }, crowded || waited, nil
}

// observed says whether the status of an object tells of its generation.
func (r *reconciler[T]) observed(object T) bool {
	_, told := r.status(object)
	return observed(object, *told)
}

// due returns an object and what it should be, with what it lacks of ledger and stamps
// written first (L-7); nil for what is right as it is, or gone.
func (r *reconciler[T]) due(ctx context.Context, req ctrl.Request) (stored, derived T, err error) {
	var none T
	if stored, err = r.read(ctx, req); isNil(stored) || err != nil {
		return none, none, err
	}
	view := r.cache.Firm(req.Namespace)
	if missing := r.missing(view, stored, r.now()); len(missing) > 0 {
		if err := r.complete(ctx, stored, missing); err != nil {
			return none, none, fmt.Errorf("completing the ledger and stamps: %w", err)
		}
		observe.Completed(ctx)
		if stored, err = r.read(ctx, req); isNil(stored) || err != nil {
			return none, none, err
		}
	}
	derived = r.copy(stored)
	start := r.now()
	r.derive(view, stored, derived)
	metrics.Derived(r.name, r.now().Sub(start))
	_, then := r.status(stored)
	_, now := r.status(derived)
	*now = conditions.Merge(*then, *now, r.now())
	if r.same(stored, derived) {
		return none, none, nil
	}
	return stored, derived, nil
}

// read returns the object as the cache holds it, once the cache has seen what
// this process last wrote to it; nil if it is gone.
func (r *reconciler[T]) read(ctx context.Context, req ctrl.Request) (T, error) {
	var gone T
	if err := r.client.Get(ctx, req.NamespacedName, r.new()); err != nil {
		return gone, client.IgnoreNotFound(err)
	}
	return r.find(r.cache.Firm(req.Namespace), req.Name), nil
}

// complete writes what is missing of ledger and stamps, if nobody has written
// the object meanwhile (L-7).
func (r *reconciler[T]) complete(ctx context.Context, object T, missing map[string]string) error {
	completed := r.copy(object)
	annotations := completed.GetAnnotations()
	if annotations == nil {
		annotations = make(map[string]string, len(missing))
	}
	maps.Copy(annotations, missing)
	completed.SetAnnotations(annotations)
	return r.client.Patch(ctx, completed, client.MergeFromWithOptions(object, client.MergeFromWithOptimisticLock{}))
}

// write writes the derived status, gives notice before and tells of the transitions
// afterwards.
func (r *reconciler[T]) write(ctx context.Context, stored, derived T) error {
	_, then := r.status(stored)
	_, now := r.status(derived)
	changed := transitions(*then, *now)
	if len(*then) == 0 && restored(stored) {
		changed = append(changed, restoration(stored))
	}
	if err := r.notify(ctx, stored); err != nil {
		return err
	}
	if err := r.client.Status().Update(briefly(ctx), derived); err != nil {
		return fmt.Errorf("writing the status: %w", err)
	}
	observe.Wrote(ctx, reasons(changed)...)
	for _, t := range changed {
		r.events.Eventf(derived, nil, t.severity, t.reason, actionDerive, "%s", t.note)
	}
	return nil
}

// notify gives the notices that are due before an object gets another status.
func (r *reconciler[T]) notify(ctx context.Context, stored T) error {
	view := r.cache.Firm(stored.GetNamespace())
	firm, _ := view.Firm()
	if r.notices == nil || firm == nil {
		return nil
	}
	return r.give(ctx, firm, r.notices(view, stored))
}

// outcome says what to do after a write. A conflict means that the cache is
// behind and an object that is gone needs no status: the event that says so is on
// its way, and only in case it gets lost there is another look.
func (r *reconciler[T]) outcome(ctx context.Context, err error) (ctrl.Result, error) {
	if err == nil {
		return ctrl.Result{}, nil
	}
	if apierrors.IsConflict(err) || apierrors.IsNotFound(err) {
		log.FromContext(ctx).V(1).Info("Written by somebody else meanwhile; looking again", "reason", err.Error())
		return ctrl.Result{RequeueAfter: time.Second}, nil
	}
	return ctrl.Result{}, err
}

// isNil says whether an object is the nil of its type.
func isNil[T client.Object](object T) bool {
	var none T
	return any(object) == any(none)
}
