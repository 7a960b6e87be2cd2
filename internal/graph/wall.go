package graph

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
)

// wall is who is walled off from the asset and why (section C), and whom it excludes
// by name (D-3).
func (d *drawing) wall() *Side {
	s := newSide(d.asset)
	for _, c := range d.status.ConflictedUsers {
		s.at(key{name: c.User}, Node{Kind: Walled, Name: c.User, Word: d.because(d.asset, c)})
	}
	for _, c := range d.status.ConflictedUsers {
		d.behind(s, c.User, c.Origins, 0)
	}
	for _, group := range d.groups() {
		own := staffing.DeriveAll(d.view, group).ConflictedUsers
		for _, c := range own {
			if !d.passedOn(group.Name, c.User) {
				continue // what strikes the group strikes the asset on its own (C-2)
			}
			on := s.at(key{group: true, name: group.Name}, Node{Kind: Group, Name: group.Name, Word: groupWord(group)})
			s.join(on, 0)
			d.behind(s, c.User, slices.DeleteFunc(slices.Clone(c.Origins), struck), on)
			if i, is := s.has[key{name: c.User}]; is && s.Nodes[i].Word == "" {
				s.Nodes[i].Word = d.because(group, c)
			}
		}
	}
	for _, e := range d.asset.Spec.ExcludedUsers {
		if roster.HasRight(d.view, e.User, v1alpha1.RightAdministrator) {
			continue // keeps access (S3)
		}
		i := s.at(key{name: e.User}, Node{Kind: Walled, Name: e.User, Word: exclusionWord[v1alpha1.ExcludedAsExcludedUser]})
		s.join(i, 0)
	}
	return s
}

// behind joins a conflicted user to what walls it off: the asset's own list, those
// whom it follows behind the wall, and the assets on other sides.
func (d *drawing) behind(s *Side, user string, origins []v1alpha1.Origin, on int) {
	from, is := s.has[key{name: user}]
	if !is {
		return
	}
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
		case v1alpha1.OriginOpposingTeamSet:
			for _, name := range origin.Via {
				to := s.at(key{group: true, name: name}, Node{Kind: Group, Name: name, Word: d.sideWord(name, origin.Set)})
				s.join(to, on)
				s.join(from, to)
			}
		case v1alpha1.OriginCase, v1alpha1.OriginCollection: // the group's own wall says how
		}
	}
}

// passedOn says whether a user is a conflicted user of the asset through a group (C-5).
func (d *drawing) passedOn(group, user string) bool {
	for _, c := range d.status.ConflictedUsers {
		if c.User == user {
			return slices.ContainsFunc(c.Origins, func(o v1alpha1.Origin) bool {
				return (o.Type == v1alpha1.OriginCase || o.Type == v1alpha1.OriginCollection) && (slices.Contains(o.Via, group) || o.More > 0)
			})
		}
	}
	return false
}

func struck(o v1alpha1.Origin) bool { return o.Type == v1alpha1.OriginOpposingTeamSet }

// because is the reason that an asset's own entry gives.
func (d *drawing) because(m *v1alpha1.Matter, c v1alpha1.ConflictedUser) string {
	for _, e := range m.Spec.ConflictedUsers {
		if e.User == c.User {
			if e.Reason == "" {
				return exclusionWord[v1alpha1.ExcludedAsConflictedUser]
			}
			return e.Reason
		}
	}
	if c.Origins[0].Type == v1alpha1.OriginFollowing {
		return assistant
	}
	return ""
}

// assistant is who follows somebody behind the wall.
const assistant = "assistant"

// sideWord says on which side of a set an asset is.
func (d *drawing) sideWord(asset, set string) string {
	if m := d.view.Matter(asset); m != nil {
		for _, side := range d.sides(m) {
			if side.Set == set {
				return "side " + side.Side + " of " + set
			}
		}
	}
	return "on another side of " + set
}
