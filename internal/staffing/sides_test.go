package staffing_test

import "testing"

func TestOpposingTeamSets(t *testing.T) {
	check(t, wall, []example{
		{
			"C-2 every member of the other sides",
			people + `firm follow=staffing; matter m set=s/a staff=otto; matter n set=s/b lead=tim; matter o set=s/c staff=tim,tom:DoNotFollow`,
			`asa OpposingTeamSet s(n o), tim OpposingTeamSet s(n o), tom OpposingTeamSet s(o)`,
		},
		{
			"C-2 not those of the same side",
			people + `matter m set=s/a; matter n set=s/a staff=tom`,
			``,
		},
		{
			"C-2 nor of another set",
			people + `matter m set=s/a; matter n set=t/b staff=tom`,
			``,
		},
		{
			"C-2 sides of each set, by set",
			people + `matter m set=t/a,s/a; matter n set=s/b,t/b staff=tom`,
			`tom OpposingTeamSet s(n)+OpposingTeamSet t(n)`,
		},
		{
			"C-2 members that the other side inherits",
			people + `case c staff=tom; collection k staff=tim; matter m set=s/a; matter n set=s/b case=c collections=k`,
			`tim OpposingTeamSet s(n), tom OpposingTeamSet s(n)`,
		},
		{
			"C-2 whether or not a wall excludes them there",
			people + `matter m set=s/a; matter n set=s/b staff=tom,tim conflicted=tom excluded=tim`,
			`tim OpposingTeamSet s(n), tom OpposingTeamSet s(n)`,
		},
		{
			"C-2 only members, so only participants",
			people + `user tim deactivated; matter m set=s/a; matter n set=s/b staff=tom,tim,nobody`,
			`tom OpposingTeamSet s(n)`,
		},
		{
			"C-2 not those who float",
			people + `user tim floating; matter m set=s/a; matter n set=s/b staff=tom,tim`,
			`tom OpposingTeamSet s(n)`,
		},
		{
			"C-2 its own members too, if they are on both",
			people + `matter m set=s/a staff=tom; matter n set=s/b staff=tom`,
			`tom OpposingTeamSet s(n)`,
		},
		{
			"C-2 a closed matter opposes all the same",
			people + `matter m set=s/a; matter n set=s/b staff=tom closed`,
			`tom OpposingTeamSet s(n)`,
		},
		{
			"W-5 the first eight of the assets and how many more",
			people + `matter m set=s/a; matter n9 set=s/b staff=tom; matter n8 set=s/b staff=tom; matter n7 set=s/b staff=tom
				matter n6 set=s/b staff=tom; matter n5 set=s/b staff=tom; matter n4 set=s/b staff=tom; matter n3 set=s/b staff=tom
				matter n2 set=s/b staff=tom; matter n1 set=s/b staff=tom`,
			`tom OpposingTeamSet s(n1 n2 n3 n4 n5 n6 n7 n8 +1)`,
		},
	})
}

func TestSidesOfCases(t *testing.T) {
	check(t, wall, []example{
		{
			"C-2 a matter is on its case's sides",
			people + `case c set=s/a; matter m case=c; matter n set=s/b staff=tom`,
			`tom OpposingTeamSet s(n)`,
		},
		{
			"C-2 unless it names the set itself",
			people + `case c set=s/a; matter m case=c set=s/b; matter n set=s/b staff=tom`,
			``,
		},
		{
			"C-2 set by set",
			people + `case c set=s/a,t/a; matter m case=c set=s/b; matter n set=s/b,t/b staff=tom`,
			`tom OpposingTeamSet t(n)`,
		},
		{
			"C-2 not on a collection's side, which has none",
			people + `collection k set=s/a; matter m collections=k; matter n set=s/b staff=tom`,
			``,
		},
		{
			"C-2 nor does a collection oppose",
			people + `matter m set=s/a; collection k set=s/b staff=tom`,
			``,
		},
		{
			"C-2 not on the side of what is no case",
			people + `matter c set=s/a; matter m case=c; matter n set=s/b staff=tom`,
			``,
		},
		{
			"C-2 matters of the other side's cases oppose",
			people + `matter m set=s/a; case c set=s/b; matter n case=c staff=tom`,
			`tom OpposingTeamSet s(n)`,
		},
		{
			"C-2 with those of the case itself",
			people + `matter m set=s/a; case c set=s/b staff=tim; matter n case=c staff=tom`,
			`tim OpposingTeamSet s(c n), tom OpposingTeamSet s(n)`,
		},
		{
			"C-2 not of what is no case",
			people + `matter m set=s/a; matter c set=s/b; matter n case=c staff=tom`,
			``,
		},
		{
			"C-2 not those that name another side themselves",
			people + `matter m set=s/a; case c set=s/b; matter n case=c set=s/a staff=tom`,
			``,
		},
		{
			"C-2 not those that name it as a collection",
			people + `matter m set=s/a; case c set=s/b; matter n collections=c staff=tom`,
			``,
		},
		{
			"C-2 not its own case",
			people + `case c set=s/b staff=tom; matter m case=c set=s/a`,
			``,
		},
		{
			"C-2 not the matters of it, if it is a case",
			people + `case m set=s/a; matter n case=m set=s/b staff=tom`,
			``,
		},
		{
			"C-2 but another matter of its case",
			people + `case c set=s/b; matter m case=c set=s/a; matter n case=c staff=tom`,
			`tom OpposingTeamSet s(n)`,
		},
		{
			"C-2 a case against a case and its matters",
			people + `case m set=s/a; case c set=s/b staff=tim; matter n case=c staff=tom`,
			`tim OpposingTeamSet s(c n), tom OpposingTeamSet s(n)`,
		},
	})
}

func TestFloating(t *testing.T) {
	check(t, access, []example{
		{
			"C-4 stays on both teams",
			people + `user tom floating; matter m set=s/a staff=tom; matter n set=s/b staff=tom`,
			`tom Granted by FloatingUser`,
		},
		{
			"C-4 exempt only where a set would have struck",
			people + `user tom floating; matter m set=s/a staff=tom; matter n set=s/b staff=tim`,
			`tom Granted`,
		},
		{
			"C-4 exempt where C-3 would have",
			people + `user asa floating; matter m set=s/a staff=asa follow=conflictedUsers; matter n set=s/b staff=tim`,
			`asa Granted by FloatingUser`,
		},
		{
			"C-4 not where C-3 would not",
			people + `firm; user asa floating; matter m set=s/a staff=asa; matter n set=s/b staff=tim`,
			`asa Granted`,
		},
		{
			"C-4 no other wall is lifted, nor does it hide the exemption",
			people + `user tom floating; matter m set=s/a staff=tom conflicted=tom; matter n set=s/b staff=tom`,
			`tom Excluded ConflictedUser by FloatingUser`,
		},
		{
			"C-4 an exclusion is not lifted either",
			people + `user tom floating; matter m set=s/a staff=tom excluded=tom; matter n set=s/b staff=tom`,
			`tom Excluded ExcludedUser by FloatingUser`,
		},
		{
			"C-4 nor following somebody by M-5",
			people + `user asa floating; matter m staff=asa conflicted=tim follow=conflictedUsers`,
			`asa Excluded ConflictedUser`,
		},
	})
}
