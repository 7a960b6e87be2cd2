package staffing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// conditionExample is a firm as it is written and what a condition of its asset m
// says: status and reason, and words of the message in this order.
type conditionExample struct{ behaviour, writes, want, words string }

func checkCondition(t *testing.T, kind string, examples []conditionExample) {
	t.Helper()
	for _, e := range examples {
		t.Run(e.behaviour, func(t *testing.T) {
			view := firm.WrittenView(t, e.writes)
			c := meta.FindStatusCondition(staffing.Derive(view, view.Matter("m")).Conditions, kind)
			if got := fmt.Sprintf("%s %s", c.Status, c.Reason); got != e.want {
				t.Errorf("after %s\n got %s: %s\nwant %s", e.writes, got, c.Message, e.want)
			}
			rest := c.Message
			for word := range strings.FieldsSeq(e.words) {
				_, after, found := strings.Cut(rest, word)
				if !found {
					t.Errorf("after %s %q should say %q after %q", e.writes, c.Message, word, strings.TrimSuffix(c.Message, rest))
				}
				rest = after
			}
		})
	}
}

func TestReferences(t *testing.T) {
	const found, missing, wrong = `True AllFound`, `False NotFound`, `False WrongType`
	checkCondition(t, v1alpha1.ConditionReferencesResolved, []conditionExample{
		{"W-3 nothing is named", `matter m`, found, ``},
		{
			"W-3 everything is there",
			people + `firm clients=acme units=tax systems=mail; office london; case c; collection k
				matter m client=acme unit=tax office=london lead=tom staff=tim@mail excluded=otto case=c collections=k`,
			found, ``,
		},
		{
			"W-3 whatever is missing, field by field",
			`firm; matter m client=acme unit=tax office=london lead=tom staff=tim@mail excluded=otto case=c collections=k`, missing,
			`spec.client acme spec.office london spec.businessUnit tax spec.case c spec.collections k
				spec.lead tom spec.staffing tim spec.excludedUsers otto spec.staffing[].includedSystems mail`,
		},
		{"W-3 a client without a Firm", `matter m client=acme`, missing, `spec.client acme`},
		{
			"W-3 the names of a field in order",
			`user amy; user bob; firm; matter m staff=zoe,dan,bob@fax+cab,amy@fax`, missing,
			`spec.staffing dan spec.staffing zoe spec.staffing[].includedSystems cab spec.staffing[].includedSystems fax`,
		},
		{"M-8 a collection as case", `collection c; matter m case=c`, wrong, `spec.case c Collection Case`},
		{"M-8 a case as collection", `case k; matter m collections=k`, wrong, `spec.collections k Case Collection`},
		{"M-8 a matter as either", `matter n; matter m case=n collections=n`, wrong, `spec.case n Matter Case spec.collections n Matter Collection`},
		{"W-3 missing comes before wrong", `collection c; matter m case=c collections=k`, missing, `spec.collections k spec.case c`},
		{"C-1 a conflicted user need not exist", `matter m conflicted=nobody set=s/a`, found, ``},
		{"M-12 who is ignored is found all the same", `user tom deactivated; user tim role=ThirdPartyBiller; matter m lead=tom staff=tim`, found, ``},
	})
}

func TestLeadEligible(t *testing.T) {
	checkCondition(t, v1alpha1.ConditionLeadEligible, []conditionExample{
		{"M-12 none is named", `matter m`, `True NoLead`, ``},
		{"M-12 a participant", `user tom; matter m lead=tom`, `True Eligible`, `tom`},
		{"M-12 nobody", `matter m lead=tom`, `False NotFound`, `M-12 tom no user spec.lead`},
		{"M-12 one who is gone", `user tom deactivated; matter m lead=tom`, `False Deactivated`, `M-12 tom deactivated spec.lead`},
		{"M-12 a biller", `user tom role=ThirdPartyBiller; matter m lead=tom`, `False ThirdPartyBiller`, `M-12 tom biller spec.lead`},
		{"M-12 the first reason that applies", `user tom deactivated role=ThirdPartyBiller; matter m lead=tom`, `False Deactivated`, `tom`},
	})
}

