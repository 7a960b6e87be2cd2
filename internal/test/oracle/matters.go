package oracle

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/staffing"
)

// matters is U-4, U-5 and U-7; who creates a matter declares all of it.
var matters = table[*v1alpha1.Matter]{
	create: map[string]who{"U-4": anyOf(provisioner, staffer, func(f *facts) bool {
		return right(v1alpha1.RightAdministrator)(f) ||
			leads(f) && roleIn(f.Firm.Users, f.me) != v1alpha1.RoleThirdPartyBiller && f.mayJoinNamed()
	})},
	remove: map[string]who{"U-5": walls},
	rows: []row[*v1alpha1.Matter]{
		{"spec.displayName", "U-7", func(m *v1alpha1.Matter) any { return m.Spec.DisplayName }, orCreates(provisioner, staffer, may(access.ActionEdit))},
		{"spec.client", "U-7", func(m *v1alpha1.Matter) any { return m.Spec.Client }, details},
		{"spec.office", "U-7", func(m *v1alpha1.Matter) any { return m.Spec.Office }, details},
		{"spec.businessUnit", "U-7", func(m *v1alpha1.Matter) any { return m.Spec.BusinessUnit }, details},
		{"spec.state", "U-7", func(m *v1alpha1.Matter) any { return m.Spec.State }, details},
		{"spec.confidential", "U-7", func(m *v1alpha1.Matter) any { return m.Spec.Confidential }, anyOf(provisioner, func(f *facts) bool {
			if f.Old == nil { // not a Staffer
				return leads(f) || right(v1alpha1.RightAdministrator)(f)
			}
			return may(access.ActionView)(f) && anyOf(leadsIt, managesClient, isAssistant, right(v1alpha1.RightAdministrator))(f)
		})},
		{"spec.case", "U-4", func(m *v1alpha1.Matter) any { return m.Spec.Case }, orCreates(team)},
		{"spec.case", "U-5", func(m *v1alpha1.Matter) any { return m.Spec.Case }, orCreates(walls)},
		{"spec.collections", "U-4", func(m *v1alpha1.Matter) any { return m.Spec.Collections }, orCreates(team)},
		{"spec.collections", "U-5", func(m *v1alpha1.Matter) any { return m.Spec.Collections }, orCreates(walls)},
		{"spec.lead", "U-4", func(m *v1alpha1.Matter) any { return m.Spec.Lead }, orCreates(team)},
		{"spec.staffing", "U-4", func(m *v1alpha1.Matter) any { return m.Spec.Staffing }, orCreates(team)},
		{"spec.assistantsFollow.staffing", "U-4", func(m *v1alpha1.Matter) any { return m.Spec.AssistantsFollow.Staffing }, orCreates(team)},
		{"spec.conflictedUsers", "U-5", func(m *v1alpha1.Matter) any { return m.Spec.ConflictedUsers }, orCreates(walls)},
		{"spec.excludedUsers", "U-5", func(m *v1alpha1.Matter) any { return m.Spec.ExcludedUsers }, orCreates(walls)},
		{"spec.opposingTeamSets", "U-5", func(m *v1alpha1.Matter) any { return m.Spec.OpposingTeamSets }, orCreates(walls)},
		{"spec.assistantsFollow.conflictedUsers", "U-5", func(m *v1alpha1.Matter) any { return m.Spec.AssistantsFollow.ConflictedUsers }, orCreates(walls)},
	},
}

var (
	// team is U-4.
	team = anyOf(provisioner, staffer, right(v1alpha1.RightAdministrator), func(f *facts) bool { return f.administers(f.matter(f.Old)) })
	// walls is U-5.
	walls = anyOf(provisioner, waller, right(v1alpha1.RightAdministrator), right(v1alpha1.RightCompliance))
	// details is U-7.
	details = orCreates(provisioner, staffer, leadsIt, right(v1alpha1.RightAdministrator))
)

// administers says whether the asker is a member with MatterAdministrator.
func (f *facts) administers(m *v1alpha1.Matter) bool {
	return f.me != nil && slices.ContainsFunc(staffing.DeriveAll(f.view, m).Staffing, func(member v1alpha1.Member) bool {
		return member.User == f.me.Name && member.MatterRole == v1alpha1.MatterRoleAdministrator && member.Access == v1alpha1.AccessGranted
	})
}

// walledOff is U-6: Excluded, or conflicted there.
func (f *facts) walledOff() bool {
	if f.me == nil {
		return false
	}
	status := staffing.DeriveAll(f.view, f.matter(f.Old))
	return slices.ContainsFunc(status.ConflictedUsers, func(c v1alpha1.ConflictedUser) bool { return c.User == f.me.Name }) ||
		slices.ContainsFunc(status.Staffing, func(m v1alpha1.Member) bool {
			return m.User == f.me.Name && m.Access == v1alpha1.AccessExcluded
		}) || f.excludedByName()
}

// excludedByName is one who is no member, and named in excludedUsers (C-7).
func (f *facts) excludedByName() bool {
	return !slices.Contains(f.me.Spec.Rights, v1alpha1.RightAdministrator) && slices.ContainsFunc(f.matter(f.Old).Spec.ExcludedUsers, func(e v1alpha1.ExcludedEntry) bool { return e.User == f.me.Name })
}

// may is section D.
func may(action access.Action) who {
	return func(f *facts) bool {
		if f.me == nil {
			return false
		}
		decision, err := access.Decide(f.view, f.me.Name, f.kind().GetName(), action)
		return err == nil && decision.Allowed
	}
}

// leads is who would lead what is created.
func leads(f *facts) bool { return f.me != nil && f.matter(f.New).Spec.Lead == f.me.Name }

// leadsIt is the matter's lead, if it has an effect (M-12).
func leadsIt(f *facts) bool {
	return f.me != nil && f.matter(f.Old).Spec.Lead == f.me.Name && roleIn(f.Firm.Users, f.me) != v1alpha1.RoleThirdPartyBiller
}

func managesClient(f *facts) bool {
	client := f.matter(f.Old).Spec.Client
	return f.me != nil && client != "" && f.Firm.Firm != nil && managersOf(f.Firm.Firm)[client] == f.me.Name
}

func isAssistant(f *facts) bool {
	return f.me != nil && f.me.Spec.UserRole == v1alpha1.UserRoleAssistant
}

// mayJoinNamed is U-4 of a case or collection that matters name already: who may
// change the teams of all of those.
func (f *facts) mayJoinNamed() bool {
	if f.matter(f.New).Spec.Type == v1alpha1.TypeMatter {
		return true
	}
	for _, m := range f.Firm.Matters {
		if (m.Spec.Case == f.New.GetName() || slices.Contains(m.Spec.Collections, f.New.GetName())) && !f.administers(m) {
			return false
		}
	}
	return true
}
