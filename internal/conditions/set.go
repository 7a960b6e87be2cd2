package conditions

import (
	"cmp"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Set gathers the conditions of one status.
type Set struct {
	generation int64
	all        []metav1.Condition // the place of Ready, then what was given in the order of the table
	last       int                // the rank of the last of them
}

// For returns an empty set of conditions observed at a generation.
func For(generation int64) *Set { return In(nil, generation) }

// In is For in the room of a list of which nobody makes use any more.
func In(room []metav1.Condition, generation int64) *Set {
	const usual = 6
	return &Set{generation: generation, all: slices.Grow(room[:0], usual)[:1]}
}

// True adds a condition that holds. Each type is given once.
func (s *Set) True(condition, reason, message string) *Set {
	return s.add(condition, metav1.ConditionTrue, reason, message)
}

// False adds a condition that does not hold. What that means for Ready and
// Stalled is for the table to say.
func (s *Set) False(condition, reason, message string) *Set {
	return s.add(condition, metav1.ConditionFalse, reason, message)
}

// List returns Ready, then what was given in the order of the table, then
// Stalled if it is True: the same list whatever the order in which it was given.
// Ready takes reason and message from its first cause; Stalled from the first
// cause that only a person can mend. There are no times; see Merge. The set is used up.
func (s *Set) List() []metav1.Condition {
	list, given := s.all, s.all[1:]
	list[0] = s.condition(v1alpha1.ConditionReady, metav1.ConditionTrue, v1alpha1.ReasonReconciled, "everything declared took effect")
	if cause := first(given, notReady); cause != nil {
		list[0] = s.condition(v1alpha1.ConditionReady, metav1.ConditionFalse, cause.Reason, cause.Message)
	}
	if cause := first(given, stalls); cause != nil {
		list = append(list, s.condition(v1alpha1.ConditionStalled, metav1.ConditionTrue, cause.Reason, cause.Message))
	}
	return list
}

// first returns the first condition that is False to that effect or a graver one.
func first(given []metav1.Condition, least effect) *metav1.Condition {
	i := slices.IndexFunc(given, func(c metav1.Condition) bool {
		return c.Status == metav1.ConditionFalse && effectOf(c.Type, c.Reason) >= least
	})
	if i < 0 {
		return nil
	}
	return &given[i]
}

func (s *Set) add(condition string, status metav1.ConditionStatus, reason, message string) *Set {
	s.all = append(s.all, s.condition(condition, status, reason, message))
	if at := rank(condition); at >= s.last { // as nearly always
		s.last = at
		return s
	}
	slices.SortStableFunc(s.all[1:], func(a, b metav1.Condition) int { return cmp.Compare(rank(a.Type), rank(b.Type)) })
	return s
}

func (s *Set) condition(condition string, status metav1.ConditionStatus, reason, message string) metav1.Condition {
	return metav1.Condition{Type: condition, Status: status, Reason: reason, Message: bounded(message), ObservedGeneration: s.generation}
}
