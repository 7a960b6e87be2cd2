package staffing_test

import "testing"

func TestSystems(t *testing.T) {
	const threeSystems = people + `firm systems=mail,docs,billing follow=staffing; `
	check(t, systems, []example{
		{
			"M-11 without a list all of the firm's",
			threeSystems + `matter m staff=tom:DoNotFollow`,
			`tom=billing+docs+mail`,
		},
		{
			"M-11 those that an entry lists, sorted",
			threeSystems + `matter m staff=tom:DoNotFollow@mail+docs`,
			`tom=docs+mail`,
		},
		{
			"M-11 what the Firm does not list is left out",
			threeSystems + `matter m staff=tom:DoNotFollow@mail+fax`,
			`tom=mail`,
		},
		{
			"M-11 and if nothing is left there are none",
			threeSystems + `matter m staff=tom:DoNotFollow@fax`,
			`tom=`,
		},
		{
			"M-11 without a Firm there are none",
			`user tom; matter m staff=tom@mail`,
			`tom=`,
		},
		{
			"M-11 the lead by its entry",
			threeSystems + `matter m lead=tom staff=tom:DoNotFollow@mail`,
			`tom=mail`,
		},
		{
			"M-11 the lead without an entry all",
			threeSystems + `matter m lead=otto`,
			`otto=billing+docs+mail`,
		},
		{
			"M-11 a follower the union of whom it follows",
			threeSystems + `matter m staff=tom@mail,tim@docs`,
			`abe=mail, asa=docs+mail, tim=docs, tom=mail`,
		},
		{
			"M-11 of one without a list all of the firm's",
			threeSystems + `matter m staff=tim`,
			`asa=billing+docs+mail, tim=billing+docs+mail`,
		},
		{
			"M-11 of one with a list what the Firm lists of it",
			threeSystems + `matter m staff=tim@mail+fax`,
			`asa=mail, tim=mail`,
		},
		{
			"M-11 by their own entries, not by what else they have",
			threeSystems + `case c staff=tom:DoNotFollow@docs; matter m staff=tom@mail case=c`,
			`abe=mail, asa=mail, tom=docs+mail`,
		},
		{
			"M-11 an assistant who is direct has what its timekeepers have",
			threeSystems + `matter m staff=asa@billing,tom:DoNotFollow@mail,tim:DoNotFollow@docs`,
			`asa=docs+mail, tim=docs, tom=mail`,
		},
		{
			"M-11 by whatever origin",
			threeSystems + `case c staff=tim:DoNotFollow@docs; matter m staff=asa,tom:DoNotFollow@mail case=c`,
			`asa=docs+mail, tim=docs, tom=mail`,
		},
		{
			"M-11 excluded or not",
			threeSystems + `matter m staff=asa,tom:DoNotFollow@mail conflicted=tom`,
			`asa=mail, tom=mail`,
		},
		{
			"M-11 of timekeepers who are members there",
			threeSystems + `user tim deactivated; matter m staff=asa,tom:DoNotFollow@mail,tim@docs`,
			`asa=mail, tom=mail`,
		},
		{
			"M-11 with none of them there all of the firm's",
			threeSystems + `matter m staff=asa@mail`,
			`asa=billing+docs+mail`,
		},
		{
			"M-11 what one there has, even if that is nothing",
			threeSystems + `matter m staff=asa@mail,tom:DoNotFollow@fax`,
			`asa=, tom=`,
		},
		{
			"M-11 one whose link is not accepted has its own",
			threeSystems + `link tom->tim; matter m staff=tom:DoNotFollow@mail`,
			`tom=mail`,
		},
		{
			"M-9 the union of all origins",
			threeSystems + `case c staff=otto@mail; collection k staff=otto@docs; matter m staff=otto@mail case=c collections=k`,
			`otto=docs+mail`,
		},
		{
			"M-11 the case gives its assistant what the timekeepers have on the case",
			threeSystems + `case c staff=asa,tom:DoNotFollow@docs; matter m staff=tom:DoNotFollow@mail case=c`,
			`asa=docs, tom=docs+mail`,
		},
		{
			"M-11 which adds to what its own entry gives",
			threeSystems + `case c staff=asa; matter m staff=asa,tom:DoNotFollow@mail case=c`,
			`asa=billing+docs+mail, tom=mail`,
		},
	})
}
