package staffing

import (
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/conditions"
)

// conditions returns the conditions of an asset, without times, in the room that it is
// given as far as that suffices.
func (d *derivation) conditions(asset *v1alpha1.Matter, team []*member, walled wall, room []metav1.Condition) []metav1.Condition {
	set := conditions.In(room, asset.Generation).References(d.references(asset))
	d.leadEligible(set, asset)
	d.membersCleared(set, asset, team, walled)
	d.systemsIgnored(set, asset)
	return set.Ledger(d.view.LedgerFault(asset), d.ledger(asset).Unreadable).List()
}

// leadEligible adds LeadEligible (M-12).
func (d *derivation) leadEligible(set *conditions.Set, asset *v1alpha1.Matter) {
	lead := asset.Spec.Lead
	if lead == "" {
		set.True(v1alpha1.ConditionLeadEligible, v1alpha1.ReasonNoLead, "spec.lead names nobody")
		return
	}
	p := d.person(lead)
	if p.participant {
		set.True(v1alpha1.ConditionLeadEligible, v1alpha1.ReasonEligible, lead+" is a participant")
		return
	}
	set.False(v1alpha1.ConditionLeadEligible, string(p.ignored),
		fmt.Sprintf("M-12: %s %s; name another lead in spec.lead", lead, whyNoParticipant[p.ignored]))
}

// whyNoParticipant says in words why a user has no effect (W-6).
var whyNoParticipant = map[v1alpha1.IgnoredReason]string{
	v1alpha1.IgnoredNotFound:         "is no user of the firm",
	v1alpha1.IgnoredDeactivated:      "is deactivated",
	v1alpha1.IgnoredThirdPartyBiller: "is a third-party biller, who sees no matter",
}

// membersCleared adds MembersCleared (C-8): whom a wall keeps out, and by what path.
func (d *derivation) membersCleared(set *conditions.Set, asset *v1alpha1.Matter, team []*member, walled wall) {
	var excluded, paths []string
	for _, m := range team {
		if len(m.exclusions) == 0 {
			continue
		}
		excluded = append(excluded, m.user)
		if len(paths) < maxPaths {
			first := d.exclusionReason(asset, m, m.exclusions[0], walled)
			paths = append(paths, fmt.Sprintf("%s (%s)", first.Path, strings.Join(first.Rules, ", ")))
		}
	}
	if len(excluded) == 0 {
		set.True(v1alpha1.ConditionMembersCleared, v1alpha1.ReasonCleared, "no wall keeps a member out")
		return
	}
	set.False(v1alpha1.ConditionMembersCleared, v1alpha1.ReasonMembersExcluded,
		"C-7: a wall keeps out "+conditions.Names(excluded)+": "+strings.Join(paths, "; "))
}

// maxPaths is of how many excluded members a message tells the path.
const maxPaths = 3

// systemsIgnored adds IncludedSystemsIgnored (M-11).
func (d *derivation) systemsIgnored(set *conditions.Set, asset *v1alpha1.Matter) {
	var ignored []string
	for _, entry := range asset.Spec.Staffing {
		if len(entry.IncludedSystems) > 0 && len(d.timekeepersOf(d.person(entry.User))) > 0 {
			ignored = append(ignored, entry.User)
		}
	}
	if len(ignored) == 0 {
		set.False(v1alpha1.ConditionIncludedSystemsIgnored, v1alpha1.ReasonNone, "no entry's systems are ignored")
		return
	}
	set.True(v1alpha1.ConditionIncludedSystemsIgnored, v1alpha1.ReasonAssistantsHaveNone,
		"M-11: assistants have the systems of their timekeepers, whatever their entries name: "+conditions.Names(sortedUnique(ignored)))
}
