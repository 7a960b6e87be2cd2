package oracle

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// offices is U-2. P-3: addresses and phone numbers are Kubernetes RBAC alone.
var offices = table[*v1alpha1.Office]{
	create: map[string]who{"U-2": anyOf(firmAdministrator, company, provisioner)},
	remove: map[string]who{"U-2": anyOf(firmAdministrator, administersOffice, provisioner)},
	rows: []row[*v1alpha1.Office]{
		{"spec.displayName", "U-2", func(o *v1alpha1.Office) any { return o.Spec.DisplayName }, orCreates(firmAdministrator, administersOffice, provisioner)},
	},
}

func administersOffice(f *facts) bool { return f.ownOffice(f.kind().GetName()) }

// orCreates is some, and whoever creates the object: its creation is judged by itself.
func orCreates(some ...who) who {
	return func(f *facts) bool { return f.Old == nil || anyOf(some...)(f) }
}

// links is U-3. A-3: the two names are immutable.
var links = table[*v1alpha1.AssistantLink]{
	create: map[string]who{"U-3": anyOf(firmAdministrator, provisioner, staffer, func(f *facts) bool {
		return f.ownOffice(f.officeOf(f.link(f.New).Spec.Timekeeper))
	})},
	remove: map[string]who{"U-3": anyOf(firmAdministrator, provisioner, staffer, func(f *facts) bool {
		spec := f.link(f.kind()).Spec
		return f.ownOffice(f.officeOf(spec.Timekeeper)) || f.ownOffice(f.officeOf(spec.Assistant))
	})},
}

func (f *facts) officeOf(user string) string {
	if u := f.view.User(user); u != nil {
		return u.Spec.Office
	}
	return ""
}

// users is.
var users = table[*v1alpha1.FirmUser]{
	create: map[string]who{
		"R-6": func(f *facts) bool { return createsAccount(f) && mayBeNamed(f) },
	},
	remove: map[string]who{"R-6": managesAccount, "R-4": func(f *facts) bool { return !f.passesOn() || firmAdministrator(f) || inWindow(f) }},
	rows: []row[*v1alpha1.FirmUser]{
		{"spec.email", "R-7", func(u *v1alpha1.FirmUser) any { return u.Spec.Email }, orCreates(grantsAll)},
		{"spec.identities", "R-7", func(u *v1alpha1.FirmUser) any { return u.Spec.Identities }, orCreates(func(f *facts) bool {
			return leadOrBackup(f) || !f.designated(f.Old.GetName()) && (firmAdministrator(f) || inWindow(f))
		})},
		{"spec.names", "R-6", func(u *v1alpha1.FirmUser) any { return u.Spec.GivenName }, orCreates(managesAccount, right(v1alpha1.RightAdministrator))},
		{"spec.names", "R-6", func(u *v1alpha1.FirmUser) any { return u.Spec.FamilyName }, orCreates(managesAccount, right(v1alpha1.RightAdministrator))},
		{"spec.office", "R-6", func(u *v1alpha1.FirmUser) any { return u.Spec.Office }, orCreates(managesAccount)},
		{"spec.matterDataUpload", "R-6", func(u *v1alpha1.FirmUser) any { return u.Spec.MatterDataUpload }, managesAccount},
		{"spec.deactivated", "R-6", func(u *v1alpha1.FirmUser) any { return u.Spec.Deactivated }, orCreates(func(f *facts) bool {
			switch {
			case !f.designated(f.Old.GetName()):
				return managesAccount(f)
			case f.user(f.New).Spec.Deactivated:
				return firmAdministrator(f) // anyone
			}
			return leadOrBackup(f)
		})},
		{"spec.systemRole", "R-4", func(u *v1alpha1.FirmUser) any { return u.Spec.SystemRole }, assignsRole},
		{"spec.userRole", "R-9", func(u *v1alpha1.FirmUser) any { return u.Spec.UserRole }, opensFiles},
		{"spec.rights", "R-9", func(u *v1alpha1.FirmUser) any { return u.Spec.Rights }, opensFiles},
		{"spec.globalRoles", "R-9", func(u *v1alpha1.FirmUser) any { return u.Spec.GlobalRoles }, opensFiles},
		{"spec.businessUnits", "R-9", func(u *v1alpha1.FirmUser) any { return u.Spec.BusinessUnits }, opensFiles},
		{"spec.delegates", "R-6", func(u *v1alpha1.FirmUser) any { return u.Spec.Delegates }, anyOf(inWindow, func(f *facts) bool {
			return f.Old != nil && f.me != nil && f.me.Name == f.Old.GetName()
		})},
	},
}

