package model

import "testing"

// L-10, with a bound of one.
func TestBound(t *testing.T) {
	const before = cast + `
		firm staffing=Enabled conflicted=Enabled
		user eve
		link abe>theo
		matter m staff=theo,ada wall=theo,ada
		matter m staff=theo wall=theo
	`
	for _, x := range []struct {
		rule, story, team, wall string
		bound                   int
	}{
		{"L-10 within the bound", before, "abe Following(theo), theo Direct", "abe Following(theo), theo Direct", 1},
		{
			"L-10 the oldest collapse into one that stands for all", before + `
			matter m staff=theo,otto wall=theo,otto
			matter m staff=theo wall=theo`,
			"theo Direct", "abe Following(theo), ada Following(theo), theo Direct", 1,
		},
		{
			"L-10 which a link made afterwards outlives", before + `
			matter m staff=theo,otto wall=theo,otto
			@50 matter m staff=theo wall=theo
			link eve>theo`,
			"eve Following(theo), theo Direct", "abe Following(theo), ada Following(theo), eve Following(theo), theo Direct", 1,
		},
		{
			"L-10 at the time of the latest that collapsed", before + `
			@50 link eve>theo
			@60 matter m staff=theo,otto wall=theo,otto
			@61 matter m staff=theo wall=theo`,
			"eve Following(theo), theo Direct", "abe Following(theo), ada Following(theo), eve Following(theo), theo Direct", 1,
		},
		{
			"L-10 and later at that of the next", before + `
			@50 link eve>theo
			link otto>theo
			@60 matter m staff=theo,abe wall=theo,abe
			@70 matter m staff=theo wall=theo
			@75 no otto>theo
			@76 link otto>theo
			@80 matter m staff=theo,tina wall=theo,tina
			@90 matter m staff=theo wall=theo`,
			"otto Following(theo), theo Direct",
			"abe Following(theo), ada Following(theo), eve Following(theo), otto Following(theo), theo Direct", 1,
		},
		{
			"L-10 of those who left at once the first by name", before + `
			link eve>theo
			link otto>theo
			matter m staff=theo,otto,eve wall=theo,otto,eve
			matter m staff=theo wall=theo`,
			"theo Direct", "abe Following(theo), ada Following(theo), eve Following(theo), theo Direct", 1,
		},
		{
			"L-10 who joins again is not among those who left", before + `
			matter m staff=theo,ada wall=theo,ada
			matter m staff=theo,ada,otto wall=theo,ada,otto
			matter m staff=theo,ada wall=theo,ada`,
			"abe Following(theo), ada Direct, theo Direct", "abe Following(theo), ada Direct, theo Direct", 1,
		},
		{
			"L-10 nobody is kept by name", before,
			"theo Direct", "abe Following(theo), ada Following(theo), theo Direct", 0,
		},
		{
			"L-10 what stands for all says nothing to who joined later", cast + `
			firm staffing=Enabled
			matter m staff=ada,abe,theo
			matter m staff=theo
			matter m staff=tina`,
			"abe Following(tina), ada Following(tina), tina Direct", "", 1,
		},
	} {
		t.Run(x.rule, func(t *testing.T) {
			w := tell(t, x.bound, x.story)
			if got := answerTo(t, w, "m team"); got != x.team {
				t.Errorf("team:\n got %s\nwant %s", got, x.team)
			}
			if got := answerTo(t, w, "m wall"); got != x.wall {
				t.Errorf("wall:\n got %s\nwant %s", got, x.wall)
			}
		})
	}
}
