package model

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Actions are those of section D.
var Actions = []string{"view", "edit", "manage-team", "manage-walls", "view-invoices", "post-invoices", "report-time"}

// Answer is a decision of section D: yes or no, and the rules that say so.
type Answer struct {
	Allowed bool
	Rules   []string
}

// Decide says whether a user may do something on an asset, which must be there.
func (w *World) Decide(user, matter, action string) Answer {
	a := w.assets[matter]
	spec, there := w.users[user]
	no := func(rule string) Answer { return Answer{false, []string{rule}} }
	switch {
	case !there || spec.Deactivated:
		return no("D-1")
	case once(w, "walled "+matter, func() set { return w.walls(a).users() })[user]:
		return no("D-2")
	case w.shutOut(a, user):
		return no("D-3")
	case spec.SystemRole == v1alpha1.RoleThirdPartyBiller:
		return Answer{action == "post-invoices", []string{"D-4"}}
	case a.spec.State == v1alpha1.StateClosed && action == "report-time":
		return no("D-5")
	}
	var yes []string
	for _, rule := range []struct {
		id    string
		gives []string
	}{
		{"D-6", w.asMember(a, user)},
		{"D-7", w.inUnit(a, user)},
		{"D-8", w.inOpenUnit(a, user)},
		{"D-9", w.asManager(a, user)},
		{"D-10", w.anywhere(a, user)},
	} {
		if slices.Contains(rule.gives, action) {
			yes = append(yes, rule.id)
		}
	}
	if yes == nil {
		return no("D-11")
	}
	return Answer{true, yes}
}

// shutOut is D-3.
func (w *World) shutOut(a *asset, user string) bool {
	for _, e := range a.spec.ExcludedUsers {
		if e.User == user {
			return !w.administers(user)
		}
	}
	return false
}

// asMember is D-6: what comes with the matter role.
func (w *World) asMember(a *asset, user string) []string {
	parts := once(w, "parts "+a.name+" "+user, func() []part { return w.parts(a, user) })
	if len(parts) == 0 {
		return nil
	}
	highest := 0
	for _, p := range parts {
		highest = max(highest, rank(p.role))
	}
	gives := []string{"post-invoices", "view-invoices", "report-time"}
	for at, more := range []string{"", "view", "edit", "manage-team"} {
		if at > 0 && highest >= at {
			gives = append(gives, more)
		}
	}
	return gives
}

// inUnit is D-7.
func (w *World) inUnit(a *asset, user string) (gives []string) {
	if !w.isIn(user, a.spec.BusinessUnit) {
		return nil
	}
	for _, right := range w.users[user].Rights {
		switch right {
		case v1alpha1.RightAdministrator:
			gives = append(gives, "view", "edit")
		case v1alpha1.RightCompliance:
			gives = append(gives, "view")
		case v1alpha1.RightAccounting:
			gives = append(gives, "view-invoices")
		case v1alpha1.RightApproveOthersInvoices, v1alpha1.RightReporting, v1alpha1.RightAllBillingUnits:
		}
	}
	return gives
}

// inOpenUnit is D-8.
func (w *World) inOpenUnit(a *asset, user string) (gives []string) {
	if a.spec.Confidential || !w.isIn(user, a.spec.BusinessUnit) {
		return nil
	}
	spec := w.users[user]
	if spec.UserRole != "" {
		gives = append(gives, "report-time")
	}
	if spec.UserRole == v1alpha1.UserRolePartner || slices.Contains(spec.Rights, v1alpha1.RightAccounting) {
		gives = append(gives, "view")
	}
	if spec.UserRole == v1alpha1.UserRoleAssistant {
		gives = append(gives, "view", "edit")
	}
	return gives
}

// asManager is D-9.
func (w *World) asManager(a *asset, user string) []string {
	if w.firm == nil || a.spec.Client == "" || a.spec.Confidential {
		return nil
	}
	for _, client := range w.firm.spec.Clients {
		if client.Name == a.spec.Client && client.Manager == user {
			return []string{"view", "edit"}
		}
	}
	return nil
}

// anywhere is D-10.
func (w *World) anywhere(a *asset, user string) (gives []string) {
	spec := w.users[user]
	role := w.SystemRole(user)
	switch {
	case role == v1alpha1.RoleFirmAdministrator || len(w.Designations(user)) > 0, role == v1alpha1.RoleFirmUserBilling:
		gives = append(gives, "post-invoices", "view-invoices")
	case role == v1alpha1.RoleFirmOfficeAdministrator:
		gives = append(gives, "post-invoices")
		if !w.ownOfficeOnly() || a.spec.Office != "" && a.spec.Office == spec.Office {
			gives = append(gives, "view-invoices")
		}
	}
	if slices.Contains(spec.Rights, v1alpha1.RightAdministrator) {
		gives = append(gives, "manage-team", "manage-walls")
	}
	if slices.Contains(spec.Rights, v1alpha1.RightCompliance) {
		gives = append(gives, "manage-walls")
	}
	return gives
}

// isIn says whether a user is in a business unit: it names that or one above it (S-5).
func (w *World) isIn(user, unit string) bool {
	above := w.above(unit)
	return slices.ContainsFunc(w.users[user].BusinessUnits, func(own string) bool { return above[own] })
}

// above are a unit of the Firm and all above it, itself too in a cycle (S-5).
func (w *World) above(unit string) set {
	found := set{}
	if w.firm == nil {
		return found
	}
	for range w.firm.spec.BusinessUnits { // a way up is no longer than there are units
		for _, u := range w.firm.spec.BusinessUnits {
			if u.Name == unit && !found[unit] {
				found[unit] = true
			}
			if found[u.Name] && w.hasUnit(u.Parent) {
				found[u.Parent] = true
			}
		}
	}
	return found
}

func (w *World) hasUnit(name string) bool {
	return slices.ContainsFunc(w.firm.spec.BusinessUnits, func(u v1alpha1.BusinessUnit) bool { return u.Name == name })
}

func (w *World) ownOfficeOnly() bool {
	return w.firm != nil && w.firm.spec.OfficeAdministratorInvoices == v1alpha1.InvoicesOwnOffice
}
