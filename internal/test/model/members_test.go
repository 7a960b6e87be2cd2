package model

import "testing"

func TestFollowing(t *testing.T) {
	check(t, []example{
		{"M-1 staffing and lead", cast + `
			matter m lead=tina staff=theo,tina
			matter n lead=otto wall=theo`, `
			m team: theo Direct, tina Direct
			n team: otto Direct
			n wall: theo Direct`},
		{"M-3 as it was when the user joined", cast + `
			firm
			matter m staffing=Enabled
			matter m staff=tina staffing=Enabled
			matter m staff=tina,theo
			matter n staff=theo
			matter n staff=theo,tina staffing=Enabled`, `
			m team: abe Following(tina), ada Following(tina), theo Direct, tina Direct
			n team: abe Following(tina), ada Following(tina), theo Direct, tina Direct`},
		{"M-3 what the entry says counts at once, both ways", cast + `
			firm
			matter m staff=tina
			matter m staff=tina!Follow
			matter n staff=tina staffing=Enabled
			matter n staff=tina!DoNotFollow staffing=Enabled`, `
			m team: abe Following(tina), ada Following(tina), tina Direct
			n team: tina Direct`},
		{"M-3 and says nothing for later", cast + `
			firm
			matter m staff=tina!Follow
			matter m staff=tina
			matter n staff=tina!DoNotFollow staffing=Enabled
			matter n staff=tina`, `
			m team: tina Direct
			n team: abe Following(tina), ada Following(tina), tina Direct`},
		{"M-3 a new link to who is followed, and to who is not", cast + `
			firm
			matter m staff=tina staffing=Enabled
			matter m staff=tina,theo
			link otto>tina
			link abe>theo`, `
			m team: abe Following(tina), ada Following(tina), otto Following(tina), theo Direct, tina Direct`},
		{"M-3 the lead by its entry, else by the ledger", cast + `
			firm staffing=Enabled
			matter m lead=tina
			matter n lead=tina staff=tina!DoNotFollow`, `
			m team: abe Following(tina), ada Following(tina), tina Direct
			n team: tina Direct`},
		{"M-3 from lead to staffing is no change", cast + `
			firm staffing=Enabled
			matter m lead=tina
			matter m staff=tina staffing=Disabled`, `
			m team: abe Following(tina), ada Following(tina), tina Direct`},
		{"M-4 several timekeepers", cast + `
			firm staffing=Enabled
			matter m staff=tina,theo`, `
			m team: abe Following(tina), ada Following(theo tina), theo Direct, tina Direct
			m summary: 4 2 0 0`},
		{"M-4 participants only, and back as they were", cast + `
			firm staffing=Enabled
			matter m staff=tina,theo
			user ada deactivated
			user theo biller`, `
			m team: abe Following(tina), tina Direct
			m ignored: theo ThirdPartyBiller`},
		{"M-4 a timekeeper who is no participant", cast + `
			firm staffing=Enabled
			user tina deactivated
			matter m staff=tina,theo`, `
			m team: ada Following(theo), theo Direct`},
		{"M-5 nobody needs to be a participant", `
			firm conflicted=Enabled
			link ada>tina
			link abe>theo
			user theo biller
			user abe deactivated
			matter m wall=tina,theo`, `
			m wall: abe Following(theo), ada Following(tina), theo Direct, tina Direct
			m team:`},
		{"M-5 by its own setting and entries", cast + `
			firm staffing=Enabled
			matter m wall=tina,theo!Follow staff=otto
			matter n wall=tina staff=tina conflicted=Enabled staffing=Disabled`, `
			m wall: ada Following(theo), theo Direct, tina Direct
			n wall: abe Following(tina), ada Following(tina), tina Direct
			n team: tina Direct`},
		{"M-6 of their own accord", cast + `
			firm staffing=Enabled conflicted=Enabled
			matter m staff=tina,ada wall=tina,abe
			matter n staff=tina lead=ada`, `
			m team: abe Following(tina), ada Direct, tina Direct
			m wall: abe Direct, ada Following(tina), tina Direct
			n team: abe Following(tina), ada Direct, tina Direct`},
		{"M-6 leaving does not restore the following", cast + `
			firm staffing=Enabled conflicted=Enabled
			matter m staff=tina,ada wall=tina,abe
			matter m staff=tina wall=tina`, `
			m team: abe Following(tina), tina Direct
			m wall: ada Following(tina), tina Direct`},
		{"M-6 even if the timekeeper goes, they stay", cast + `
			firm staffing=Enabled
			matter m staff=tina,ada
			matter m staff=ada`, `
			m team: ada Direct`},
		{"M-7 gone with the timekeeper", cast + `
			firm staffing=Enabled
			matter m staff=tina,theo
			matter m staff=theo
			matter n staff=tina
			matter n`, `
			m team: ada Following(theo), theo Direct
			n team:`},
	})
}

