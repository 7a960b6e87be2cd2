package controllers

import (
	"context"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/workqueue"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/priorityqueue"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
)

// fanOutPriority is that of an object whose surroundings changed: below a direct
// edit, which somebody waits for, and above what a restart brings.
const fanOutPriority = -10

// gatherFor is how long a user waits for more matters after one that concerns it.
// They come by the hundred, its status is about all of them, and nobody waits for
// that as for the status of what was edited.
const gatherFor = 200 * time.Millisecond

// affected says who is affected by an event: before is nil for what is created, after
// for what is deleted. The view is the firm after the event.
type affected[T client.Object] func(v *cacheview.View, before, after T) names

// names is a set of names of objects of the kind that a watch is for.
type names map[string]struct{}

func (n names) add(name string) { n[name] = struct{}{} }

// fanOut returns a handler that enqueues who is affected by an event. The
// initial list affects nobody: what it holds is enqueued for itself, and nothing
// is reconciled before all of it is there.
func fanOut[T client.Object](d *desk, by affected[T]) handler.EventHandler {
	return fanOutAfter(0, d, by)
}

// fanOutAfter is fanOut to objects that gather, for so long, what else affects
// them: a burst of events is one reconciliation.
func fanOutAfter[T client.Object](wait time.Duration, d *desk, by affected[T]) handler.EventHandler {
	enqueue := func(q workqueue.TypedRateLimitingInterface[reconcile.Request], before, after client.Object) {
		object := after
		if object == nil {
			object = before
		}
		namespace := object.GetNamespace()
		for name := range by(d.cache.Firm(namespace), typed[T](before), typed[T](after)) {
			add(q, fanOutPriority, wait, reconcile.Request{NamespacedName: types.NamespacedName{Namespace: namespace, Name: name}})
		}
	}
	return handler.Funcs{
		CreateFunc: func(_ context.Context, e event.CreateEvent, q workqueue.TypedRateLimitingInterface[reconcile.Request]) {
			if !e.IsInInitialList {
				enqueue(q, nil, e.Object)
			}
		},
		UpdateFunc: func(_ context.Context, e event.UpdateEvent, q workqueue.TypedRateLimitingInterface[reconcile.Request]) {
			if e.ObjectOld.GetResourceVersion() != e.ObjectNew.GetResourceVersion() {
				enqueue(q, e.ObjectOld, e.ObjectNew)
			}
		},
		DeleteFunc: func(_ context.Context, e event.DeleteEvent, q workqueue.TypedRateLimitingInterface[reconcile.Request]) {
			enqueue(q, e.Object, nil)
		},
	}
}

// add enqueues an object. Who is enqueued again meanwhile waits no longer for it, and
// keeps the higher priority.
func add(q workqueue.TypedRateLimitingInterface[reconcile.Request], priority int, wait time.Duration, req reconcile.Request) {
	if prioritized, ok := q.(priorityqueue.PriorityQueue[reconcile.Request]); ok {
		prioritized.AddWithOpts(priorityqueue.AddOpts{Priority: new(priority), After: wait}, req)
		return
	}
	q.AddAfter(req, wait)
}

// typed returns the object as the type that the watch is on, its nil for nil.
func typed[T client.Object](object client.Object) T {
	if t, ok := object.(T); ok {
		return t
	}
	var none T
	return none
}

// present returns the object before and after an event, as far as it was there.
func present[T any](before, after *T) []*T {
	return slices.DeleteFunc([]*T{before, after}, func(o *T) bool { return o == nil })
}

func allOffices(v *cacheview.View) names {
	affected := names{}
	for _, office := range v.Offices() {
		affected.add(office.Name)
	}
	return affected
}

func allUsers(v *cacheview.View) names { return userNames(v.Users()) }

func userNames(users []*v1alpha1.FirmUser) names {
	affected := names{}
	addUsers(affected, users)
	return affected
}

func addUsers(affected names, users []*v1alpha1.FirmUser) {
	for _, u := range users {
		affected.add(u.Name)
	}
}

func addMatters(affected names, matters []*v1alpha1.Matter) {
	for _, m := range matters {
		affected.add(m.Name)
	}
}
