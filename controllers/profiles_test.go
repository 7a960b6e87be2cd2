package controllers_test

import (
	"testing"

	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/story"
)

// TestProfiles tells stories of section S: what firms, offices and users are to
// each other, and what that lets them do.
func TestProfiles(t *testing.T) {
	story.Run(t, []story.Story{
		{Name: "S-1 who looks after an office", Text: `
			firm lead=amira
			office london
			user amira office=london; user ben office=london
			= london: contact amira | 2 of 2 users active
			= ben: FirmUser | contact amira
			office zurich
			= london: contact amira | 2 of 2 users active | AdministratorAssigned=Missing
			= zurich: contact amira | 0 of 0 users active | AdministratorAssigned=Missing
			user ben office=london role=FirmOfficeAdministrator; user carla office=london
			= london: administrators ben | contact ben | 3 of 3 users active
			= carla: FirmUser | contact ben
			= amira: FirmUser | Lead | contact amira
			user ben office=zurich role=FirmOfficeAdministrator
			= london: contact amira | 2 of 2 users active | AdministratorAssigned=Missing
			= zurich: administrators ben | contact ben | 1 of 1 users active
			= carla: FirmUser | contact amira
			user ben office=zurich role=FirmOfficeAdministrator deactivated
			= zurich: contact amira | 0 of 1 users active | AdministratorAssigned=Missing
			delete office london
			= zurich: contact amira | 0 of 1 users active
			= carla: FirmUser | contact amira | NotFound spec.office: no Office named london
		`},

		{Name: "S-1 without an administrator of its own an office turns to the firm's first", Text: `
			firm
			office london
			user carla office=london; user ben role=FirmAdministrator; user amira
			= firm: lead none, backup none | administrators ben | 3 of 3 users active, 1 offices | AdministratorsAssigned=LeadMissing
			= carla: FirmUser | contact ben
			firm backup=amira
			= firm: lead none, backup amira | administrators amira, ben | 3 of 3 users active, 1 offices | AdministratorsAssigned=LeadMissing
			= carla: FirmUser | contact amira
			= london: contact amira | 1 of 1 users active
			firm
			= carla: FirmUser | contact ben
			= amira: FirmUser | contact ben
			delete firm
			= carla: FirmUser | contact ben
			user ben
			= carla: FirmUser | contact none
		`},

		{Name: "R-5 of several first users the oldest counts", Only: story.Alone, Stamped: true, Text: `
			user ben first; user amira first; user carla
			= ben: FirmAdministrator | contact ben
			= amira: FirmUser | contact ben
			= carla: FirmUser | contact ben
			delete user ben
			= amira: FirmAdministrator | contact amira
			= carla: FirmUser | contact amira
			user amira role=FirmUser
			= amira: FirmUser | contact none
		`},

		{Name: "R-2 R-8 lead and backup who are one, and cannot act", Only: story.Alone, Text: `
			firm lead=amira backup=amira
			user amira
			= firm: lead amira, backup amira | administrators amira | 1 of 1 users active, 0 offices | AdministratorsDistinct=SameUser
			= firm ready: yes
			= amira: FirmUser | Lead, Backup | contact amira
			user amira deactivated
			= firm: lead amira, backup amira | 0 of 1 users active, 0 offices | AdministratorsAssigned=NoActiveAdministrator | AdministratorsDistinct=SameUser
			= amira may: nothing
			delete user amira
			= firm: lead none, backup none | 0 of 0 users active, 0 offices
				... | NotFound spec.administrators.lead: no FirmUser named amira; spec.administrators.backup: no FirmUser named amira
				... | AdministratorsAssigned=LeadMissing | AdministratorsDistinct=SameUser
		`},

		{Name: "R-7 an identity that two share is nobody's", Only: story.Alone, Text: `
			user amira email=shared@firm.example; user ben identities=shared@firm.example; user carla
			= amira: FirmUser | contact none | IdentityUnique=Shared
			= ben: FirmUser | contact none | IdentityUnique=Shared
			= ben ready: stalled, Shared
			= carla ready: yes
			user ben
			= amira ready: yes
			= ben ready: yes
			user carla identities=ben@firm.example
			= ben ready: stalled, Shared
			delete user carla
			= ben ready: yes
		`},

		{Name: "S-3 permissions", Text: `
			firm lead=amira invoices=OwnOffice billing-units=books units=tax/books
			user amira; user ben as=Partner; user carla role=ThirdPartyBiller as=Partner rights=Administrator; user dan role=FirmOfficeAdministrator upload
			user eve rights=Accounting,ApproveOthersInvoices units=tax; user finn rights=AllBillingUnits
			= amira may: ManageUsers/Firm ResetPasswords/Firm AssignSystemRoles/Firm EditFirmProfile/Firm PostInvoices/AllMatters
				... ViewFinancials/AllMatters ChangeSystemAdministrators/Firm ReceiveNotices/Firm PostInvoices/OwnMatters
			= ben may: PostInvoices/OwnMatters ViewClients/Firm ViewMatters/BusinessUnits ReportTime/BusinessUnits RecordTimeHourlyOrFixedFee/Own
			= carla may: PostInvoices/AllMatters
			= dan may: ManageUsers/Office ResetPasswords/Office AssignSystemRoles/Office PostInvoices/AllMatters ViewInvoices/Office UploadMatterData/Firm
			= finn may: PostInvoices/OwnMatters ViewReports/AllBillingUnits
			= finn: FirmUser | contact amira | RightsConsistent=ReportingMissing
			= eve: FirmUser | contact amira
			firm backup=amira
			user ben as=Partner deactivated; user finn rights=AllBillingUnits,Reporting
			= ben may: nothing
			= dan may: ManageUsers/Office ResetPasswords/Office AssignSystemRoles/Office PostInvoices/AllMatters ViewInvoices/AllMatters UploadMatterData/Firm
			= finn may: PostInvoices/OwnMatters ViewReports/BillingUnit CustomReports/BillingUnit ViewReports/AllBillingUnits
			= finn ready: yes
		`},

		{Name: "S-4 client access follows teams and walls", Text: `
			firm clients=acme,globex
			user amira; user ben; link ben->amira
			matter m1 staff=amira:Follow client=acme; matter m2 staff=ben client=globex
			= amira clients: acme matters
			= ben clients: acme matters; globex matters
			matter m1 staff=amira:Follow client=acme conflicted=amira:Follow
			= amira clients: none
			= ben clients: globex matters
			matter m2 staff=ben client=acme
			= ben clients: acme matters
			matter m1 staff=amira:Follow client=globex
			= amira clients: globex matters
			= ben clients: acme matters; globex matters
			firm clients=acme
			= amira clients: none
			= ben clients: acme matters
			user ben deactivated
			= ben clients: none
		`},

		{Name: "S-4 client access through a case, until a wall or another case", Text: `
			firm clients=acme,globex
			user amira; user ben
			case c1 staff=amira; matter m1 case=c1 client=acme
			= amira clients: acme matters
			case c1 staff=amira conflicted=amira
			= amira clients: none
			case c1 staff=amira
			matter m2 staff=ben client=globex set=trial/them; matter m1 case=c1 client=acme set=trial/us
			= amira clients: acme matters
			matter m2 staff=amira client=globex set=trial/them
			= amira clients: none
			matter m1 client=acme set=trial/us
			= amira clients: globex matters
			user amira floating
			matter m1 case=c1 client=acme set=trial/us
			= amira clients: acme matters; globex matters
		`},

		{Name: "S-5 units that are above each other, or below nothing", Text: `
			firm units=group,uk/group
			user amira units=uk
			= firm ready: yes
			= amira ready: yes
			firm units=group/uk,uk/group
			= firm ready: stalled, Cycle
			firm units=uk/group
			= firm ready: stalled, ParentNotFound
			= amira ready: yes
			firm
			= firm ready: yes
			= amira ready: no, NotFound
		`},
	})
}

