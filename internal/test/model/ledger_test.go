package model

import "testing"

func TestLedger(t *testing.T) {
	check(t, []example{
		{"L-2 a matter created anew captures anew", cast + `
			firm staffing=Enabled
			matter m staff=tina
			firm
			no m
			matter m staff=tina`, `
			m team: tina Direct
			m follow: Disabled FirmDefault, Disabled FirmDefault`},
		{"L-3 a Firm created anew has a new first", cast + `
			matter m
			firm staffing=Enabled
			firm gone
			firm systems=mail
			firm staffing=Enabled
			matter m staff=tina`, `
			m team: tina Direct`},
		{"L-4 a change in the same write counts as changed", cast + `
			firm
			case c staffing=Enabled
			matter m
			matter m staff=tina staffing=Enabled
			matter n staff=otto staffing=Enabled
			matter n staff=otto,tina
			matter o
			matter o staff=tina in=c`, `
			m team: abe Following(tina), ada Following(tina), tina Direct
			n team: otto Direct, tina Direct
			o team: abe Following(tina), ada Following(tina), tina Direct`},
		{"L-4 with the entry's word there is an answer all the same", cast + `
			firm staffing=Enabled
			matter m staff=tina!DoNotFollow
			matter m staff=tina!DoNotFollow staffing=Disabled
			matter m staff=tina staffing=Disabled`, `
			m team: abe Following(tina), ada Following(tina), tina Direct`},
		{"L-4 awaiting the Firm: its first, not what it says when somebody looks", cast + `
			matter m staff=theo wall=theo
			firm staffing=Enabled
			firm conflicted=Enabled`, `
			m team: ada Following(theo), theo Direct
			m wall: theo Direct`},
		{"L-4 false while it is not there", cast + `
			matter m staff=theo
			firm staffing=Enabled
			firm gone`, `
			m team: theo Direct`},
		{"L-4 recorded by the next write that finds it", cast + `
			matter m staff=theo
			firm staffing=Enabled
			matter m staff=theo client=acme
			firm gone
			firm`, `
			m team: ada Following(theo), theo Direct`},
		{"L-4 the same again is no write", cast + `
			matter m staff=theo
			firm staffing=Enabled
			matter m staff=theo
			firm gone
			firm`, `
			m team: theo Direct`},
		{"L-4 not recorded without a write", cast + `
			matter m staff=theo
			firm staffing=Enabled
			firm gone
			firm`, `
			m team: theo Direct`},
		{"L-4 a write that does not find it records nothing", cast + `
			matter m staff=theo
			matter m staff=theo,otto
			firm staffing=Enabled`, `
			m team: ada Following(theo), otto Direct, theo Direct`},
		{"L-4 a setting of its own later is not asked", cast + `
			matter m staff=theo
			matter m staff=theo staffing=Enabled
			matter n staff=theo
			matter n staff=theo staffing=Disabled
			firm staffing=Enabled
			firm gone
			firm staffing=Enabled`, `
			m team: ada Following(theo), theo Direct
			n team: ada Following(theo), theo Direct`},
		{"L-4 its own Disabled awaits no Firm", cast + `
			matter m staff=theo staffing=Disabled
			firm staffing=Enabled`, `
			m team: theo Direct`},
		{"L-4 awaiting the case: its first", cast + `
			firm
			matter m staff=theo in=c
			case c staffing=Enabled
			case c`, `
			m team: ada Following(theo), theo Direct`},
		{"L-4 the case's first, not its setting of now", cast + `
			firm
			matter m staff=theo in=c
			case c
			case c staffing=Enabled`, `
			m team: theo Direct`},
		{"L-4 the case's first by its captured default", cast + `
			firm
			matter m staff=theo in=c
			firm staffing=Enabled
			case c`, `
			m team: ada Following(theo), theo Direct`},
		{"L-4 what it named, even when the case changes", cast + `
			firm
			matter m staff=theo in=c
			case d
			matter m staff=theo in=d
			case c staffing=Enabled`, `
			m team: ada Following(theo), theo Direct`},
		{"L-4 recorded, the case may go", cast + `
			firm
			matter m staff=theo in=c
			case c staffing=Enabled
			matter m staff=theo
			no c`, `
			m team: ada Following(theo), theo Direct`},
		{"L-4 not recorded, it may not", cast + `
			firm
			matter m staff=theo in=c
			case c staffing=Enabled
			no c`, `
			m team: theo Direct`},
		{"L-4 something of another type is there and Disabled", cast + `
			firm
			matter m staff=theo in=c
			collection c staffing=Enabled
			matter m staff=theo in=c client=acme
			no c
			case c staffing=Enabled`, `
			m team: theo Direct`},
		{"L-4 an answer known in spite of a missing case", cast + `
			firm
			matter m staff=theo staffing=Enabled in=c
			matter m staff=theo in=c
			case c`, `
			m team: ada Following(theo), theo Direct`},
		{"L-4 its own Disabled awaits the missing case alone", cast + `
			matter m staff=theo staffing=Disabled in=c
			firm staffing=Enabled`, `
			m team: theo Direct`},
		{"L-4 the Firm and the case: any that is Enabled", cast + `
			matter m staff=theo in=c
			case c staffing=Enabled
			matter m staff=theo in=c
			firm`, `
			m team: ada Following(theo), theo Direct`},
		{"L-4 recorded only when all of it is there", cast + `
			matter m staff=theo in=c
			case c staffing=Enabled
			matter m staff=theo in=c
			no c
			firm`, `
			m team: theo Direct`},
		{"L-4 the Firm, if the existing case's is unknown", cast + `
			case c
			matter m staff=theo in=c staffing=Disabled
			firm staffing=Enabled
			case c staffing=Disabled`, `
			m team: ada Following(theo), theo Direct`},
		{"L-4 a case whose first is Unknown: the Firm's", cast + `
			matter m staff=theo in=c staffing=Disabled
			case c
			firm staffing=Enabled
			firm`, `
			m team: ada Following(theo), theo Direct`},
		{"L-4 and none Unknown, to be recorded", cast + `
			matter m staff=theo in=c staffing=Disabled
			case c
			firm staffing=Enabled
			matter m staff=theo in=c staffing=Disabled
			firm gone
			firm`, `
			m team: theo Direct`},
		{"L-4 each list on its own", cast + `
			firm
			matter m staff=theo wall=theo in=c
			case c conflicted=Enabled`, `
			m team: theo Direct
			m wall: ada Following(theo), theo Direct`},
		{"L-4 who leaves and joins again asks again", cast + `
			firm
			matter m staff=theo staffing=Enabled
			matter m
			matter m staff=theo`, `
			m team: theo Direct`},
		{"M-12 a missing user joins all the same", `
			firm
			matter m staff=theo staffing=Enabled
			matter m staff=theo
			link ada>theo
			user ada
			user theo`, `
			m team: ada Following(theo), theo Direct`},
	})
}

