package access

import (
	"fmt"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
)

// Action is something that a user may do on an asset (section D).
type Action string

// The actions of section D, in the order in which it names them.
const (
	ActionView         Action = "view"
	ActionEdit         Action = "edit"
	ActionManageTeam   Action = "manage-team"
	ActionManageWalls  Action = "manage-walls"
	ActionViewInvoices Action = "view-invoices"
	ActionPostInvoices Action = "post-invoices"
	ActionReportTime   Action = "report-time"
)

// Actions are all actions of section D, in its order.
var Actions = []Action{ActionView, ActionEdit, ActionManageTeam, ActionManageWalls, ActionViewInvoices, ActionPostInvoices, ActionReportTime}

// On says in words what who does it does on an asset: manage the team of m1.
func (a Action) On(asset string) string {
	switch a {
	case ActionManageTeam:
		return "manage the team of " + asset
	case ActionManageWalls:
		return "manage the walls of " + asset
	case ActionViewInvoices:
		return "view the invoices of " + asset
	case ActionPostInvoices:
		return "post invoices on " + asset
	case ActionReportTime:
		return "report time on " + asset
	case ActionView, ActionEdit:
	}
	return string(a) + " " + asset
}

// Decision says whether a user may do something, and why.
type Decision struct {
	Action  Action `json:"action"`
	Allowed bool   `json:"allowed"`
	// Rules are all that grant it, in the order of section D, or the one that
	// refuses it.
	Rules []string `json:"rules"`
	// Path is how the first of them reaches the user, as
	// `dan ← dan-assists-carla ← carla ← m1`; empty where none does (D-11).
	Path string `json:"path"`
	// Paths are those of all the rules.
	Paths []string `json:"-"`
}

// Asset is an asset on which decisions are made, for any number of users. It serves
// the moment for which it was made, and one caller at a time.
type Asset struct {
	*surroundings

	matter    *v1alpha1.Matter
	everybody *staffing.Everybody // nil until somebody asks for it
}

// surroundings are what decisions on any asset of a firm have in common.
type surroundings struct {
	view      roster.View
	firm      *v1alpha1.Firm // nil for none
	positions *staffing.Positions
	tree      *Units // nil until somebody asks for it
}

func surroundingsOf(v roster.View) *surroundings {
	firm, _ := v.Firm()
	return &surroundings{view: v, firm: firm, positions: staffing.NewPositions(v)}
}

// units returns the firm's business units (S-5).
func (s *surroundings) units() Units {
	if s.tree == nil {
		s.tree = new(UnitsOf(s.firm))
	}
	return *s.tree
}

// AssetOf returns an asset of a firm, to decide on. A decision looks at no other user.
func AssetOf(v roster.View, m *v1alpha1.Matter) *Asset {
	return &Asset{surroundings: surroundingsOf(v), matter: m}
}

// Decide says whether a user may do something on an asset (section D). An asset
// that is not there and an action that the rules do not know are errors.
func Decide(v roster.View, user, asset string, action Action) (Decision, error) {
	a, err := find(v, asset)
	if err != nil {
		return Decision{}, err
	}
	return a.Decide(user, action)
}

// Decisions says of each of the Actions whether a user may do it on an asset
// (section D). An asset that is not there is an error.
func Decisions(v roster.View, user, asset string) ([]Decision, error) {
	a, err := find(v, asset)
	if err != nil {
		return nil, err
	}
	return a.Decisions(user), nil
}

func find(v roster.View, asset string) (*Asset, error) {
	m := v.Matter(asset)
	if m == nil {
		return nil, fmt.Errorf("section D: there is no matter, case or collection %q", asset)
	}
	return AssetOf(v, m), nil
}

// Decide says whether a user may do something on the asset (section D). An action
// that the rules do not know is an error.
func (a *Asset) Decide(user string, action Action) (Decision, error) {
	if !slices.Contains(Actions, action) {
		return Decision{}, fmt.Errorf("section D: %q is none of the actions %v", action, Actions)
	}
	return a.asker(personOf(a.surroundings, user)).decide(action), nil
}

// Decisions says of each of the Actions whether a user may do it on the asset
// (section D).
func (a *Asset) Decisions(user string) []Decision {
	return a.asker(personOf(a.surroundings, user)).decisions()
}

// Position returns where a user stands towards the asset.
func (a *Asset) Position(user string) staffing.Position {
	if a.everybody != nil {
		return a.everybody.Of(user)
	}
	return a.positions.Of(a.matter, user)
}

// Member returns a user's membership of the asset, nil if it is no member (M-8). It
// derives everybody on the asset; Position says with which role, and does not.
func (a *Asset) Member(user string) *v1alpha1.Member { return a.all().Member(user) }

// Members returns the members of the asset, by name (M-8).
func (a *Asset) Members() []v1alpha1.Member { return a.all().Members() }

// Walled returns the conflicted users of the asset, by name (section C).
func (a *Asset) Walled() []v1alpha1.ConflictedUser { return a.all().Conflicted() }

// Conflicted returns how a user is walled off from the asset, nil if it is not (section C).
func (a *Asset) Conflicted(user string) *v1alpha1.ConflictedUser {
	return a.Position(user).Conflicted()
}

// Excluded says whether the asset excludes a user by name (D-3): the right
// Administrator keeps its holders in.
func (a *Asset) Excluded(user string) bool { return a.Position(user).IsExcluded() }

// Manages says whether a user manages the asset's client (D-9).
func (a *Asset) Manages(user string) bool {
	client := a.client()
	return client != nil && user != "" && client.Manager == user
}

// client returns the Firm's client for whom the work is done, nil for none.
func (a *Asset) client() *v1alpha1.Client {
	if a.firm == nil || a.matter.Spec.Client == "" {
		return nil
	}
	for i := range a.firm.Spec.Clients {
		if a.firm.Spec.Clients[i].Name == a.matter.Spec.Client {
			return &a.firm.Spec.Clients[i]
		}
	}
	return nil
}

// all derives everybody on the asset, once.
func (a *Asset) all() *staffing.Everybody {
	if a.everybody == nil {
		a.everybody = a.positions.Everybody(a.matter)
	}
	return a.everybody
}
