package model

import "testing"

func TestWalls(t *testing.T) {
	check(t, []example{
		{"C-2 every other side, each set on its own", cast + `
			matter m side=trial/us
			matter n staff=tina side=trial/them
			matter o staff=tina,theo side=trial/others
			matter p staff=otto side=trial/us
			matter q staff=abe side=auction/them`, `
			m wall: theo OpposingTeamSet=trial(o), tina OpposingTeamSet=trial(n o)
			n wall: otto OpposingTeamSet=trial(p), theo OpposingTeamSet=trial(o), tina OpposingTeamSet=trial(o)
			q wall:`},
		{"C-2 by set", cast + `
			matter m side=trial/us,auction/us
			matter n staff=tina side=trial/them,auction/them`, `
			m wall: tina OpposingTeamSet=auction(n) OpposingTeamSet=trial(n)
			m summary: 0 0 0 1`},
		{"C-2 every member, inherited and following ones", cast + `
			firm staffing=Enabled
			case c staff=tina
			collection k staff=otto
			matter n in=c of=k side=trial/them
			matter m side=trial/us`, `
			m wall: abe OpposingTeamSet=trial(n), ada OpposingTeamSet=trial(n), otto OpposingTeamSet=trial(n), tina OpposingTeamSet=trial(n)`},
		{"C-2 excluded members count", cast + `
			matter m side=trial/us
			matter n staff=tina wall=tina excluded=tina side=trial/them`, `
			m wall: tina OpposingTeamSet=trial(n)`},
		{"C-2 who is no participant is no member", cast + `
			matter m side=trial/us
			matter n staff=tina,eve side=trial/them
			user tina biller`, `
			m wall:`},
		{"C-2 a matter is on its case's sides, unless it names the set itself", cast + `
			case c side=trial/us,auction/us
			matter m in=c side=auction/them
			matter n staff=tina side=trial/them
			matter o staff=theo side=auction/them`, `
			m wall: tina OpposingTeamSet=trial(n)
			c wall: theo OpposingTeamSet=auction(o), tina OpposingTeamSet=trial(n)`},
		{"C-2 a wall has two sides", cast + `
			case c side=trial/us
			matter m staff=tina in=c
			matter n side=trial/them`, `
			n wall: tina OpposingTeamSet=trial(m)`},
		{"C-2 a case and its matters do not oppose each other", cast + `
			case c staff=tina side=trial/us
			matter m staff=theo in=c side=trial/them`, `
			c wall:
			m wall:`},
		{"C-2 two matters of a case do", cast + `
			case c
			matter m staff=tina in=c side=trial/us
			matter n staff=theo in=c side=trial/them`, `
			m wall: theo OpposingTeamSet=trial(n)
			n wall: tina OpposingTeamSet=trial(m)
			c wall:`},
		{"C-2 a case that is missing or none gives no side", cast + `
			matter d staff=tina side=trial/us
			matter m staff=otto in=d
			matter n staff=theo in=x side=trial/them`, `
			m wall:
			n wall: tina OpposingTeamSet=trial(d)`},
		{"C-2 a collection takes no side", cast + `
			collection k staff=tina
			matter m of=k side=trial/us
			matter n side=trial/them`, `
			k wall:
			n wall: tina OpposingTeamSet=trial(m)`},
		{"C-3 their assistants while the setting is Enabled", cast + `
			firm
			matter m side=trial/us conflicted=Enabled
			matter o side=trial/us
			matter n staff=tina,theo side=trial/them`, `
			m wall: abe Following(tina), ada Following(theo tina), theo OpposingTeamSet=trial(n), tina OpposingTeamSet=trial(n)
			o wall: theo OpposingTeamSet=trial(n), tina OpposingTeamSet=trial(n)`},
		{"C-3 by the setting of now, the case's too", cast + `
			firm
			case c conflicted=Enabled
			matter m side=trial/us conflicted=Enabled
			matter m side=trial/us
			matter o side=trial/us in=c
			matter n staff=theo side=trial/them`, `
			m wall: theo OpposingTeamSet=trial(n)
			o wall: ada Following(theo), theo OpposingTeamSet=trial(n)`},
		{"C-3 not while it is unknown", cast + `
			matter m side=trial/us
			matter n staff=theo side=trial/them`, `
			m wall: theo OpposingTeamSet=trial(n)`},
		{"C-3 joined with M-5's", cast + `
			firm conflicted=Enabled
			matter m side=trial/us wall=tina
			matter n staff=theo side=trial/them`, `
			m wall: abe Following(tina), ada Following(theo tina), theo OpposingTeamSet=trial(n), tina Direct`},
		{"C-3 not who is direct; severing does not come into it", cast + `
			firm conflicted=Enabled
			matter m side=trial/us wall=tina,ada,abe
			matter m side=trial/us wall=tina,abe
			matter n staff=tina side=trial/them`, `
			m wall: abe Direct, ada Following(tina), tina Direct OpposingTeamSet=trial(n)`},
		{"C-3 whatever an entry says, and whoever the assistant is", `
			firm conflicted=Enabled
			user tina
			link ada>tina
			matter m side=trial/us wall=tina!DoNotFollow
			matter n staff=tina side=trial/them`, `
			m wall: ada Following(tina), tina Direct OpposingTeamSet=trial(n)`},
		{"C-5 the case's and the collections', followers too", cast + `
			firm
			case c wall=tina conflicted=Enabled
			collection k wall=ada,eve
			collection j wall=eve
			matter m in=c of=k,j`, `
			m wall: abe Case(c), ada Case(c) Collection(k), eve Collection(j k), tina Case(c)`},
		{"C-5 only what C-1 gives them", cast + `
			firm conflicted=Enabled
			case c side=trial/us
			matter m in=c side=trial/them
			matter n staff=tina side=trial/them
			matter o in=c`, `
			c wall: abe Following(tina), ada Following(tina), tina OpposingTeamSet=trial(n)
			m wall:
			o wall: abe Following(tina), ada Following(tina), tina OpposingTeamSet=trial(n)`},
		{"C-6 several origins in order", cast + `
			firm
			case c wall=tina,ada
			collection k wall=tina,ada
			matter m wall=tina!Follow in=c of=k side=trial/us
			matter n staff=tina,ada side=trial/them`, `
			m wall: abe Following(tina), ada Following(tina) Case(c) Collection(k) OpposingTeamSet=trial(n), tina Direct Case(c) Collection(k) OpposingTeamSet=trial(n)
			m summary: 0 0 0 3`},
		{"C-6 until the last is gone", cast + `
			firm conflicted=Enabled
			matter m wall=tina,theo
			matter m wall=theo
			matter n wall=tina,theo
			matter n`, `
			m wall: ada Following(theo), theo Direct
			n wall:`},
	})
}

