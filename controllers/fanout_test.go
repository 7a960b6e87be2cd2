package controllers

import (
	"slices"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/priorityqueue"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// TestWhoIsAffectedWaitsForWhoIsEdited puts into a real queue, in this order, what
// a restart brings, what a change elsewhere affects and what somebody edits. The
// other way round they come out.
func TestWhoIsAffectedWaitsForWhoIsEdited(t *testing.T) {
	t.Parallel()
	queue := priorityqueue.New[reconcile.Request](t.Name())
	t.Cleanup(queue.ShutDown)
	itself := own()
	others := fanOut(&desk{cache: newMemory(t.Context(), t).cached}, toAll("affected", "affected-and-edited"))

	itself.Create(t.Context(), event.CreateEvent{Object: stored("restarted", "1"), IsInInitialList: true}, queue)
	others.Create(t.Context(), event.CreateEvent{Object: stored("elsewhere", "2")}, queue)
	itself.Update(t.Context(), event.UpdateEvent{ObjectOld: stored("edited", "3"), ObjectNew: generation(2, stored("edited", "4"))}, queue)
	itself.Update(t.Context(), event.UpdateEvent{ObjectOld: stored("affected-and-edited", "5"), ObjectNew: generation(2, stored("affected-and-edited", "6"))}, queue)
	others.Update(t.Context(), event.UpdateEvent{ObjectOld: stored("elsewhere", "7"), ObjectNew: stored("elsewhere", "8")}, queue)

	var got []string
	for range 4 {
		item, _, _ := queue.GetWithPriority()
		got = append(got, item.Name)
		queue.Done(item)
	}
	slices.Sort(got[:2])
	if want := []string{"affected-and-edited", "edited", "affected", "restarted"}; !slices.Equal(got, want) {
		t.Errorf("they come out as %q, want %q, the first two in either order", got, want)
	}
}

// TestABurstIsOneReconciliation: who gathers what affects it comes out once for all
// of it, after who does not; and at once if it is edited itself.
func TestABurstIsOneReconciliation(t *testing.T) {
	t.Parallel()
	queue := priorityqueue.New[reconcile.Request](t.Name())
	t.Cleanup(queue.ShutDown)
	d := &desk{cache: newMemory(t.Context(), t).cached}
	gathering, others := fanOutAfter(gatherFor, d, toAll("gathers", "gathers-and-edited")), fanOut(d, toAll("affected"))
	began := time.Now()
	for _, version := range []string{"1", "2", "3"} {
		gathering.Create(t.Context(), event.CreateEvent{Object: stored("elsewhere", version)}, queue)
	}
	others.Create(t.Context(), event.CreateEvent{Object: stored("elsewhere", "4")}, queue)
	own().Create(t.Context(), event.CreateEvent{Object: stored("gathers-and-edited", "5")}, queue)

	var got []string
	for range 3 {
		item, _, _ := queue.GetWithPriority()
		got = append(got, item.Name)
		queue.Done(item)
	}
	if want := []string{"gathers-and-edited", "affected", "gathers"}; !slices.Equal(got, want) && !slices.Equal(got, []string{want[1], want[0], want[2]}) {
		t.Errorf("they come out as %q, want %q, the first two in either order", got, want)
	}
	if waited := time.Since(began); waited < gatherFor {
		t.Errorf("it gathers for %v, want %v", waited, gatherFor)
	}
	if left := queue.Len(); left > 0 {
		t.Errorf("%d more come out", left)
	}
}

// TestFanOutAnswersWhatHappened: what is in the first list and what comes again as
// it was affects nobody; what happens is answered in its own namespace, and told as
// it was before and after.
func TestFanOutAnswersWhatHappened(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		happen func(handler.EventHandler, priorityqueue.PriorityQueue[reconcile.Request])
		want   []string
	}{
		{"in the first list", func(h handler.EventHandler, q priorityqueue.PriorityQueue[reconcile.Request]) {
			h.Create(t.Context(), event.CreateEvent{Object: stored("a", "1"), IsInInitialList: true}, q)
		}, nil},
		{"comes again as it was", func(h handler.EventHandler, q priorityqueue.PriorityQueue[reconcile.Request]) {
			h.Update(t.Context(), event.UpdateEvent{ObjectOld: stored("a", "1"), ObjectNew: stored("a", "1")}, q)
		}, nil},
		{"created", func(h handler.EventHandler, q priorityqueue.PriorityQueue[reconcile.Request]) {
			h.Create(t.Context(), event.CreateEvent{Object: stored("a", "1")}, q)
		}, []string{"memory/after-1"}},
		{"updated", func(h handler.EventHandler, q priorityqueue.PriorityQueue[reconcile.Request]) {
			h.Update(t.Context(), event.UpdateEvent{ObjectOld: stored("a", "1"), ObjectNew: stored("a", "2")}, q)
		}, []string{"memory/after-2", "memory/before-1"}},
		{"deleted", func(h handler.EventHandler, q priorityqueue.PriorityQueue[reconcile.Request]) {
			h.Delete(t.Context(), event.DeleteEvent{Object: stored("a", "1")}, q)
		}, []string{"memory/before-1"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			queue := priorityqueue.New[reconcile.Request](t.Name())
			defer queue.ShutDown()
			row.happen(fanOut(&desk{cache: newMemory(t.Context(), t).cached}, versions), queue)
			queue.Add(reconcile.Request{NamespacedName: types.NamespacedName{Name: "nobody else"}}) // never blocks, comes first
			var got []string
			for range len(row.want) + 1 {
				item, _, _ := queue.GetWithPriority()
				got = append(got, item.String())
				queue.Done(item)
			}
			slices.Sort(got[1:])
			if got[0] != "/nobody else" || !slices.Equal(got[1:], row.want) || queue.Len() > 0 {
				t.Errorf("enqueued are %q and %d more, want %q", got[1:], queue.Len(), row.want)
			}
		})
	}
}

// versions names the versions that an event tells of.
func versions(_ *cacheview.View, before, after *v1alpha1.Office) names {
	told := names{}
	if before != nil {
		told.add("before-" + before.ResourceVersion)
	}
	if after != nil {
		told.add("after-" + after.ResourceVersion)
	}
	return told
}

func toAll(all ...string) affected[*v1alpha1.Office] {
	return func(*cacheview.View, *v1alpha1.Office, *v1alpha1.Office) names {
		affected := names{}
		for _, name := range all {
			affected.add(name)
		}
		return affected
	}
}

// stored returns an office as a version of it is stored.
func stored(name, version string) client.Object {
	office := firm.MakeOffice(name)
	office.Namespace, office.ResourceVersion = namespace, version
	return office
}
