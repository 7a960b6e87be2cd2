package conditions_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/internal/conditions"
)

var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

func TestMerge(t *testing.T) {
	then, now := metav1.NewTime(noon.Add(-time.Hour)), metav1.NewTime(noon)
	existing := []metav1.Condition{
		{Type: "Kept", Status: metav1.ConditionTrue, Reason: "Old", Message: "old", ObservedGeneration: 1, LastTransitionTime: then},
		{Type: "Turned", Status: metav1.ConditionTrue, LastTransitionTime: then},
		{Type: "Dropped", Status: metav1.ConditionTrue, LastTransitionTime: then},
		{Type: "Timeless", Status: metav1.ConditionTrue},
	}
	derived := []metav1.Condition{
		{Type: "New", Status: metav1.ConditionTrue},
		{Type: "Turned", Status: metav1.ConditionFalse},
		{Type: "Timeless", Status: metav1.ConditionTrue},
		{Type: "Kept", Status: metav1.ConditionTrue, Reason: "New", Message: "new", ObservedGeneration: 2},
	}
	want := []metav1.Condition{
		{Type: "New", Status: metav1.ConditionTrue, LastTransitionTime: now},
		{Type: "Turned", Status: metav1.ConditionFalse, LastTransitionTime: now},
		{Type: "Timeless", Status: metav1.ConditionTrue, LastTransitionTime: now},
		{Type: "Kept", Status: metav1.ConditionTrue, Reason: "New", Message: "new", ObservedGeneration: 2, LastTransitionTime: then},
	}
	if diff := cmp.Diff(want, conditions.Merge(existing, derived, noon.Add(time.Millisecond))); diff != "" {
		t.Error(diff)
	}
	if !derived[0].LastTransitionTime.IsZero() {
		t.Error("the derived conditions were changed")
	}
}

func TestMergeIsIdempotent(t *testing.T) {
	condition := rapid.Custom(func(t *rapid.T) metav1.Condition {
		return metav1.Condition{
			Type:   rapid.SampledFrom([]string{"Ready", "Accepted", "LedgerIntact", "Stalled"}).Draw(t, "type"),
			Status: rapid.SampledFrom([]metav1.ConditionStatus{metav1.ConditionTrue, metav1.ConditionFalse}).Draw(t, "status"),
		}
	})
	list := rapid.SliceOfDistinct(condition, func(c metav1.Condition) string { return c.Type })
	rapid.Check(t, func(t *rapid.T) {
		existing := conditions.Merge(nil, list.Draw(t, "existing"), noon)
		derived := list.Draw(t, "derived")
		once := conditions.Merge(existing, derived, noon.Add(time.Hour))
		twice := conditions.Merge(once, derived, noon.Add(2*time.Hour))
		if diff := cmp.Diff(once, twice); diff != "" {
			t.Error(diff)
		}
	})
}
