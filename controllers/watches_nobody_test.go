package controllers

import (
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// TestNobodyElseIsTouchedByMetadata changes of every object of the bench what no
// status is derived from. The object itself is reconciled, for somebody may have
// tampered with it, and nobody else.
func TestNobodyElseIsTouchedByMetadata(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(o client.Object){
		"labels":          func(o client.Object) { o.SetLabels(map[string]string{"example.com/team": "a"}) },
		"another's notes": func(o client.Object) { o.GetAnnotations()["example.com/note"] = "seen" },
		"finalizers":      func(o client.Object) { o.SetFinalizers([]string{"example.com/archive"}) },
		"owners":          func(o client.Object) { o.SetOwnerReferences([]metav1.OwnerReference{{Name: "owner"}}) },
		"managed fields":  func(o client.Object) { o.SetManagedFields([]metav1.ManagedFieldsEntry{{Manager: "kubectl"}}) },
		"a deletion that a finalizer holds up": func(o client.Object) {
			o.SetFinalizers([]string{"example.com/archive"})
			o.SetDeletionTimestamp(&metav1.Time{Time: firm.At(59).Time})
			o.SetDeletionGracePeriodSeconds(new(int64))
			o.SetGeneration(o.GetGeneration() + 1)
		},
		"a status": func(o client.Object) { giveStatus(o, tampered[kindOf(o)]) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMemory(t.Context(), t)
			objects := byID(firm.Written(t, bench))
			m.applyAll(objects)
			for id, o := range objects {
				e := change{before: o, after: clone(o)}
				edit(e.after)
				m.apply(e)
				_, enqueued := m.handled([]change{e})
				delete(enqueued, id)
				if len(enqueued) > 0 {
					t.Errorf("for %s is enqueued: %s", id, said(enqueued))
				}
			}
		})
	}
}

// tampered are objects with statuses that nobody derived.
var tampered = map[string]client.Object{
	"firm":   &v1alpha1.Firm{Status: v1alpha1.FirmStatus{ObservedGeneration: 9, Users: 9}},
	"office": &v1alpha1.Office{Status: v1alpha1.OfficeStatus{ObservedGeneration: 9, Users: 9}},
	"user":   &v1alpha1.FirmUser{Status: v1alpha1.FirmUserStatus{ObservedGeneration: 9, UserID: "mole"}},
	"link":   &v1alpha1.AssistantLink{Status: v1alpha1.AssistantLinkStatus{ObservedGeneration: 9}},
	"matter": &v1alpha1.Matter{Status: v1alpha1.MatterStatus{ObservedGeneration: 9, Staffing: []v1alpha1.Member{{User: "mole"}}}},
}
