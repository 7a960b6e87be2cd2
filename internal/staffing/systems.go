package staffing

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// firmSystems returns the systems that the Firm lists, sorted; none without a Firm.
func firmSystems(v roster.View) []string {
	firm, _ := v.Firm()
	if firm == nil {
		return nil
	}
	return slices.Clone(sortedUnique(firm.Spec.Systems)) // statuses share nothing with specs
}

// settled returns the team of an asset with the systems of every seat settled
// among that team alone, as a Case or Collection gives them (M-11).
func (d *derivation) settled(asset *v1alpha1.Matter) *team {
	t := d.team(asset)
	if t.settled {
		return t
	}
	t.settled = true
	d.settleSeats(t)
	d.settleAssistants(t, func(user string) ([]string, bool) {
		if s := t.find(user); s != nil {
			return s.systems, true
		}
		return nil, false
	})
	return t
}

// settleMembers settles the systems of an asset's own seats and of its members.
// An assistant has what its timekeepers have as members by whatever origin, so
// that they are settled first; nobody is both.
func (d *derivation) settleMembers(own *team, members []*member) {
	d.settleSeats(own)
	for _, m := range members {
		m.settle()
	}
	assistants := d.settleAssistants(own, func(user string) ([]string, bool) {
		if m := findMember(members, user); m != nil {
			return m.systems, true
		}
		return nil, false
	})
	for _, s := range assistants {
		findMember(members, s.user).settle()
	}
}

// settleSeats settles the systems of every seat but those of direct assistants:
// a direct user has by its entry, a follower what its timekeepers have by theirs (M-11).
func (d *derivation) settleSeats(t *team) {
	for _, s := range t.seats {
		if s.direct() {
			s.systems = d.systemsOf(s.named)
		}
	}
	for _, s := range t.seats {
		if s.direct() {
			continue
		}
		s.systems = nil
		for _, timekeeper := range s.via {
			s.systems = union(s.systems, t.find(timekeeper).systems)
		}
	}
}

// settleAssistants settles the systems of the direct users who are assistants:
// never their own list, but what their timekeepers have on the asset, or all of
// the firm's with none of them there (M-11, S4 8). It returns their seats.
func (d *derivation) settleAssistants(t *team, memberSystems func(user string) ([]string, bool)) []*seat {
	var assistants []*seat
	for _, s := range t.seats {
		if !s.direct() {
			continue
		}
		links := d.timekeepersOf(s.person)
		if len(links) == 0 {
			continue
		}
		var systems []string
		found := false
		for _, link := range links {
			if have, member := memberSystems(link.Spec.Timekeeper); member {
				found = true
				systems = union(systems, have)
			}
		}
		if !found {
			systems = d.systems
		}
		s.systems = systems
		assistants = append(assistants, s)
	}
	return assistants
}

// systemsOf returns those of the named systems that the Firm lists, or all of
// the Firm's if none are named (M-11).
func (d *derivation) systemsOf(named []string) []string {
	if len(named) == 0 {
		return d.systems
	}
	systems := make([]string, 0, len(named))
	for _, system := range sortedUnique(named) {
		if _, listed := slices.BinarySearch(d.systems, system); listed {
			systems = append(systems, system)
		}
	}
	return systems
}

// union returns the union of two sorted lists of distinct names.
func union(a, b []string) []string {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 || slices.Equal(a, b) {
		return a
	}
	return sortedUnique(slices.Concat(a, b))
}

// sortedUnique returns the distinct names of a list, sorted: the list itself, if that
// is what it holds.
func sortedUnique(names []string) []string {
	if isSortedUnique(names) {
		return names
	}
	sorted := slices.Clone(names)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}

func isSortedUnique(names []string) bool {
	for i := 1; i < len(names); i++ {
		if names[i-1] >= names[i] {
			return false
		}
	}
	return true
}
