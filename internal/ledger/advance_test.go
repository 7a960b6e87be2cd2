package ledger_test

import "testing"

func TestDefaultsAndFirst(t *testing.T) {
	check(t, settings, []example{
		{
			"L-2 the Firm's settings are captured at creation, unset counting as Disabled",
			`firm follow=staffing; matter m`,
			`defaults Enabled/Disabled, first Enabled/Disabled`,
		},
		{
			"L-2 a later change of the Firm does not reach them",
			`firm; matter m; firm follow=staffing; matter m staff=ada`,
			`defaults Disabled/Disabled, first Disabled/Disabled`,
		},
		{
			"L-2 without a Firm they stay absent for good",
			`matter m; firm follow=staffing; matter m staff=ada`,
			`defaults absent, first Unknown/Unknown`,
		},
		{
			"L-3 first is the asset's own setting",
			`firm follow=conflictedUsers; matter m follow=staffing,-conflictedUsers`,
			`defaults Disabled/Enabled, first Enabled/Disabled`,
		},
		{
			"L-3 first is known of one list and not of the other",
			`matter m follow=-conflictedUsers`,
			`defaults absent, first Unknown/Disabled`,
		},
		{
			"L-3 the case's setting is not the matter's own",
			`case c follow=staffing; matter m case=c`,
			`defaults absent, first Unknown/Unknown`,
		},
		{
			"L-3 first never changes",
			`firm; matter m follow=staffing; matter m follow=-staffing,conflictedUsers`,
			`defaults Disabled/Disabled, first Enabled/Disabled`,
		},
		{
			"L-3 what is deleted and created anew has a new first",
			`firm; matter m; delete matter m; firm follow=staffing; matter m`,
			`defaults Enabled/Disabled, first Enabled/Disabled`,
		},
	})
}

func TestJoining(t *testing.T) {
	check(t, team, []example{
		{
			"L-4 under the setting of that write",
			`firm follow=staffing; matter m staff=ada`,
			`clock 1: ada@1 follows`,
		},
		{
			"L-4 a setting changed in the same write counts as changed",
			`firm; matter m staff=ada; matter m staff=ada,ben follow=staffing`,
			`clock 2: ada@1, ben@2 follows`,
		},
		{
			"L-4 whatever the entry says",
			`firm follow=staffing; matter m staff=ada:DoNotFollow,ben:Follow`,
			`clock 1: ada@1 follows, ben@1 follows`,
		},
		{
			"M-3 a later change of the setting touches nobody who is there",
			`firm follow=staffing; matter m staff=ada; matter m staff=ada follow=-staffing`,
			`clock 1: ada@1 follows`,
		},
		{
			"M-1 the lead is direct",
			`firm; matter m lead=ada`,
			`clock 1: ada@1`,
		},
		{
			"M-1 from lead to entry nobody joins",
			`firm; matter m lead=ada; matter m staff=ada follow=staffing`,
			`clock 1: ada@1`,
		},
		{
			"M-2 the case's setting of now counts",
			`firm; case c; matter m case=c; case c follow=staffing; matter m case=c staff=ada`,
			`clock 1: ada@1 follows`,
		},
		{
			"M-2 a case that says Enabled settles what else is unknown",
			`case c follow=staffing; matter m case=c staff=ada`,
			`clock 1: ada@1 follows`,
		},
		{
			"M-2 what is no case says Disabled under its name",
			`firm; collection k follow=staffing; matter m case=k staff=ada`,
			`clock 1: ada@1`,
		},
		{
			"M-2 a collection's setting stays with the collection",
			`firm; collection k follow=staffing; matter m collections=k staff=ada`,
			`clock 1: ada@1`,
		},
		{
			"L-4 the other list has its own clock",
			`firm; matter m staff=ada; matter m staff=ada conflicted=ben; matter m staff=ada,cal conflicted=ben`,
			`clock 2: ada@1, cal@2`,
		},
	})
	check(t, wall, []example{
		{
			"L-4 conflicted users join under their own setting",
			`firm follow=conflictedUsers; matter m staff=ada conflicted=ben,cal:DoNotFollow`,
			`clock 1: ben@1 follows, cal@1 follows`,
		},
		{
			"L-4 the lead joins the team alone",
			`firm; matter m lead=ada`,
			`clock 0:`,
		},
	})
}

