package conditions_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/conditions"
)

type meaning struct {
	condition, reason string
	ready, stalled    bool
}

// False conditions and what they mean for Ready and Stalled: the table of the design.
var meanings = []meaning{
	{condition: v1alpha1.ConditionReferencesResolved, reason: v1alpha1.ReasonNotFound},
	{condition: v1alpha1.ConditionReferencesResolved, reason: v1alpha1.ReasonWrongType},
	{condition: v1alpha1.ConditionAccepted, reason: v1alpha1.ReasonDuplicate, stalled: true},
	{condition: v1alpha1.ConditionAccepted, reason: v1alpha1.ReasonAssistantHasAssistants, stalled: true},
	{condition: v1alpha1.ConditionAccepted, reason: v1alpha1.ReasonTimekeeperIsAssistant, stalled: true},
	{condition: v1alpha1.ConditionAdministratorsAssigned, reason: v1alpha1.ReasonLeadMissing, ready: true},
	{condition: v1alpha1.ConditionAdministratorsAssigned, reason: v1alpha1.ReasonBackupMissing, ready: true},
	{condition: v1alpha1.ConditionAdministratorsAssigned, reason: v1alpha1.ReasonNoActiveAdministrator, ready: true},
	{condition: v1alpha1.ConditionAdministratorsDistinct, reason: v1alpha1.ReasonSameUser, ready: true},
	{condition: v1alpha1.ConditionProvisioningClosed, reason: v1alpha1.ReasonOpen, ready: true},
	{condition: v1alpha1.ConditionProvisioningClosed, reason: v1alpha1.ReasonAwaitingAdministrator, ready: true},
	{condition: v1alpha1.ConditionBusinessUnitsValid, reason: v1alpha1.ReasonCycle, stalled: true},
	{condition: v1alpha1.ConditionBusinessUnitsValid, reason: v1alpha1.ReasonParentNotFound, stalled: true},
	{condition: v1alpha1.ConditionAdministratorAssigned, reason: v1alpha1.ReasonMissing, ready: true},
	{condition: v1alpha1.ConditionIdentityUnique, reason: v1alpha1.ReasonShared, stalled: true},
	{condition: v1alpha1.ConditionRightsConsistent, reason: v1alpha1.ReasonAccountingMissing, ready: true},
	{condition: v1alpha1.ConditionRightsConsistent, reason: v1alpha1.ReasonReportingMissing, ready: true},
	{condition: v1alpha1.ConditionLeadEligible, reason: v1alpha1.ReasonNotFound, ready: true},
	{condition: v1alpha1.ConditionLeadEligible, reason: v1alpha1.ReasonDeactivated, ready: true},
	{condition: v1alpha1.ConditionLeadEligible, reason: v1alpha1.ReasonThirdPartyBiller, ready: true},
	{condition: v1alpha1.ConditionMembersCleared, reason: v1alpha1.ReasonMembersExcluded, ready: true},
	{condition: v1alpha1.ConditionIncludedSystemsIgnored, reason: v1alpha1.ReasonNone, ready: true},
	{condition: v1alpha1.ConditionLedgerIntact, reason: v1alpha1.ReasonUnreadable},
	{condition: v1alpha1.ConditionLedgerIntact, reason: v1alpha1.ReasonNewerVersion, stalled: true},
	{condition: "Unheard-of", reason: "Anything", ready: true},
}

func TestWhatAFalseConditionMeans(t *testing.T) {
	for _, tc := range meanings {
		t.Run(tc.condition+"="+tc.reason, func(t *testing.T) {
			is := metav1.Condition{Type: tc.condition, Status: metav1.ConditionFalse, Reason: tc.reason, Message: "why", ObservedGeneration: 3}
			ready, stalled := is, is
			ready.Type, stalled.Type, stalled.Status = v1alpha1.ConditionReady, v1alpha1.ConditionStalled, metav1.ConditionTrue
			if tc.ready {
				ready.Status, ready.Reason, ready.Message = metav1.ConditionTrue, v1alpha1.ReasonReconciled, "everything declared took effect"
			}
			want := []metav1.Condition{ready, is}
			if tc.stalled {
				want = append(want, stalled)
			}
			if diff := cmp.Diff(want, conditions.For(3).False(tc.condition, tc.reason, "why").List()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheFirstCauseGivesTheReason(t *testing.T) {
	set := conditions.For(1).
		False(v1alpha1.ConditionLedgerIntact, v1alpha1.ReasonNewerVersion, "third").
		False(v1alpha1.ConditionMembersCleared, v1alpha1.ReasonMembersExcluded, "no cause").
		False(v1alpha1.ConditionBusinessUnitsValid, v1alpha1.ReasonCycle, "second").
		False(v1alpha1.ConditionReferencesResolved, v1alpha1.ReasonNotFound, "first").
		True(v1alpha1.ConditionAccepted, v1alpha1.ReasonAccepted, "holds")
	want := []string{
		"Ready=False NotFound: first",
		"ReferencesResolved=False NotFound: first",
		"Accepted=True Accepted: holds",
		"BusinessUnitsValid=False Cycle: second",
		"MembersCleared=False MembersExcluded: no cause",
		"LedgerIntact=False NewerVersion: third",
		"Stalled=True Cycle: second", // what waiting cannot cure, not what it can
	}
	if diff := cmp.Diff(want, told(set.List())); diff != "" {
		t.Error(diff)
	}
}

func TestTheOrderOfGivingIsOfNoMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		drawn := rapid.SliceOfDistinct(rapid.SampledFrom(meanings[:len(meanings)-1]), func(m meaning) string { return m.condition }).Draw(t, "given")
		one, other := conditions.For(1), conditions.For(1)
		for i := range drawn {
			one.False(drawn[i].condition, drawn[i].reason, "why")
			last := drawn[len(drawn)-1-i]
			other.False(last.condition, last.reason, "why")
		}
		if diff := cmp.Diff(one.List(), other.List()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestListLeavesTheSetAsItIs(t *testing.T) {
	set := conditions.For(1).False(v1alpha1.ConditionAccepted, v1alpha1.ReasonDuplicate, "why")
	if diff := cmp.Diff(set.List(), set.List()); diff != "" {
		t.Error(diff)
	}
}

func TestMessagesAreBounded(t *testing.T) {
	list := conditions.For(1).True(v1alpha1.ConditionAccepted, v1alpha1.ReasonAccepted, strings.Repeat("ü", 40_000)).List()
	message := list[1].Message
	if len(message) > 5_000 || !strings.HasSuffix(message, "ü…") {
		t.Errorf("%d bytes, ending in %q", len(message), message[len(message)-8:])
	}
}

func told(list []metav1.Condition) []string {
	var told []string
	for _, c := range list {
		told = append(told, c.Type+"="+string(c.Status)+" "+c.Reason+": "+c.Message)
	}
	return told
}
