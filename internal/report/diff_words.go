package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/answer"
	"github.com/matterplane/matterplane/internal/difference"
)

// What a firm's diff says in words, in whatever form it is shown.

// total is the sum of what changes in all firms.
func total(d difference.Difference) difference.Summary {
	var all difference.Summary
	for _, firm := range d.Firms {
		s := firm.Summary
		all.Gains, all.Loses, all.Changes = all.Gains+s.Gains, all.Loses+s.Loses, all.Changes+s.Changes
		all.WallsRaised, all.WallsLifted = all.WallsRaised+s.WallsRaised, all.WallsLifted+s.WallsLifted
		all.Users, all.Matters, all.Roles = all.Users+s.Users, all.Matters+s.Matters, all.Roles+s.Roles
	}
	return all
}

// headline says how much changes: who gains and who loses first. What is counted are
// pairs of user and matter.
func headline(s difference.Summary) []string {
	var facts []string
	for _, fact := range []struct {
		n         int
		one, many string
	}{
		{s.Gains, "gains access", "gain access"},
		{s.Loses, "loses access", "lose access"},
		{s.Changes, "changes", "change"},
		{s.WallsRaised, "wall raised", "walls raised"},
		{s.WallsLifted, "wall lifted", "walls lifted"},
		{s.Roles, "role changed", "roles changed"},
	} {
		if fact.n > 0 {
			facts = append(facts, count(fact.n, fact.one, fact.many))
		}
	}
	return facts
}

// reach says how far it goes.
func reach(s difference.Summary) string {
	return count(s.Users, "user", "users") + " on " + count(s.Matters, "matter", "matters")
}

// nothing is what is said of two sides between which no access changes.
const nothing = "Nobody gains or loses access."

// wallWord says what happens to a wall in front of a user.
func wallWord(u difference.User) string {
	switch u.Wall {
	case difference.Raised:
		return "wall raised"
	case difference.Lifted:
		return "wall lifted"
	}
	return ""
}

// effectWord says what happens to a user on a matter.
func effectWord(effect difference.Effect) string {
	switch effect {
	case difference.Gains:
		return "gains"
	case difference.Loses:
		return "loses"
	case difference.Changes:
		return "changes"
	case difference.Walls:
	}
	return ""
}

// actionsOf names actions, one after the other.
func actionsOf(actions []access.Action) string {
	if len(actions) == len(access.Actions) {
		return "everything"
	}
	words := make([]string, len(actions))
	for i, action := range actions {
		words[i] = string(action)
	}
	return strings.Join(words, ", ")
}

// mayWords say what a user may do more and less than before.
func mayWords(gained, lost []access.Action) string {
	switch {
	case len(gained) > 0 && len(lost) > 0:
		return "gains " + actionsOf(gained) + "; loses " + actionsOf(lost)
	case len(gained) > 0:
		return actionsOf(gained)
	}
	return actionsOf(lost)
}

// placeWords say where a user stands, as a member with its role.
func placeWords(p difference.Place) string {
	role := ""
	if p.MatterRole != "" {
		role = " (" + roleWord(v1alpha1.MatterRole(p.MatterRole)) + ")"
	}
	switch p.Standing {
	case answer.Granted:
		return "on the team" + role
	case answer.Excluded:
		return "on the team" + role + ", kept out"
	case answer.WalledOff:
		return "walled off"
	case answer.None:
	}
	return "not on the team"
}

// movedWords say where a user stood and stands, if that is not the same, and not what
// the wall that moves already says.
func movedWords(u difference.User) string {
	was, is := placeWords(u.Was), placeWords(u.Is)
	from, to := u.Was.Standing, u.Is.Standing
	switch {
	case was == is, u.Wall == difference.Raised && from == answer.None && to == answer.WalledOff,
		u.Wall == difference.Lifted && from == answer.WalledOff && to == answer.None:
		return ""
	}
	return "was " + was + ", now " + is
}

// furthest puts matters on which access moves before those on which only walls do,
// those with the most users first.
func furthest(matters []difference.Matter) []difference.Matter {
	moves := func(m difference.Matter) int {
		n := 0
		for _, u := range m.Users {
			if u.Effect != difference.Walls {
				n++
			}
		}
		return n
	}
	return slices.SortedStableFunc(slices.Values(matters), func(a, b difference.Matter) int { return moves(b) - moves(a) })
}

func rulesOf(t difference.Through) string { return strings.Join(t.Rules, ", ") }

// roleMoved says what a user is no more, and what it is now.
func roleMoved(r difference.Role) (was, is []string) {
	other := func(words, others []string) []string {
		return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(others, w) })
	}
	return other(r.Was, r.Is), other(r.Is, r.Was)
}

// maxOtherwise is how many matters are named that a role does not reach.
const maxOtherwise = 5

// reaches says how far a change of a role goes.
func reaches(r difference.Role) (where string, but []string, more int) {
	if len(r.Gained)+len(r.Lost) == 0 {
		return "", nil, 0
	}
	named := min(len(r.Otherwise), maxOtherwise)
	return "on " + count(r.Everywhere, "matter", "matters"), r.Otherwise[:named], len(r.Otherwise) - named
}

// tally says in a few words what happens on a matter.
func tally(m difference.Matter) []string {
	var s difference.Summary
	for _, u := range m.Users {
		switch u.Effect {
		case difference.Gains:
			s.Gains++
		case difference.Loses:
			s.Loses++
		case difference.Changes:
			s.Changes++
		case difference.Walls:
		}
		switch u.Wall {
		case difference.Raised:
			s.WallsRaised++
		case difference.Lifted:
			s.WallsLifted++
		}
	}
	var facts []string
	for _, fact := range []struct {
		n         int
		one, many string
	}{
		{s.Gains, "gains", "gain"},
		{s.Loses, "loses", "lose"},
		{s.Changes, "changes", "change"},
		{s.WallsRaised, "wall raised", "walls raised"},
		{s.WallsLifted, "wall lifted", "walls lifted"},
	} {
		if fact.n > 0 {
			facts = append(facts, count(fact.n, fact.one, fact.many))
		}
	}
	return facts
}

// required are requirements for the same reason, of several objects.
type required struct {
	difference.Requirement

	of []string // kind, name and field of each
}

// grouped puts requirements of the same reason together: first what nobody may do,
// then in the order in which they come.
func grouped(all []difference.Requirement) []required {
	var groups []required
	for _, r := range all {
		of := fmt.Sprintf("%s %s %s", r.Kind, r.Name, strings.Join(append([]string{r.Field}, r.Also...), ", "))
		same := func(g required) bool {
			return g.Rule == r.Rule && g.Reason == r.Reason && g.Who == r.Who && g.Nobody == r.Nobody
		}
		if i := slices.IndexFunc(groups, same); i >= 0 {
			groups[i].of = append(groups[i].of, of)
			continue
		}
		groups = append(groups, required{r, []string{of}})
	}
	slices.SortStableFunc(groups, func(a, b required) int {
		if a.Nobody == b.Nobody {
			return 0
		}
		if a.Nobody {
			return -1
		}
		return 1
	})
	return groups
}