func TestAwaiting(t *testing.T) {
	check(t, team, []example{
		{
			"L-4 the Firm",
			`matter m staff=ada`,
			`clock 1: ada@1 awaits firm`,
		},
		{
			"L-4 the case",
			`firm; matter m case=c staff=ada`,
			`clock 1: ada@1 awaits c`,
		},
		{
			"L-4 both",
			`matter m case=c staff=ada`,
			`clock 1: ada@1 awaits firm c`,
		},
		{
			"L-4 the Firm for a case that knows no setting",
			`case c; matter m case=c staff=ada follow=-staffing`,
			`clock 1: ada@1 awaits firm`,
		},
		{
			"L-4 only the case where the matter itself says Disabled",
			`matter m case=c staff=ada follow=-staffing`,
			`clock 1: ada@1 awaits c`,
		},
		{
			"L-4 nothing where the matter itself says Enabled",
			`matter m case=c staff=ada follow=staffing`,
			`clock 1: ada@1 follows`,
		},
		{
			"L-4 nothing where what is no case has the case's name",
			`collection k; matter m case=k staff=ada follow=-staffing`,
			`clock 1: ada@1`,
		},
		{
			"L-4 the next write records the Firm's first",
			`matter m staff=ada,ben; firm follow=staffing; firm; matter m staff=ada,ben`,
			`clock 1: ada@1 follows, ben@1 follows`,
		},
		{
			"L-4 the next write records the case's first",
			`firm; matter m case=c staff=ada; case c follow=staffing; case c; matter m case=c staff=ada`,
			`clock 1: ada@1 follows`,
		},
		{
			"L-4 nothing is recorded while a part is missing",
			`matter m case=c staff=ada; firm follow=staffing; matter m case=c staff=ada`,
			`clock 1: ada@1 awaits firm c`,
		},
		{
			"L-4 once all is there one Enabled is enough",
			`matter m case=c staff=ada; firm follow=staffing; case c follow=-staffing; matter m case=c staff=ada`,
			`clock 1: ada@1 follows`,
		},
		{
			"L-4 a case whose first is Unknown never answers",
			`matter m case=c staff=ada follow=-staffing; case c; firm follow=staffing; matter m case=c staff=ada`,
			`clock 1: ada@1 awaits c`,
		},
		{
			"L-4 what is no case answers Disabled",
			`firm; matter m case=c staff=ada; collection c follow=staffing; matter m case=c staff=ada`,
			`clock 1: ada@1`,
		},
		{
			"L-4 it goes on awaiting the case that it named",
			`firm; matter m case=c staff=ada; matter m staff=ada; case d follow=staffing; matter m case=d staff=ada`,
			`clock 1: ada@1 awaits c`,
		},
		{
			"L-4 and hears it although the matter names another",
			`firm; matter m case=c staff=ada; case c follow=staffing; matter m staff=ada`,
			`clock 1: ada@1 follows`,
		},
		{
			"L-4 who goes awaits nothing",
			`matter m staff=ada,ben; matter m staff=ben`,
			`clock 2: ben@1 awaits firm; left ada@2 09:02`,
		},
	})
}

func TestLeaving(t *testing.T) {
	check(t, team, []example{
		{
			"L-5 at the next tick, with the time",
			`firm; matter m staff=ada,ben; user x; matter m staff=ada`,
			`clock 2: ada@1; left ben@2 09:04`,
		},
		{
			"L-5 one write that removes and adds ticks once",
			`firm; matter m staff=ada,ben; matter m staff=ada,cal`,
			`clock 2: ada@1, cal@2; left ben@2 09:03`,
		},
		{
			"L-5 a write that does neither does not tick",
			`firm; matter m staff=ada,ben; matter m staff=ben,ada case=c`,
			`clock 1: ada@1, ben@1`,
		},
		{
			"L-5 joining again removes the parting",
			`firm; matter m staff=ada,ben; matter m staff=ada; matter m staff=ada,ben follow=staffing`,
			`clock 3: ada@1, ben@3 follows`,
		},
		{
			"L-5 a parting is dropped once nobody is there who came before it",
			`firm; matter m staff=ada,ben; matter m staff=ada,cal; matter m staff=cal`,
			`clock 3: cal@2; left ada@3 09:04`,
		},
		{
			"L-5 all that go at once leave nothing behind",
			`firm; matter m staff=ada,ben; matter m staff=cal`,
			`clock 2: cal@2`,
		},
		{
			"L-5 the clock goes on over an empty team",
			`firm; matter m staff=ada; matter m; matter m staff=ada`,
			`clock 3: ada@3`,
		},
		{
			"M-1 a lead who goes leaves the team",
			`firm; matter m lead=ada staff=ben; matter m lead=cal staff=ben`,
			`clock 2: ben@1, cal@2; left ada@2 09:03`,
		},
	})
	check(t, wall, []example{{
		"L-5 conflicted users leave likewise",
		`firm; matter m conflicted=ada,ben; matter m conflicted=ada`,
		`clock 2: ada@1; left ben@2 09:03`,
	}})
}
