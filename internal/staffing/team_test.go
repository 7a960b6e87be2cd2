package staffing_test

import "testing"

func TestFollowing(t *testing.T) {
	check(t, team, []example{
		{
			"M-1 direct are those with an entry, and the lead",
			people + `matter m lead=otto staff=tom,tim`,
			`otto Direct, tim Direct, tom Direct`,
		},
		{
			"M-3 as the setting was when the timekeeper joined",
			people + `firm follow=staffing; matter m staff=tom; matter m staff=tom,tim follow=-staffing`,
			`abe Following(tom), asa Following(tom), tim Direct, tom Direct`,
		},
		{
			"M-3 Enabled later, nobody follows who is there already",
			people + `firm; matter m staff=tom; matter m staff=tom,tim follow=staffing`,
			`asa Following(tim), tim Direct, tom Direct`,
		},
		{
			"M-3 an entry that says Follow is followed at once",
			people + `firm; matter m staff=tom; matter m staff=tom:Follow`,
			`abe Following(tom), asa Following(tom), tom Direct`,
		},
		{
			"M-3 one that says DoNotFollow is not",
			people + `firm follow=staffing; matter m staff=tom; matter m staff=tom:DoNotFollow`,
			`tom Direct`,
		},
		{
			"M-3 once the entry says nothing the ledger does again",
			people + `firm follow=staffing; matter m staff=tom:DoNotFollow; matter m staff=tom`,
			`abe Following(tom), asa Following(tom), tom Direct`,
		},
		{
			"M-3 the lead goes by its entry",
			people + `firm follow=staffing; matter m lead=tom staff=tom:DoNotFollow`,
			`tom Direct`,
		},
		{
			"M-3 the lead without an entry goes by the ledger",
			people + `firm follow=staffing; matter m lead=tom`,
			`abe Following(tom), asa Following(tom), tom Direct`,
		},
		{
			"M-3 a new link to who is followed counts at once",
			people + `firm follow=staffing; matter m staff=tom; link otto->tom`,
			`abe Following(tom), asa Following(tom), otto Following(tom), tom Direct`,
		},
		{
			"M-3 a new link to who is not followed does not",
			people + `firm; matter m staff=tom; firm follow=staffing; link otto->tom`,
			`tom Direct`,
		},
		{
			"M-4 by several timekeepers, named in order",
			people + `firm follow=staffing; matter m staff=tom,tim`,
			`abe Following(tom), asa Following(tim tom), tim Direct, tom Direct`,
		},
		{
			"M-4 not by a timekeeper who is no participant",
			people + `firm follow=staffing; matter m staff=tom,tim; user tom deactivated`,
			`asa Following(tim), tim Direct`,
		},
		{
			"M-4 not as one who is none",
			people + `firm follow=staffing; matter m staff=tom; user asa role=ThirdPartyBiller; user abe deactivated`,
			`tom Direct`,
		},
		{
			"M-4 not as one who does not exist",
			`user tom; link asa->tom; firm follow=staffing; matter m staff=tom`,
			`tom Direct`,
		},
		{
			"A-4 not by a link that is not accepted",
			people + `link tim->tom; firm follow=staffing; matter m staff=tom`,
			`abe Following(tom), asa Following(tom), tom Direct`,
		},
		{
			"M-6 not by who is direct",
			people + `firm follow=staffing; matter m staff=tom,asa`,
			`abe Following(tom), asa Direct, tom Direct`,
		},
		{
			"M-6 not by who is the lead",
			people + `firm follow=staffing; matter m staff=tom lead=asa`,
			`abe Following(tom), asa Direct, tom Direct`,
		},
		{
			"M-6 leaving does not restore the following",
			people + `firm follow=staffing; matter m staff=tom,asa; matter m staff=tom`,
			`abe Following(tom), tom Direct`,
		},
		{
			"L-6 a link made afterwards is a new association",
			people + `firm follow=staffing; matter m staff=tom,otto; matter m staff=tom; link otto->tom`,
			`abe Following(tom), asa Following(tom), otto Following(tom), tom Direct`,
		},
		{
			"L-6 a timekeeper who joins later is followed",
			people + `firm follow=staffing; matter m staff=tom,asa; matter m staff=tom; matter m staff=tom,tim`,
			`abe Following(tom), asa Following(tim), tim Direct, tom Direct`,
		},
		{
			"M-7 when the timekeeper goes its followers go",
			people + `firm follow=staffing; matter m staff=tom,otto; matter m staff=otto`,
			`otto Direct`,
		},
		{
			"M-7 unless another holds them",
			people + `firm follow=staffing; matter m staff=tom,tim; matter m staff=tim`,
			`asa Following(tim), tim Direct`,
		},
		{
			"L-4 who awaits the Firm is followed as it first says",
			people + `matter m staff=tom; firm follow=staffing; firm`,
			`abe Following(tom), asa Following(tom), tom Direct`,
		},
		{
			"L-9 in files every link is from before the matter",
			`user tom; user asa; link asa->tom since=none; firm follow=staffing; matter m staff=tom`,
			`asa Following(tom), tom Direct`,
		},
	})
}

func TestFollowSettingInEffect(t *testing.T) {
	check(t, following, []example{
		{"M-2 the Firm's default", `firm follow=staffing; matter m`, `Enabled FirmDefault, Disabled FirmDefault`},
		{"M-2 its own, although the Firm says the same", `firm follow=staffing; matter m follow=staffing,-conflictedUsers`, `Enabled Matter, Disabled Matter`},
		{"M-2 the case's", `firm; case c follow=staffing; matter m case=c follow=-staffing`, `Enabled Case, Disabled FirmDefault`},
		{"M-2 Enabled by both is its own", `firm; case c follow=staffing; matter m case=c follow=staffing`, `Enabled Matter, Disabled FirmDefault`},
		{"M-2 Disabled by both is its own", `firm; case c follow=-staffing; matter m case=c`, `Disabled FirmDefault, Disabled FirmDefault`},
		{"M-2 left out while unknown", `matter m follow=conflictedUsers`, `, Enabled Matter`},
		{"M-2 of a case itself", `firm follow=staffing; case m follow=conflictedUsers`, `Enabled FirmDefault, Enabled Matter`},
	})
}