func TestSevered(t *testing.T) {
	const firm = "firm staffing=Enabled conflicted=Enabled\n"
	check(t, []example{
		{"L-6 left after the timekeeper joined", cast + firm + `
			matter m staff=ada
			matter m staff=ada,theo
			matter m staff=theo`, `
			m team: theo Direct`},
		{"L-6 left before the timekeeper joined", cast + firm + `
			matter m staff=ada
			matter m
			matter m staff=theo`, `
			m team: ada Following(theo), theo Direct`},
		{"L-5 left and joined in one write", cast + firm + `
			matter m staff=ada
			matter m staff=theo
			matter n staff=ada,otto
			matter n staff=theo,otto`, `
			m team: ada Following(theo), theo Direct
			n team: ada Following(theo), otto Direct, theo Direct`},
		{"L-6 from one timekeeper, not from another who joined later", cast + firm + `
			matter m staff=ada,tina
			matter m staff=tina
			matter m staff=tina,theo`, `
			m team: abe Following(tina), ada Following(theo), theo Direct, tina Direct`},
		{"L-6 until the timekeeper joins again", cast + firm + `
			matter m staff=ada,theo
			matter m staff=theo
			matter m
			matter m staff=theo`, `
			m team: ada Following(theo), theo Direct`},
		{"L-6 a link made afterwards is a new association", cast + firm + `
			matter m staff=ada,theo
			matter m staff=theo
			no ada>theo
			link ada>theo`, `
			m team: ada Following(theo), theo Direct`},
		{"L-6 a link no later than the leaving is not", cast + firm + `
			matter m staff=otto,theo
			@30 matter m staff=theo
			@30 link otto>theo`, `
			m team: ada Following(theo), theo Direct`},
		{"L-6 since counts, not when the link was accepted", cast + firm + `
			link tina>otto
			link otto>theo
			matter m staff=otto,theo
			matter m staff=theo
			no tina>otto`, `
			links: abe>tina Accepted, ada>theo Accepted, ada>tina Accepted, otto>theo Accepted
			m team: ada Following(theo), theo Direct`},
		{"L-6 of two links of a pair the accepted one counts", cast + firm + `
			matter m staff=ada,theo
			matter m staff=theo
			link ada>theo again
			matter n staff=ada,theo
			matter n staff=theo
			no ada>theo`, `
			m team: ada Following(theo), theo Direct
			n team: theo Direct`},
		{"L-6 each asset and list on its own", cast + firm + `
			matter m staff=ada,theo wall=theo
			matter m staff=theo wall=theo
			matter n staff=theo`, `
			m team: theo Direct
			m wall: ada Following(theo), theo Direct
			n team: ada Following(theo), theo Direct`},
		{"L-6 whatever the timekeeper's entry says", cast + firm + `
			matter m staff=ada,theo!Follow
			matter m staff=theo!Follow`, `
			m team: theo Direct`},
		{"L-5 joining again and leaving again severs anew", cast + firm + `
			matter m staff=ada,theo
			matter m staff=theo
			no ada>theo
			link ada>theo
			matter m staff=ada,theo
			matter m staff=theo`, `
			m team: theo Direct`},
		{"L-5 who stays severed while others come and go", cast + firm + `
			matter m staff=ada,theo,otto
			matter m staff=theo,otto
			matter m staff=theo
			matter m staff=theo,tina
			matter m staff=theo`, `
			m team: theo Direct`},
		{"L-6 as lead too", cast + firm + `
			matter m lead=ada staff=theo
			matter m lead=theo staff=theo`, `
			m team: theo Direct`},
		{"M-12 one who was no participant severs all the same", cast + firm + `
			user ada deactivated
			matter m staff=ada,theo
			matter m staff=theo
			user ada`, `
			m team: theo Direct`},
	})
}
