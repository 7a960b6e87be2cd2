package staffing

import (
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// The functions of this file give for one user what team, members and wall give
// for all, by the same rules and without looking at anybody else but those whom
// the user assists. What has been derived for all is used.

// seat returns a user's seat on the own team of an asset, its systems not settled;
// nil for none (M-8).
func (d *derivation) seat(asset *v1alpha1.Matter, user string) *seat {
	if t, derived := d.teams[asset.Name]; derived {
		return t.find(user)
	}
	p := d.person(user)
	if !p.participant {
		return nil
	}
	if entry, direct := entryOf(asset, user); direct {
		return new(directSeat(asset, p, entry))
	}
	var s *seat
	for _, link := range d.timekeepersOf(p) {
		timekeeper, entry := d.followedBy(asset, link)
		if timekeeper == nil {
			continue
		}
		if s == nil {
			s = new(followingSeat(p))
		}
		s.following(new(directSeat(asset, timekeeper, entry)))
	}
	return s
}

// isSeated says whether a person has a seat on the own team of an asset, as seat would.
func (d *derivation) isSeated(asset *v1alpha1.Matter, p *person) bool {
	if !p.participant {
		return false
	}
	if _, direct := entryOf(asset, p.user); direct {
		return true
	}
	timekeepers := d.timekeepersOf(p)
	if len(timekeepers) == 0 {
		return false
	}
	if t, derived := d.teams[asset.Name]; derived {
		return t.find(p.user) != nil
	}
	return slices.ContainsFunc(timekeepers, func(link *v1alpha1.AssistantLink) bool {
		timekeeper, _ := d.followedBy(asset, link)
		return timekeeper != nil
	})
}

// followedBy returns whom the assistant of an accepted link, who is not direct on an
// asset, follows onto its own team by that link, and the entry there; nil for nobody
// (M-4).
func (d *derivation) followedBy(asset *v1alpha1.Matter, link *v1alpha1.AssistantLink) (*person, *v1alpha1.StaffingEntry) {
	entry, direct := entryOf(asset, link.Spec.Timekeeper)
	if !direct {
		return nil, nil
	}
	timekeeper := d.person(link.Spec.Timekeeper)
	if !timekeeper.participant {
		return nil, nil
	}
	kept := d.ledger(asset)
	if !d.followed(kept, ledger.Staffing, timekeeper.user, entry.Assistants) ||
		d.obstacle(kept, ledger.Staffing, link, false) != unhindered {
		return nil, nil
	}
	return timekeeper, entry
}

// entryOf returns the entry of a direct user; the lead may have none (M-1).
func entryOf(asset *v1alpha1.Matter, user string) (entry *v1alpha1.StaffingEntry, direct bool) {
	for i := range asset.Spec.Staffing {
		if asset.Spec.Staffing[i].User == user {
			return &asset.Spec.Staffing[i], true
		}
	}
	return leadEntry(asset, user)
}

// leadEntry returns the entry of a lead that has none of its own.
func leadEntry(asset *v1alpha1.Matter, user string) (entry *v1alpha1.StaffingEntry, lead bool) {
	if user == "" || user != asset.Spec.Lead {
		return nil, false
	}
	return &leadsAlone, true
}

// leadsAlone is the entry of a lead that has none. Nobody changes entries.
var leadsAlone v1alpha1.StaffingEntry

// memberOf returns a user as a member of an asset, without its systems; nil if it
// is none (M-8).
func (d *derivation) memberOf(asset *v1alpha1.Matter, user string) *member {
	m := &member{user: user, matterRole: v1alpha1.MatterRoleBillingOnly, own: d.seat(asset, user)}
	if c := d.caseOf(asset); c != nil {
		if s := d.seat(c, user); s != nil {
			m.byCase, m.byCaseVia = s, []string{c.Name}
		}
	}
	for _, c := range d.collectionsOf(asset) {
		if s := d.seat(c, user); s != nil {
			m.collections, m.inCollection = append(m.collections, c.Name), append(m.inCollection, s)
		}
	}
	if m.own == nil && m.byCase == nil && m.inCollection == nil {
		return nil
	}
	m.settle()
	return m
}

// isMember says whether a user is a member of an asset (M-8).
func (d *derivation) isMember(asset *v1alpha1.Matter, user string) bool {
	p := d.person(user)
	if d.isSeated(asset, p) {
		return true
	}
	if c := d.caseOf(asset); c != nil && d.isSeated(c, p) {
		return true
	}
	return slices.ContainsFunc(d.collectionsOf(asset), func(c *v1alpha1.Matter) bool { return d.isSeated(c, p) })
}

func findMember(team []*member, user string) *member {
	i, found := slices.BinarySearchFunc(team, user, func(m *member, user string) int { return strings.Compare(m.user, user) })
	if !found {
		return nil
	}
	return team[i]
}

// wallOf returns of the wall of an asset the user, if it is a conflicted user, and
// those struck by a set whom it follows behind the wall (section C).
func (d *derivation) wallOf(asset *v1alpha1.Matter, user string) wall {
	w := wall{}
	if own := d.ownWalled(asset, user); own != nil {
		c := w.at(user)
		c.direct, c.follows = own.direct, own.follows
	}
	if c := d.caseOf(asset); c != nil && d.ownWalled(c, user) != nil {
		w.at(user).caseName = c.Name
	}
	for _, c := range d.collectionsOf(asset) {
		if d.ownWalled(c, user) != nil {
			at := w.at(user)
			at.collections = append(at.collections, c.Name)
		}
	}
	if sides := d.sides(asset); len(sides) > 0 && !roster.IsFloating(d.view, user) {
		d.strikeOne(asset, sides, user, w)
	}
	return w
}

// isWalled says whether a user is a conflicted user of an asset, as wallOf would.
func (d *derivation) isWalled(asset *v1alpha1.Matter, user string) bool {
	if d.ownWalled(asset, user) != nil {
		return true
	}
	if c := d.caseOf(asset); c != nil && d.ownWalled(c, user) != nil {
		return true
	}
	if slices.ContainsFunc(d.collectionsOf(asset), func(c *v1alpha1.Matter) bool { return d.ownWalled(c, user) != nil }) {
		return true
	}
	sides := d.sides(asset)
	if len(sides) == 0 || roster.IsFloating(d.view, user) {
		return false
	}
	w := wall{}
	d.strikeOne(asset, sides, user, w)
	return w[user] != nil
}

// ownWalled returns a user as the wall has it that an asset's own list makes, nil
// if it is not on it (C-1).
func (d *derivation) ownWalled(asset *v1alpha1.Matter, user string) *conflicted {
	entries := asset.Spec.ConflictedUsers
	if len(entries) == 0 {
		return nil
	}
	if w, derived := d.walls[asset.Name]; derived {
		return w[user]
	}
	find := func(user string) int {
		return slices.IndexFunc(entries, func(e v1alpha1.ConflictedEntry) bool { return e.User == user })
	}
	if find(user) >= 0 {
		return &conflicted{user: user, direct: true}
	}
	var c *conflicted
	for _, link := range d.links.Timekeepers(user) {
		i := find(link.Spec.Timekeeper)
		if i < 0 {
			continue
		}
		kept := d.ledger(asset)
		if !d.followed(kept, ledger.ConflictedUsers, entries[i].User, entries[i].Assistants) ||
			d.obstacle(kept, ledger.ConflictedUsers, link, false) != unhindered {
			continue
		}
		if c == nil {
			c = &conflicted{user: user}
		}
		c.follows = append(c.follows, entries[i].User)
	}
	return c
}

// strikeOne adds by which sets a user is struck (C-2), and after which of those
// whom it assists and whom one strikes (C-3). Who floats is not asked about (C-4).
func (d *derivation) strikeOne(asset *v1alpha1.Matter, sides []v1alpha1.OpposingTeamSide, user string, w wall) {
	if struck := d.oppositions(asset, sides, user); len(struck) > 0 {
		w.at(user).sets = struck
	}
	timekeepers := d.links.Timekeepers(user)
	if known, walled := w[user]; len(timekeepers) == 0 || walled && known.direct || !d.assistantsStruck(asset) {
		return
	}
	for _, link := range timekeepers {
		timekeeper := link.Spec.Timekeeper
		if roster.IsFloating(d.view, timekeeper) {
			continue
		}
		if struck := d.oppositions(asset, sides, timekeeper); len(struck) > 0 {
			w.at(timekeeper).sets = struck
			c := w.at(user)
			c.followsSet = append(c.followsSet, timekeeper)
		}
	}
}

// oppositions returns the sets by which a user would be struck, and the assets on
// their other sides of which it is a member (C-2).
func (d *derivation) oppositions(asset *v1alpha1.Matter, sides []v1alpha1.OpposingTeamSide, user string) []opposition {
	if !d.person(user).participant {
		return nil // it is a member nowhere
	}
	var struck []opposition
	for _, side := range sides {
		var via []string
		for _, other := range d.opponents(asset, side) {
			if d.isMember(other, user) {
				via = append(via, other.Name)
			}
		}
		if len(via) > 0 {
			slices.Sort(via)
			struck = append(struck, opposition{set: side.Set, via: via})
		}
	}
	return struck
}
