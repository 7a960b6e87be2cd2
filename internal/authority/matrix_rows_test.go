package authority_test

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
)

type (
	fu = v1alpha1.FirmUser
	fm = v1alpha1.Firm
	ma = v1alpha1.Matter
)

// matrix says who may do what, row by row as RULES.md has it.
var matrix = []chapter{
	{title: "lead and backup", rows: []row{
		{change: "create the Firm", rule: "R-1", may: "company open closed restorer", firm: "no firm", does: newFirm(func(*fm) {})},
		{change: "create the Firm that says Closed", rule: "R-1", may: "company open closed restorer", firm: "no firm", does: newFirm(func(f *fm) {
			f.Spec.Administrators.Provisioning = v1alpha1.ProvisioningClosed
		})},
		{change: "create the Firm with a client's manager", rule: "R-9", may: "open closed restorer", firm: "no firm", does: newFirm(func(f *fm) {
			f.Spec.Clients[0].Manager = "una"
		}), but: "lead:R-1 backup:R-1 fa:R-1 administrator:R-1 walled:R-1"},
		{change: "create the Firm with a recovery", rule: "R-3", may: "open closed restorer", firm: "no firm", does: newFirm(func(f *fm) {
			f.Spec.Administrators.Recovery = &v1alpha1.Recovery{Authorization: "x"}
		})},
		{change: "another lead", rule: "R-1", may: "lead backup", but: "support:R-3", does: firmWith(func(f *fm) { f.Spec.Administrators.Lead = "fay" })},
		{change: "no lead", rule: "R-1", may: "lead backup", but: "support:R-3", does: firmWith(func(f *fm) { f.Spec.Administrators.Lead = "" })},
		{change: "another backup", rule: "R-1", may: "lead backup", does: firmWith(func(f *fm) { f.Spec.Administrators.Backup = "fay" })},
		{
			change: "the first lead", rule: "R-1", may: "open", but: "support:R-3", firm: "firm closed",
			does: firmWith(func(f *fm) { f.Spec.Administrators.Lead = "fay" }),
		},
		{
			change: "a lead where neither names an existing user", rule: "R-1", may: "open", but: "support:R-3", firm: "firm lead=nobody backup=none closed",
			does: firmWith(func(f *fm) { f.Spec.Administrators.Lead = "fay" }),
		},
		{
			change: "a lead where one names a deactivated user", rule: "R-1", but: "support:R-3", firm: "firm lead=gone backup=none closed",
			does: firmWith(func(f *fm) { f.Spec.Administrators.Lead = "fay" }),
		},
		{
			change: "a first backup beside the lead", rule: "R-1", may: "lead", firm: "firm lead=lea",
			does: firmWith(func(f *fm) { f.Spec.Administrators.Backup = "fay" }),
		},
		{change: "open provisioning that is closed", rule: "R-10", may: "lead backup open", does: firmWith(func(f *fm) {
			f.Spec.Administrators.Provisioning = v1alpha1.ProvisioningOpen
		})},
		{change: "say Closed while it is open", rule: "R-10", may: "FA open closed", firm: "firm lead=lea backup=bob", does: firmWith(func(f *fm) {
			f.Spec.Administrators.Provisioning = v1alpha1.ProvisioningClosed
		})},
		{change: "write a recovery", rule: "R-3", may: "lead backup open", does: firmWith(func(f *fm) {
			f.Spec.Administrators.Recovery = &v1alpha1.Recovery{Departed: []string{"lea"}}
		})},
		{change: "delete the Firm", rule: "R-1", may: "lead backup open", does: func(o roster.Objects) authority.Change { return authority.FirmChange{Old: o.Firm} }},
		{change: "give the Firm a finalizer", rule: "R-8", may: "lead backup open", does: firmWith(func(f *fm) { f.Finalizers = []string{"x/y"} })},
		{change: "give the Firm an owner", rule: "R-8", may: "lead backup open", does: firmWith(func(f *fm) {
			f.OwnerReferences = []metav1.OwnerReference{{Name: "x"}}
		})},
	}},
	{title: "the firm's profile", rows: []row{
		{change: "rename the firm", rule: "U-1", may: "FA administrator walled open closed", does: firmWith(func(f *fm) { f.Spec.DisplayName = "X" })},
		{change: "add a client", rule: "U-1", may: "FA administrator walled open closed", does: firmWith(func(f *fm) {
			f.Spec.Clients = append(f.Spec.Clients, v1alpha1.Client{Name: "initech"})
		})},
		{change: "rename a client", rule: "U-1", may: "FA administrator walled open closed", does: firmWith(func(f *fm) { f.Spec.Clients[0].DisplayName = "X" })},
		{change: "drop a client without a manager", rule: "U-1", may: "FA administrator walled open closed", does: firmWith(func(f *fm) { f.Spec.Clients = f.Spec.Clients[:1] })},
		{change: "drop a client with a manager", rule: "R-9", may: "FA administrator walled open", does: firmWith(func(f *fm) { f.Spec.Clients = f.Spec.Clients[1:] })},
		{change: "give a client a manager", rule: "R-9", may: "FA administrator walled open", does: firmWith(func(f *fm) { f.Spec.Clients[1].Manager = "una" })},
		{change: "make ada (administrator) a client's manager", rule: "R-9", may: "FA walled open", does: firmWith(func(f *fm) { f.Spec.Clients[1].Manager = "ada" })},
		{change: "make fay (fa) a client's manager", rule: "R-9", may: "lead backup administrator walled open", does: firmWith(func(f *fm) { f.Spec.Clients[1].Manager = "fay" })},
		{change: "add a business unit at the top", rule: "R-9", may: "FA administrator walled open", does: firmWith(func(f *fm) {
			f.Spec.BusinessUnits = append(f.Spec.BusinessUnits, v1alpha1.BusinessUnit{Name: "tax"})
		})},
		{change: "move a unit under one of ada's (administrator)", rule: "R-9", may: "FA walled open", does: firmWith(func(f *fm) { f.Spec.BusinessUnits[2].Parent = "uk" })},
		{change: "add a unit under one of ada's (administrator)", rule: "R-9", may: "FA walled open", does: firmWith(func(f *fm) {
			f.Spec.BusinessUnits = append(f.Spec.BusinessUnits, v1alpha1.BusinessUnit{Name: "tax", Parent: "uk"})
		})},
		{change: "make a unit of ada's (administrator) a billing unit", rule: "R-9", may: "FA walled open", does: firmWith(func(f *fm) { f.Spec.BusinessUnits[1].BillingUnit = true })},
		{change: "drop a unit", rule: "R-9", may: "FA administrator walled open", does: firmWith(func(f *fm) { f.Spec.BusinessUnits = f.Spec.BusinessUnits[:2] })},
		{change: "rename a unit", rule: "U-1", may: "FA administrator walled open closed", does: firmWith(func(f *fm) { f.Spec.BusinessUnits[0].DisplayName = "X" })},
		{change: "the firm's systems", rule: "U-1", may: "FA open closed", does: firmWith(func(f *fm) { f.Spec.Systems = nil })},
		{change: "whether assistants follow on teams", rule: "U-1", may: "FA open closed", does: firmWith(func(f *fm) { f.Spec.AssistantsFollow.Staffing = v1alpha1.FollowEnabled })},
		{change: "whether assistants follow on walls", rule: "U-1", may: "FA open closed", does: firmWith(func(f *fm) { f.Spec.AssistantsFollow.ConflictedUsers = v1alpha1.FollowEnabled })},
		{change: "the password policy", rule: "U-1", may: "FA open closed", does: firmWith(func(f *fm) { f.Spec.PasswordPolicy.MinimumLength = 12 })},
		{change: "the invoices of office administrators", rule: "U-1", may: "FA open closed", does: firmWith(func(f *fm) {
			f.Spec.OfficeAdministratorInvoices = v1alpha1.InvoicesOwnOffice
		})},
		{change: "a label of the Firm", may: "everybody", does: firmWith(func(f *fm) { f.Labels = map[string]string{"x": "y"} })},
	}},
	{title: "accounts", rows: []row{
		{change: "create a user of london", rule: "R-6", may: "FA foa administrator walled company open closed restorer", does: newUser("new", func(*fu) {})},
		{change: "create a user of paris", rule: "R-6", may: "FA other-foa administrator walled company open closed restorer", does: newUser("new", func(u *fu) { u.Spec.Office = "paris" })},
		{change: "create a user of an office that is not there", rule: "R-6", may: "FA administrator walled company open closed restorer", does: newUser("new", func(u *fu) { u.Spec.Office = "rome" })},
		{
			change: "rename a user of the office of olga (foa), which is not there", rule: "R-6", may: "FA administrator walled open",
			firm: "no office london", does: userWith("una", func(u *fu) { u.Spec.GivenName = "X" }),
		},
		{change: "create a user with the role FirmUser", rule: "R-6", may: "FA foa administrator walled company open closed restorer", does: newUser("new", func(u *fu) {
			u.Spec.SystemRole = v1alpha1.RoleFirmUser
		})},
		{change: "create a biller", rule: "R-6", may: "FA foa open restorer", does: newUser("new", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleThirdPartyBiller })},
		{change: "create a Firm Office Administrator", rule: "R-4", may: "FA foa open restorer", does: newUser("new", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmOfficeAdministrator })},
		{change: "create a Firm Administrator", rule: "R-4", may: "FA open restorer", does: newUser("new", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmAdministrator })},
		{change: "create a Partner", rule: "R-9", may: "FA administrator walled open restorer", does: newUser("new", func(u *fu) { u.Spec.UserRole = v1alpha1.UserRolePartner })},
		{change: "create a user with rights", rule: "R-9", may: "FA administrator walled open restorer", does: newUser("new", func(u *fu) { u.Spec.Rights = []v1alpha1.UserRight{v1alpha1.RightReporting} })},
		{change: "create a floating user", rule: "R-9", may: "FA administrator walled open restorer", does: newUser("new", func(u *fu) { u.Spec.GlobalRoles = []v1alpha1.GlobalRole{v1alpha1.FloatingUser} })},
		{change: "create a user in a unit", rule: "R-9", may: "FA administrator walled open restorer", does: newUser("new", func(u *fu) { u.Spec.BusinessUnits = []string{"uk"} })},
		{change: "create a user with delegates", rule: "R-6", may: "open restorer", does: newUser("new", func(u *fu) { u.Spec.Delegates = []string{"una"} })},
		{change: "create a user who uploads", rule: "R-6", may: "FA foa open restorer", does: newUser("new", func(u *fu) { u.Spec.MatterDataUpload = true })},
		{change: "create a user with an identity", rule: "R-6", may: "FA foa administrator walled company open closed restorer", does: newUser("new", func(u *fu) { u.Spec.Identities = []string{"x"} })},
		{change: "create a user with a finalizer", rule: "R-8", may: "FA foa open restorer", does: newUser("new", func(u *fu) { u.Finalizers = []string{"x/y"} })},
		{change: "create the user whom a matter names", rule: "R-6", may: "FA open restorer", does: newUser("nemo", func(*fu) {})},
		{change: "create the user whom a client names", rule: "R-6", may: "FA open restorer", firm: "no user max", does: newUser("max", func(*fu) {})},
		{change: "create the user whom a link names", rule: "R-6", may: "FA open restorer", firm: "link new->una", does: newUser("new", func(*fu) {})},
		{change: "create the user who is a delegate", rule: "R-6", may: "FA open restorer", firm: "user una office=london delegates=new", does: newUser("new", func(*fu) {})},
		{change: "create the user whom the Firm names as lead", rule: "R-6", may: "backup open restorer", firm: "no user lea", does: newUser("lea", func(*fu) {})},
		{change: "create the user whom the Firm names as backup, with a role", rule: "R-6", may: "lead open restorer", firm: "no user bob", does: newUser("bob", func(u *fu) {
			u.Spec.SystemRole = v1alpha1.RoleFirmAdministrator
		})},
		{change: "a user's given name", rule: "R-6", may: "FA foa administrator walled open", does: userWith("una", func(u *fu) { u.Spec.GivenName = "X" })},
		{change: "a Firm Administrator's family name", rule: "R-6", may: "FA administrator walled open", does: userWith("fay", func(u *fu) { u.Spec.FamilyName = "X" })},
		{change: "the lead's family name", rule: "R-6", may: "FA administrator walled open", does: userWith("lea", func(u *fu) { u.Spec.FamilyName = "X" })},
		{change: "move a user to another office", rule: "R-6", may: "FA open", does: userWith("una", func(u *fu) { u.Spec.Office = "paris" })},
		{change: "an office administrator moves", rule: "R-6", may: "FA open", does: userWith("olga", func(u *fu) { u.Spec.Office = "paris" })},
		{change: "deactivate a user", rule: "R-6", may: "FA foa open", does: userWith("una", func(u *fu) { u.Spec.Deactivated = true })},
		{change: "deactivate a Firm Administrator", rule: "R-6", may: "FA open", does: userWith("fay", func(u *fu) { u.Spec.Deactivated = true })},
		{change: "deactivate the lead", rule: "R-6", may: "FA", does: userWith("lea", func(u *fu) { u.Spec.Deactivated = true })},
		{change: "activate a Firm Administrator", rule: "R-6", may: "FA open", does: userWith("gone", func(u *fu) { u.Spec.Deactivated = false })},
		{change: "activate the lead", rule: "R-6", may: "backup", but: "lead:P-1", firm: "user lea office=london deactivated", does: userWith("lea", func(u *fu) { u.Spec.Deactivated = false })},
		{change: "let a user upload", rule: "R-6", may: "FA foa open", does: userWith("una", func(u *fu) { u.Spec.MatterDataUpload = true })},
		{change: "the delegates of una (user)", rule: "R-6", may: "user open", does: userWith("una", func(u *fu) { u.Spec.Delegates = []string{"ed"} })},
		{change: "the delegates of the lead", rule: "R-6", may: "lead open", does: userWith("lea", func(u *fu) { u.Spec.Delegates = []string{"ed"} })},
		{change: "delete a user", rule: "R-6", may: "FA foa open", does: withoutUser("una")},
		{change: "delete a Firm Administrator", rule: "R-6", may: "FA open", does: withoutUser("fay")},
		{change: "give a user a finalizer", rule: "R-8", may: "FA foa open", does: userWith("una", func(u *fu) { u.Finalizers = []string{"x/y"} })},
		{change: "give a user an owner", rule: "R-8", may: "FA foa open", does: userWith("una", func(u *fu) { u.OwnerReferences = []metav1.OwnerReference{{Name: "x"}} })},
		{change: "an annotation of a user", may: "everybody", does: userWith("una", func(u *fu) { u.Annotations = map[string]string{"x": "y"} })},
	}},
	{title: "system roles", rows: []row{
		{change: "make a user Firm Administrator", rule: "R-4", may: "FA open", does: userWith("una", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmAdministrator })},
		{change: "make a user Firm Office Administrator", rule: "R-4", may: "FA foa open", does: userWith("una", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmOfficeAdministrator })},
		{change: "make a user Firm User + Billing", rule: "R-4", may: "FA foa open", does: userWith("una", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmUserBilling })},
		{change: "make a user 3rd party biller", rule: "R-4", may: "FA foa open", does: userWith("una", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleThirdPartyBiller })},
		{change: "make a user of no office Firm User + Billing", rule: "R-4", may: "FA open", does: userWith("ed", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmUserBilling })},
		{change: "take the role Firm Administrator", rule: "R-4", may: "FA open", does: userWith("fay", func(u *fu) { u.Spec.SystemRole = "" })},
		{change: "take the role Firm Office Administrator", rule: "R-4", may: "FA foa open", does: userWith("olga", func(u *fu) { u.Spec.SystemRole = "" })},
		{change: "clear the role of the first user", rule: "R-4", may: "FA open", firm: "user una office=london first role=FirmUser", does: userWith("una", func(u *fu) { u.Spec.SystemRole = "" })},
		{change: "give a role to the first user, who has none", rule: "R-4", may: "FA user open", firm: "user una office=london first", does: userWith("una", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmUser })},
		{
			change: "delete a user before whom another was not the first", rule: "R-4", may: "FA open",
			firm: "user una office=london first role=FirmUser since=1; user rex first since=2", does: withoutUser("una"),
		},
		{change: "make the lead Firm Administrator", rule: "R-4", may: "lead backup", does: userWith("lea", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmAdministrator })},
		{change: "make the backup 3rd party biller", rule: "R-4", may: "lead backup", does: userWith("bob", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleThirdPartyBiller })},
		{change: "move a user to paris and make it biller there", rule: "R-4", may: "FA open", does: userWith("una", func(u *fu) {
			u.Spec.Office, u.Spec.SystemRole = "paris", v1alpha1.RoleThirdPartyBiller
		})},
	}},
	{title: "what opens files", rows: []row{
		{change: "a user's role", rule: "R-9", may: "FA administrator walled open", does: userWith("una", func(u *fu) { u.Spec.UserRole = v1alpha1.UserRolePartner })},
		{change: "a user's rights", rule: "R-9", may: "FA administrator walled open", does: userWith("una", func(u *fu) { u.Spec.Rights = []v1alpha1.UserRight{v1alpha1.RightCompliance} })},
		{change: "a user's global roles", rule: "R-9", may: "FA administrator walled open", does: userWith("una", func(u *fu) { u.Spec.GlobalRoles = []v1alpha1.GlobalRole{v1alpha1.FloatingUser} })},
		{change: "a user's business units", rule: "R-9", may: "FA administrator walled open", does: userWith("una", func(u *fu) { u.Spec.BusinessUnits = []string{"uk"} })},
		{change: "the rights of ada (administrator)", rule: "R-9", may: "FA walled open", does: userWith("ada", func(u *fu) { u.Spec.Rights = append(u.Spec.Rights, v1alpha1.RightCompliance) })},
		{change: "the units of fay (fa)", rule: "R-9", may: "lead backup administrator walled open", does: userWith("fay", func(u *fu) { u.Spec.BusinessUnits = []string{"uk"} })},
		{change: "the rights of the lead", rule: "R-9", may: "backup fa administrator walled open", does: userWith("lea", func(u *fu) { u.Spec.Rights = []v1alpha1.UserRight{v1alpha1.RightCompliance} })},
	}},
	{title: "credentials", rows: []row{
		{change: "a user's email", rule: "R-7", may: "FA foa open", does: userWith("una", func(u *fu) { u.Spec.Email = "x@firm.example" })},
		{change: "the email of a user of no office", rule: "R-7", may: "FA open", does: userWith("ed", func(u *fu) { u.Spec.Email = "x@firm.example" })},
		{change: "the email of a Firm Administrator", rule: "R-7", may: "FA open", does: userWith("fay", func(u *fu) { u.Spec.Email = "x@firm.example" })},
		{change: "the email of a user with rights", rule: "R-7", may: "FA open", does: userWith("cora", func(u *fu) { u.Spec.Email = "x@firm.example" })},
		{change: "the email of a floating user", rule: "R-7", may: "FA open", firm: "user una office=london floating", does: userWith("una", func(u *fu) { u.Spec.Email = "x@firm.example" })},
		{
			change: "the email of a Firm Administrator with rights (fa)", rule: "R-7", may: "lead backup open", firm: "user fay office=london role=FirmAdministrator rights=Reporting",
			does: userWith("fay", func(u *fu) { u.Spec.Email = "x@firm.example" }),
		},
		{change: "the email of the lead", rule: "R-7", may: "lead backup", does: userWith("lea", func(u *fu) { u.Spec.Email = "x@firm.example" })},
		{change: "a user's identities", rule: "R-7", may: "FA open", does: userWith("una", func(u *fu) { u.Spec.Identities = []string{"x"} })},
		{change: "the identities of the lead", rule: "R-7", may: "lead backup", does: userWith("lea", func(u *fu) { u.Spec.Identities = []string{"x"} })},
	}},
	{title: "offices", rows: []row{
		{change: "create an office", rule: "U-2", may: "FA company open closed restorer", does: func(roster.Objects) authority.Change {
			return authority.OfficeChange{New: &v1alpha1.Office{ObjectMeta: metav1.ObjectMeta{Name: "rome"}, Spec: v1alpha1.OfficeSpec{DisplayName: "Rome", Phone: "1"}}}
		}},
		{change: "rename an office", rule: "U-2", may: "FA foa open closed", does: london(func(o *v1alpha1.Office) { o.Spec.DisplayName = "X" })},
		{change: "an office's address", may: "everybody", does: london(func(o *v1alpha1.Office) { o.Spec.Address = "X" })},
		{change: "an office's phone", may: "everybody", does: london(func(o *v1alpha1.Office) { o.Spec.Phone = "X" })},
		{change: "delete an office", rule: "U-2", may: "FA foa open closed", does: func(o roster.Objects) authority.Change {
			return authority.OfficeChange{Old: find(o.Offices, "london")}
		}},
		{change: "give an office a finalizer", rule: "R-8", may: "FA foa open closed", does: london(func(o *v1alpha1.Office) { o.Finalizers = []string{"x/y"} })},
	}},
	{title: "assistants", rows: []row{
		{change: "link an assistant to a timekeeper of london", rule: "U-3", may: "FA foa open closed staffer restorer", does: link("rex", "una")},
		{change: "link an assistant of london to a timekeeper of paris", rule: "U-3", may: "FA other-foa open closed staffer restorer", does: link("una", "otto")},
		{change: "link an assistant to nobody yet", rule: "U-3", may: "FA open closed staffer restorer", does: link("una", "nemo")},
		{change: "delete a link between two offices", rule: "U-3", may: "FA foa other-foa open closed staffer", does: func(o roster.Objects) authority.Change {
			return authority.AssistantLinkChange{Old: o.Links[0]}
		}},
		{change: "link another timekeeper", rule: "A-3", does: func(o roster.Objects) authority.Change {
			changed := o.Links[0].DeepCopy()
			changed.Spec.Timekeeper = "una"
			return authority.AssistantLinkChange{Old: o.Links[0], New: changed}
		}},
		{change: "give a link an owner", rule: "R-8", may: "FA foa other-foa open closed staffer", does: func(o roster.Objects) authority.Change {
			changed := o.Links[0].DeepCopy()
			changed.OwnerReferences = []metav1.OwnerReference{{Name: "x"}}
			return authority.AssistantLinkChange{Old: o.Links[0], New: changed}
		}},
	}},
	{title: "new matters", rows: []row{
		{change: "create a matter that lou (matter-lead) leads", rule: "U-4", may: "matter-lead administrator walled open closed staffer restorer", does: newMatter(func(*ma) {})},
		{change: "create it with walls", rule: "U-4", may: "matter-lead administrator walled open closed staffer restorer", does: newMatter(func(m *ma) {
			m.Spec.ConflictedUsers = []v1alpha1.ConflictedEntry{{User: "bill"}}
			m.Spec.OpposingTeamSets = []v1alpha1.OpposingTeamSide{{Set: "auction", Side: "a"}}
			m.Spec.AssistantsFollow.ConflictedUsers = v1alpha1.FollowEnabled
		})},
		{change: "create it in a case", rule: "U-4", may: "matter-lead administrator walled open closed staffer restorer", does: newMatter(func(m *ma) { m.Spec.Case = "c" })},
		{change: "create it confidential", rule: "U-7", may: "matter-lead administrator walled open closed restorer", does: newMatter(func(m *ma) { m.Spec.Confidential = true })},
		{change: "create a case that nobody leads", rule: "U-4", may: "administrator walled open closed staffer restorer", does: newMatter(func(m *ma) {
			m.Spec.Type, m.Spec.Lead = v1alpha1.TypeCase, ""
		})},
		{
			change: "create the case that a matter of others names", rule: "U-4", may: "administrator walled open closed staffer restorer",
			firm: "matter n lead=mae staff=lou case=new",
			does: newMatter(func(m *ma) { m.Spec.Type = v1alpha1.TypeCase }),
		},
		{
			change: "create the collection that a matter of others names", rule: "U-4", may: "administrator walled open closed staffer restorer",
			firm: "matter n lead=mae collections=new; matter o lead=lou collections=new",
			does: newMatter(func(m *ma) { m.Spec.Type = v1alpha1.TypeCollection }),
		},
		{
			change: "create the case that only their own matter names", rule: "U-4", may: "matter-lead administrator walled open closed staffer restorer",
			firm: "matter n lead=lou case=new",
			does: newMatter(func(m *ma) { m.Spec.Type = v1alpha1.TypeCase }),
		},
		{
			change: "create a matter under a name that is another's case", rule: "U-4", may: "matter-lead administrator walled open closed staffer restorer",
			firm: "matter n lead=mae case=new", does: newMatter(func(*ma) {}),
		},
		{change: "create a matter that tina (biller) leads", rule: "U-4", may: "administrator walled open closed staffer restorer", does: newMatter(func(m *ma) { m.Spec.Lead = "tina" })},
		{change: "create it with a finalizer", rule: "R-8", but: "compliance:U-4 excluded:U-4 waller:U-4", may: "administrator walled open closed restorer", does: newMatter(func(m *ma) { m.Finalizers = []string{"x/y"} })},
	}},
	{title: "work", but: "walled:U-6 excluded:U-6", rows: []row{
		{change: "add to the team", rule: "U-4", may: "matter-lead matter-administrator administrator open closed staffer", does: matterM(func(m *ma) {
			m.Spec.Staffing = append(m.Spec.Staffing, v1alpha1.StaffingEntry{User: "una"})
		})},
		{change: "take from the team", rule: "U-4", may: "matter-lead matter-administrator administrator open closed staffer", does: matterM(func(m *ma) { m.Spec.Staffing = m.Spec.Staffing[:3] })},
		{change: "a matter role", rule: "U-4", may: "matter-lead matter-administrator administrator open closed staffer", does: matterM(func(m *ma) {
			m.Spec.Staffing[2].MatterRole = v1alpha1.MatterRoleAdministrator
		})},
		{change: "a staffing type", rule: "U-4", may: "matter-lead matter-administrator administrator open closed staffer", does: matterM(func(m *ma) {
			m.Spec.Staffing[2].StaffingType = v1alpha1.StaffingSupportStaff
		})},
		{change: "included systems", rule: "U-4", may: "matter-lead matter-administrator administrator open closed staffer", does: matterM(func(m *ma) {
			m.Spec.Staffing[2].IncludedSystems = []string{"documents"}
		})},
		{change: "whether a member's assistants follow", rule: "U-4", may: "matter-lead matter-administrator administrator open closed staffer", does: matterM(func(m *ma) {
			m.Spec.Staffing[2].Assistants = v1alpha1.AssistantsFollowEntry
		})},
		{change: "the matter's lead", rule: "U-4", may: "matter-lead matter-administrator administrator open closed staffer", does: matterM(func(m *ma) { m.Spec.Lead = "una" })},
		{change: "whether assistants follow on the team", rule: "U-4", may: "matter-lead matter-administrator administrator open closed staffer", does: matterM(func(m *ma) {
			m.Spec.AssistantsFollow.Staffing = v1alpha1.FollowEnabled
		})},
		{change: "wall somebody off", rule: "U-5", may: "administrator compliance open closed waller", does: matterM(func(m *ma) {
			m.Spec.ConflictedUsers = append(m.Spec.ConflictedUsers, v1alpha1.ConflictedEntry{User: "una"})
		})},
		{change: "lift a wall", rule: "U-5", may: "administrator compliance open closed waller", does: matterM(func(m *ma) { m.Spec.ConflictedUsers = nil })},
		{change: "why somebody is walled off", rule: "U-5", may: "administrator compliance open closed waller", does: matterM(func(m *ma) { m.Spec.ConflictedUsers[0].Reason = "x" })},
		{change: "whether their assistants are walled off", rule: "U-5", may: "administrator compliance open closed waller", does: matterM(func(m *ma) {
			m.Spec.ConflictedUsers[0].Assistants = v1alpha1.AssistantsFollowEntry
		})},
		{change: "exclude somebody", rule: "U-5", may: "administrator compliance open closed waller", does: matterM(func(m *ma) {
			m.Spec.ExcludedUsers = append(m.Spec.ExcludedUsers, v1alpha1.ExcludedEntry{User: "una"})
		})},
		{change: "stop excluding somebody", rule: "U-5", may: "administrator compliance open closed waller", does: matterM(func(m *ma) { m.Spec.ExcludedUsers = nil })},
		{change: "take a side", rule: "U-5", may: "administrator compliance open closed waller", does: matterM(func(m *ma) {
			m.Spec.OpposingTeamSets = []v1alpha1.OpposingTeamSide{{Set: "auction", Side: "a"}}
		})},
		{change: "whether assistants follow on the wall", rule: "U-5", may: "administrator compliance open closed waller", does: matterM(func(m *ma) {
			m.Spec.AssistantsFollow.ConflictedUsers = v1alpha1.FollowEnabled
		})},
		{change: "the case", rule: "U-4", may: "administrator open closed", but: "matter-lead:U-5 matter-administrator:U-5 staffer:U-5", does: matterM(func(m *ma) { m.Spec.Case = "c" })},
		{change: "the collections", rule: "U-5", may: "administrator open closed", but: "compliance:U-4 waller:U-4", does: matterM(func(m *ma) { m.Spec.Collections = []string{"k"} })},
		{change: "delete the matter", rule: "U-5", may: "administrator compliance open closed waller", does: func(o roster.Objects) authority.Change {
			return authority.MatterChange{Old: find(o.Matters, "m")}
		}},
		{change: "take a finalizer from the matter", rule: "R-8", may: "administrator compliance open closed waller", does: func(o roster.Objects) authority.Change {
			changed := find(o.Matters, "m")
			old := changed.DeepCopy()
			old.Finalizers = []string{"x/y"}
			return authority.MatterChange{Old: old, New: changed}
		}},
		{change: "rename the matter", rule: "U-7", may: "matter-lead matter-administrator editor administrator manager open closed staffer", does: matterM(func(m *ma) { m.Spec.DisplayName = "X" })},
		{
			change: "rename a confidential matter", rule: "U-7", may: "matter-lead matter-administrator editor administrator open closed staffer",
			firm: "matter m confidential lead=lou staff=mae:MatterAdministrator,ed:MatterEditor,rea conflicted=cal excluded=exa client=acme unit=uk",
			does: matterM(func(m *ma) { m.Spec.DisplayName = "X" }),
		},
		{change: "the client", rule: "U-7", may: "matter-lead administrator open closed staffer", does: matterM(func(m *ma) { m.Spec.Client = "globex" })},
		{change: "the office", rule: "U-7", may: "matter-lead administrator open closed staffer", does: matterM(func(m *ma) { m.Spec.Office = "paris" })},
		{change: "the business unit", rule: "U-7", may: "matter-lead administrator open closed staffer", does: matterM(func(m *ma) { m.Spec.BusinessUnit = "legal" })},
		{change: "the state", rule: "U-7", may: "matter-lead administrator open closed staffer", does: matterM(func(m *ma) { m.Spec.State = v1alpha1.StateClosed })},
		{change: "make it confidential", rule: "U-7", may: "matter-lead administrator manager open closed", does: matterM(func(m *ma) { m.Spec.Confidential = true })},
		{
			change: "make it confidential, una being an Assistant in the unit", rule: "U-7", may: "matter-lead administrator manager user open closed", firm: "user una as=Assistant units=uk",
			does: matterM(func(m *ma) { m.Spec.Confidential = true }),
		},
		{
			change: "make it confidential, in no unit of ada's (administrator)", rule: "U-7", may: "matter-lead manager open closed",
			firm: "matter m lead=lou staff=mae:MatterAdministrator conflicted=cal excluded=exa client=acme unit=legal",
			does: matterM(func(m *ma) { m.Spec.Confidential = true }),
		},
		{
			change: "make it no longer confidential", rule: "U-7", may: "matter-lead administrator open closed",
			firm: "matter m confidential lead=lou conflicted=cal excluded=exa client=acme unit=uk; user una as=Assistant units=uk",
			does: matterM(func(m *ma) { m.Spec.Confidential = false }),
		},
		{
			change: "the state of a matter that tina (biller) leads", rule: "U-7", may: "administrator open closed staffer",
			firm: "matter m lead=tina conflicted=cal excluded=exa client=acme unit=uk",
			does: matterM(func(m *ma) { m.Spec.State = v1alpha1.StateClosed }),
		},
		{change: "a label of the matter", may: "everybody", does: matterM(func(m *ma) { m.Labels = map[string]string{"x": "y"} })},
		{change: "the type", rule: "U-4", may: "administrator open closed", but: "matter-lead:U-5 matter-administrator:U-5 staffer:U-5", does: matterM(func(m *ma) { m.Spec.Type = v1alpha1.TypeCase })},
	}},
	{title: "no change", rows: []row{
		{change: "apply the matter again", may: "everybody", does: matterM(func(*ma) {})},
		{
			change: "apply it with another ledger, which the webhook undoes", may: "everybody",
			does: matterM(func(m *ma) { m.Annotations = map[string]string{v1alpha1.LedgerAnnotation: "{}"} }),
		},
		{change: "apply the Firm again", may: "everybody", does: firmWith(func(*fm) {})},
		{change: "apply a user again", may: "everybody", does: userWith("una", func(*fu) {})},
	}},
}
