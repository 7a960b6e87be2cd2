package controllers_test

import (
	"testing"

	"github.com/matterplane/matterplane/internal/test/story"
)

// TestAnyOrder tells stories of section W: what is written all at once comes out
// the same in any order, and what is missing heals once it is there.
func TestAnyOrder(t *testing.T) {
	story.Run(t, []story.Story{
		{Name: "W-3 a whole firm at once", Text: wholeFirm + `
			= firm: lead amira, backup ben | administrators amira, ben | 6 of 7 users active, 2 offices
			= london: contact amira | 2 of 2 users active | AdministratorAssigned=Missing
			= zurich: administrators carla | contact carla | 2 of 2 users active
			= amira: FirmUser | Lead | contact amira | assistants: eve
			= ben: FirmUser | Backup | contact amira | assistants: finn
			= carla: FirmOfficeAdministrator | contact carla
			= eve: FirmUser | contact amira | timekeepers: amira
			= c1: ben direct @billing,documents; finn SupportStaff follows ben @billing,documents
			= k1: dan Editor direct @billing,documents
			= m1: amira ResponsibleAttorney Administrator direct @billing,documents; ben by case c1 @billing,documents;
				... dan Editor by collection k1 @billing,documents; eve SupportStaff Editor follows amira @billing,documents;
				... finn SupportStaff by case c1 @billing,documents | wall: carla opposes in trial via m2
			= m2: carla direct @billing,documents | wall: amira opposes in trial via m1; ben opposes in trial via m1;
				... eve opposes in trial via m1; finn direct + opposes in trial via m1 | ignored: gus Deactivated
			= amira clients: acme administer post viewAllOffices matters; globex administer post viewAllOffices
			= carla clients: acme post viewAllOffices; globex post viewAllOffices matters
			= finn clients: acme matters
			= gus clients: none
		`},

		{Name: "W-3 the firm comes last", Text: `
			user amira office=london; user ben; link ben->amira
			matter m1 staff=amira client=acme unit=tax
			= m1: amira direct | NotFound spec.client: no client of the Firm named acme; spec.businessUnit: no business unit of the Firm named tax
			= m1 follow: staffing unknown, conflictedUsers unknown
			= m1 ledger: joined amira@1 await
			= m1 ready: no, NotFound
			= amira: FirmUser | contact none | assistants: ben | NotFound spec.office: no Office named london
			office london
			firm lead=amira follow=staffing clients=acme units=tax systems=documents
			= m1: amira direct @documents; ben SupportStaff follows amira @documents
			= m1 follow: staffing Enabled by FirmDefault, conflictedUsers Disabled by FirmDefault
			= m1 ledger: joined amira@1 await
			= m1 ready: yes
			= amira: FirmUser | Lead | contact amira | assistants: ben
			= ben clients: acme matters
		`},

		{Name: "W-3 what is named in vain heals by itself, and what can be derived is", Text: `
			firm clients=acme systems=documents
			matter m1 lead=amira staff=ben@documents+billing case=c1 collections=k1,k2 office=london client=globex excluded=eve
			user ben
			= m1: ben direct @documents | ignored: amira NotFound
				... | NotFound spec.client: no client of the Firm named globex; spec.office: no Office named london; spec.case: no Case named c1;
				... spec.collections: no Collection named k1; spec.collections: no Collection named k2; spec.lead: no FirmUser named amira;
				... spec.excludedUsers: no FirmUser named eve; spec.staffing[].includedSystems: no system of the Firm named billing
				... | LeadEligible=NotFound
			firm clients=acme,globex systems=documents,billing
			office london; user amira; user eve; user carla; user dan
			case c1 staff=carla; collection k1 staff=dan; collection k2
			= m1: amira ResponsibleAttorney Administrator direct @billing,documents; ben direct @billing,documents;
				... carla by case c1 @billing,documents; dan by collection k1 @billing,documents
			= m1 ready: yes
			delete case c1
			delete user dan
			delete office london
			= m1: amira ResponsibleAttorney Administrator direct @billing,documents; ben direct @billing,documents
				... | NotFound spec.office: no Office named london; spec.case: no Case named c1
			= k1: nobody | ignored: dan NotFound | NotFound spec.staffing: no FirmUser named dan
			case c1 staff=carla; office london; user dan
			= m1: amira ResponsibleAttorney Administrator direct @billing,documents; ben direct @billing,documents;
				... carla by case c1 @billing,documents; dan by collection k1 @billing,documents
			= m1 ready: yes
		`},

		{Name: "W-3 something of another type is no case and no collection", Text: `
			user amira; user ben
			case c1 staff=ben; collection k1 staff=ben; matter m0 staff=ben
			matter m1 staff=amira case=k1 collections=c1,m0
			= m1: amira direct | WrongType spec.case: k1 is a Collection, not a Case; spec.collections: c1 is a Case, not a Collection;
				... spec.collections: m0 is a Matter, not a Collection
			matter m1 staff=amira case=c1 collections=k1
			= m1: amira direct; ben by case c1 + by collection k1
			delete collection k1
			then
			case k1 staff=ben
			= m1: amira direct; ben by case c1 | WrongType spec.collections: k1 is a Case, not a Collection
		`},

		{Name: "W-3 links, delegates and administrators who come later", Text: `
			firm lead=amira backup=ben clients=acme/carla
			link dan->eve
			= firm: lead none, backup none | 0 of 0 users active, 0 offices | NotFound spec.administrators.lead: no FirmUser named amira;
				... spec.administrators.backup: no FirmUser named ben; spec.clients[acme].manager: no FirmUser named carla | AdministratorsAssigned=LeadMissing
			= dan-assists-eve: Accepted | NotFound spec.assistant: no FirmUser named dan; spec.timekeeper: no FirmUser named eve
			= dan-assists-eve ready: no, NotFound
			user amira delegates=dan; user ben; user carla
			= amira: FirmUser | Lead | contact amira | NotFound spec.delegates: no FirmUser named dan
			user dan; user eve
			= firm: lead amira, backup ben | administrators amira, ben | 5 of 5 users active, 0 offices
			= dan-assists-eve ready: yes
			= amira ready: yes
			= dan: FirmUser | contact amira | timekeepers: eve
		`},
	})
}

// wholeFirm is a firm with some of everything.
const wholeFirm = `
	firm lead=amira backup=ben follow=staffing systems=documents,billing clients=acme,globex
	office london; office zurich
	user amira office=london as=Partner; user ben office=london; user carla office=zurich role=FirmOfficeAdministrator
	user dan office=zurich floating; user eve; user finn; user gus deactivated
	link eve->amira; link finn->ben
	case c1 staff=ben client=acme
	collection k1 staff=dan:MatterEditor
	matter m1 lead=amira case=c1 collections=k1 client=acme set=trial/us
	matter m2 staff=carla,gus client=globex set=trial/them conflicted=finn
`
