package matrix

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
)

// systemRoles: giving and taking system roles.
var systemRoles = Chapter{
	Title: "system roles",
	Rows: []Row{
		{Change: "make a user Firm Administrator", Rule: "R-4", May: "FA open", Does: UserWith("una", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmAdministrator })},
		{Change: "make a user Firm Office Administrator", Rule: "R-4", May: "FA foa open", Does: UserWith("una", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmOfficeAdministrator })},
		{Change: "make a user Firm User + Billing", Rule: "R-4", May: "FA foa open", Does: UserWith("una", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmUserBilling })},
		{Change: "make a user 3rd party biller", Rule: "R-4", May: "FA foa open", Does: UserWith("una", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleThirdPartyBiller })},
		{Change: "make a user of no office Firm User + Billing", Rule: "R-4", May: "FA open", Does: UserWith("ed", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmUserBilling })},
		{Change: "take the role Firm Administrator", Rule: "R-4", May: "FA open", Does: UserWith("fay", func(u *fu) { u.Spec.SystemRole = "" })},
		{Change: "take the role Firm Office Administrator", Rule: "R-4", May: "FA foa open", Does: UserWith("olga", func(u *fu) { u.Spec.SystemRole = "" })},
		{Change: "clear the role of the first user", Rule: "R-4", May: "FA open", Firm: "user una office=london first role=FirmUser", Does: UserWith("una", func(u *fu) { u.Spec.SystemRole = "" })},
		{Change: "give a role to the first user, who has none", Rule: "R-4", May: "FA user open", Firm: "user una office=london first", Does: UserWith("una", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmUser })},
		{
			Change: "delete a user before whom another was not the first", Rule: "R-4", May: "FA open",
			Firm: "user una office=london first role=FirmUser since=1; user rex first since=2", Does: WithoutUser("una"),
		},
		{Change: "make the lead Firm Administrator", Rule: "R-4", May: "lead backup", Does: UserWith("lea", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmAdministrator })},
		{Change: "make the backup 3rd party biller", Rule: "R-4", May: "lead backup", Does: UserWith("bob", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleThirdPartyBiller })},
		{Change: "move a user to paris and make it biller there", Rule: "R-4", May: "FA open", Does: UserWith("una", func(u *fu) {
			u.Spec.Office, u.Spec.SystemRole = "paris", v1alpha1.RoleThirdPartyBiller
		})},
	},
}

// whatOpensFiles: user roles, rights, global roles and units.
var whatOpensFiles = Chapter{
	Title: "what opens files",
	Rows: []Row{
		{Change: "a user's role", Rule: "R-9", May: "FA administrator walled open", Does: UserWith("una", func(u *fu) { u.Spec.UserRole = v1alpha1.UserRolePartner })},
		{Change: "a user's rights", Rule: "R-9", May: "FA administrator walled open", Does: UserWith("una", func(u *fu) { u.Spec.Rights = []v1alpha1.UserRight{v1alpha1.RightCompliance} })},
		{Change: "a user's global roles", Rule: "R-9", May: "FA administrator walled open", Does: UserWith("una", func(u *fu) { u.Spec.GlobalRoles = []v1alpha1.GlobalRole{v1alpha1.FloatingUser} })},
		{Change: "a user's business units", Rule: "R-9", May: "FA administrator walled open", Does: UserWith("una", func(u *fu) { u.Spec.BusinessUnits = []string{"uk"} })},
		{Change: "the rights of ada (administrator)", Rule: "R-9", May: "FA walled open", Does: UserWith("ada", func(u *fu) { u.Spec.Rights = append(u.Spec.Rights, v1alpha1.RightCompliance) })},
		{Change: "the units of fay (fa)", Rule: "R-9", May: "lead backup administrator walled open", Does: UserWith("fay", func(u *fu) { u.Spec.BusinessUnits = []string{"uk"} })},
		{Change: "the rights of the lead", Rule: "R-9", May: "backup fa administrator walled open", Does: UserWith("lea", func(u *fu) { u.Spec.Rights = []v1alpha1.UserRight{v1alpha1.RightCompliance} })},
	},
}

// credentials: what decides who acts as a user.
var credentials = Chapter{
	Title: "credentials",
	Rows: []Row{
		{Change: "a user's email", Rule: "R-7", May: "FA foa open", Does: UserWith("una", func(u *fu) { u.Spec.Email = "x@firm.example" })},
		{Change: "the email of a user of no office", Rule: "R-7", May: "FA open", Does: UserWith("ed", func(u *fu) { u.Spec.Email = "x@firm.example" })},
		{Change: "the email of a Firm Administrator", Rule: "R-7", May: "FA open", Does: UserWith("fay", func(u *fu) { u.Spec.Email = "x@firm.example" })},
		{Change: "the email of a user with rights", Rule: "R-7", May: "FA open", Does: UserWith("cora", func(u *fu) { u.Spec.Email = "x@firm.example" })},
		{Change: "the email of a floating user", Rule: "R-7", May: "FA open", Firm: "user una office=london floating", Does: UserWith("una", func(u *fu) { u.Spec.Email = "x@firm.example" })},
		{
			Change: "the email of a Firm Administrator with rights (fa)", Rule: "R-7", May: "lead backup open", Firm: "user fay office=london role=FirmAdministrator rights=Reporting",
			Does: UserWith("fay", func(u *fu) { u.Spec.Email = "x@firm.example" }),
		},
		{Change: "the email of the lead", Rule: "R-7", May: "lead backup", Does: UserWith("lea", func(u *fu) { u.Spec.Email = "x@firm.example" })},
		{Change: "a user's identities", Rule: "R-7", May: "FA open", Does: UserWith("una", func(u *fu) { u.Spec.Identities = []string{"x"} })},
		{Change: "the identities of the lead", Rule: "R-7", May: "lead backup", Does: UserWith("lea", func(u *fu) { u.Spec.Identities = []string{"x"} })},
	},
}