func TestInheritance(t *testing.T) {
	check(t, []example{
		{"M-8 the teams of the case and the collections, followers too", cast + `
			firm
			case c staff=tina staffing=Enabled
			collection k staff=theo staffing=Enabled
			matter m lead=otto in=c of=k`, `
			m team: abe Case(c), ada Case(c) Collection(k), otto Direct, theo Collection(k), tina Case(c)
			c team: abe Following(tina), ada Following(tina), tina Direct
			m summary: 5 0 0 0`},
		{"M-8 missing or of the wrong type adds nothing", cast + `
			collection c staff=tina wall=tina
			case k staff=theo wall=theo
			matter m staff=otto in=c of=k,x`, `
			m team: otto Direct
			m wall:`},
		{"M-8 a setting passes on to the matter's own, a collection's does not", cast + `
			firm
			case c staffing=Enabled
			collection k staffing=Enabled
			matter m staff=tina in=c
			matter n staff=tina of=k`, `
			m team: abe Following(tina), ada Following(tina), tina Direct
			n team: tina Direct`},
		{"M-8 following is decided where the timekeeper is direct", cast + `
			firm
			case c staff=tina
			matter m staffing=Enabled in=c
			matter n staff=tina staffing=Enabled in=c`, `
			m team: tina Case(c)
			n team: abe Following(tina), ada Following(tina), tina Direct Case(c)`},
		{"M-8 direct and severed there says nothing here", cast + `
			firm staffing=Enabled
			case c staff=tina,ada:SupportStaff
			matter m staff=tina in=c`, `
			m team: abe Case(c) Following(tina), ada Case(c) Following(tina), tina Direct Case(c)
			m summary: 3 2 0 0`},
		{"M-8 no chains", cast + `
			case c staff=tina
			matter n staff=theo in=c
			matter m staff=otto of=n`, `
			m team: otto Direct`},
		{"M-9 every origin, type of the first, highest role", cast + `
			firm systems=billing,documents
			case c staff=otto:MatterEditor:SupportStaff+billing
			collection k staff=otto:BillingOnly:ResponsibleAttorney
			matter m staff=otto:TeamMember+documents in=c
			matter n in=c of=k
			matter o of=k`, `
			m detail: otto Direct Case(c) TeamMember MatterEditor [billing documents]
			n detail: otto Case(c) Collection(k) SupportStaff MatterEditor [billing documents]
			o detail: otto Collection(k) ResponsibleAttorney BillingOnly [billing documents]`},
		{"M-9 of several collections the first by name", cast + `
			collection k staff=otto:MatterEditor:SupportStaff
			collection j staff=otto:BillingOnly:ResponsibleAttorney
			matter m of=k,j`, `
			m detail: otto Collection(j k) ResponsibleAttorney MatterEditor []`},
		{"M-9 following comes last", cast + `
			firm
			collection k staff=ada:BillingOnly
			case c lead=theo staffing=Enabled
			matter m staff=tina staffing=Enabled in=c of=k`, `
			m detail: abe Following(tina) SupportStaff MatterReader [], ada Case(c) Collection(k) Following(tina) SupportStaff MatterEditor [], theo Case(c) ResponsibleAttorney MatterAdministrator [], tina Direct TeamMember MatterReader []`},
		{"W-5 eight names and the number of the others", cast + `
			collection k1 staff=otto
			collection k2 staff=otto
			collection k3 staff=otto
			collection k4 staff=otto
			collection k5 staff=otto
			collection k6 staff=otto
			collection k7 staff=otto
			collection k8 staff=otto
			collection k9 staff=otto
			matter m of=k9,k1,k2,k3,k4,k5,k6,k7,k8
			matter n of=k8,k1,k2,k3,k4,k5,k6,k7`, `
			m team: otto Collection(k1 k2 k3 k4 k5 k6 k7 k8)+1
			n team: otto Collection(k1 k2 k3 k4 k5 k6 k7 k8)`},
	})
}

