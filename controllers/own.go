package controllers

import (
	"context"
	"maps"

	"k8s.io/client-go/util/workqueue"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

// own returns a handler that enqueues an object for what happens to itself: what is
// created, edited or deleted comes first. What only got another status comes last, with
// what a restart brings, for nobody waits for it: mostly it is what was just written here,
// by the thousand, and seldom somebody tampered with it.
func own() handler.EventHandler {
	return handler.Funcs{
		CreateFunc: func(_ context.Context, e event.CreateEvent, q workqueue.TypedRateLimitingInterface[reconcile.Request]) {
			q.Add(requestOf(e.Object))
		},
		UpdateFunc: func(_ context.Context, e event.UpdateEvent, q workqueue.TypedRateLimitingInterface[reconcile.Request]) {
			another := e.ObjectOld.GetResourceVersion() != e.ObjectNew.GetResourceVersion()
			if another && !edited(e.ObjectOld, e.ObjectNew) {
				add(q, handler.LowPriority, 0, requestOf(e.ObjectNew))
				return
			}
			q.Add(requestOf(e.ObjectNew)) // behind all others where it only comes again
		},
		DeleteFunc: func(_ context.Context, e event.DeleteEvent, q workqueue.TypedRateLimitingInterface[reconcile.Request]) {
			q.Add(requestOf(e.Object))
		},
	}
}

func requestOf(o client.Object) reconcile.Request {
	return reconcile.Request{NamespacedName: client.ObjectKeyFromObject(o)}
}

// edited says whether anything of an object changed but its status.
func edited(before, after client.Object) bool {
	return before.GetUID() != after.GetUID() ||
		before.GetGeneration() != after.GetGeneration() ||
		!maps.Equal(before.GetAnnotations(), after.GetAnnotations())
}
