package model

import "testing"

// cast are users whom most stories need: two timekeepers, two assistants who
// assist the first (ada both), and one who is neither.
const cast = `
	user tina
	user theo
	user ada
	user abe
	user otto
	link ada>tina
	link abe>tina
	link ada>theo
`

func TestLinks(t *testing.T) {
	check(t, []example{
		{"A-1 many to many", `
			link ada>tina
			link ada>theo
			link abe>tina`, `
			links: abe>tina Accepted, ada>theo Accepted, ada>tina Accepted`},
		{"A-4 the same pair", `
			link ada>tina
			link ada>tina again`, `
			links: ada>tina Accepted, again Duplicate`},
		{"A-4 its assistant has assistants", `
			link ada>tina
			link tina>theo`, `
			links: ada>tina Accepted, tina>theo AssistantHasAssistants`},
		{"A-4 its timekeeper is an assistant", `
			link ada>tina
			link otto>ada`, `
			links: ada>tina Accepted, otto>ada TimekeeperIsAssistant`},
		{"A-4 the first reason that applies", `
			link ada>tina
			link theo>otto
			link tina>theo`, `
			links: ada>tina Accepted, theo>otto Accepted, tina>theo AssistantHasAssistants`},
		{"A-4 the pair turned round", `
			link ada>tina
			link tina>ada`, `
			links: ada>tina Accepted, tina>ada AssistantHasAssistants`},
		{"A-4 by since before name", `
			@2 link ada>tina z
			@3 link otto>ada a`, `
			links: a TimekeeperIsAssistant, z Accepted`},
		{"A-4 at the same time by name", `
			@2 link ada>tina z
			@2 link otto>ada a`, `
			links: a Accepted, z AssistantHasAssistants`},
		{"A-4 one that is not accepted is nobody's reason", `
			link ada>tina
			link otto>ada
			link theo>otto`, `
			links: ada>tina Accepted, otto>ada TimekeeperIsAssistant, theo>otto Accepted`},
		{"A-4 the next one when the first is gone", `
			link ada>tina
			link otto>ada
			no ada>tina`, `
			links: otto>ada Accepted`},
		{"A-4 no effect at all", cast + `
			firm staffing=Enabled
			link otto>ada
			matter m staff=ada
			matter n staff=tina`, `
			m team: ada Direct
			n team: abe Following(tina), ada Following(tina), tina Direct`},
	})
}

func TestFollowSetting(t *testing.T) {
	check(t, []example{
		{"M-2 without a Firm", `
			matter m`, `
			m follow: unknown, unknown`},
		{"M-2 unset counts as Disabled", `
			firm
			matter m`, `
			m follow: Disabled FirmDefault, Disabled FirmDefault`},
		{"M-2 each list has its own", `
			firm conflicted=Enabled
			matter m staffing=Enabled`, `
			m follow: Enabled Matter, Enabled FirmDefault`},
		{"M-2 the default is captured at creation", `
			firm staffing=Enabled
			matter m
			firm conflicted=Enabled
			matter m`, `
			m follow: Enabled FirmDefault, Disabled FirmDefault`},
		{"M-2 without a Firm at creation its first stands in", `
			matter m
			firm staffing=Enabled
			firm conflicted=Enabled
			matter m`, `
			m follow: Enabled FirmDefault, Disabled FirmDefault`},
		{"M-2 a first Firm anew", `
			matter m
			firm staffing=Enabled
			firm gone
			firm conflicted=Enabled`, `
			m follow: Disabled FirmDefault, Enabled FirmDefault`},
		{"M-2 captured defaults outlive the Firm", `
			firm staffing=Enabled
			matter m
			firm gone`, `
			m follow: Enabled FirmDefault, Disabled FirmDefault`},
		{"M-2 the spec decides over the default", `
			firm staffing=Enabled
			matter m staffing=Disabled`, `
			m follow: Disabled Matter, Disabled FirmDefault`},
		{"M-2 a matter cannot opt out of its case's", `
			firm
			case c staffing=Enabled
			matter m in=c staffing=Disabled conflicted=Disabled`, `
			m follow: Enabled Case, Disabled Matter
			c follow: Enabled Matter, Disabled FirmDefault`},
		{"M-2 the case's default counts too", `
			firm conflicted=Enabled
			case c
			firm
			matter m in=c`, `
			m follow: Disabled FirmDefault, Enabled Case`},
		{"M-2 the case's setting of now", `
			firm
			case c staffing=Enabled
			matter m in=c
			case c`, `
			m follow: Disabled FirmDefault, Disabled FirmDefault`},
		{"M-2 Enabled by both is its own", `
			firm staffing=Enabled
			case c conflicted=Enabled
			matter m in=c conflicted=Enabled`, `
			m follow: Enabled FirmDefault, Enabled Matter`},
		{"M-2 a missing case is unknown unless its own is Enabled", `
			firm
			matter m in=c conflicted=Enabled`, `
			m follow: unknown, Enabled Matter`},
		{"M-2 an asset of another type under the case's name says Disabled", `
			firm
			collection c staffing=Enabled
			matter m in=c`, `
			m follow: Disabled FirmDefault, Disabled FirmDefault`},
		{"M-2 a collection's setting reaches its own list only", `
			firm
			collection k staffing=Enabled conflicted=Enabled
			matter m of=k`, `
			m follow: Disabled FirmDefault, Disabled FirmDefault
			k follow: Enabled Matter, Enabled Matter`},
		{"M-2 unknown of its own, Enabled or Disabled by the case", `
			case c staffing=Enabled conflicted=Disabled
			matter m in=c`, `
			m follow: Enabled Case, unknown`},
		{"M-2 its own Disabled, unknown by the case", `
			case c
			matter m in=c staffing=Disabled conflicted=Enabled`, `
			m follow: unknown, Enabled Matter`},
	})
}

