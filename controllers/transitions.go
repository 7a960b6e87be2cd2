package controllers

import (
	"fmt"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// actionDerive is what the controllers do, as Events name it.
const actionDerive = "Derive"

// transition is a change of a condition that an Event tells of.
type transition struct {
	severity string
	reason   string
	note     string
}

// told are the conditions whose changes Events tell of, with the status that is
// the good one.
var told = map[string]metav1.ConditionStatus{
	v1alpha1.ConditionReady:                  metav1.ConditionTrue,
	v1alpha1.ConditionAccepted:               metav1.ConditionTrue,
	v1alpha1.ConditionAdministratorsAssigned: metav1.ConditionTrue,
	v1alpha1.ConditionAdministratorsDistinct: metav1.ConditionTrue,
	v1alpha1.ConditionAdministratorAssigned:  metav1.ConditionTrue,
	v1alpha1.ConditionIdentityUnique:         metav1.ConditionTrue,
	v1alpha1.ConditionRightsConsistent:       metav1.ConditionTrue,
	v1alpha1.ConditionLeadEligible:           metav1.ConditionTrue,
	v1alpha1.ConditionMembersCleared:         metav1.ConditionTrue,
	v1alpha1.ConditionIncludedSystemsIgnored: metav1.ConditionFalse,
	v1alpha1.ConditionLedgerIntact:           metav1.ConditionTrue,
}

// maxNote is how long an Event's note may be.
const maxNote = 1024

// transitions returns what is worth telling of the change from one list of
// conditions to another. What a condition that was not there before says for the good
// is not: nothing became well, and whoever brings up a firm's ten thousand objects
// waits for their statuses, not for as many Events. What it says for the bad is: a wall
// that keeps somebody out is told of, however young the matter.
func transitions(before, after []metav1.Condition) []transition {
	var changed []transition
	for _, c := range after {
		good, tell := told[c.Type]
		if !tell {
			continue
		}
		i := slices.IndexFunc(before, func(old metav1.Condition) bool { return old.Type == c.Type })
		switch {
		case i < 0 && c.Status == good:
			continue
		case i >= 0 && before[i].Status == c.Status && before[i].Reason == c.Reason:
			continue
		}
		severity := corev1.EventTypeNormal
		if c.Status != good {
			severity = corev1.EventTypeWarning
		}
		if slices.ContainsFunc(changed, func(t transition) bool { return t.severity == severity && t.reason == c.Reason }) {
			continue // Ready has told it; recorders count an Event with the same reason as the same again
		}
		note := fmt.Sprintf("%s is %s: %s", c.Type, c.Status, c.Message)
		changed = append(changed, transition{severity: severity, reason: c.Reason, note: bounded(note, maxNote)})
	}
	return changed
}

// reasons returns why conditions changed, without what an Event says of it.
func reasons(changed []transition) []string {
	var all []string
	for _, t := range changed {
		all = append(all, t.reason)
	}
	return all
}

// restoredBefore is how much older than its creation an object must say that it
// is to have been restored: more than the clocks of two machines differ.
const restoredBefore = 10 * time.Minute

// restored says whether a Restorer created an object as it was (L-8): nobody
// else's object can say that it is older than its creation.
func restored(object client.Object) bool {
	return object.GetCreationTimestamp().Sub(roster.Since(object).Time) > restoredBefore
}

// restoration tells of an object that was restored (L-8).
func restoration(object client.Object) transition {
	return transition{
		severity: corev1.EventTypeNormal,
		reason:   "Restored",
		note:     fmt.Sprintf("L-8: created as it was, with the ledger and stamps that it had; it counts since %s", roster.Since(object)),
	}
}
