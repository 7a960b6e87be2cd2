package model

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Condition is what a condition says; messages and times are not modelled.
type Condition struct {
	Status metav1.ConditionStatus
	Reason string
}

// Conditions are the conditions that an asset must have, by type, and no others. The asset must be there.
func (w *World) Conditions(matter string) map[string]Condition {
	a := w.assets[matter]
	resolved := w.resolved(a.spec)
	ready := Condition{metav1.ConditionTrue, v1alpha1.ReasonReconciled}
	if resolved.Status == metav1.ConditionFalse {
		ready = resolved
	}
	cleared := Condition{metav1.ConditionTrue, v1alpha1.ReasonCleared}
	if w.Status(matter).Summary.Excluded > 0 {
		cleared = Condition{metav1.ConditionFalse, v1alpha1.ReasonMembersExcluded}
	}
	ignored := Condition{metav1.ConditionFalse, v1alpha1.ReasonNone}
	if w.ignoresSystems(a) {
		ignored = Condition{metav1.ConditionTrue, v1alpha1.ReasonAssistantsHaveNone}
	}
	return map[string]Condition{
		v1alpha1.ConditionReady:                  ready,
		v1alpha1.ConditionReferencesResolved:     resolved,
		v1alpha1.ConditionLeadEligible:           w.leadEligible(a.spec.Lead),
		v1alpha1.ConditionMembersCleared:         cleared,
		v1alpha1.ConditionIncludedSystemsIgnored: ignored,
		v1alpha1.ConditionLedgerIntact:           {metav1.ConditionTrue, v1alpha1.ReasonIntact},
	}
}

// leadEligible is M-12's word on the lead.
func (w *World) leadEligible(lead string) Condition {
	switch {
	case lead == "":
		return Condition{metav1.ConditionTrue, v1alpha1.ReasonNoLead}
	case !w.participant(lead):
		return Condition{metav1.ConditionFalse, string(w.whyNot(lead))}
	}
	return Condition{metav1.ConditionTrue, v1alpha1.ReasonEligible}
}

// resolved says whether all that a spec names is there (W-3), and of the right type (M-8).
func (w *World) resolved(spec v1alpha1.MatterSpec) Condition {
	missing, wrong := w.usersMissing(spec) || w.firmMisses(spec), false
	if spec.Office != "" && !w.offices[spec.Office] {
		missing = true
	}
	look := func(name string, want v1alpha1.AssetType) {
		_, there := w.assets[name]
		missing = missing || !there
		wrong = wrong || there && w.typed(name, want) == nil
	}
	if spec.Case != "" {
		look(spec.Case, v1alpha1.TypeCase)
	}
	for _, name := range spec.Collections {
		look(name, v1alpha1.TypeCollection)
	}
	switch {
	case missing:
		return Condition{metav1.ConditionFalse, v1alpha1.ReasonNotFound}
	case wrong:
		return Condition{metav1.ConditionFalse, v1alpha1.ReasonWrongType}
	}
	return Condition{metav1.ConditionTrue, v1alpha1.ReasonAllFound}
}

// usersMissing says whether a user is named who is not there; conflicted users need not be (C-1).
func (w *World) usersMissing(spec v1alpha1.MatterSpec) bool {
	named := direct(spec, staffing)
	for _, e := range spec.ExcludedUsers {
		named[e.User] = true
	}
	for user := range named {
		if _, there := w.users[user]; !there {
			return true
		}
	}
	return false
}

// firmMisses says whether a client, business unit or system (M-11) is named that the Firm does not list.
func (w *World) firmMisses(spec v1alpha1.MatterSpec) bool {
	var firm v1alpha1.FirmSpec
	if w.firm != nil {
		firm = w.firm.spec
	}
	client := func(c v1alpha1.Client) bool { return c.Name == spec.Client }
	unit := func(u v1alpha1.BusinessUnit) bool { return u.Name == spec.BusinessUnit }
	if spec.Client != "" && !slices.ContainsFunc(firm.Clients, client) {
		return true
	}
	if spec.BusinessUnit != "" && !slices.ContainsFunc(firm.BusinessUnits, unit) {
		return true
	}
	for _, e := range spec.Staffing {
		for _, name := range e.IncludedSystems {
			if !slices.Contains(firm.Systems, name) {
				return true
			}
		}
	}
	return false
}
