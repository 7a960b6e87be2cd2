package controllers

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/test/firms"
)

// TestWhatIsReadIsNotChanged: the caches hand out what they hold, without copies, and
// equal lists of an object are one list. Whatever a reconciler of any kind or a watch
// does with them, they say afterwards what they said before.
func TestWhatIsReadIsNotChanged(t *testing.T) {
	m := newMemory(t.Context(), t)
	objects := byID(firms.Applied(firms.Generate(firms.Shape{Matters: 60, Seed: 3}), time.Unix(1_750_000_000, 0)))
	put := func() map[string]client.Object {
		before := map[string]client.Object{}
		for id, o := range objects {
			if _, err := cacheview.Slim(o); err != nil {
				t.Fatal(err)
			}
			before[id] = o.DeepCopyObject().(client.Object)
			m.apply(change{after: o})
		}
		return before
	}
	for round := range 2 { // without statuses, and with those of the first round
		before := put()
		derived := map[string]client.Object{}
		for id, o := range objects {
			derived[id] = workOn(m.view(), o)
			for _, by := range watches {
				if affects := by[kindOf(o)]; affects != nil {
					affects(m.view(), change{after: o})
					affects(m.view(), change{before: o})
					affects(m.view(), change{before: o, after: derived[id]})
				}
			}
		}
		for id, want := range before {
			if diff := cmp.Diff(want, objects[id]); diff != "" {
				t.Errorf("round %d, %s (-before +after):\n%s", round, id, diff)
			}
		}
		objects = derived
	}
}

// workOn does what the reconciler of an object does before it writes, and returns the
// object with its status.
func workOn(v *cacheview.View, o client.Object) client.Object {
	switch o := o.(type) {
	case *v1alpha1.Firm:
		return work(v, firmKind, o)
	case *v1alpha1.Office:
		return work(v, officeKind, o)
	case *v1alpha1.FirmUser:
		return work(v, userKind, o)
	case *v1alpha1.AssistantLink:
		return work(v, linkKind, o)
	default:
		return work(v, matterKind, o.(*v1alpha1.Matter))
	}
}

func work[T client.Object](v *cacheview.View, k kind[T], stored T) T {
	now := time.Unix(1_760_000_000, 0)
	derived := k.copy(stored)
	k.missing(v, stored, now)
	k.derive(v, stored, derived)
	if k.notices != nil {
		k.notices(v, stored)
	}
	return derived
}
