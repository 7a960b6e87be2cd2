package story

import (
	"errors"
	"fmt"
	"slices"
	"time"

	kstatuses "github.com/fluxcd/cli-utils/pkg/kstatus/status"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// applicable are the conditions of each kind beside Ready and Stalled, in the
// order of the table of the design.
var applicable = map[string][]string{
	"firm": {
		v1alpha1.ConditionReferencesResolved, v1alpha1.ConditionAdministratorsAssigned, v1alpha1.ConditionAdministratorsDistinct,
		v1alpha1.ConditionProvisioningClosed, v1alpha1.ConditionBusinessUnitsValid, v1alpha1.ConditionLedgerIntact,
	},
	"office": {v1alpha1.ConditionAdministratorAssigned},
	"user":   {v1alpha1.ConditionReferencesResolved, v1alpha1.ConditionIdentityUnique, v1alpha1.ConditionRightsConsistent},
	"link":   {v1alpha1.ConditionReferencesResolved, v1alpha1.ConditionAccepted},
	"matter": {
		v1alpha1.ConditionReferencesResolved, v1alpha1.ConditionLeadEligible, v1alpha1.ConditionMembersCleared,
		v1alpha1.ConditionIncludedSystemsIgnored, v1alpha1.ConditionLedgerIntact,
	},
}

// causes says whether a condition that is False keeps its object from being
// ready, and whether only a person can mend that.
func causes(c metav1.Condition) (unready, stalls bool) {
	if c.Status != metav1.ConditionFalse {
		return false, false
	}
	switch c.Type {
	case v1alpha1.ConditionReferencesResolved:
		return true, false
	case v1alpha1.ConditionAccepted, v1alpha1.ConditionBusinessUnitsValid, v1alpha1.ConditionIdentityUnique:
		return true, true
	case v1alpha1.ConditionLedgerIntact:
		return true, c.Reason == v1alpha1.ReasonNewerVersion
	}
	return false, false
}

func observed(s subject) error {
	var b breaches
	generation := s.object.GetGeneration()
	b.unless(s.observed == generation, "the status observes %d of %d", s.observed, generation)
	for _, c := range s.conditions {
		b.unless(c.ObservedGeneration == generation, "%s observes %d of %d", c.Type, c.ObservedGeneration, generation)
	}
	return b.err()
}

func complete(s subject) error {
	want := slices.Concat([]string{v1alpha1.ConditionReady}, applicable[s.kind])
	if find(s.conditions, v1alpha1.ConditionStalled) != nil {
		want = append(want, v1alpha1.ConditionStalled)
	}
	got := each(s.conditions, func(c metav1.Condition) string { return c.Type })
	if !slices.Equal(got, want) {
		return fmt.Errorf("it has %v, not %v", got, want)
	}
	return nil
}

func stalled(s subject) error {
	first := slices.IndexFunc(s.conditions, func(c metav1.Condition) bool { _, stalls := causes(c); return stalls })
	says := find(s.conditions, v1alpha1.ConditionStalled)
	switch {
	case first < 0 && says == nil:
		return nil
	case first < 0:
		return fmt.Errorf("it is stalled for nothing: %s", says.Message)
	case says == nil:
		return fmt.Errorf("it is not stalled although %s is False", s.conditions[first].Type)
	}
	return sameWords(*says, metav1.ConditionTrue, s.conditions[first])
}

func readiness(s subject) error {
	says := find(s.conditions, v1alpha1.ConditionReady)
	first := slices.IndexFunc(s.conditions, func(c metav1.Condition) bool { unready, _ := causes(c); return unready })
	switch {
	case says == nil:
		return errors.New("there is no Ready")
	case first >= 0:
		return sameWords(*says, metav1.ConditionFalse, s.conditions[first])
	case says.Status != metav1.ConditionTrue || says.Reason != v1alpha1.ReasonReconciled:
		return fmt.Errorf("it is ready: %s, %s, for nothing", says.Status, says.Reason)
	}
	return nil
}

// sameWords says how what follows from a cause differs from it.
func sameWords(says metav1.Condition, status metav1.ConditionStatus, cause metav1.Condition) error {
	if says.Status != status || says.Reason != cause.Reason || says.Message != cause.Message {
		return fmt.Errorf("%s is %s, %s (%s); its cause is %s (%s)", says.Type, says.Status, says.Reason, says.Message, cause.Reason, cause.Message)
	}
	return nil
}

func kstatus(s subject) error {
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(s.object)
	if err != nil {
		return err
	}
	got, err := kstatuses.Compute(&unstructured.Unstructured{Object: content})
	if err != nil {
		return err
	}
	want := kstatuses.InProgressStatus
	switch {
	case isTrue(s.conditions, v1alpha1.ConditionStalled):
		want = kstatuses.FailedStatus
	case isTrue(s.conditions, v1alpha1.ConditionReady):
		want = kstatuses.CurrentStatus
	}
	if got.Status != want {
		return fmt.Errorf("it is %s (%s), not %s", got.Status, got.Message, want)
	}
	return nil
}

func told(s subject) error {
	var b breaches
	earliest, latest := s.object.GetCreationTimestamp().Time, time.Now()
	for _, c := range s.conditions {
		at := c.LastTransitionTime.Time
		b.unless(c.Reason != "" && c.Message != "", "%s says nothing", c.Type)
		b.unless(!at.Before(earliest) && !at.After(latest), "%s changed at %s", c.Type, at)
	}
	return b.err()
}