func TestFloating(t *testing.T) {
	check(t, []example{
		{"C-4 on both teams", cast + `
			user ada floating
			firm staffing=Enabled conflicted=Enabled
			matter m staff=tina side=trial/us
			matter n staff=theo side=trial/them`, `
			m team: abe Following(tina), ada Following(tina), tina Direct
			m access: abe Granted, ada Granted*, tina Granted
			m wall: theo OpposingTeamSet=trial(n)
			n access: ada Granted*, theo Granted
			n wall: abe Following(tina) OpposingTeamSet=trial(m), tina OpposingTeamSet=trial(m)`},
		{"C-4 struck by C-3 alone", cast + `
			user ada floating
			firm conflicted=Enabled
			matter m staff=ada side=trial/us
			matter n staff=theo side=trial/them
			matter o staff=ada side=trial/us conflicted=Disabled`, `
			m access: ada Granted*
			n wall:
			o access: ada Granted`},
		{"C-4 not where nothing would have struck", cast + `
			user tina floating
			matter m staff=tina side=trial/us
			matter n staff=theo side=trial/them`, `
			m access: tina Granted
			n wall:`},
		{"C-4 only if its timekeeper is struck", cast + `
			user ada floating
			user theo floating
			firm conflicted=Enabled
			matter m staff=ada side=trial/us
			matter n staff=theo side=trial/them`, `
			m access: ada Granted
			m wall:`},
		{"C-4 a floating timekeeper's assistants are not struck by C-3", cast + `
			user theo floating
			firm conflicted=Enabled
			matter m side=trial/us
			matter n staff=theo side=trial/them`, `
			m wall:`},
		{"C-4 no other wall is lifted, and none hides the exemption", cast + `
			user otto floating
			matter m staff=otto wall=otto side=trial/us
			matter n staff=otto excluded=otto side=trial/them`, `
			m access: otto Excluded[ConflictedUser]*
			m wall: otto Direct
			n access: otto Excluded[ExcludedUser]*`},
		{"C-4 not by C-3 if direct in the wall", cast + `
			user ada floating
			firm conflicted=Enabled
			matter m staff=ada wall=ada side=trial/us
			matter n staff=theo side=trial/them`, `
			m access: ada Excluded[ConflictedUser]`},
		{"C-4 M-5 follows a floating user all the same", cast + `
			user ada floating
			firm conflicted=Enabled
			matter m staff=ada wall=tina`, `
			m access: ada Excluded[ConflictedUser]
			m wall: abe Following(tina), ada Following(tina), tina Direct`},
	})
}

func TestExclusions(t *testing.T) {
	check(t, []example{
		{"C-7 ConflictedUser: direct, following, case, collection", cast + `
			firm
			case c wall=theo
			collection k wall=otto
			matter m staff=tina,theo,otto,ada wall=tina!Follow in=c of=k`, `
			m access: ada Excluded[ConflictedUser], otto Excluded[ConflictedUser], theo Excluded[ConflictedUser], tina Excluded[ConflictedUser]
			m summary: 4 0 4 5`},
		{"C-7 OpposingTeamSet: by C-2 and C-3", cast + `
			firm conflicted=Enabled
			matter m staff=theo,ada side=trial/us
			matter n staff=theo side=trial/them`, `
			m access: ada Excluded[OpposingTeamSet], theo Excluded[OpposingTeamSet]`},
		{"C-7 Following by both", cast + `
			firm conflicted=Enabled
			matter m staff=ada wall=theo side=trial/us
			matter n staff=theo side=trial/them`, `
			m access: ada Excluded[ConflictedUser OpposingTeamSet]`},
		{"C-7 ExcludedUser: this asset's own, not with the right Administrator", cast + `
			user theo administrator
			user abe compliance
			case c staff=otto excluded=tina
			matter m staff=tina,theo,abe in=c excluded=theo,otto,abe`, `
			m access: abe Excluded[ExcludedUser], otto Excluded[ExcludedUser], theo Granted, tina Granted
			m wall:
			c access: otto Granted
			m MembersCleared: False MembersExcluded`},
		{"C-7 the right does not help against the other walls", cast + `
			user theo administrator
			matter m staff=theo wall=theo excluded=theo
			matter n staff=tina wall=tina excluded=tina side=trial/us
			matter o staff=tina side=trial/them`, `
			m access: theo Excluded[ConflictedUser]
			n access: tina Excluded[ConflictedUser OpposingTeamSet ExcludedUser]
			n summary: 1 0 1 1`},
	})
}
