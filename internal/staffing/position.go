package staffing

import (
	"iter"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// Positions says where users stand towards assets: one user at a time, asking only
// about that user and whom it assists, or everybody on an asset at once. It gives
// what Derive gives, and serves one moment.
type Positions struct{ d *derivation }

// NewPositions returns the positions of a firm.
func NewPositions(v roster.View) *Positions { return &Positions{newDerivation(v)} }

// Links returns the judge of the firm's links, who remembers what has been asked.
func (p *Positions) Links() *roster.Links { return p.d.links }

// Of returns where a user stands towards an asset. However many others are on it,
// none of them is looked at.
func (p *Positions) Of(asset *v1alpha1.Matter, user string) Position {
	walled := p.d.wallOf(asset, user)
	return p.d.position(asset, user, p.d.memberOf(asset, user), walled)
}

// Granted says whether a user is a member of an asset with access Granted (C-7).
func (p *Positions) Granted(asset *v1alpha1.Matter, user string) bool {
	if !p.d.isMember(asset, user) || p.d.excluded(asset, user) {
		return false
	}
	return !p.d.isWalled(asset, user)
}

// Granted says whether a user is a member of an asset with access Granted (C-7).
func Granted(v roster.View, asset *v1alpha1.Matter, user string) bool {
	return NewPositions(v).Granted(asset, user)
}

// Timekeepers returns whom a user assists, by name.
func (p *Positions) Timekeepers(user string) []string {
	links := p.d.links.Timekeepers(user)
	timekeepers := make([]string, 0, len(links))
	for _, link := range links {
		timekeepers = append(timekeepers, link.Spec.Timekeeper)
	}
	return timekeepers
}

// Everybody derives who is a member of an asset and who is walled off from it.
func (p *Positions) Everybody(asset *v1alpha1.Matter) *Everybody {
	team, walled, _ := p.d.judged(asset, new([]member))
	p.d.team(asset).held = true
	return &Everybody{d: p.d, asset: asset, team: team, wall: walled}
}

// Everybody are the members and the conflicted users of one asset.
type Everybody struct {
	d     *derivation
	asset *v1alpha1.Matter
	team  []*member // by user
	wall  wall
}

// Of returns where a user stands towards the asset.
func (e *Everybody) Of(user string) Position {
	return e.d.position(e.asset, user, findMember(e.team, user), e.wall)
}

// Names returns the names of the members, sorted (M-8).
func (e *Everybody) Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, m := range e.team {
			if !yield(m.user) {
				return
			}
		}
	}
}

// Members returns the members by name, as the asset's status has them (M-8).
func (e *Everybody) Members() []v1alpha1.Member {
	members := make([]v1alpha1.Member, 0, len(e.team))
	for _, m := range e.team {
		members = append(members, m.published())
	}
	return members
}

// Conflicted returns the conflicted users by name, as the asset's status has them
// (section C).
func (e *Everybody) Conflicted() []v1alpha1.ConflictedUser {
	walled := make([]v1alpha1.ConflictedUser, 0, len(e.wall))
	for _, c := range e.wall.sorted() {
		walled = append(walled, c.published())
	}
	return walled
}

// Member returns a user's membership as the asset's status has it, nil if it is no
// member (M-8).
func (e *Everybody) Member(user string) *v1alpha1.Member {
	m := findMember(e.team, user)
	if m == nil {
		return nil
	}
	return new(m.published())
}

// Position is where a user stands towards an asset: on its team or not, and behind
// which walls. The zero Position is that of who has nothing to do with it.
type Position struct {
	d          *derivation
	asset      *v1alpha1.Matter
	member     *member     // nil for none; its systems may not be settled
	conflicted *conflicted // nil for none
	wall       wall        // the user and whom it follows behind the wall, or all
	excluded   bool
}

func (d *derivation) position(asset *v1alpha1.Matter, user string, m *member, w wall) Position {
	return Position{d: d, asset: asset, member: m, conflicted: w[user], wall: w, excluded: d.excluded(asset, user)}
}

// IsMember says whether the user is a member (M-8).
func (p Position) IsMember() bool { return p.member != nil }

// MatterRole returns the highest role that a member has (M-9), empty for who is none.
func (p Position) MatterRole() v1alpha1.MatterRole {
	if p.member == nil {
		return ""
	}
	return p.member.matterRole
}

// IsConflicted says whether the user is a conflicted user (section C).
func (p Position) IsConflicted() bool { return p.conflicted != nil }

// IsExcluded says whether the asset excludes the user by name; the right
// Administrator keeps its holders in (C-7, D-3).
func (p Position) IsExcluded() bool { return p.excluded }

// IsGranted says whether the user is a member with access Granted (C-7).
func (p Position) IsGranted() bool { return p.IsMember() && !p.IsConflicted() && !p.IsExcluded() }

// Conflicted returns how the user is walled off as the asset's status has it, nil
// if it is not.
func (p Position) Conflicted() *v1alpha1.ConflictedUser {
	if p.conflicted == nil {
		return nil
	}
	return new(p.conflicted.published())
}

// MemberPath leads from a member to the asset by its first origin (M-9); nil for
// who is none.
func (p Position) MemberPath() Path {
	if p.member == nil {
		return nil
	}
	return p.d.teamReasons(p.asset, p.member)[0].Path
}

// TeamReasons returns why the user is a member, as Explain does; nothing for who is none.
func (p Position) TeamReasons() []Reason {
	if p.member == nil {
		return nil
	}
	return p.d.teamReasons(p.asset, p.member)
}

// WallReasons returns why the user is a conflicted user, as Explain does; nothing for who
// is none.
func (p Position) WallReasons() []Reason {
	if p.conflicted == nil {
		return nil
	}
	return slices.Collect(p.d.wallReasons(p.asset, p.wall, p.conflicted))
}

// WallPath leads from a conflicted user to the asset by its first origin (C-6);
// nil for who is none.
func (p Position) WallPath() Path {
	if p.conflicted == nil {
		return nil
	}
	return firstOf(p.d.wallReasons(p.asset, p.wall, p.conflicted)).Path
}

// excluded says whether an asset excludes a user by name (C-7).
func (d *derivation) excluded(asset *v1alpha1.Matter, user string) bool {
	named := slices.ContainsFunc(asset.Spec.ExcludedUsers, func(e v1alpha1.ExcludedEntry) bool { return e.User == user })
	return named && !roster.HasRight(d.view, user, v1alpha1.RightAdministrator)
}
