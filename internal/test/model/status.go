package model

import (
	"maps"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Status is the status that an asset must have, conditions and observedGeneration
// aside, whole lists and not their first 500. The asset must be there.
func (w *World) Status(matter string) v1alpha1.MatterStatus {
	a := w.assets[matter]
	x := w.walls(a)
	s := v1alpha1.MatterStatus{
		AssistantsFollow: v1alpha1.EffectiveFollow{
			Staffing:        w.inEffect(a, staffing),
			ConflictedUsers: w.inEffect(a, conflicted),
		},
		Summary: &v1alpha1.MatterSummary{},
	}
	for _, user := range w.members(a).sorted() {
		s.Staffing = append(s.Staffing, w.member(a, x, user))
	}
	for _, user := range x.users().sorted() {
		s.ConflictedUsers = append(s.ConflictedUsers, v1alpha1.ConflictedUser{User: user, Origins: x.origins(user)})
	}
	for _, user := range direct(a.spec, staffing).sorted() {
		if reason := w.whyNot(user); reason != "" {
			s.Ignored = append(s.Ignored, v1alpha1.IgnoredUser{User: user, Reason: reason})
		}
	}
	for _, m := range s.Staffing {
		s.Summary.Members++
		if slices.ContainsFunc(m.Origins, func(o v1alpha1.Origin) bool { return o.Type == v1alpha1.OriginFollowing }) {
			s.Summary.Followers++
		}
		if m.Access == v1alpha1.AccessExcluded {
			s.Summary.Excluded++
		}
	}
	s.Summary.Conflicted = int32(len(s.ConflictedUsers))
	return s
}

// member is the status of one of the team (M-9, C-4, C-7).
func (w *World) member(a *asset, x walls, user string) v1alpha1.Member {
	parts := w.parts(a, user)
	m := v1alpha1.Member{User: user, StaffingType: parts[0].staffingType, Access: v1alpha1.AccessGranted}
	vias, systems, highest := map[v1alpha1.OriginType]set{}, set{}, 0
	for _, p := range parts {
		if vias[p.origin] == nil {
			vias[p.origin] = set{}
		}
		vias[p.origin].add(p.via)
		systems.add(p.systems)
		highest = max(highest, rank(p.role))
	}
	for _, kind := range []v1alpha1.OriginType{
		v1alpha1.OriginDirect, v1alpha1.OriginCase, v1alpha1.OriginCollection, v1alpha1.OriginFollowing,
	} {
		if via, holds := vias[kind]; holds {
			m.Origins = append(m.Origins, origin(kind, "", via))
		}
	}
	m.MatterRole = ranks[highest]
	m.IncludedSystems = systems.sorted()
	if m.Exclusions = w.exclusions(a, x, user); m.Exclusions != nil {
		m.Access = v1alpha1.AccessExcluded
	}
	if x.exempt[user] {
		m.Exemptions = []v1alpha1.GlobalRole{v1alpha1.FloatingUser}
	}
	return m
}

// origins are all the walls that hold against a user, in the order of C-6.
func (x walls) origins(user string) []v1alpha1.Origin {
	var found []v1alpha1.Origin
	if x.direct[user] {
		found = append(found, origin(v1alpha1.OriginDirect, "", nil))
	}
	following := set{}
	following.add(x.following[user])
	following.add(x.assisting[user])
	if len(following) > 0 {
		found = append(found, origin(v1alpha1.OriginFollowing, "", following))
	}
	if via := x.cases[user]; via != nil {
		found = append(found, origin(v1alpha1.OriginCase, "", via))
	}
	if via := x.collections[user]; via != nil {
		found = append(found, origin(v1alpha1.OriginCollection, "", via))
	}
	for _, name := range slices.Sorted(maps.Keys(x.opposing[user])) {
		found = append(found, origin(v1alpha1.OriginOpposingTeamSet, name, x.opposing[user][name]))
	}
	return found
}

// origin writes an origin down: the first names of via and the number of the others (W-5).
func origin(kind v1alpha1.OriginType, name string, via set) v1alpha1.Origin {
	all := via.sorted()
	first := all[:min(len(all), v1alpha1.MaxVia)]
	return v1alpha1.Origin{Type: kind, Set: name, Via: first, More: int32(len(all) - len(first))}
}
