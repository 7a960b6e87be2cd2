package access

import (
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// Permitted is what one user may do on one asset.
type Permitted struct {
	User      string     `json:"user"`
	Asset     string     `json:"asset"`
	Decisions []Decision `json:"decisions"` // one for each of the Actions
}

// may says whether one of the decisions on some actions allows it.
func may(decisions []Decision, actions []Action) bool {
	return slices.ContainsFunc(decisions, func(d Decision) bool { return d.Allowed && slices.Contains(actions, d.Action) })
}

// Who returns everybody who may do one of some actions on an asset, or anything at
// all if none is named, by user (section D). It asks about users whom a rule could
// let in, and about nobody else. An asset that is not there is an error.
func Who(v roster.Directory, asset string, actions ...Action) (iter.Seq[Permitted], error) {
	a, err := find(v, asset)
	if err != nil {
		return nil, err
	}
	for _, action := range actions {
		if !slices.Contains(Actions, action) {
			return nil, fmt.Errorf("section D: %q is none of the actions %v", action, Actions)
		}
	}
	if len(actions) == 0 {
		actions = Actions
	}
	a.all() // everybody will be asked about
	return func(yield func(Permitted) bool) {
		for _, user := range slices.Sorted(maps.Keys(a.candidates(v, actions))) {
			decisions := a.Decisions(user)
			if may(decisions, actions) && !yield(Permitted{User: user, Asset: asset, Decisions: decisions}) {
				return
			}
		}
	}, nil
}

// source is where those come from whom a rule lets do something on an asset.
type source struct {
	gives []Action // those that the rule can allow
	users func(a *Asset, v roster.Directory, add func(user string))
}

// sources are those of the rules from D-4 on, in their order.
var sources = []source{
	{gives: []Action{ActionPostInvoices}, users: withRoles(v1alpha1.RoleThirdPartyBiller)},
	{gives: []Action{ActionView, ActionEdit, ActionManageTeam, ActionViewInvoices, ActionPostInvoices, ActionReportTime}, users: members},
	{gives: []Action{ActionView, ActionEdit, ActionViewInvoices, ActionReportTime}, users: ofUnits},
	{gives: []Action{ActionView, ActionEdit}, users: clientManager},
	{gives: []Action{ActionViewInvoices, ActionPostInvoices}, users: withRoles(
		v1alpha1.RoleFirmAdministrator, v1alpha1.RoleFirmOfficeAdministrator, v1alpha1.RoleFirmUserBilling)},
	{gives: []Action{ActionViewInvoices, ActionPostInvoices}, users: administrators},
	{gives: []Action{ActionManageTeam, ActionManageWalls}, users: withRight(v1alpha1.RightAdministrator)},
	{gives: []Action{ActionManageWalls}, users: withRight(v1alpha1.RightCompliance)},
}

// candidates returns the users whom a rule could let do one of some actions on the
// asset.
func (a *Asset) candidates(v roster.Directory, actions []Action) map[string]bool {
	found := map[string]bool{}
	for _, source := range sources {
		if slices.ContainsFunc(actions, func(action Action) bool { return slices.Contains(source.gives, action) }) {
			source.users(a, v, func(user string) { found[user] = true })
		}
	}
	return found
}

func members(a *Asset, _ roster.Directory, add func(string)) {
	for user := range a.all().Names() {
		add(user)
	}
}

// ofUnits adds those who are in the asset's unit (S-5), whatever they have there.
func ofUnits(a *Asset, v roster.Directory, add func(string)) {
	for _, unit := range a.units().AtOrAbove(a.matter.Spec.BusinessUnit) {
		addUsers(add, v.UsersOfUnit(unit))
	}
}

func clientManager(a *Asset, _ roster.Directory, add func(string)) {
	if client := a.client(); client != nil && client.Manager != "" {
		add(client.Manager)
	}
}

// administrators adds who is a Firm Administrator without a role that says so: lead,
// backup and the first user.
func administrators(a *Asset, v roster.Directory, add func(string)) {
	addUsers(add, v.FirstUsers())
	if a.firm == nil {
		return
	}
	for _, user := range []string{a.firm.Spec.Administrators.Lead, a.firm.Spec.Administrators.Backup} {
		if user != "" {
			add(user)
		}
	}
}

func withRoles(roles ...v1alpha1.SystemRole) func(*Asset, roster.Directory, func(string)) {
	return func(_ *Asset, v roster.Directory, add func(string)) {
		for _, role := range roles {
			addUsers(add, v.UsersOfRole(role))
		}
	}
}

func withRight(right v1alpha1.UserRight) func(*Asset, roster.Directory, func(string)) {
	return func(_ *Asset, v roster.Directory, add func(string)) { addUsers(add, v.UsersWithRight(right)) }
}

func addUsers(add func(string), users []*v1alpha1.FirmUser) {
	for _, u := range users {
		add(u.Name)
	}
}
