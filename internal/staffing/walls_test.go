package staffing_test

import "testing"

func TestOwnWall(t *testing.T) {
	check(t, wall, []example{
		{
			"C-1 who is conflicted need not exist",
			`matter m conflicted=nobody`,
			`nobody Direct`,
		},
		{
			"M-5 their followers",
			people + `firm follow=conflictedUsers; matter m conflicted=tom,tim`,
			`abe Following(tom), asa Following(tim tom), tim Direct, tom Direct`,
		},
		{
			"M-5 whether or not either is a participant",
			`link asa->tom; link abe->tom; user tom deactivated; user abe role=ThirdPartyBiller; firm follow=conflictedUsers; matter m conflicted=tom`,
			`abe Following(tom), asa Following(tom), tom Direct`,
		},
		{
			"M-5 floating or not",
			people + `user asa floating; firm follow=conflictedUsers; matter m conflicted=tim`,
			`asa Following(tim), tim Direct`,
		},
		{
			"M-3 by the setting of this list",
			people + `firm follow=staffing; matter m staff=tim conflicted=tim`,
			`tim Direct`,
		},
		{
			"M-3 by what the entry says",
			people + `firm follow=conflictedUsers; matter m conflicted=tim:DoNotFollow,tom follow=-conflictedUsers; matter m conflicted=tim,tom:Follow follow=-conflictedUsers`,
			`abe Following(tom), asa Following(tom), tim Direct, tom Direct`,
		},
		{
			"M-6 not who is direct",
			people + `firm follow=conflictedUsers; matter m conflicted=tim,asa`,
			`asa Direct, tim Direct`,
		},
		{
			"M-6 leaving does not restore it",
			people + `firm follow=conflictedUsers; matter m conflicted=tim,asa; matter m conflicted=tim`,
			`tim Direct`,
		},
		{
			"M-6 being direct on the team is another matter",
			people + `firm follow=conflictedUsers; matter m staff=asa conflicted=tim`,
			`asa Following(tim), tim Direct`,
		},
		{
			"M-7 when the timekeeper goes its followers go",
			people + `firm follow=conflictedUsers; matter m conflicted=tim; matter m`,
			``,
		},
	})
}

func TestCascade(t *testing.T) {
	check(t, wall, []example{
		{
			"C-5 the walls of the case and the collections",
			people + `firm; case c conflicted=tom; collection k conflicted=tom,tim; collection l conflicted=tom; matter m case=c collections=l,k`,
			`tim Collection(k), tom Case(c)+Collection(k l)`,
		},
		{
			"C-5 their followers, decided where the timekeeper is direct",
			people + `firm follow=conflictedUsers; case c conflicted=tim; matter m case=c follow=-conflictedUsers`,
			`asa Case(c), tim Case(c)`,
		},
		{
			"C-5 those of a collection too",
			people + `firm follow=conflictedUsers; collection k conflicted=tim; matter m collections=k`,
			`asa Collection(k), tim Collection(k)`,
		},
		{
			"C-5 not what is of the wrong type",
			people + `collection c conflicted=tom; matter m case=c`,
			``,
		},
		{
			"C-5 not down from matter to case",
			people + `case m; matter n case=m conflicted=tom`,
			``,
		},
		{
			"C-5 sides come by the case's side, not by its wall",
			people + `case c set=s/a; matter m case=c set=s/b; case d set=s/b staff=tom; matter n case=c`,
			``,
		},
		{
			"C-6 all origins hold together, in order",
			people + `firm follow=conflictedUsers; case c conflicted=asa; collection k conflicted=asa
				matter n staff=asa set=b/2,a/2; matter m conflicted=tim case=c collections=k set=a/1,b/1`,
			`asa Following(tim)+Case(c)+Collection(k)+OpposingTeamSet a(n)+OpposingTeamSet b(n), tim Direct`,
		},
		{
			"C-6 the user leaves with the last of them",
			people + `firm; case c conflicted=tom; matter m conflicted=tom case=c; matter m case=c`,
			`tom Case(c)`,
		},
	})
}

func TestAssistantsOfOpponents(t *testing.T) {
	check(t, wall, []example{
		{
			"C-3 while the setting is Enabled",
			people + `matter m set=s/a follow=conflictedUsers; matter n set=s/b staff=tim`,
			`asa Following(tim), tim OpposingTeamSet s(n)`,
		},
		{
			"C-3 not while it is Disabled",
			people + `firm; matter m set=s/a; matter n set=s/b staff=tim`,
			`tim OpposingTeamSet s(n)`,
		},
		{
			"C-3 not while it is unknown",
			people + `matter m set=s/a; matter n set=s/b staff=tim`,
			`tim OpposingTeamSet s(n)`,
		},
		{
			"C-3 the setting of now",
			people + `matter m set=s/a; matter n set=s/b staff=tim; matter m set=s/a follow=conflictedUsers`,
			`asa Following(tim), tim OpposingTeamSet s(n)`,
		},
		{
			"C-3 the case's setting counts",
			people + `case c follow=conflictedUsers; matter m case=c set=s/a; matter n set=s/b staff=tim`,
			`asa Following(tim), tim OpposingTeamSet s(n)`,
		},
		{
			"C-3 the setting of the other side does not",
			people + `firm; matter m set=s/a; matter n set=s/b staff=tim follow=conflictedUsers`,
			`tim OpposingTeamSet s(n)`,
		},
		{
			"C-3 participants or not",
			people + `user asa deactivated; matter m set=s/a follow=conflictedUsers; matter n set=s/b staff=tim`,
			`asa Following(tim), tim OpposingTeamSet s(n)`,
		},
		{
			"C-3 joined with those of M-5",
			people + `matter m set=s/a conflicted=tom follow=conflictedUsers; matter n set=s/b staff=tim`,
			`abe Following(tom), asa Following(tim tom), tim OpposingTeamSet s(n), tom Direct`,
		},
		{
			"C-3 each timekeeper once",
			people + `matter m set=s/a conflicted=tim follow=conflictedUsers; matter n set=s/b staff=tim`,
			`asa Following(tim), tim Direct+OpposingTeamSet s(n)`,
		},
		{
			"C-3 not who is direct",
			people + `matter m set=s/a conflicted=asa follow=conflictedUsers; matter n set=s/b staff=tim`,
			`asa Direct, tim OpposingTeamSet s(n)`,
		},
		{
			"C-3 but who is walled off by the case",
			people + `case c conflicted=asa; matter m case=c set=s/a follow=conflictedUsers; matter n set=s/b staff=tim`,
			`asa Following(tim)+Case(c), tim OpposingTeamSet s(n)`,
		},
		{
			"C-3 severing does not come into it",
			people + `matter m set=s/a conflicted=otto,asa follow=conflictedUsers; matter n set=s/b staff=tim; matter m set=s/a conflicted=otto follow=conflictedUsers`,
			`asa Following(tim), otto Direct, tim OpposingTeamSet s(n)`,
		},
		{
			"C-3 only of those whom C-2 makes conflicted",
			people + `user tim floating; matter m set=s/a follow=conflictedUsers; matter n set=s/b staff=tim`,
			``,
		},
		{
			"C-3 not of those who are conflicted otherwise",
			people + `firm; matter m conflicted=tom set=s/a follow=conflictedUsers; matter m conflicted=tom:DoNotFollow set=s/a follow=conflictedUsers; matter n set=s/b staff=otto`,
			`otto OpposingTeamSet s(n), tom Direct`,
		},
	})
}
