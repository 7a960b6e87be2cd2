package staffing

import (
	"cmp"
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
	held    bool // by whoever was told of everybody

	ignored []v1alpha1.IgnoredUser // the direct users who are no participants, by name (M-12)

	direct, following []seat // where the seats are, of each sort at once
}

// seat is a place on an asset's own team.
type seat struct {
	*person

	via          []string // whom the user follows, sorted; none for a direct user
	matterRole   v1alpha1.MatterRole
	staffingType v1alpha1.StaffingType
	named        []string // the systems that the entry names
	systems      []string // those that come with the seat (M-11), once settled
	follow       v1alpha1.AssistantsOverride
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
	direct := directOf(asset)
	t := d.emptyTeam(asset)
	t.direct = slices.Grow(t.direct, len(direct.users)) // it must not move any more
	t.seats = slices.Grow(t.seats, len(direct.users)+len(direct.users)/2)
	for _, user := range direct.users {
		p := d.person(user)
		if !p.participant {
			t.ignored = append(t.ignored, v1alpha1.IgnoredUser{User: user, Reason: p.ignored})
			continue
		}
		entry, _ := direct.entry(user)
		t.direct = append(t.direct, directSeat(asset, p, entry))
		t.seats = append(t.seats, &t.direct[len(t.direct)-1])
	}
	d.addFollowers(t, direct)
	slices.SortFunc(t.seats, func(a, b *seat) int { return strings.Compare(a.user, b.user) })
	slices.SortFunc(t.ignored, func(a, b v1alpha1.IgnoredUser) int { return strings.Compare(a.User, b.User) })
	d.teams[asset.Name] = t
	return t
}

// emptyTeam returns a team of nobody yet, in the memory of one that was dropped.
func (d *derivation) emptyTeam(asset *v1alpha1.Matter) *team {
	t := d.dropped
	d.dropped = nil
	if t == nil {
		return &team{asset: asset}
	}
	*t = team{asset: asset, seats: t.seats[:0], direct: t.direct[:0], following: t.following[:0]}
	return t
}

// direct are the direct users of an asset (M-1).
type direct struct {
	asset  *v1alpha1.Matter
	users  []string
	byUser map[string]*v1alpha1.StaffingEntry // nil while there are few
}

func directOf(asset *v1alpha1.Matter) direct {
	of := direct{asset: asset, users: ledger.Direct(ledger.Staffing, &asset.Spec)}
	if len(of.users) <= few {
		return of
	}
	of.byUser = make(map[string]*v1alpha1.StaffingEntry, len(of.users))
	for i := range slices.Backward(asset.Spec.Staffing) { // of two entries the first counts
		of.byUser[asset.Spec.Staffing[i].User] = &asset.Spec.Staffing[i]
	}
	return of
}

// few is up to how many users are gone through one by one, which is quicker.
const few = 16

// entry returns the entry of a user, if it is direct; the lead may have none.
func (d direct) entry(user string) (entry *v1alpha1.StaffingEntry, is bool) {
	if d.byUser == nil {
		return entryOf(d.asset, user)
	}
	if entry, is = d.byUser[user]; is {
		return entry, true
	}
	return leadEntry(d.asset, user)
}

// directSeat returns the seat that an entry gives; the lead has its own (M-10).
func directSeat(asset *v1alpha1.Matter, p *person, entry *v1alpha1.StaffingEntry) seat {
	s := seat{person: p, matterRole: entry.MatterRole, staffingType: entry.StaffingType, named: entry.IncludedSystems, follow: entry.Assistants}
	if s.matterRole == "" {
		s.matterRole = v1alpha1.MatterRoleReader
	}
	if s.staffingType == "" {
		s.staffingType = v1alpha1.StaffingTeamMember
	}
	if p.user == asset.Spec.Lead {
		s.matterRole, s.staffingType = v1alpha1.MatterRoleAdministrator, v1alpha1.StaffingResponsibleAttorney
	}
	return s
}

// addFollowers seats those who follow the direct participants, who are seated (M-4):
// support staff with the highest role of whom they follow, at most MatterEditor.
func (d *derivation) addFollowers(t *team, direct direct) {
	pairs := d.pairs[:0]
	kept := d.ledger(t.asset)
	for _, timekeeper := range t.seats {
		links := d.assistantsOf(timekeeper.person)
		if len(links) == 0 || !d.followed(kept, ledger.Staffing, timekeeper.user, timekeeper.follow) {
			continue
		}
		for _, link := range links {
			_, isDirect := direct.entry(link.Spec.Assistant)
			if d.obstacle(kept, ledger.Staffing, link, isDirect) == unhindered {
				pairs = append(pairs, following{link.Spec.Assistant, timekeeper})
			}
		}
	}
	if d.pairs = pairs; len(pairs) == 0 {
		return
	}
	slices.SortFunc(pairs, func(a, b following) int {
		return cmp.Or(strings.Compare(a.assistant, b.assistant), strings.Compare(a.timekeeper.user, b.timekeeper.user))
	})
	names := make([]string, len(pairs)) // for all of them at once: statuses show them
	t.following = slices.Grow(t.following, len(pairs))
	for i, pair := range pairs {
		if i == 0 || pairs[i-1].assistant != pair.assistant {
			t.following = append(t.following, followingSeat(d.person(pair.assistant)))
			t.seats = append(t.seats, &t.following[len(t.following)-1])
			t.seats[len(t.seats)-1].via = names[i:i]
		}
		t.seats[len(t.seats)-1].following(pair.timekeeper)
	}
}

// following is a pair of whom one follows the other.
type following struct {
	assistant  string
	timekeeper *seat
}

// followingSeat returns the seat of one who follows others, nobody yet.
func followingSeat(p *person) seat {
	return seat{person: p, matterRole: v1alpha1.MatterRoleBillingOnly, staffingType: v1alpha1.StaffingSupportStaff}
}

// following adds what following a timekeeper gives (M-10).
func (s *seat) following(timekeeper *seat) {
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
	case list == ledger.Staffing && !d.person(link.Spec.Assistant).participant:
		return noParticipant
	case kept.Severed(list, link.Spec.Assistant, link.Spec.Timekeeper, roster.Since(link)):
		return parted
	}
	return unhindered
}

// rank orders the matter roles (M-10): BillingOnly comes first.
func rank(role v1alpha1.MatterRole) int {
	switch role { //nolint:exhaustive // no other has a rank
	case v1alpha1.MatterRoleReader:
		return 1
	case v1alpha1.MatterRoleEditor:
		return 2
	case v1alpha1.MatterRoleAdministrator:
		return 3
	}
	return 0
}

func higher(a, b v1alpha1.MatterRole) v1alpha1.MatterRole {
	if rank(b) > rank(a) {
		return b
	}
	return a
}

func atMostEditor(role v1alpha1.MatterRole) v1alpha1.MatterRole {
	if rank(role) > rank(v1alpha1.MatterRoleEditor) {
		return v1alpha1.MatterRoleEditor
	}
	return role
}
