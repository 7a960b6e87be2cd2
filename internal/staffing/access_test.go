package staffing_test

import (
	"testing"

	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
)

func TestAccess(t *testing.T) {
	check(t, access, []example{
		{
			"C-7 whom no wall keeps out",
			people + `matter m staff=tom conflicted=tim excluded=tim`,
			`tom Granted`,
		},
		{
			"C-7 staffed and conflicted: the wall wins",
			people + `matter m lead=tom conflicted=tom`,
			`tom Excluded ConflictedUser`,
		},
		{
			"C-7 conflicted by following",
			people + `matter m staff=asa conflicted=tim follow=conflictedUsers`,
			`asa Excluded ConflictedUser`,
		},
		{
			"C-7 by the case",
			people + `case c conflicted=tom; matter m staff=tom case=c`,
			`tom Excluded ConflictedUser`,
		},
		{
			"C-7 by a collection",
			people + `collection k conflicted=tom; matter m staff=tom collections=k`,
			`tom Excluded ConflictedUser`,
		},
		{
			"C-7 by a set",
			people + `matter m set=s/a staff=tom; matter n set=s/b staff=tom`,
			`tom Excluded OpposingTeamSet`,
		},
		{
			"C-7 by following whom a set strikes",
			people + `matter m set=s/a staff=asa follow=conflictedUsers; matter n set=s/b staff=tim`,
			`asa Excluded OpposingTeamSet`,
		},
		{
			"C-7 by following both ways",
			people + `matter m set=s/a staff=asa conflicted=tom follow=conflictedUsers; matter n set=s/b staff=tim`,
			`asa Excluded ConflictedUser+OpposingTeamSet`,
		},
		{
			"C-7 by name",
			people + `matter m staff=tom excluded=tom`,
			`tom Excluded ExcludedUser`,
		},
		{
			"C-7 but not with the right Administrator",
			people + `user tom rights=Administrator; user tim rights=Compliance; matter m staff=tom,tim excluded=tom,tim`,
			`tim Excluded ExcludedUser, tom Granted`,
		},
		{
			"C-7 which lifts no other wall",
			people + `user tom rights=Administrator; matter m staff=tom excluded=tom conflicted=tom`,
			`tom Excluded ConflictedUser`,
		},
		{
			"C-7 in this asset's own list",
			people + `case c excluded=tom; matter m staff=tom case=c`,
			`tom Granted`,
		},
		{
			"C-7 all walls, in order",
			people + `matter m set=s/a staff=tom conflicted=tom excluded=tom; matter n set=s/b staff=tom`,
			`tom Excluded ConflictedUser+OpposingTeamSet+ExcludedUser`,
		},
		{
			"C-7 inherited members too",
			people + `firm follow=staffing; case c staff=tom; matter m staff=tim case=c conflicted=tom,asa`,
			`abe Granted, asa Excluded ConflictedUser, tim Granted, tom Excluded ConflictedUser`,
		},
	})
}

func TestSummary(t *testing.T) {
	check(t, summary, []example{
		{
			"of nobody",
			`matter m`,
			`0 members 0 followers 0 excluded 0 conflicted`,
		},
		{
			"followers are members with an origin Following",
			people + `firm follow=staffing; case c staff=asa; matter m staff=tom case=c excluded=abe conflicted=otto,nobody`,
			`3 members 2 followers 1 excluded 2 conflicted`,
		},
	})
}

func TestGranted(t *testing.T) {
	view := firm.WrittenView(t, people+`firm follow=staffing; matter m staff=tom,tim conflicted=tim`)
	for user, want := range map[string]bool{"tom": true, "asa": true, "tim": false, "otto": false, "nobody": false} {
		if got := staffing.Granted(view, view.Matter("m"), user); got != want {
			t.Errorf("C-7: %s has access: %t, want %t", user, got, want)
		}
	}
}
