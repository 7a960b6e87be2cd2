package controllers

import (
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/priorityqueue"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// TestOwn: every event of an object enqueues it; with which priority depends on whether
// somebody waits for it.
func TestOwn(t *testing.T) {
	const first, last = 0, handler.LowPriority
	version := func(resource string, more func(client.Object)) client.Object {
		o := generation(1, stored("a", resource))
		more(o)
		return o
	}
	as := func(client.Object) {}
	update := func(resource string, more func(client.Object)) event.UpdateEvent {
		return event.UpdateEvent{ObjectOld: version("1", as), ObjectNew: version(resource, more)}
	}
	for name, row := range map[string]struct {
		happens any
		want    int
	}{
		"created":               {event.CreateEvent{Object: version("1", as)}, first},
		"there at the start":    {event.CreateEvent{Object: version("1", as), IsInInitialList: true}, last},
		"edited":                {update("2", func(o client.Object) { o.SetGeneration(2) }), first},
		"another of that name":  {update("2", func(o client.Object) { o.SetUID("another") }), first},
		"its ledger touched":    {update("2", func(o client.Object) { o.SetAnnotations(map[string]string{v1alpha1.LedgerAnnotation: "{}"}) }), first},
		"another status":        {update("2", as), last},
		"comes again as it was": {update("1", as), last},
		"deleted":               {event.DeleteEvent{Object: version("1", as)}, first},
	} {
		t.Run(name, func(t *testing.T) {
			queue := priorityqueue.New[reconcile.Request](t.Name())
			defer queue.ShutDown()
			switch e := row.happens.(type) {
			case event.CreateEvent:
				own().Create(t.Context(), e, queue)
			case event.UpdateEvent:
				own().Update(t.Context(), e, queue)
			case event.DeleteEvent:
				own().Delete(t.Context(), e, queue)
			}
			if queue.Len() != 1 {
				t.Fatalf("%d are enqueued", queue.Len())
			}
			if item, got, _ := queue.GetWithPriority(); item.String() != "memory/a" || got != row.want {
				t.Errorf("%s is enqueued with %d, want %d", item, got, row.want)
			}
		})
	}
}

// generation returns an object of that generation.
func generation(n int64, o client.Object) client.Object {
	o.SetGeneration(n)
	return o
}
