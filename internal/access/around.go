package access

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
)

// around returns the assets towards which a user can have a position: those that
// name it or one whom it assists, the matters that those group (M-8, C-5), and the
// assets of every set that any of these is in (C-2, C-3).
func around(v roster.View, s *surroundings, user string) assets {
	found := assets{}
	found.add(v.MattersNaming(user)...)
	for _, timekeeper := range s.positions.Timekeepers(user) {
		found.add(v.MattersNaming(timekeeper)...)
	}
	var grouped []*v1alpha1.Matter
	for _, m := range found {
		if m.Spec.Type != v1alpha1.TypeMatter {
			grouped = append(grouped, v.MattersOfGroup(m.Name)...)
		}
	}
	found.add(grouped...)
	for set := range setsOf(v, found) {
		for _, other := range v.MattersOnSet(set) {
			found.add(other)
			if other.Spec.Type == v1alpha1.TypeCase {
				found.add(staffing.Inheriting(v, other, set)...)
			}
		}
	}
	return found
}

// setsOf returns the sets that some assets are in, themselves or through their cases.
func setsOf(v roster.View, some assets) map[string]bool {
	sets := map[string]bool{}
	add := func(m *v1alpha1.Matter) {
		for _, set := range roster.SetsOf(m) {
			sets[set] = true
		}
	}
	for _, m := range some {
		add(m)
		if m.Spec.Type != v1alpha1.TypeMatter || m.Spec.Case == "" {
			continue
		}
		if c := v.Matter(m.Spec.Case); c != nil {
			add(c)
		}
	}
	return sets
}
