package staffing

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// member is a member of an asset, by all the origins that hold (M-9).
type member struct {
	user         string
	own          *seat    // on the asset's own team
	byCase       *seat    // on its case's
	collections  []string // those on whose team it is, by name
	first        *seat    // the seat of the first origin
	matterRole   v1alpha1.MatterRole
	systems      []string
	byCaseVia    []string // the name of its case, which all members there share
	exclusions   []v1alpha1.Exclusion
	exemptions   []v1alpha1.GlobalRole
	inCollection []*seat // its seats there, in the same order
}

// members returns the members of an asset (M-8), by user: its own team and,
// for a matter, the teams of its case and its collections. They are in the room that
// it is given, as far as that suffices.
func (d *derivation) members(asset *v1alpha1.Matter, room *[]member) []*member {
	own := d.team(asset)
	if most := d.mostMembers(asset); cap(*room) < most {
		*room = make([]member, 0, most)
	}
	members := seated(room, nil, own.seats, func(m *member, s *seat) { m.own = s })
	if c := d.caseOf(asset); c != nil {
		via := []string{c.Name}
		members = seated(room, members, d.settled(c).seats, func(m *member, s *seat) { m.byCase, m.byCaseVia = s, via })
	}
	for _, c := range d.collectionsOf(asset) {
		members = seated(room, members, d.settled(c).seats, func(m *member, s *seat) {
			m.collections, m.inCollection = append(m.collections, c.Name), append(m.inCollection, s)
		})
	}
	d.settleMembers(own, members)
	return members
}

// mostMembers returns how many members an asset has if nobody is one twice.
func (d *derivation) mostMembers(asset *v1alpha1.Matter) int {
	most := len(d.team(asset).seats)
	if c := d.caseOf(asset); c != nil {
		most += len(d.team(c).seats)
	}
	for _, c := range d.collectionsOf(asset) {
		most += len(d.team(c).seats)
	}
	return most
}

// seated gives members the seats of a team, and makes members of those who are none
// yet, in the room, which suffices. Both are sorted by user, and so is what it returns.
func seated(room *[]member, members []*member, seats []*seat, take func(*member, *seat)) []*member {
	all := make([]*member, 0, len(members)+len(seats))
	for _, s := range seats {
		for len(members) > 0 && members[0].user < s.user {
			all, members = append(all, members[0]), members[1:]
		}
		if len(members) > 0 && members[0].user == s.user {
			take(members[0], s)
			continue
		}
		*room = append(*room, member{user: s.user, matterRole: v1alpha1.MatterRoleBillingOnly})
		m := &(*room)[len(*room)-1]
		take(m, s)
		all = append(all, m)
	}
	return append(all, members...)
}

// memberNames returns the names of the members of an asset, in no order; cheaper
// than members, and all that a wall needs of the other side.
func (d *derivation) memberNames(asset *v1alpha1.Matter) []string {
	var names []string
	add := func(t *team) {
		for _, s := range t.seats {
			names = append(names, s.user)
		}
	}
	add(d.team(asset))
	inherits := false
	if c := d.caseOf(asset); c != nil {
		inherits = true
		add(d.team(c))
	}
	for _, c := range d.collectionsOf(asset) {
		inherits = true
		add(d.team(c))
	}
	if inherits {
		return sortedUnique(names)
	}
	return names
}

// seats returns the member's seats in the order of its origins (M-9), in the room
// that it is given as far as that suffices.
func (m *member) seats(room []*seat) []*seat {
	seats := room[:0]
	if m.own != nil && m.own.direct() {
		seats = append(seats, m.own)
	}
	if m.byCase != nil {
		seats = append(seats, m.byCase)
	}
	seats = append(seats, m.inCollection...)
	if m.own != nil && !m.own.direct() {
		seats = append(seats, m.own)
	}
	return seats
}

// settle fills in what the member has by all its origins together (M-9).
func (m *member) settle() {
	var room [4]*seat
	seats := m.seats(room[:])
	m.first = seats[0]
	m.systems = nil
	for _, s := range seats {
		m.matterRole = higher(m.matterRole, s.matterRole)
		m.systems = union(m.systems, s.systems)
	}
}

// appendOrigins appends the member's origins in the order of M-9.
func (m *member) appendOrigins(origins []v1alpha1.Origin) []v1alpha1.Origin {
	if m.own != nil && m.own.direct() {
		origins = append(origins, v1alpha1.Origin{Type: v1alpha1.OriginDirect})
	}
	if m.byCase != nil {
		origins = append(origins, v1alpha1.Origin{Type: v1alpha1.OriginCase, Via: m.byCaseVia})
	}
	if len(m.collections) > 0 {
		origins = append(origins, origin(v1alpha1.OriginCollection, m.collections))
	}
	if m.follows() {
		origins = append(origins, origin(v1alpha1.OriginFollowing, m.own.via))
	}
	return origins
}

func (m *member) follows() bool { return m.own != nil && !m.own.direct() }

func (m *member) published() v1alpha1.Member { return m.publishedIn(new([]v1alpha1.Origin)) }

// publishedIn is published, with the origins in the room that there is.
func (m *member) publishedIn(room *[]v1alpha1.Origin) v1alpha1.Member {
	from := len(*room)
	*room = m.appendOrigins(*room)
	access := v1alpha1.AccessGranted
	if len(m.exclusions) > 0 {
		access = v1alpha1.AccessExcluded
	}
	return v1alpha1.Member{
		User:            m.user,
		Origins:         slices.Clip((*room)[from:]),
		StaffingType:    m.first.staffingType,
		MatterRole:      m.matterRole,
		IncludedSystems: m.systems,
		Access:          access,
		Exclusions:      m.exclusions,
		Exemptions:      m.exemptions,
	}
}

// origin returns an origin whose via holds the first names and counts the others (W-5).
func origin(kind v1alpha1.OriginType, via []string) v1alpha1.Origin {
	shown := via[:min(len(via), v1alpha1.MaxVia)]
	return v1alpha1.Origin{Type: kind, Via: slices.Clone(shown), More: int32(len(via) - len(shown))}
}