// createsAccount is R-6 of a creation.
func createsAccount(f *facts) bool {
	plain := f.user(f.New).Spec.SystemRole == "" || f.user(f.New).Spec.SystemRole == v1alpha1.RoleFirmUser
	return managesAccount(f) || plain && anyOf(right(v1alpha1.RightAdministrator), company, provisioner)(f)
}

// mayBeNamed is R-6 of a name that something names already, and so gives it something.
func mayBeNamed(f *facts) bool {
	switch name := f.New.GetName(); {
	case inWindow(f): // P-5, W-3: in any order
		return true
	case f.designated(name):
		return leadOrBackup(f)
	default:
		return firmAdministrator(f) || !f.referredTo(name)
	}
}

// passesOn says whether deleting a user takes the role FirmAdministrator from it, or
// gives it to the next first user.
func (f *facts) passesOn() bool {
	if f.Old == nil {
		return false
	}
	if roleIn(f.Firm.Users, f.user(f.Old)) == v1alpha1.RoleFirmAdministrator {
		return true
	}
	after := slices.DeleteFunc(slices.Clone(f.Firm.Users), func(u *v1alpha1.FirmUser) bool { return u.Name == f.Old.GetName() })
	return slices.ContainsFunc(after, func(u *v1alpha1.FirmUser) bool { return roleIn(after, u) != roleIn(f.Firm.Users, u) })
}

// managesAccount is R-6 as R-4: a Firm Administrator, an office administrator its
// own office before and after, not over a Firm Administrator.
func managesAccount(f *facts) bool {
	if firmAdministrator(f) || inWindow(f) {
		return true
	}
	if f.Old != nil && (!f.ownOffice(f.user(f.Old).Spec.Office) || f.administersFirm(f.user(f.Old))) {
		return false
	}
	return f.New == nil || f.ownOffice(f.user(f.New).Spec.Office)
}

// assignsRole is R-4.
func assignsRole(f *facts) bool {
	before := v1alpha1.RoleFirmUser
	if f.Old != nil {
		before = roleIn(f.Firm.Users, f.user(f.Old))
	}
	after := roleIn(f.afterwards().Users, f.user(f.New))
	if f.Old == nil && after == v1alpha1.RoleFirmUser {
		return true // whoever creates the user
	}
	if f.designated(f.kind().GetName()) {
		return leadOrBackup(f) || f.Old == nil && inWindow(f)
	}
	if firmAdministrator(f) || inWindow(f) {
		return true
	}
	return before != v1alpha1.RoleFirmAdministrator && after != v1alpha1.RoleFirmAdministrator &&
		(f.Old == nil || f.ownOffice(f.user(f.Old).Spec.Office)) && f.ownOffice(f.user(f.New).Spec.Office)
}

// opensFiles is R-9.
func opensFiles(f *facts) bool {
	own := f.me != nil && f.me.Name == f.kind().GetName()
	return inWindow(f) || !own && anyOf(firmAdministrator, right(v1alpha1.RightAdministrator))(f)
}

// grantsAll is R-7: who could grant all that the account has.
func grantsAll(f *facts) bool {
	u := f.user(f.Old)
	if f.designated(u.Name) && !leadOrBackup(f) {
		return false
	}
	if len(u.Spec.Rights)+len(u.Spec.GlobalRoles) > 0 && !opensFiles(f) {
		return false
	}
	return managesAccount(f)
}

// nobodyDesignated says whether neither lead nor backup is an existing user.
func (f *facts) nobodyDesignated() bool {
	firm := f.Firm.Firm
	return firm == nil || f.view.User(firm.Spec.Administrators.Lead) == nil && f.view.User(firm.Spec.Administrators.Backup) == nil
}

// referredTo says whether something that gives something names a user already.
func (f *facts) referredTo(name string) bool {
	for _, m := range f.Firm.Matters {
		if slices.Contains(namesOf(m), name) {
			return true
		}
	}
	for _, l := range f.Firm.Links {
		if l.Spec.Assistant == name || l.Spec.Timekeeper == name {
			return true
		}
	}
	for _, u := range f.Firm.Users {
		if slices.Contains(u.Spec.Delegates, name) {
			return true
		}
	}
	if f.Firm.Firm == nil {
		return false
	}
	r := recoveryOf(f.Firm.Firm)
	return r.RequestedBy == name || r.NewLead == name || slices.Contains(r.Departed, name) ||
		slices.ContainsFunc(f.Firm.Firm.Spec.Clients, func(c v1alpha1.Client) bool { return c.Manager == name })
}

func namesOf(m *v1alpha1.Matter) []string {
	names := []string{m.Spec.Lead}
	for _, e := range m.Spec.Staffing {
		names = append(names, e.User)
	}
	for _, e := range m.Spec.ConflictedUsers {
		names = append(names, e.User)
	}
	for _, e := range m.Spec.ExcludedUsers {
		names = append(names, e.User)
	}
	return names
}
