package staffing

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// Derive returns the status of an asset as it is published: lists and bytes
// bounded, condition times left out.
func Derive(v roster.View, asset *v1alpha1.Matter) v1alpha1.MatterStatus {
	return NewPositions(v).Derive(asset)
}

// DeriveAll returns the status of an asset with its lists whole.
func DeriveAll(v roster.View, asset *v1alpha1.Matter) v1alpha1.MatterStatus {
	return NewPositions(v).DeriveAll(asset)
}

// derivation is the state of one derivation, or of many at one moment: what it has
// already worked out of the assets that the derived ones touch.
type derivation struct {
	view    roster.View
	links   *roster.Links
	people  map[string]*person // by user
	last    *person            // whom one asked about last
	room    []person           // for more of them
	spare   []member           // room for the members of the next asset
	systems []string           // of the Firm, sorted
	clients map[string]bool    // whether the Firm lists them, of those that were asked about
	units   map[string]bool    // likewise
	teams   map[string]*team   // by asset
	dropped *team              // of which nobody holds anything, for the next
	pairs   []following        // room for those of the next team
	walls   map[string]wall    // its own ones, by asset
	groups  groups             // of the matter that was last asked about
	history history            // of the asset that was last asked about
}

func newDerivation(v roster.View) *derivation {
	return &derivation{
		view: v, links: roster.NewLinks(v), people: map[string]*person{}, systems: firmSystems(v),
		clients: map[string]bool{}, units: map[string]bool{}, teams: map[string]*team{}, walls: map[string]wall{},
	}
}

// Derive returns the status of an asset as the function Derive does. Whoever derives
// many assets has links judged, and the teams of cases and collections put together,
// once for all of them.
func (p *Positions) Derive(asset *v1alpha1.Matter) v1alpha1.MatterStatus {
	return publish(p.DeriveAll(asset))
}

// DeriveIn is Derive for whoever is done with a status before it derives the next: its
// lists are in the room that it is given, and gone when that is given again.
func (p *Positions) DeriveIn(room *Room, asset *v1alpha1.Matter) v1alpha1.MatterStatus {
	defer p.d.forget(asset)
	return publish(p.d.derive(asset, room))
}

// Room is memory for the longest lists of a status.
type Room struct {
	members    []v1alpha1.Member
	origins    []v1alpha1.Origin
	conditions []metav1.Condition
}

// emptied returns the room for so many members, be they none. Hardly anybody has two
// origins.
func (r *Room) emptied(members int) *Room {
	r.members = slices.Grow(r.members[:0], max(members, 1))
	r.origins = slices.Grow(r.origins[:0], members+members/2)
	return r
}

// DeriveAll returns the status of an asset as the function DeriveAll does, and at the
// price of Positions.Derive.
func (p *Positions) DeriveAll(asset *v1alpha1.Matter) v1alpha1.MatterStatus {
	defer p.d.forget(asset)
	return p.d.derive(asset, new(Room))
}

func (d *derivation) derive(asset *v1alpha1.Matter, room *Room) v1alpha1.MatterStatus {
	members := d.spare
	team, walled, _ := d.judged(asset, &members)
	status := v1alpha1.MatterStatus{
		ObservedGeneration: asset.Generation,
		AssistantsFollow:   d.followInEffect(asset),
		Ignored:            d.team(asset).ignored,
		Summary:            &v1alpha1.MatterSummary{},
	}
	room = room.emptied(len(team))
	for _, m := range team {
		room.members = append(room.members, m.publishedIn(&room.origins))
	}
	status.Staffing = room.members
	status.ConflictedUsers = make([]v1alpha1.ConflictedUser, 0, len(walled))
	for _, c := range walled.sorted() {
		status.ConflictedUsers = append(status.ConflictedUsers, c.published())
	}
	*status.Summary = summarize(status)
	room.conditions = d.conditions(asset, team, walled, room.conditions[:0])
	status.Conditions = room.conditions
	clear(members) // nobody holds one any more
	d.spare = members[:0]
	return status
}

// forget drops what has been worked out of a matter itself, which others hardly ask
// about, so that deriving many holds no more than the teams and walls of groups.
func (d *derivation) forget(asset *v1alpha1.Matter) {
	if asset.Spec.Type == v1alpha1.TypeMatter {
		if t := d.teams[asset.Name]; t != nil && !t.held {
			d.dropped = t
		}
		delete(d.teams, asset.Name)
		delete(d.walls, asset.Name)
	}
}

// judged returns the members of an asset, by name, with what the walls do to
// them, the walls, and whom they spare. The members are in the room that it is given,
// as far as that suffices.
func (d *derivation) judged(asset *v1alpha1.Matter, room *[]member) (team []*member, walled, spared wall) {
	team = d.members(asset, room)
	walled, spared = d.wall(asset)
	d.judge(asset, team, walled, spared)
	return team, walled, spared
}

// followInEffect returns what a user who joins now would get, and why (M-2).
func (d *derivation) followInEffect(asset *v1alpha1.Matter) v1alpha1.EffectiveFollow {
	return v1alpha1.EffectiveFollow{
		Staffing:        d.followOn(ledger.Staffing, asset, asset.Spec.AssistantsFollow.Staffing),
		ConflictedUsers: d.followOn(ledger.ConflictedUsers, asset, asset.Spec.AssistantsFollow.ConflictedUsers),
	}
}

func (d *derivation) followOn(list ledger.ListName, asset *v1alpha1.Matter, set v1alpha1.FollowSetting) *v1alpha1.FollowInEffect {
	kept := d.ledger(asset)
	setting := kept.Follow(list, &asset.Spec, d.view)
	if setting == ledger.Unknown {
		return nil
	}
	source := v1alpha1.SourceFirmDefault
	switch {
	case setting == ledger.Enabled && kept.Own(list, &asset.Spec, d.view) != ledger.Enabled:
		source = v1alpha1.SourceCase
	case set != "":
		source = v1alpha1.SourceMatter
	}
	return &v1alpha1.FollowInEffect{Setting: v1alpha1.FollowSetting(setting), Source: source}
}
