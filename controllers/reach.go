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
	affected, sets := names{}, names{}
	for _, m := range assets {
		affected.add(m.Name)
		addMatters(affected, v.MattersOfGroup(m.Name))
		addSetsAround(sets, v, m)
	}
	addSides(affected, v, sets)
	return affected
}

// addOpponents adds the assets of every set that an asset is in, itself or
// through its case, or that the matters are in which it groups.
func addOpponents(affected names, v *cacheview.View, m *v1alpha1.Matter) {
	sets := names{}
	addSetsAround(sets, v, m)
	addSides(affected, v, sets)
}

// addSetsAround adds the sets that an asset is in, or that the matters are in
// which it groups.
func addSetsAround(sets names, v *cacheview.View, m *v1alpha1.Matter) {
	addSets(sets, v, m)
	if m.Spec.Type == v1alpha1.TypeMatter {
		return
	}
	for _, grouped := range v.MattersOfGroup(m.Name) {
		addSets(sets, v, grouped)
	}
}

// addSides adds all that are on a side of some sets.
func addSides(affected names, v *cacheview.View, sets names) {
	for set := range sets {
		for _, other := range v.MattersOnSet(set) {
			affected.add(other.Name)
			if other.Spec.Type == v1alpha1.TypeCase {
				addMatters(affected, staffing.Inheriting(v, other, set))
			}
		}
	}
}

// addSets adds the sets that an asset is in, itself or through its case.
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
