package staffing

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// Explanation is why one user is where it is towards one asset: the reasons of
// the derivation that gives the status, and what it passed over.
type Explanation struct {
	User  string `json:"user"`
	Asset string `json:"asset"`

	// Team is why the user is a member, one reason for each name that the status
	// lists in via, in the order of M-9; empty if it is none.
	Team []Reason `json:"team,omitempty"`
	// Wall is why the user is a conflicted user, likewise, in the order of C-6.
	Wall []Reason `json:"wall,omitempty"`
	// Exclusions are why the walls keep the member out, in the order of C-7;
	// empty for a member who is granted access, and for who is none.
	Exclusions []Reason `json:"exclusions,omitempty"`
	// Exemptions are the sides that would have struck the user if it did not float (C-4).
	Exemptions []Reason `json:"exemptions,omitempty"`

	// NotTeam is what could have put the user on the team and does not.
	NotTeam []Reason `json:"notTeam,omitempty"`
	// NotWall is what could have walled the user off and does not.
	NotWall []Reason `json:"notWall,omitempty"`
}

// Reason is one reason for one effect on a user.
type Reason struct {
	// Because is the reason's name: an origin, exclusion, exemption or reason for
	// being ignored as the status has it, or one of the constants of this package.
	Because string `json:"because"`
	// Via is the name by which the status lists the reason, if it lists names: a
	// timekeeper, case, collection or asset on another side.
	Via string `json:"via,omitempty"`
	// Rules are the IDs of the rules that it follows from, in the order in which
	// they were applied.
	Rules []string `json:"rules"`
	// Path leads from the user to the asset, as far as there is one.
	Path Path `json:"path,omitempty"`
	// Text says it in a sentence.
	Text string `json:"text"`
}

// Why something has no effect.
const (
	// NotFollowed: the timekeeper's assistants do not follow it there (M-3).
	NotFollowed = "NotFollowed"
	// Severed: the assistant has left after the timekeeper joined (L-6).
	Severed = "Severed"
	// NoParticipant: the assistant or its timekeeper takes part in no matter (M-4).
	NoParticipant = "NoParticipant"
	// NotAccepted: the link has no effect.
	NotAccepted = "NotAccepted"
	// NotEnabled: assistants do not follow those whom a set strikes (C-3).
	NotEnabled = "NotEnabled"
	// NotExcluded: the right Administrator keeps access (C-7).
	NotExcluded = "NotExcluded"
	// Unresolved: a case or collection is missing or of another type (M-8).
	Unresolved = "Unresolved"
)

// Explain returns why a user is on the team of an asset, or is not, and why the
// walls keep it out, or do not. It is what Derive derives, told for one user.
func Explain(v roster.View, asset *v1alpha1.Matter, user string) Explanation {
	d := newDerivation(v)
	team, walled, spared := d.judged(asset, new([]member))
	e := Explanation{User: user, Asset: asset.Name}
	if i := slices.IndexFunc(team, func(m *member) bool { return m.user == user }); i >= 0 {
		e.Team = d.teamReasons(asset, team[i])
		e.Exclusions = d.exclusionReasons(asset, team[i], walled)
	}
	if c, is := walled[user]; is {
		e.Wall = slices.Collect(d.wallReasons(asset, walled, c))
	}
	if c, is := spared[user]; is {
		e.Exemptions = d.exemptionReasons(asset, walled, c)
	}
	e.NotTeam = d.notTeam(asset, user)
	e.NotWall = d.notWall(asset, user, walled)
	return e
}

// Excluded explains why the walls of an asset keep members out, by user: how each is
// on the team, and what excludes it.
func Excluded(v roster.View, asset *v1alpha1.Matter) []Explanation {
	d := newDerivation(v)
	team, walled, _ := d.judged(asset, new([]member))
	var all []Explanation
	for _, m := range team {
		if len(m.exclusions) > 0 {
			all = append(all, Explanation{
				User: m.user, Asset: asset.Name, Team: d.teamReasons(asset, m), Exclusions: d.exclusionReasons(asset, m, walled),
			})
		}
	}
	return all
}

// place is an asset whose own lists reach the asset that is explained: itself,
// its case or one of its collections.
type place struct {
	asset  *v1alpha1.Matter
	of     *v1alpha1.Matter // the explained asset, nil if that is it
	origin v1alpha1.OriginType
}

// places returns the explained asset, its case and its collections.
func (d *derivation) places(asset *v1alpha1.Matter) []place {
	places := []place{{asset: asset}}
	if c := d.caseOf(asset); c != nil {
		places = append(places, place{asset: c, of: asset, origin: v1alpha1.OriginCase})
	}
	for _, c := range d.collectionsOf(asset) {
		places = append(places, place{asset: c, of: asset, origin: v1alpha1.OriginCollection})
	}
	return places
}

// String names the place: harbour-case, the case of harbour.
func (p place) String() string {
	switch p.origin {
	case v1alpha1.OriginCase:
		return p.asset.Name + ", the case of " + p.of.Name
	case v1alpha1.OriginCollection:
		return p.asset.Name + ", a collection of " + p.of.Name
	default:
		return p.asset.Name
	}
}

// end leads from the place to the explained asset.
func (p place) end(begin ...Step) Path {
	path := append(Path(begin), onAsset(p.asset))
	if p.of != nil {
		path = append(path, onAsset(p.of))
	}
	return path
}

// because names a reason at the place: by the origin that passes it on, if one does.
func (p place) because(own v1alpha1.OriginType) string {
	if p.of != nil {
		return string(p.origin)
	}
	return string(own)
}

// via is the name by which an origin at the place is listed: that of the place if
// it passes it on.
func (p place) via(own string) string {
	if p.of != nil {
		return p.asset.Name
	}
	return own
}

// rules adds the rule by which what holds at the place passes on.
func (p place) rules(passing string, own ...string) []string {
	if p.of != nil {
		return append(own, passing)
	}
	return own
}
