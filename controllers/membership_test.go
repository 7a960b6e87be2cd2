package controllers_test

import (
	"testing"

	"github.com/matterplane/matterplane/internal/test/story"
)

// TestMembership tells stories of section M: who is on the team of an asset, and
// through what.
func TestMembership(t *testing.T) {
	story.Run(t, []story.Story{
		{Name: "M-2 the setting of a case reaches its matters", Text: `
			firm
			user amira; user ben; user carla; user dan; link ben->amira; link dan->carla
			case c1 follow=staffing
			matter m1 case=c1 staff=amira follow=-staffing
			= m1: amira direct; ben SupportStaff follows amira
			= m1 follow: staffing Enabled by Case, conflictedUsers Disabled by FirmDefault
			case c1
			matter m1 case=c1 staff=amira,carla follow=-staffing
			= m1 follow: staffing Disabled by Matter, conflictedUsers Disabled by FirmDefault
		`},

		{Name: "M-2 a collection's setting reaches its own list only", Text: `
			firm
			user amira; user ben; link ben->amira
			collection k1 staff=amira follow=staffing
			matter m1 staff=amira collections=k1
			= k1: amira direct; ben SupportStaff follows amira
			= m1: amira direct + by collection k1; ben SupportStaff by collection k1
			= m1 follow: staffing Disabled by FirmDefault, conflictedUsers Disabled by FirmDefault
		`},

		{Name: "M-3 a later change of a setting touches nobody who is there", Text: `
			firm follow=staffing
			user amira; user ben; user carla; user dan; link ben->amira; link dan->carla
			then
			matter m1 staff=amira
			= m1: amira direct; ben SupportStaff follows amira
			matter m1 staff=amira follow=-staffing
			then
			matter m1 staff=amira,carla follow=-staffing
			= m1: amira direct; ben SupportStaff follows amira; carla direct
			= m1 follow: staffing Disabled by Matter, conflictedUsers Disabled by FirmDefault
			= m1 ledger: joined amira@1 follow, carla@2 stay
		`},

		{Name: "M-3 an entry says so itself, for as long as it does", Text: `
			firm follow=staffing
			user amira; user ben; user carla; user dan; link ben->amira; link dan->carla
			then
			matter m1 staff=amira:DoNotFollow,carla:Follow follow=-staffing
			= m1: amira direct; carla direct; dan SupportStaff follows carla
			matter m1 staff=amira,carla
			= m1: amira direct; carla direct
			= m1 ledger: joined amira@1 stay, carla@1 stay
		`},

		{Name: "M-3 a new link to one who is followed takes effect at once", Text: `
			firm follow=staffing
			user amira; user ben; user carla
			then
			matter m1 staff=amira; matter m2 staff=amira follow=-staffing
			then
			link ben->amira; link carla->amira
			= m1: amira direct; ben SupportStaff follows amira; carla SupportStaff follows amira
			= m2: amira direct
		`},

		{Name: "M-4 nobody follows with a deactivated account, or a biller's", Text: `
			user amira; user ben; user carla; link ben->amira; link carla->amira
			matter m1 staff=amira:Follow
			= m1: amira direct; ben SupportStaff follows amira; carla SupportStaff follows amira
			user ben deactivated; user carla role=ThirdPartyBiller
			= m1: amira direct
			user ben; user carla; user amira deactivated
			= m1: nobody | ignored: amira Deactivated
			user amira
			= m1: amira direct; ben SupportStaff follows amira; carla SupportStaff follows amira
		`},

		{Name: "M-6 who joins of its own accord no longer follows, nor after it has left", Text: `
			user amira; user ben; user carla; link ben->amira; link ben->carla
			matter m1 staff=amira:Follow
			then
			matter m1 staff=amira:Follow,ben:MatterEditor
			= m1: amira direct; ben Editor direct
			matter m1 staff=amira:Follow
			= m1: amira direct
			matter m1 staff=amira:Follow,carla:Follow
			= m1: amira direct; ben SupportStaff follows carla; carla direct
		`},

		{Name: "M-7 followers go with their timekeeper, unless another holds them", Text: `
			user amira; user ben; user carla; user dan; link ben->amira; link ben->carla; link dan->amira
			matter m1 staff=amira:Follow,carla:Follow
			= m1: amira direct; ben SupportStaff follows amira,carla; carla direct; dan SupportStaff follows amira
			matter m1 staff=carla:Follow
			= m1: ben SupportStaff follows carla; carla direct
		`},

		{Name: "M-8 teams of cases and collections are inherited with those who follow there", Text: `
			user amira; user ben; user carla; user dan; link ben->amira
			case c1 staff=amira:Follow; collection k1 staff=carla; collection k2 staff=carla:MatterEditor,dan
			matter m1 case=c1 collections=k1,k2; matter m2 case=c1
			= m1: amira by case c1; ben SupportStaff by case c1; carla Editor by collection k1,k2; dan by collection k2
			= m2: amira by case c1; ben SupportStaff by case c1
			case c1; collection k2 staff=dan
			= m1: carla by collection k1; dan by collection k2
			= m2: nobody
			matter m1 collections=k1; matter m2 collections=k2
			= m1: carla by collection k1
			= m2: dan by collection k2
		`},

		{Name: "M-9 a member keeps every origin, the type of the first and the highest role", Text: `
			user amira; user ben; link ben->amira
			case c1 staff=ben:MatterEditor:ResponsibleAttorney; collection k1 staff=ben:MatterAdministrator
			matter m1 case=c1 collections=k1 staff=amira:Follow:BillingOnly
			= m1: amira BillingOnly direct; ben ResponsibleAttorney Administrator by case c1 + by collection k1 + follows amira
			matter m1 case=c1 collections=k1 staff=amira:Follow,ben:SupportStaff:BillingOnly
			= m1: amira direct; ben SupportStaff Administrator direct + by case c1 + by collection k1
			matter m1 collections=k1 staff=amira:Follow
			= m1: amira direct; ben Administrator by collection k1
		`},

		{Name: "M-10 the lead administers, and its assistants edit at most", Text: `
			user amira; user ben; user carla; link ben->amira; link ben->carla
			matter m1 lead=amira staff=amira:Follow:BillingOnly
			= m1: amira ResponsibleAttorney Administrator direct; ben SupportStaff Editor follows amira
			matter m1 lead=carla staff=amira:Follow:BillingOnly
			= m1: amira BillingOnly direct; ben SupportStaff BillingOnly follows amira; carla ResponsibleAttorney Administrator direct
		`},

		{Name: "M-11 assistants have the systems of their timekeepers", Text: `
			firm systems=documents,billing,docket
			user amira; user ben; user carla; user dan; link ben->amira; link dan->carla
			matter m1 staff=amira:Follow@documents,dan@docket,carla@billing+docket
			matter m2 staff=dan@docket
			= m1: amira direct @documents; ben SupportStaff follows amira @documents; carla direct @billing,docket;
				... dan direct @billing,docket | IncludedSystemsIgnored=AssistantsHaveNone
			= m2: dan direct @billing,docket,documents | IncludedSystemsIgnored=AssistantsHaveNone
			delete link dan->carla
			= m1: amira direct @documents; ben SupportStaff follows amira @documents; carla direct @billing,docket; dan direct @docket
			= m2: dan direct @docket
			firm systems=documents
			= m1: amira direct @documents; ben SupportStaff follows amira @documents; carla direct; dan direct
				... | NotFound spec.staffing[].includedSystems: no system of the Firm named billing; spec.staffing[].includedSystems: no system of the Firm named docket
		`},

		{Name: "M-12 who is no participant has no effect, and comes back as it was", Text: `
			firm follow=staffing
			user amira; user ben; user eve role=ThirdPartyBiller; link ben->amira
			then
			matter m1 lead=amira staff=carla,dan:MatterEditor,eve
			user dan deactivated
			= m1: amira ResponsibleAttorney Administrator direct; ben SupportStaff Editor follows amira
				... | ignored: carla NotFound, dan Deactivated, eve ThirdPartyBiller | NotFound spec.staffing: no FirmUser named carla
			firm follow=-staffing
			user amira deactivated
			= m1: nobody | ignored: amira Deactivated, carla NotFound, dan Deactivated, eve ThirdPartyBiller
				... | NotFound spec.staffing: no FirmUser named carla | LeadEligible=Deactivated
			user amira; user carla; user dan; user eve
			= m1: amira ResponsibleAttorney Administrator direct; ben SupportStaff Editor follows amira; carla direct; dan Editor direct; eve direct
			= m1 ready: yes
		`},
	})
}
