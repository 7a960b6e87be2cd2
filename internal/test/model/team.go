package model

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// part is one way by which a user is a member of an asset, and what it gives (M-9).
type part struct {
	origin       v1alpha1.OriginType
	via          set
	staffingType v1alpha1.StaffingType
	role         v1alpha1.MatterRole
	systems      set
}

// ranks are the matter roles, lowest first (M-10).
var ranks = []v1alpha1.MatterRole{
	v1alpha1.MatterRoleBillingOnly,
	v1alpha1.MatterRoleReader,
	v1alpha1.MatterRoleEditor,
	v1alpha1.MatterRoleAdministrator,
}

// rank is the place of a role among ranks.
func rank(role v1alpha1.MatterRole) int { return slices.Index(ranks, role) }

// entry is what the staffing says of a user, empty if nothing.
func entry(spec v1alpha1.MatterSpec, user string) v1alpha1.StaffingEntry {
	for _, e := range spec.Staffing {
		if e.User == user {
			return e
		}
	}
	return v1alpha1.StaffingEntry{User: user}
}

// roleOf is the matter role of a direct user by its own entry (M-10).
func roleOf(spec v1alpha1.MatterSpec, user string) v1alpha1.MatterRole {
	role := entry(spec, user).MatterRole
	switch {
	case user == spec.Lead:
		return v1alpha1.MatterRoleAdministrator
	case role == "":
		return v1alpha1.MatterRoleReader
	}
	return role
}

// staffingTypeOf is the staffing type of a direct user by its own entry (M-10).
func staffingTypeOf(spec v1alpha1.MatterSpec, user string) v1alpha1.StaffingType {
	kind := entry(spec, user).StaffingType
	switch {
	case user == spec.Lead:
		return v1alpha1.StaffingResponsibleAttorney
	case kind == "":
		return v1alpha1.StaffingTeamMember
	}
	return kind
}

// team are the names of those on the asset by its own staffing (M-8).
func (w *World) team(a *asset) set {
	names := set{}
	for user := range direct(a.spec, staffing) {
		if w.participant(user) {
			names[user] = true
		}
	}
	for user := range w.followers(a, staffing) {
		names[user] = true
	}
	return names
}

// members are the names of the team and of the teams that a matter inherits (M-8).
func (w *World) members(a *asset) set {
	names := w.team(a)
	if c := w.caseOf(a); c != nil {
		names.add(w.team(c))
	}
	for _, c := range w.collectionsOf(a) {
		names.add(w.team(c))
	}
	return names
}

// parts are all the ways by which a user is a member, in the order of M-9.
func (w *World) parts(a *asset, user string) []part {
	var parts []part
	if w.team(a)[user] {
		parts = append(parts, w.teamPart(a, user))
	}
	if c := w.caseOf(a); c != nil && w.team(c)[user] {
		parts = append(parts, inherited(w.teamPart(c, user), v1alpha1.OriginCase, c.name))
	}
	for _, c := range w.collectionsOf(a) {
		if w.team(c)[user] {
			parts = append(parts, inherited(w.teamPart(c, user), v1alpha1.OriginCollection, c.name))
		}
	}
	order := []v1alpha1.OriginType{
		v1alpha1.OriginDirect, v1alpha1.OriginCase, v1alpha1.OriginCollection, v1alpha1.OriginFollowing,
	}
	slices.SortStableFunc(parts, func(x, y part) int {
		return slices.Index(order, x.origin) - slices.Index(order, y.origin)
	})
	return parts
}

// inherited is what a place on the team of a case or collection gives on its matters (M-8).
func inherited(p part, origin v1alpha1.OriginType, group string) part {
	p.origin, p.via = origin, set{group: true}
	return p
}

// teamPart is what one of the asset's own team has: by its own entry, or by
// those of the timekeepers whom it follows (M-10, M-11).
func (w *World) teamPart(a *asset, user string) part {
	if direct(a.spec, staffing)[user] {
		return part{
			origin:       v1alpha1.OriginDirect,
			staffingType: staffingTypeOf(a.spec, user),
			role:         roleOf(a.spec, user),
			systems:      w.directSystems(a, user),
		}
	}
	p := part{
		origin:       v1alpha1.OriginFollowing,
		via:          w.followers(a, staffing)[user],
		staffingType: v1alpha1.StaffingSupportStaff,
		systems:      set{},
	}
	highest := 0
	for timekeeper := range p.via {
		highest = max(highest, rank(roleOf(a.spec, timekeeper)))
		p.systems.add(w.entrySystems(a.spec, timekeeper))
	}
	p.role = ranks[min(highest, rank(v1alpha1.MatterRoleEditor))]
	return p
}

// firmSystems are the systems that the Firm lists; none without a Firm (M-11).
func (w *World) firmSystems() set {
	names := set{}
	if w.firm != nil {
		for _, name := range w.firm.spec.Systems {
			names[name] = true
		}
	}
	return names
}

// entrySystems are the systems of a direct user by its own entry (M-11).
func (w *World) entrySystems(spec v1alpha1.MatterSpec, user string) set {
	listed := entry(spec, user).IncludedSystems
	if len(listed) == 0 {
		return w.firmSystems()
	}
	names := set{}
	for _, name := range listed {
		if w.firmSystems()[name] {
			names[name] = true
		}
	}
	return names
}

// directSystems are the systems that being direct gives: an assistant has those
// of its timekeepers who are members here, or all if none of them is (M-11).
func (w *World) directSystems(a *asset, user string) set {
	timekeepers := w.timekeepers(user)
	if len(timekeepers) == 0 {
		return w.entrySystems(a.spec, user)
	}
	names, alone := set{}, true
	for timekeeper := range timekeepers {
		// Nobody is both: no timekeeper asks for its own timekeepers' systems in turn.
		for _, p := range w.parts(a, timekeeper) {
			names.add(p.systems)
			alone = false
		}
	}
	if alone {
		return w.firmSystems()
	}
	return names
}

// ignoresSystems says whether an assistant's own list of systems is ignored (M-11).
func (w *World) ignoresSystems(a *asset) bool {
	for _, e := range a.spec.Staffing {
		if len(e.IncludedSystems) > 0 && len(w.timekeepers(e.User)) > 0 {
			return true
		}
	}
	return false
}
