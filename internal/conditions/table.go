package conditions

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// effect is what a condition that is False means for its object.
type effect int

const (
	informs  effect = iota // worth knowing; the object is ready all the same
	notReady               // not ready; it may heal by itself (W-3)
	stalls                 // not ready; only a change by a person cures it
)

// row is what is decided about one condition.
type row struct {
	condition string
	whenFalse effect
	stallsFor string // a reason that stalls where the others do not
}

// table holds the conditions in the order in which a status lists them, and in
// which the first cause gives Ready its reason.
var table = []row{
	{condition: v1alpha1.ConditionReferencesResolved, whenFalse: notReady},
	{condition: v1alpha1.ConditionAccepted, whenFalse: stalls},
	{condition: v1alpha1.ConditionAdministratorsAssigned, whenFalse: informs},
	{condition: v1alpha1.ConditionAdministratorsDistinct, whenFalse: informs},
	{condition: v1alpha1.ConditionProvisioningClosed, whenFalse: informs},
	{condition: v1alpha1.ConditionBusinessUnitsValid, whenFalse: stalls},
	{condition: v1alpha1.ConditionAdministratorAssigned, whenFalse: informs},
	{condition: v1alpha1.ConditionIdentityUnique, whenFalse: stalls},
	{condition: v1alpha1.ConditionRightsConsistent, whenFalse: informs},
	{condition: v1alpha1.ConditionLeadEligible, whenFalse: informs},
	{condition: v1alpha1.ConditionMembersCleared, whenFalse: informs},
	{condition: v1alpha1.ConditionIncludedSystemsIgnored, whenFalse: informs},
	{condition: v1alpha1.ConditionLedgerIntact, whenFalse: notReady, stallsFor: v1alpha1.ReasonNewerVersion},
}

// rank returns the row in which the table has a condition. One that it does not
// have comes last.
func rank(condition string) int {
	i := slices.IndexFunc(table, func(r row) bool { return r.condition == condition })
	if i < 0 {
		return len(table)
	}
	return i
}

// effectOf says what it means that a condition is False for a reason.
func effectOf(condition, reason string) effect {
	i := rank(condition)
	switch {
	case i == len(table):
		return informs
	case table[i].stallsFor == reason:
		return stalls
	}
	return table[i].whenFalse
}
