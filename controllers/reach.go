package controllers

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
)

// reach returns as far as a change of the teams or walls of some assets can be
// seen: the assets, the matters that they group (M-8, C-5), and the other sides
// of the sets that any of these are in (C-2).
func reach(v *cacheview.View, assets []*v1alpha1.Matter) names {
	affected, sets, seen := names{}, names{}, names{}
	for _, m := range assets {
		if _, again := seen[m.Name]; again {
			continue
		}
		seen.add(m.Name)
		affected.add(m.Name)
		addMatters(affected, groupedBy(v, m))
		addSeenSets(sets, v, m)
	}
	addOnSets(affected, v, sets)
	return affected
}

// groupedBy returns the matters that a case or collection groups. What names a
// matter as its case or collection has nothing from it.
func groupedBy(v *cacheview.View, m *v1alpha1.Matter) []*v1alpha1.Matter {
	if m.Spec.Type == v1alpha1.TypeMatter {
		return nil
	}
	return v.MattersOfGroup(m.Name)
}

// addOpponents adds the assets of every set in which the team of an asset is seen.
func addOpponents(affected names, v *cacheview.View, m *v1alpha1.Matter) {
	sets := names{}
	addSeenSets(sets, v, m)
	addOnSets(affected, v, sets)
}

// addSeenSets adds every set that an asset is in, itself or through its case, or
// that the matters are in which it groups.
func addSeenSets(sets names, v *cacheview.View, m *v1alpha1.Matter) {
	addSets(sets, v, m)
	for _, grouped := range groupedBy(v, m) {
		addSets(sets, v, grouped)
	}
}

// addOnSets adds the assets that are on a side of one of the sets.
func addOnSets(affected names, v *cacheview.View, sets names) {
	for set := range sets {
		for _, other := range v.MattersOnSet(set) {
			affected.add(other.Name)
			if other.Spec.Type == v1alpha1.TypeCase {
				addMatters(affected, staffing.Inheriting(v, other, set))
			}
		}
	}
}

func addSets(sets names, v *cacheview.View, m *v1alpha1.Matter) {
	for _, set := range roster.SetsOf(m) {
		sets.add(set)
	}
	if m.Spec.Type != v1alpha1.TypeMatter || m.Spec.Case == "" {
		return
	}
	if group := v.Matter(m.Spec.Case); group != nil {
		for _, set := range roster.SetsOf(group) {
			sets.add(set)
		}
	}
}

// addPeople adds whom an asset and its groups name, and their assistants: all who
// can be members of it or behind its wall, but for the other sides' teams.
func addPeople(affected names, v *cacheview.View, m *v1alpha1.Matter) {
	assets := []*v1alpha1.Matter{m}
	for _, group := range roster.GroupsOf(m) {
		if g := v.Matter(group); g != nil {
			assets = append(assets, g)
		}
	}
	for _, asset := range assets {
		for _, user := range roster.UsersNamedBy(asset) {
			affected.add(user)
			addAssistants(affected, v, user)
		}
	}
}

func addAssistants(affected names, v *cacheview.View, user string) {
	for _, link := range v.LinksOfTimekeeper(user) {
		affected.add(link.Spec.Assistant)
	}
}

// addWhoReachClients adds the users whose reach of some clients the Firm decides:
// those who reach all of its clients, and those around an asset of one of these (S-4).
func addWhoReachClients(affected names, v *cacheview.View, firm *v1alpha1.Firm, clients []string) {
	for _, role := range []v1alpha1.SystemRole{
		v1alpha1.RoleFirmAdministrator, v1alpha1.RoleFirmOfficeAdministrator, v1alpha1.RoleFirmUserBilling, v1alpha1.RoleThirdPartyBiller,
	} {
		addUsers(affected, v.UsersOfRole(role))
	}
	addUsers(affected, v.FirstUsers())
	affected.add(firm.Spec.Administrators.Lead)
	affected.add(firm.Spec.Administrators.Backup)
	for _, client := range clients {
		for _, m := range v.MattersOfClient(client) {
			addPeople(affected, v, m)
		}
	}
}

// disputedWith returns a link that came or went and those that dispute a user
// with it. A link never changes, but its since may be completed (L-7), and
// one that was deleted and created anew unseen looks like a change.
func disputedWith(v *cacheview.View, before, after *v1alpha1.AssistantLink) []*v1alpha1.AssistantLink {
	if before != nil && after != nil && before.UID == after.UID && roster.Since(before) == roster.Since(after) {
		return nil
	}
	var disputed []*v1alpha1.AssistantLink
	for _, link := range []*v1alpha1.AssistantLink{before, after} {
		if link != nil {
			disputed = append(disputed, link)
			disputed = append(disputed, roster.Disputed(v, link)...)
		}
	}
	return disputed
}
