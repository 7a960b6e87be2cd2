package conditions

import (
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Merge gives derived conditions their times: the one that the existing condition
// of the same type and status has, else now, to the second as the API server
// keeps it. Whatever else existed is dropped; the arguments stay as they are.
func Merge(existing, derived []metav1.Condition, now time.Time) []metav1.Condition {
	merged := slices.Clone(derived)
	for i := range merged {
		merged[i].LastTransitionTime = since(existing, merged[i], now)
	}
	return merged
}

// since returns since when a condition has had its status.
func since(existing []metav1.Condition, c metav1.Condition, now time.Time) metav1.Time {
	i := slices.IndexFunc(existing, func(old metav1.Condition) bool { return old.Type == c.Type })
	if i < 0 || existing[i].Status != c.Status || existing[i].LastTransitionTime.IsZero() {
		return metav1.NewTime(now.Truncate(time.Second))
	}
	return existing[i].LastTransitionTime
}