func TestConditions(t *testing.T) {
	const firm = "firm systems=billing client=acme unit=tax\n"
	check(t, []example{
		{"W-3 all found", cast + firm + `
			office london
			case c
			collection k
			matter m lead=tina staff=theo+billing excluded=otto client=acme unit=tax office=london in=c of=k`, `
			m ReferencesResolved: True AllFound
			m Ready: True Reconciled
			m LedgerIntact: True Intact`},
		{"W-3 nothing named", `
			matter m`, `
			m ReferencesResolved: True AllFound
			m Ready: True Reconciled`},
		{"W-3 no lead", firm + `
			matter m lead=tina`, `
			m ReferencesResolved: False NotFound
			m Ready: False NotFound
			m LeadEligible: False NotFound`},
		{"W-3 no such user", firm + `
			matter m staff=tina`, `
			m ReferencesResolved: False NotFound
			m LeadEligible: True NoLead`},
		{"W-3 no such excluded user", firm + `
			matter m excluded=tina`, `
			m ReferencesResolved: False NotFound`},
		{"C-1 a conflicted user need not exist", firm + `
			matter m wall=tina`, `
			m ReferencesResolved: True AllFound
			m wall: tina Direct`},
		{"W-3 no such client", firm + `
			matter m client=globex`, `
			m ReferencesResolved: False NotFound`},
		{"W-3 no such unit", firm + `
			matter m unit=dispute`, `
			m ReferencesResolved: False NotFound`},
		{"W-3 no such office", firm + `
			matter m office=london`, `
			m ReferencesResolved: False NotFound`},
		{"W-3 no Firm to list a client", `
			matter m client=acme`, `
			m ReferencesResolved: False NotFound`},
		{"M-11 no such system", cast + firm + `
			matter m staff=otto+billing+archive`, `
			m ReferencesResolved: False NotFound`},
		{"M-8 no such case", firm + `
			matter m in=c`, `
			m ReferencesResolved: False NotFound`},
		{"M-8 no such collection", firm + `
			matter m of=k`, `
			m ReferencesResolved: False NotFound`},
		{"M-8 a collection as case", firm + `
			collection k
			matter m in=k`, `
			m ReferencesResolved: False WrongType
			m Ready: False WrongType`},
		{"M-8 a matter as collection", firm + `
			matter n
			matter m of=n`, `
			m ReferencesResolved: False WrongType`},
		{"M-8 missing before wrong", firm + `
			matter n
			matter m in=n of=k`, `
			m ReferencesResolved: False NotFound`},
		{"M-12 who is ignored is found all the same", `
			user tina deactivated
			user theo biller
			matter m lead=tina staff=theo
			matter n lead=theo`, `
			m ReferencesResolved: True AllFound
			m Ready: True Reconciled
			m LeadEligible: False Deactivated
			n LeadEligible: False ThirdPartyBiller`},
		{"M-12 deactivated before biller", `
			user tina deactivated biller
			matter m lead=tina`, `
			m LeadEligible: False Deactivated
			m ignored: tina Deactivated`},
		{"M-12 a lead who can", `
			user tina
			matter m lead=tina`, `
			m LeadEligible: True Eligible`},
		{"M-11 an assistant has no systems of its own", cast + firm + `
			matter m staff=ada+billing
			matter n staff=ada,tina+billing
			matter o
			matter p staff=otto+billing`, `
			m IncludedSystemsIgnored: True AssistantsHaveNone
			n IncludedSystemsIgnored: False None
			o IncludedSystemsIgnored: False None
			p IncludedSystemsIgnored: False None`},
		{"M-11 nor one who is no participant", `
			firm systems=billing
			link ada>tina
			matter m staff=ada+billing`, `
			m IncludedSystemsIgnored: True AssistantsHaveNone
			m Ready: False NotFound`},
		{"C-8 an excluded member does not touch Ready", `
			user tina
			matter m staff=tina wall=tina
			matter n staff=tina wall=theo`, `
			m MembersCleared: False MembersExcluded
			m Ready: True Reconciled
			n MembersCleared: True Cleared`},
	})
}