// TestTheFirstUserOfACompanyAdministersTheFirm lets a client's system create the
// users, one after the other, as whom the webhook knows.
func TestTheFirstUserOfACompanyAdministersTheFirm(t *testing.T) {
	story.Operate(t)
	for _, firm := range []struct{ first, then string }{
		{"user carla", `
			= carla: FirmAdministrator | contact carla
			= ben: FirmUser | contact carla
		`},
		{"user carla role=FirmUser", `
			= carla: FirmUser | contact none
			= ben: FirmUser | contact none
		`},
	} {
		f := story.New(t.Context(), t, story.Webhooks)
		cluster.MustKubectl(t, f.Namespace, "", "create", "role", "company", "--verb=create", "--resource=firmusers.matterplane.dev")
		cluster.MustKubectl(t, f.Namespace, "", "create", "rolebinding", "company", "--role=company", "--group=matterplane:company:acme")
		for _, user := range []string{firm.first, "user ben"} {
			cluster.MustKubectl(t, f.Namespace, manifestOf(t, user), "create", "-f", "-", "--as=acme", "--as-group=matterplane:company:acme")
		}
		cluster.MustKubectl(t, f.Namespace, "", "wait", "--for=condition=Ready", "--timeout=60s", "--all", "firmusers")
		f.Tell(firm.then)
	}
}
