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

// Decision says whether a user may do something, and why: the rules that grant it,
// or the one that refuses it, and the path by which the first of them reaches the
// user, as `dan ← dan-assists-carla ← carla ← m1`.
type Decision struct {
	Action  Action
	Allowed bool
	Rules   []string
	Path    string
}

// Asset is an asset with its members and its walls, derived once for any number of
// decisions. It serves the moment for which it was made.
type Asset struct {
	matter *v1alpha1.Matter
	view   roster.View
	status v1alpha1.MatterStatus
	units  Units
	firm   *v1alpha1.Firm
}

// AssetOf derives who is a member of an asset and who is walled off from it.
func AssetOf(v roster.View, m *v1alpha1.Matter) *Asset {
	firm, _ := v.Firm()
	return &Asset{matter: m, view: v, status: staffing.DeriveAll(v, m), units: UnitsOf(firm), firm: firm}
}

// Decide says whether a user may do something on an asset (section D). An asset
// that is not there and an action that the rules do not know are errors.
func Decide(v roster.View, user, asset string, action Action) (Decision, error) {
	m := v.Matter(asset)
	if m == nil {
		return Decision{}, fmt.Errorf("section D: there is no matter, case or collection %q", asset)
	}
	return AssetOf(v, m).Decide(user, action)
}

// Decide says whether a user may do something on the asset (section D). An action
// that the rules do not know is an error.
func (a *Asset) Decide(user string, action Action) (Decision, error) {
	if !slices.Contains(Actions, action) {
		return Decision{}, fmt.Errorf("section D: %q is none of the actions %v", action, Actions)
	}
	u := a.view.User(user)
	if rule, path := a.refusal(user, u, action); rule != "" {
		return Decision{Action: action, Rules: []string{rule}, Path: path}, nil
	}
	if u.Spec.SystemRole == v1alpha1.RoleThirdPartyBiller {
		return Decision{Action: action, Allowed: action == ActionPostInvoices, Rules: []string{"D-4"}, Path: path(user, string(v1alpha1.RoleThirdPartyBiller))}, nil
	}
	d := Decision{Action: action}
	asks := question{asset: a, holder: holderOf(a.view, u), user: user, action: action}
	for _, rule := range grants {
		if by := rule.grants(asks); by != "" {
			d.Rules = append(d.Rules, rule.id)
			if !d.Allowed {
				d.Allowed, d.Path = true, by
			}
		}
	}
	if !d.Allowed {
		d.Rules = []string{"D-11"}
	}
	return d, nil
}

// Member returns a user's membership of the asset, nil if it is no member (M-8).
func (a *Asset) Member(user string) *v1alpha1.Member {
	for i := range a.status.Staffing {
		if a.status.Staffing[i].User == user {
			return &a.status.Staffing[i]
		}
	}
	return nil
}

// Members returns the members of the asset, by name (M-8).
func (a *Asset) Members() []v1alpha1.Member { return a.status.Staffing }

// Conflicted returns how a user is walled off from the asset, nil if it is not (section C).
func (a *Asset) Conflicted(user string) *v1alpha1.ConflictedUser {
	for i := range a.status.ConflictedUsers {
		if a.status.ConflictedUsers[i].User == user {
			return &a.status.ConflictedUsers[i]
		}
	}
	return nil
}

// Excluded says whether the asset excludes a user by name (D-3): the right
// Administrator keeps its holders in.
func (a *Asset) Excluded(user string) bool {
	named := slices.ContainsFunc(a.matter.Spec.ExcludedUsers, func(e v1alpha1.ExcludedEntry) bool { return e.User == user })
	return named && !roster.HasRight(a.view, user, v1alpha1.RightAdministrator)
}

// refusal returns the first rule that refuses, D-4 aside, which grants too.
func (a *Asset) refusal(user string, u *v1alpha1.FirmUser, action Action) (rule, by string) {
	switch {
	case u == nil:
		return "D-1", path(user, "not found")
	case u.Spec.Deactivated:
		return "D-1", path(user, "deactivated")
	}
	if wall := a.Conflicted(user); wall != nil {
		return "D-2", a.walledPath(wall)
	}
	if a.Excluded(user) {
		return "D-3", path(user, "excludedUsers", a.matter.Name)
	}
	biller := u.Spec.SystemRole == v1alpha1.RoleThirdPartyBiller
	if !biller && action == ActionReportTime && a.matter.Spec.State == v1alpha1.StateClosed {
		return "D-5", path(a.matter.Name, "Closed")
	}
	return "", ""
}
