package graph

import (
	"cmp"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/staffing"
)

// team is who is on the asset and through what (M-8).
func (d *drawing) team() *Side {
	s := newSide(d.asset)
	members := slices.SortedStableFunc(slices.Values(d.status.Staffing), func(a, b v1alpha1.Member) int {
		return cmp.Compare(d.rank(a), d.rank(b))
	})
	for _, m := range members {
		s.at(key{name: m.User}, Node{Kind: kindOf(m), Name: m.User, Word: d.standing(m), Lead: m.User == d.asset.Spec.Lead})
	}
	for _, m := range members {
		s.reach(m.User, m.Origins, 0)
	}
	for _, group := range d.groups() {
		team := byUser(staffing.DeriveAll(d.view, group).Staffing)
		for _, m := range members {
			if there, is := team[m.User]; is {
				on := s.at(key{group: true, name: group.Name}, Node{Kind: Group, Name: group.Name, Word: groupWord(group)})
				s.join(on, 0)
				s.reach(m.User, there.Origins, on)
			}
		}
	}
	s.followers()
	return s
}

// followers marks those who are named on no list: all that they hang on are users.
func (s *Side) followers() {
	named := make([]bool, len(s.Nodes))
	for _, e := range s.Edges {
		named[e.From] = named[e.From] || s.Nodes[e.To].Kind == Root || s.Nodes[e.To].Kind == Group
	}
	for i := range s.Nodes {
		if n := &s.Nodes[i]; n.Kind == Named && !named[i] {
			n.Kind, n.Word = Follower, n.Word+", follows"
		}
	}
}

// reach joins a member to what it is on an asset by: to the asset, or to those whom
// it follows there.
func (s *Side) reach(user string, origins []v1alpha1.Origin, on int) {
	from := s.has[key{name: user}]
	for _, origin := range origins {
		switch origin.Type {
		case v1alpha1.OriginDirect:
			s.join(from, on)
		case v1alpha1.OriginFollowing:
			for _, timekeeper := range origin.Via {
				if to, is := s.has[key{name: timekeeper}]; is {
					s.join(from, to)
				}
			}
		case v1alpha1.OriginCase, v1alpha1.OriginCollection, v1alpha1.OriginOpposingTeamSet: // the group's own team says how
		}
	}
}

// rank puts the lead first, then who manages, edits and reads.
func (d *drawing) rank(m v1alpha1.Member) int {
	if m.User == d.asset.Spec.Lead {
		return 0
	}
	return 1 + slices.Index([]v1alpha1.MatterRole{
		v1alpha1.MatterRoleAdministrator, v1alpha1.MatterRoleEditor, v1alpha1.MatterRoleReader, v1alpha1.MatterRoleBillingOnly,
	}, m.MatterRole)
}

func kindOf(m v1alpha1.Member) Kind {
	if m.Access == v1alpha1.AccessExcluded {
		return KeptOut
	}
	return Named
}

// standing says in a few words how a member stands there.
func (d *drawing) standing(m v1alpha1.Member) string {
	if m.Access == v1alpha1.AccessExcluded {
		var why []string
		for _, exclusion := range m.Exclusions {
			why = append(why, exclusionWord[exclusion])
		}
		return "kept out: " + strings.Join(why, ", ")
	}
	word := roleWord[m.MatterRole]
	if m.User == d.asset.Spec.Lead {
		word = "leads"
	}
	if len(m.Exemptions) > 0 {
		word += ", floats"
	}
	return word
}

var roleWord = map[v1alpha1.MatterRole]string{
	v1alpha1.MatterRoleAdministrator: "administrator", v1alpha1.MatterRoleEditor: "editor",
	v1alpha1.MatterRoleReader: "reader", v1alpha1.MatterRoleBillingOnly: "billing only",
}

var exclusionWord = map[v1alpha1.Exclusion]string{
	v1alpha1.ExcludedAsConflictedUser:  "conflicted user",
	v1alpha1.ExcludedByOpposingTeamSet: "on an opposing team",
	v1alpha1.ExcludedAsExcludedUser:    "excluded by name",
}

func groupWord(group *v1alpha1.Matter) string { return strings.ToLower(string(group.Spec.Type)) }

func byUser(members []v1alpha1.Member) map[string]v1alpha1.Member {
	found := make(map[string]v1alpha1.Member, len(members))
	for _, m := range members {
		found[m.User] = m
	}
	return found
}
