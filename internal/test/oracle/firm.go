package oracle

import (
	"reflect"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

type firmObject = v1alpha1.Firm

// firms is U-1, R-1, R-3, R-9 and R-10.
var firms = table[*firmObject]{
	create: map[string]who{"R-1": anyOf(company, provisioner)},
	remove: map[string]who{"R-1": anyOf(leadOrBackup, inWindow)},
	rows: []row[*firmObject]{
		{"spec.displayName", "U-1", func(o *firmObject) any { return o.Spec.DisplayName }, profileAnd(right(v1alpha1.RightAdministrator))},
		{"spec.administrators.lead", "R-1", func(o *firmObject) any { return o.Spec.Administrators.Lead }, anyOf(setsDesignations, recovers)},
		{"spec.administrators.backup", "R-1", func(o *firmObject) any { return o.Spec.Administrators.Backup }, setsDesignations},
		{"spec.administrators.recovery", "R-3", func(o *firmObject) any { return recoveryOf(o) }, anyOf(leadOrBackup, inWindow, recovers)},
		{"spec.administrators.provisioning", "R-10", func(o *firmObject) any { return o.Spec.Administrators.Provisioning }, orCreates(leadOrBackup, inWindow, func(f *facts) bool {
			return firmAdministrator(f) && !f.stampedClosed()
		})},
		{"spec.clients", "U-1", func(o *firmObject) any { return clientsOf(o) }, profileAnd(right(v1alpha1.RightAdministrator))},
		{"spec.clients.manager", "R-9", func(o *firmObject) any { return managersOf(o) }, anyOf(inWindow, func(f *facts) bool {
			return anyOf(firmAdministrator, right(v1alpha1.RightAdministrator))(f) && !f.ownManagement()
		})},
		{"spec.businessUnits", "R-9", func(o *firmObject) any { return treeOf(o) }, anyOf(inWindow, func(f *facts) bool {
			return anyOf(firmAdministrator, right(v1alpha1.RightAdministrator))(f) && !f.ownUnits()
		})},
		{"spec.businessUnits.displayName", "U-1", func(o *firmObject) any { return unitNamesOf(o) }, profileAnd(right(v1alpha1.RightAdministrator))},
		{"spec.systems", "U-1", func(o *firmObject) any { return o.Spec.Systems }, profileAnd()},
		{"spec.assistantsFollow", "U-1", func(o *firmObject) any { return o.Spec.AssistantsFollow.Staffing }, profileAnd()},
		{"spec.assistantsFollow", "U-1", func(o *firmObject) any { return o.Spec.AssistantsFollow.ConflictedUsers }, profileAnd()},
		{"spec.passwordPolicy", "U-1", func(o *firmObject) any { return o.Spec.PasswordPolicy }, profileAnd()},
		{"spec.officeAdministratorInvoices", "U-1", func(o *firmObject) any { return o.Spec.OfficeAdministratorInvoices }, profileAnd()},
	},
}

// profileAnd is U-1: the Firm's profile, and who else.
func profileAnd(others ...who) who {
	return orCreates(append(others, firmAdministrator, provisioner)...)
}

// setsDesignations is R-1: also the first designation, by whoever creates the Firm.
func setsDesignations(f *facts) bool {
	return leadOrBackup(f) || f.Old == nil || inWindow(f) && f.nobodyDesignated()
}

// recovers is R-3: Support, with all that it must bring.
func recovers(f *facts) bool {
	if !f.Asker.Support || f.Old == nil || f.New == nil {
		return false
	}
	before, now := f.firm(f.Old).Spec, f.firm(f.New).Spec
	r := now.Administrators.Recovery
	if r == nil || reflect.DeepEqual(r, before.Administrators.Recovery) || before.Administrators.Lead == now.Administrators.Lead {
		return false
	}
	for _, user := range []string{before.Administrators.Lead, before.Administrators.Backup} {
		if u := f.view.User(user); u != nil && !u.Spec.Deactivated && !slices.Contains(r.Departed, user) {
			return false // it can act
		}
	}
	partner, lead := f.view.User(r.RequestedBy), f.view.User(now.Administrators.Lead)
	return partner != nil && !partner.Spec.Deactivated && partner.Spec.UserRole == v1alpha1.UserRolePartner && r.PartnerEmail == partner.Spec.Email &&
		r.FirmName == before.DisplayName && r.FirmName != "" &&
		lead != nil && !lead.Spec.Deactivated && roleIn(f.Firm.Users, lead) != v1alpha1.RoleThirdPartyBiller &&
		r.NewLead == lead.Name && !slices.Contains(r.Departed, lead.Name) && r.NewLeadEmail == lead.Spec.Email && r.Authorization != ""
}

func recoveryOf(o *firmObject) v1alpha1.Recovery {
	if o.Spec.Administrators.Recovery == nil {
		return v1alpha1.Recovery{}
	}
	return *o.Spec.Administrators.Recovery
}

func clientsOf(o *firmObject) map[string]string {
	clients := map[string]string{}
	for _, c := range o.Spec.Clients {
		clients[c.Name] = c.DisplayName
	}
	return clients
}

func managersOf(o *firmObject) map[string]string {
	managers := map[string]string{}
	for _, c := range o.Spec.Clients {
		if c.Manager != "" {
			managers[c.Name] = c.Manager
		}
	}
	return managers
}

// ownManagement says whether the asker's own name comes or goes among the managers.
func (f *facts) ownManagement() bool {
	before, after := managersOf(f.firm(f.Old)), managersOf(f.firm(f.New))
	for _, managers := range []map[string]string{before, after} {
		for client := range managers {
			if before[client] != after[client] && f.me != nil && (before[client] == f.me.Name || after[client] == f.me.Name) {
				return true
			}
		}
	}
	return false
}

type unit struct {
	parent  string
	billing bool
}

func treeOf(o *firmObject) map[string]unit {
	units := map[string]unit{}
	for _, u := range o.Spec.BusinessUnits {
		units[u.Name] = unit{u.Parent, u.BillingUnit}
	}
	return units
}

func unitNamesOf(o *firmObject) map[string]string {
	names := map[string]string{}
	for _, u := range o.Spec.BusinessUnits {
		if u.DisplayName != "" {
			names[u.Name] = u.DisplayName
		}
	}
	return names
}

// ownUnits says whether the asker would be in units in which it is not, or one of its
// own would become a billing unit (S-5).
func (f *facts) ownUnits() bool {
	if f.me == nil {
		return false
	}
	before, after := treeOf(f.firm(f.Old)), treeOf(f.firm(f.New))
	for name, u := range after {
		if within(after, name, f.me.Spec.BusinessUnits) &&
			(!within(before, name, f.me.Spec.BusinessUnits) || u.billing && !before[name].billing) {
			return true
		}
	}
	return false
}

// within says whether a listed unit is one of some, or below one of them.
func within(tree map[string]unit, name string, some []string) bool {
	for range len(tree) {
		u, listed := tree[name]
		if !listed {
			return false
		}
		if slices.Contains(some, name) {
			return true
		}
		name = u.parent
	}
	return false
}