func TestRolesAndSystems(t *testing.T) {
	const firm = "firm staffing=Enabled systems=mail,billing,documents\n"
	check(t, []example{
		{"M-10 without a role or type, and as the entry says", cast + `
			matter m staff=otto,theo:BillingOnly:ResponsibleAttorney`, `
			m detail: otto Direct TeamMember MatterReader [], theo Direct ResponsibleAttorney BillingOnly []`},
		{"M-10 the lead whatever its entry says", cast + `
			matter m lead=otto staff=otto:BillingOnly:SupportStaff
			matter n lead=otto`, `
			m detail: otto Direct ResponsibleAttorney MatterAdministrator []
			n detail: otto Direct ResponsibleAttorney MatterAdministrator []`},
		{"M-10 a follower has the highest of its via", cast + `
			firm staffing=Enabled
			matter m staff=tina:BillingOnly,theo:MatterReader`, `
			m detail: abe Following(tina) SupportStaff BillingOnly [], ada Following(theo tina) SupportStaff MatterReader [], theo Direct TeamMember MatterReader [], tina Direct TeamMember BillingOnly []`},
		{"M-10 but at most MatterEditor", cast + `
			firm staffing=Enabled
			matter m staff=tina:MatterEditor
			matter n lead=tina
			matter o staff=tina:MatterAdministrator`, `
			m detail: abe Following(tina) SupportStaff MatterEditor [], ada Following(tina) SupportStaff MatterEditor [], tina Direct TeamMember MatterEditor []
			n detail: abe Following(tina) SupportStaff MatterEditor [], ada Following(tina) SupportStaff MatterEditor [], tina Direct ResponsibleAttorney MatterAdministrator []
			o detail: abe Following(tina) SupportStaff MatterEditor [], ada Following(tina) SupportStaff MatterEditor [], tina Direct TeamMember MatterAdministrator []`},
		{"M-10 by their entries in that list only", cast + `
			firm staffing=Enabled
			case c staff=tina:MatterEditor!DoNotFollow
			matter m staff=tina:BillingOnly in=c`, `
			m detail: abe Following(tina) SupportStaff BillingOnly [], ada Following(tina) SupportStaff BillingOnly [], tina Direct Case(c) TeamMember MatterEditor []`},
		{"M-11 the entry's, else all of the firm's, for the lead likewise", cast + firm + `
			matter m staff=otto+mail+archive
			matter n staff=otto
			matter o lead=otto
			matter p lead=otto staff=otto+mail
			matter q staff=otto+archive`, `
			m detail: otto Direct TeamMember MatterReader [mail]
			n detail: otto Direct TeamMember MatterReader [billing documents mail]
			o detail: otto Direct ResponsibleAttorney MatterAdministrator [billing documents mail]
			p detail: otto Direct ResponsibleAttorney MatterAdministrator [mail]
			q detail: otto Direct TeamMember MatterReader []`},
		{"M-11 the firm's of now, none without a Firm", cast + firm + `
			matter m staff=otto
			matter n staff=otto+mail
			firm gone`, `
			m detail: otto Direct TeamMember MatterReader []
			n detail: otto Direct TeamMember MatterReader []`},
		{"M-11 a follower has what its via have by their entries here", cast + firm + `
			case c staff=tina+documents!DoNotFollow
			matter m staff=tina+mail,theo+billing in=c`, `
			m detail: abe Following(tina) SupportStaff MatterReader [mail], ada Following(theo tina) SupportStaff MatterReader [billing mail], theo Direct TeamMember MatterReader [billing], tina Direct Case(c) TeamMember MatterReader [documents mail]`},
		{"M-11 a direct assistant has its timekeepers', by whatever origin", cast + firm + `
			case c staff=tina+documents!DoNotFollow
			matter m staff=ada+mail in=c
			matter n staff=ada+mail,theo+billing in=c`, `
			m detail: ada Direct TeamMember MatterReader [documents], tina Case(c) TeamMember MatterReader [documents]
			n detail: ada Direct TeamMember MatterReader [billing documents], theo Direct TeamMember MatterReader [billing], tina Case(c) TeamMember MatterReader [documents]`},
		{"M-11 excluded timekeepers too", cast + firm + `
			matter m staff=ada,tina+mail!DoNotFollow wall=tina`, `
			m detail: ada Direct TeamMember MatterReader [mail], tina Direct TeamMember MatterReader [mail]
			m access: ada Granted, tina Excluded[ConflictedUser]`},
		{"M-11 with none of them a member, all of the firm's", cast + firm + `
			user tina deactivated
			matter m staff=ada+mail,tina+mail
			matter n lead=ada`, `
			m detail: ada Direct TeamMember MatterReader [billing documents mail]
			n detail: ada Direct ResponsibleAttorney MatterAdministrator [billing documents mail]`},
		{"M-11 nothing from a member who has nothing", cast + firm + `
			matter m staff=ada,tina+archive!DoNotFollow`, `
			m detail: ada Direct TeamMember MatterReader [], tina Direct TeamMember MatterReader []`},
		{"M-11 each asset on its own", cast + firm + `
			case c staff=ada+mail
			matter m staff=tina+billing!DoNotFollow in=c`, `
			m detail: ada Case(c) TeamMember MatterReader [billing documents mail], tina Direct TeamMember MatterReader [billing]`},
		{"M-11 a link that is not accepted makes no assistant", cast + firm + `
			link theo>otto
			matter m staff=theo+mail!DoNotFollow,otto+billing`, `
			m detail: otto Direct TeamMember MatterReader [billing], theo Direct TeamMember MatterReader [mail]`},
		{"M-12 who is no participant", `
			user tina deactivated
			user theo biller
			user otto
			matter m lead=ada staff=tina,theo,otto,ada
			case c lead=tina
			matter n in=c`, `
			m team: otto Direct
			m ignored: ada NotFound, theo ThirdPartyBiller, tina Deactivated
			n ignored:
			n team:`},
	})
}