func TestMembersCleared(t *testing.T) {
	const excluded = `False MembersExcluded`
	checkCondition(t, v1alpha1.ConditionMembersCleared, []conditionExample{
		{"C-8 no member is excluded", people + `matter m staff=tom conflicted=tim`, `True Cleared`, ``},
		{"C-8 some are, by name", people + `matter m staff=tom,tim,otto conflicted=tom excluded=tim`, excluded, `C-7 tim tom`},
		{
			"C-8 it names ten and counts the others",
			`user u0; user u1; user u2; user u3; user u4; user u5; user u6; user u7; user u8; user u9; user v
				matter m staff=v,u9,u8,u7,u6,u5,u4,u3,u2,u1,u0 excluded=u0,u1,u2,u3,u4,u5,u6,u7,u8,u9,v`,
			excluded, `u0 u1 u2 u3 u4 u5 u6 u7 u8 u9 1 more`,
		},
	})
}

func TestIncludedSystemsIgnored(t *testing.T) {
	checkCondition(t, v1alpha1.ConditionIncludedSystemsIgnored, []conditionExample{
		{"M-11 assistants with systems of their own, by name", people + `firm systems=mail; matter m staff=otto@mail,asa@mail,abe@mail`, `True AssistantsHaveNone`, `M-11 abe asa`},
		{"M-11 an assistant without", people + `firm systems=mail; matter m staff=asa,otto@mail`, `False None`, ``},
		{"M-11 one whose link is not accepted", people + `link tom->tim; firm systems=mail; matter m staff=tom@mail`, `False None`, ``},
	})
}

func TestReady(t *testing.T) {
	checkCondition(t, v1alpha1.ConditionReady, []conditionExample{
		{"all is well", `matter m`, `True Reconciled`, ``},
		{"W-3 a reference is missing", `matter m lead=tom`, `False NotFound`, `spec.lead tom`},
		{"M-12 a lead who is no participant is no reason", `user tom deactivated; matter m lead=tom`, `True Reconciled`, ``},
		{"C-8 nor is a wall", people + `matter m staff=tom conflicted=tom`, `True Reconciled`, ``},
	})
}

func TestLedgerIntact(t *testing.T) {
	const lost = `{"first":{"conflictedUsers":"Disabled","staffing":"Disabled"},"unreadable":true,"v":1}`
	for _, c := range []struct {
		behaviour, ledger, want string
		ready, stalled          bool
	}{
		{"L-8 one that can be read", ledger.Matter{}.Advance(&v1alpha1.MatterSpec{}, firm.View(t, ``), firm.At(1)).Encode(), `Intact`, true, false},
		{"L-8 none", ``, `Intact`, true, false},
		{"L-8 one that cannot be read", `{"v":1`, `Unreadable`, false, false},
		{"L-8 one that goes on from such a one", lost, `Unreadable`, false, false},
		{"L-8 one of a newer version", `{"v":2}`, `NewerVersion`, false, true},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			m := firm.MakeMatter("m").Obj()
			m.Annotations = map[string]string{v1alpha1.LedgerAnnotation: c.ledger}
			given := staffing.Derive(firm.View(t, ``), m).Conditions
			if got := meta.FindStatusCondition(given, v1alpha1.ConditionLedgerIntact).Reason; got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			ready := meta.IsStatusConditionTrue(given, v1alpha1.ConditionReady)
			stalled := meta.IsStatusConditionTrue(given, v1alpha1.ConditionStalled)
			if ready != c.ready || stalled != c.stalled {
				t.Errorf("ready: %t, stalled: %t", ready, stalled)
			}
		})
	}
}

// TestEveryConditionIsThere is about which conditions a status has, and of what
// generation it and they are.
func TestEveryConditionIsThere(t *testing.T) {
	view := firm.View(t, `matter m`)
	m := view.Matter("m")
	m.Generation = 7
	s := staffing.Derive(view, m)
	var kinds []string
	for _, c := range s.Conditions {
		kinds = append(kinds, c.Type)
		if c.ObservedGeneration != 7 || c.LastTransitionTime != (metav1.Time{}) {
			t.Errorf("%s is of generation %d and time %s", c.Type, c.ObservedGeneration, c.LastTransitionTime)
		}
	}
	want := []string{
		v1alpha1.ConditionReady, v1alpha1.ConditionReferencesResolved, v1alpha1.ConditionLeadEligible,
		v1alpha1.ConditionMembersCleared, v1alpha1.ConditionIncludedSystemsIgnored, v1alpha1.ConditionLedgerIntact,
	}
	if diff := cmp.Diff(want, kinds); diff != "" || s.ObservedGeneration != 7 {
		t.Errorf("of generation %d (-want +got)\n%s", s.ObservedGeneration, diff)
	}
}
