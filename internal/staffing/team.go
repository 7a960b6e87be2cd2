package staffing

import (
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// team is the own team of an asset: direct participants and those who follow
// them (M-8). Seats are sorted by user.
type team struct {
	asset   *v1alpha1.Matter
	seats   []*seat
	settled bool // the systems of the seats, among this team alone
}

// seat is a place on an asset's own team.
type seat struct {
	user         string
	via          []string // whom the user follows, sorted; none for a direct user
	matterRole   v1alpha1.MatterRole
	staffingType v1alpha1.StaffingType
	named        []string // the systems that the entry names
	systems      []string // those that come with the seat (M-11), once settled
}

func (s *seat) direct() bool { return len(s.via) == 0 }

// find returns a user's seat, nil if it has none.
func (t *team) find(user string) *seat {
	i, found := slices.BinarySearchFunc(t.seats, user, func(s *seat, user string) int {
		return strings.Compare(s.user, user)
	})
	if !found {
		return nil
	}
	return t.seats[i]
}

// team returns the own team of an asset, its systems not settled yet.
func (d *derivation) team(asset *v1alpha1.Matter) *team {
	if known, ok := d.teams[asset.Name]; ok {
		return known
	}
	entries, users := entriesOf(asset)
	seats := make([]*seat, 0, 2*len(users))
	for _, user := range users {
		if roster.IsParticipant(d.view, user) {
			seats = append(seats, directSeat(asset, user, entries[user]))
		}
	}
	seats = append(seats, d.followers(asset, seats, entries)...)
	slices.SortFunc(seats, func(a, b *seat) int { return strings.Compare(a.user, b.user) })
	t := &team{asset: asset, seats: seats}
	d.teams[asset.Name] = t
	return t
}

// entriesOf returns the entry of each direct user; the lead may have none (M-1).
func entriesOf(asset *v1alpha1.Matter) (map[string]*v1alpha1.StaffingEntry, []string) {
	users := ledger.Direct(ledger.Staffing, &asset.Spec)
	entries := make(map[string]*v1alpha1.StaffingEntry, len(users))
	for i := range asset.Spec.Staffing {
		entry := &asset.Spec.Staffing[i]
		if _, dup := entries[entry.User]; !dup {
			entries[entry.User] = entry
		}
	}
	if lead := asset.Spec.Lead; lead != "" {
		if _, listed := entries[lead]; !listed {
			entries[lead] = &v1alpha1.StaffingEntry{User: lead}
		}
	}
	return entries, users
}

// directSeat returns the seat that an entry gives; the lead has its own (M-10).
func directSeat(asset *v1alpha1.Matter, user string, entry *v1alpha1.StaffingEntry) *seat {
	s := &seat{user: user, matterRole: entry.MatterRole, staffingType: entry.StaffingType, named: entry.IncludedSystems}
	if s.matterRole == "" {
		s.matterRole = v1alpha1.MatterRoleReader
	}
	if s.staffingType == "" {
		s.staffingType = v1alpha1.StaffingTeamMember
	}
	if user == asset.Spec.Lead {
		s.matterRole, s.staffingType = v1alpha1.MatterRoleAdministrator, v1alpha1.StaffingResponsibleAttorney
	}
	return s
}

// followers returns the seats of those who follow the direct participants (M-4):
// support staff with the highest role of whom they follow, at most MatterEditor.
func (d *derivation) followers(asset *v1alpha1.Matter, direct []*seat, entries map[string]*v1alpha1.StaffingEntry) []*seat {
	kept := d.view.Ledger(asset)
	seats := map[string]*seat{}
	for _, timekeeper := range direct {
		if !d.followed(kept, ledger.Staffing, timekeeper.user, entries[timekeeper.user].Assistants) {
			continue
		}
		for _, link := range d.links.Assistants(timekeeper.user) {
			assistant := link.Spec.Assistant
			_, isDirect := entries[assistant]
			if d.obstacle(kept, ledger.Staffing, link, isDirect) != unhindered {
				continue
			}
			s, seated := seats[assistant]
			if !seated {
				s = followingSeat(assistant)
				seats[assistant] = s
			}
			s.follow(timekeeper)
		}
	}
	followers := make([]*seat, 0, len(seats))
	for _, s := range seats {
		slices.Sort(s.via)
		followers = append(followers, s)
	}
	return followers
}

// followingSeat returns the seat of one who follows others, nobody yet.
func followingSeat(user string) *seat {
	return &seat{user: user, matterRole: v1alpha1.MatterRoleBillingOnly, staffingType: v1alpha1.StaffingSupportStaff}
}

// follow adds what following a timekeeper gives (M-10).
func (s *seat) follow(timekeeper *seat) {
	s.via = append(s.via, timekeeper.user)
	s.matterRole = higher(s.matterRole, atMostEditor(timekeeper.matterRole))
}

// followed says whether a direct user's assistants follow it: as its entry says,
// else as its ledger says (M-3).
func (d *derivation) followed(kept ledger.Matter, list ledger.ListName, user string, override v1alpha1.AssistantsOverride) bool {
	switch override {
	case v1alpha1.AssistantsFollowEntry:
		return true
	case v1alpha1.AssistantsDoNotFollow:
		return false
	}
	return kept.Follows(list, user, d.view)
}

// obstacle is what keeps the assistant of an accepted link from following a
// timekeeper who is followed.
type obstacle int

const (
	unhindered    obstacle = iota
	ofOwnAccord            // the assistant is direct itself (M-6)
	noParticipant          // the assistant can be on no matter (M-4)
	parted                 // the pair is severed (L-6)
)

// obstacle returns the first that applies on a list of an asset; a wall does not
// ask who is a participant (M-5).
func (d *derivation) obstacle(kept ledger.Matter, list ledger.ListName, link *v1alpha1.AssistantLink, isDirect bool) obstacle {
	switch {
	case isDirect:
		return ofOwnAccord
	case list == ledger.Staffing && !roster.IsParticipant(d.view, link.Spec.Assistant):
		return noParticipant
	case kept.Severed(list, link.Spec.Assistant, link.Spec.Timekeeper, roster.Since(link)):
		return parted
	}
	return unhindered
}

// ranks orders the matter roles (M-10).
var ranks = map[v1alpha1.MatterRole]int{
	v1alpha1.MatterRoleBillingOnly:   0,
	v1alpha1.MatterRoleReader:        1,
	v1alpha1.MatterRoleEditor:        2,
	v1alpha1.MatterRoleAdministrator: 3,
}

func higher(a, b v1alpha1.MatterRole) v1alpha1.MatterRole {
	if ranks[b] > ranks[a] {
		return b
	}
	return a
}

func atMostEditor(role v1alpha1.MatterRole) v1alpha1.MatterRole {
	if ranks[role] > ranks[v1alpha1.MatterRoleEditor] {
		return v1alpha1.MatterRoleEditor
	}
	return role
}

// ignored returns the direct users who are no participants, by name (M-12).
func (d *derivation) ignored(asset *v1alpha1.Matter) []v1alpha1.IgnoredUser {
	var ignored []v1alpha1.IgnoredUser
	for _, user := range ledger.Direct(ledger.Staffing, &asset.Spec) {
		if reason, participant := roster.Standing(d.view, user); !participant {
			ignored = append(ignored, v1alpha1.IgnoredUser{User: user, Reason: reason})
		}
	}
	slices.SortFunc(ignored, func(a, b v1alpha1.IgnoredUser) int { return strings.Compare(a.User, b.User) })
	return ignored
}
