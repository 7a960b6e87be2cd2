package matrix

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
)

// accounts: creating, editing and deleting users.
var accounts = Chapter{
	Title: "accounts",
	Rows: []Row{
		{Change: "create a user of london", Rule: "R-6", May: "FA foa administrator walled company open closed restorer", Does: NewUser("new", func(*fu) {})},
		{Change: "create a user of paris", Rule: "R-6", May: "FA other-foa administrator walled company open closed restorer", Does: NewUser("new", func(u *fu) { u.Spec.Office = "paris" })},
		{Change: "create a user of an office that is not there", Rule: "R-6", May: "FA administrator walled company open closed restorer", Does: NewUser("new", func(u *fu) { u.Spec.Office = "rome" })},
		{
			Change: "rename a user of the office of olga (foa), which is not there", Rule: "R-6", May: "FA administrator walled open",
			Firm: "no office london", Does: UserWith("una", func(u *fu) { u.Spec.GivenName = "X" }),
		},
		{Change: "create a user with the role FirmUser", Rule: "R-6", May: "FA foa administrator walled company open closed restorer", Does: NewUser("new", func(u *fu) {
			u.Spec.SystemRole = v1alpha1.RoleFirmUser
		})},
		{Change: "create a biller", Rule: "R-6", May: "FA foa open restorer", Does: NewUser("new", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleThirdPartyBiller })},
		{Change: "create a Firm Office Administrator", Rule: "R-4", May: "FA foa open restorer", Does: NewUser("new", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmOfficeAdministrator })},
		{Change: "create a Firm Administrator", Rule: "R-4", May: "FA open restorer", Does: NewUser("new", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmAdministrator })},
		{Change: "create a Partner", Rule: "R-9", May: "FA administrator walled open restorer", Does: NewUser("new", func(u *fu) { u.Spec.UserRole = v1alpha1.UserRolePartner })},
		{Change: "create a user with rights", Rule: "R-9", May: "FA administrator walled open restorer", Does: NewUser("new", func(u *fu) { u.Spec.Rights = []v1alpha1.UserRight{v1alpha1.RightReporting} })},
		{Change: "create a floating user", Rule: "R-9", May: "FA administrator walled open restorer", Does: NewUser("new", func(u *fu) { u.Spec.GlobalRoles = []v1alpha1.GlobalRole{v1alpha1.FloatingUser} })},
		{Change: "create a user in a unit", Rule: "R-9", May: "FA administrator walled open restorer", Does: NewUser("new", func(u *fu) { u.Spec.BusinessUnits = []string{"uk"} })},
		{Change: "create a user with delegates", Rule: "R-6", May: "open restorer", Does: NewUser("new", func(u *fu) { u.Spec.Delegates = []string{"una"} })},
		{Change: "create a user who uploads", Rule: "R-6", May: "FA foa open restorer", Does: NewUser("new", func(u *fu) { u.Spec.MatterDataUpload = true })},
		{Change: "create a user with an identity", Rule: "R-6", May: "FA foa administrator walled company open closed restorer", Does: NewUser("new", func(u *fu) { u.Spec.Identities = []string{"x"} })},
		{Change: "create a user with a finalizer", Rule: "R-8", May: "FA foa open restorer", Does: NewUser("new", func(u *fu) { u.Finalizers = []string{"x/y"} })},
		{Change: "create the user whom a matter names", Rule: "R-6", May: "FA open restorer", Does: NewUser("nemo", func(*fu) {})},
		{Change: "create the user whom a client names", Rule: "R-6", May: "FA open restorer", Firm: "no user max", Does: NewUser("max", func(*fu) {})},
		{Change: "create the user whom a link names", Rule: "R-6", May: "FA open restorer", Firm: "link new->una", Does: NewUser("new", func(*fu) {})},
		{Change: "create the user who is a delegate", Rule: "R-6", May: "FA open restorer", Firm: "user una office=london delegates=new", Does: NewUser("new", func(*fu) {})},
		{Change: "create the user whom the Firm names as lead", Rule: "R-6", May: "backup open restorer", Firm: "no user lea", Does: NewUser("lea", func(*fu) {})},
		{Change: "create the user whom the Firm names as backup, with a role", Rule: "R-6", May: "lead open restorer", Firm: "no user bob", Does: NewUser("bob", func(u *fu) {
			u.Spec.SystemRole = v1alpha1.RoleFirmAdministrator
		})},
		{Change: "a user's given name", Rule: "R-6", May: "FA foa administrator walled open", Does: UserWith("una", func(u *fu) { u.Spec.GivenName = "X" })},
		{Change: "a Firm Administrator's family name", Rule: "R-6", May: "FA administrator walled open", Does: UserWith("fay", func(u *fu) { u.Spec.FamilyName = "X" })},
		{Change: "the lead's family name", Rule: "R-6", May: "FA administrator walled open", Does: UserWith("lea", func(u *fu) { u.Spec.FamilyName = "X" })},
		{Change: "move a user to another office", Rule: "R-6", May: "FA open", Does: UserWith("una", func(u *fu) { u.Spec.Office = "paris" })},
		{Change: "an office administrator moves", Rule: "R-6", May: "FA open", Does: UserWith("olga", func(u *fu) { u.Spec.Office = "paris" })},
		{Change: "deactivate a user", Rule: "R-6", May: "FA foa open", Does: UserWith("una", func(u *fu) { u.Spec.Deactivated = true })},
		{Change: "deactivate a Firm Administrator", Rule: "R-6", May: "FA open", Does: UserWith("fay", func(u *fu) { u.Spec.Deactivated = true })},
		{Change: "deactivate the lead", Rule: "R-6", May: "FA", Does: UserWith("lea", func(u *fu) { u.Spec.Deactivated = true })},
		{Change: "activate a Firm Administrator", Rule: "R-6", May: "FA open", Does: UserWith("gone", func(u *fu) { u.Spec.Deactivated = false })},
		{Change: "activate the lead", Rule: "R-6", May: "backup", But: "lead:P-1", Firm: "user lea office=london deactivated", Does: UserWith("lea", func(u *fu) { u.Spec.Deactivated = false })},
		{Change: "let a user upload", Rule: "R-6", May: "FA foa open", Does: UserWith("una", func(u *fu) { u.Spec.MatterDataUpload = true })},
		{Change: "the delegates of una (user)", Rule: "R-6", May: "user open", Does: UserWith("una", func(u *fu) { u.Spec.Delegates = []string{"ed"} })},
		{Change: "the delegates of the lead", Rule: "R-6", May: "lead open", Does: UserWith("lea", func(u *fu) { u.Spec.Delegates = []string{"ed"} })},
		{Change: "delete a user", Rule: "R-6", May: "FA foa open", Does: WithoutUser("una")},
		{Change: "delete a Firm Administrator", Rule: "R-6", May: "FA open", Does: WithoutUser("fay")},
		{Change: "give a user a finalizer", Rule: "R-8", May: "FA foa open", Does: UserWith("una", func(u *fu) { u.Finalizers = []string{"x/y"} })},
		{Change: "give a user an owner", Rule: "R-8", May: "FA foa open", Does: UserWith("una", func(u *fu) { u.OwnerReferences = owned })},
		{Change: "an annotation of a user", May: "everybody", Does: UserWith("una", func(u *fu) { u.Annotations = map[string]string{"x": "y"} })},
	},
}
