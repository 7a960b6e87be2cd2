package difference

import (
	"maps"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/answer"
	"github.com/matterplane/matterplane/internal/staffing"
)

// scene is a moment of a firm to ask about its users and assets. It serves one
// caller.
type scene struct {
	*moment

	assets *access.Assets
	units  access.Units
}

func sceneOf(m *moment) *scene {
	firm, _ := m.Firm()
	return &scene{moment: m, assets: access.AssetsOf(m), units: access.UnitsOf(firm)}
}

// placed is where a user stands towards an asset, and what says so.
type placed struct {
	Place

	decisions []access.Decision
	walled    bool
	position  staffing.Position
}

// stand returns where a user stands, without the paths.
func (s *scene) stand(asset *v1alpha1.Matter, user string) placed {
	if asset == nil {
		return placed{Place: Place{Standing: answer.None}}
	}
	a := s.assets.Of(asset)
	p := placed{position: a.Position(user), decisions: a.Decisions(user)}
	p.walled = p.position.IsConflicted() || p.position.IsExcluded()
	p.MatterRole = string(p.position.MatterRole())
	p.Standing = standing(p.position, p.walled)
	p.Actions = allowed(p.decisions)
	return p
}

func standing(p staffing.Position, walled bool) answer.Standing {
	switch {
	case p.IsMember() && walled:
		return answer.Excluded
	case p.IsMember():
		return answer.Granted
	case walled:
		return answer.WalledOff
	}
	return answer.None
}

// through returns the paths by which a user stands where it does, the walls first,
// then the team, then what else lets it act (D-4, D-7 to D-10).
func (p placed) through(asset *v1alpha1.Matter, user string) []Through {
	if asset == nil {
		return nil
	}
	var all []Through
	for _, reason := range p.position.WallReasons() {
		all = append(all, throughOf(reason))
	}
	if p.position.IsExcluded() {
		all = append(all, Through{Because: string(v1alpha1.ExcludedAsExcludedUser), Path: user + " ← excludedUsers ← " + asset.Name, Rules: []string{"D-3"}})
	}
	for _, reason := range p.position.TeamReasons() {
		all = append(all, throughOf(reason))
	}
	for _, d := range p.decisions {
		if !d.Allowed {
			continue
		}
		for i, rule := range d.Rules {
			t := Through{Because: rule, Path: d.Paths[i], Rules: []string{rule}}
			if rule != "D-6" && !slices.ContainsFunc(all, t.same) {
				all = append(all, t)
			}
		}
	}
	return all
}

func throughOf(r staffing.Reason) Through {
	return Through{Because: r.Because, Path: r.Path.String(), Rules: r.Rules}
}

func (t Through) same(other Through) bool { return t.Because == other.Because && t.Path == other.Path }

// positions are the members and the conflicted users of an asset by name, as its
// status has them, and those whom it excludes.
type positions struct {
	members    map[string]v1alpha1.Member
	conflicted map[string]v1alpha1.ConflictedUser
	excluded   map[string]bool
}

func (s *scene) positions(asset *v1alpha1.Matter) positions {
	a := s.assets.Of(asset)
	p := positions{members: map[string]v1alpha1.Member{}, conflicted: map[string]v1alpha1.ConflictedUser{}, excluded: map[string]bool{}}
	for _, m := range a.Members() {
		p.members[m.User] = m
	}
	for _, c := range a.Walled() {
		p.conflicted[c.User] = c
	}
	for _, e := range asset.Spec.ExcludedUsers {
		if a.Excluded(e.User) {
			p.excluded[e.User] = true
		}
	}
	return p
}

// users returns everybody who stands anywhere.
func (p positions) users() map[string]bool {
	all := maps.Clone(p.excluded)
	for user := range p.members {
		all[user] = true
	}
	for user := range p.conflicted {
		all[user] = true
	}
	return all
}

// same says whether a user stands towards both in the same way: on the team by the same
// origins and names with the same role, and behind walls of the same kind. By which
// teams a set strikes is the wall's own affair, and systems and the staffing type are no
// access (section D).
func (p positions) same(other positions, user string) bool {
	a, member := p.members[user]
	b, still := other.members[user]
	c, walled := p.conflicted[user]
	d, yet := other.conflicted[user]
	return member == still && walled == yet && p.excluded[user] == other.excluded[user] &&
		a.MatterRole == b.MatterRole && slices.Equal(a.Exclusions, b.Exclusions) &&
		slices.EqualFunc(a.Origins, b.Origins, sameOrigin) && slices.EqualFunc(c.Origins, d.Origins, sameWall)
}

func sameOrigin(a, b v1alpha1.Origin) bool {
	return a.Type == b.Type && a.More == b.More && slices.Equal(a.Via, b.Via)
}

func sameWall(a, b v1alpha1.Origin) bool { return a.Type == b.Type && a.Set == b.Set }

// manyOrigins says whether a member has an origin with more names than the status
// shows (W-5).
func (p positions) manyOrigins(user string) bool {
	return slices.ContainsFunc(p.members[user].Origins, func(o v1alpha1.Origin) bool { return o.More > 0 })
}
