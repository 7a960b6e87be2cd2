package controllers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/story"
)

// TestWalls tells stories of section C: who is kept out of an asset, and why.
func TestWalls(t *testing.T) {
	story.Run(t, []story.Story{
		{Name: "C-1 the wall follows those who are walled off, whoever they are", Text: `
			user amira; user ben; user carla deactivated; link ben->amira; link carla->nobody
			matter m1 conflicted=amira:Follow,nobody:Follow
			= m1: nobody | wall: amira direct; ben follows amira; carla follows nobody; nobody direct
			= m1 ready: yes
			matter m1 conflicted=amira:DoNotFollow,nobody:Follow
			= m1: nobody | wall: amira direct; carla follows nobody; nobody direct
			delete link carla->nobody
			= m1: nobody | wall: amira direct; nobody direct
		`},

		{Name: "C-7 who is staffed and conflicted is kept out, and let in again", Text: `
			user amira; user ben; user carla; user dan rights=Administrator; link ben->amira
			matter m1 staff=amira:Follow,carla,dan
			= m1: amira direct; ben SupportStaff follows amira; carla direct; dan direct
			matter m1 staff=amira:Follow,carla,dan conflicted=amira:Follow excluded=amira,carla,dan
			= m1: amira direct Excluded as ConflictedUser,ExcludedUser; ben SupportStaff follows amira Excluded as ConflictedUser;
				... carla direct Excluded as ExcludedUser; dan direct | wall: amira direct; ben follows amira
			= m1 ready: yes
			user dan
			= m1: amira direct Excluded as ConflictedUser,ExcludedUser; ben SupportStaff follows amira Excluded as ConflictedUser;
				... carla direct Excluded as ExcludedUser; dan direct Excluded as ExcludedUser | wall: amira direct; ben follows amira
			matter m1 staff=amira:Follow,carla,dan
			= m1: amira direct; ben SupportStaff follows amira; carla direct; dan direct
		`},

		{Name: "C-2 teams on opposing sides are walled off from each other", Text: `
			user amira; user ben; user carla; user dan
			matter m1 staff=amira set=trial/us; matter m2 staff=ben set=trial/them; matter m3 staff=carla,amira set=trial/them
			matter m4 staff=dan set=appeal/us
			= m1: amira direct Excluded as OpposingTeamSet | wall: amira opposes in trial via m3; ben opposes in trial via m2; carla opposes in trial via m3
			= m2: ben direct | wall: amira opposes in trial via m1
			= m3: amira direct Excluded as OpposingTeamSet; carla direct | wall: amira opposes in trial via m1
			= m4: dan direct
			matter m3 staff=carla set=trial/us
			= m1: amira direct | wall: ben opposes in trial via m2
			= m2: ben direct | wall: amira opposes in trial via m1; carla opposes in trial via m3
			= m3: carla direct | wall: ben opposes in trial via m2
			delete matter m2
			= m1: amira direct
			= m3: carla direct
		`},

		{Name: "C-2 matters are on the sides of their case, unless they name the set themselves", Text: `
			user amira; user ben; user carla; user dan
			case c1 staff=amira set=trial/us
			matter m1 case=c1 staff=ben; matter m2 case=c1 staff=carla set=trial/them; matter m3 staff=dan set=trial/them
			= c1: amira direct | wall: dan opposes in trial via m3
			= m1: amira by case c1 Excluded as OpposingTeamSet; ben direct
				... | wall: amira opposes in trial via m2; carla opposes in trial via m2; dan opposes in trial via m3
			= m2: amira by case c1 Excluded as OpposingTeamSet; carla direct | wall: amira opposes in trial via m1; ben opposes in trial via m1
			= m3: dan direct | wall: amira opposes in trial via c1,m1; ben opposes in trial via m1
			case c1 staff=amira
			= m1: amira by case c1; ben direct
			= m2: amira by case c1; carla direct
			= m3: dan direct
			= c1: amira direct
		`},

		{Name: "C-2 whom other teams inherit opposes too", Text: `
			user amira; user ben; link ben->amira
			collection k1 staff=amira:Follow
			matter m1 collections=k1 set=trial/us; matter m2 set=trial/them staff=ben
			= m1: amira by collection k1; ben SupportStaff by collection k1 Excluded as OpposingTeamSet | wall: ben opposes in trial via m2
			= m2: ben direct Excluded as OpposingTeamSet | wall: amira opposes in trial via m1; ben opposes in trial via m1
			delete link ben->amira
			= m1: amira by collection k1 | wall: ben opposes in trial via m2
			= m2: ben direct | wall: amira opposes in trial via m1
		`},

		{Name: "C-3 the assistants of those who oppose, while the setting lets them follow", Text: `
			firm
			user amira; user ben; user carla; link ben->amira; link carla->amira
			matter m1 staff=amira set=trial/us; matter m2 set=trial/them follow=conflictedUsers staff=ben
			= m2: ben direct Excluded as OpposingTeamSet | wall: amira opposes in trial via m1; ben follows amira; carla follows amira
			matter m2 set=trial/them staff=ben
			= m2: ben direct | wall: amira opposes in trial via m1
			case c1 follow=conflictedUsers
			matter m2 set=trial/them staff=ben case=c1 conflicted=ben
			= m2: ben direct Excluded as ConflictedUser | wall: amira opposes in trial via m1; ben direct; carla follows amira
		`},

		{Name: "C-4 who floats is spared by opposing sides, and by no other wall", Text: `
			user amira; user ben floating; user carla floating; link carla->amira
			matter m1 staff=amira,ben set=trial/us; matter m2 staff=ben,carla set=trial/them follow=conflictedUsers
			= m1: amira direct; ben direct spared as FloatingUser
			= m2: ben direct spared as FloatingUser; carla direct spared as FloatingUser | wall: amira opposes in trial via m1
			matter m1 staff=amira,ben set=trial/us conflicted=ben
			= m1: amira direct; ben direct Excluded as ConflictedUser spared as FloatingUser | wall: ben direct
			user ben; user carla
			= m1: amira direct; ben direct Excluded as ConflictedUser,OpposingTeamSet
				... | wall: ben direct + opposes in trial via m2; carla opposes in trial via m2
			= m2: ben direct Excluded as OpposingTeamSet; carla direct Excluded as OpposingTeamSet
				... | wall: amira opposes in trial via m1; ben opposes in trial via m1; carla follows amira
		`},

		{Name: "C-5 walls cascade from cases and collections", Text: `
			user amira; user ben; user carla; link ben->amira
			case c1 conflicted=amira:Follow; collection k1 conflicted=carla; collection k2 conflicted=carla
			matter m1 case=c1 collections=k1,k2 staff=amira,ben,carla; matter m2 collections=k2 staff=amira,carla
			= m1: amira direct Excluded as ConflictedUser; ben direct Excluded as ConflictedUser; carla direct Excluded as ConflictedUser
				... | wall: amira by case c1; ben by case c1; carla by collection k1,k2
			= m2: amira direct; carla direct Excluded as ConflictedUser | wall: carla by collection k2
			case c1; collection k2
			= m1: amira direct; ben direct; carla direct Excluded as ConflictedUser | wall: carla by collection k1
			= m2: amira direct; carla direct
		`},

		{Name: "C-6 every wall is told, and the last one that falls lets in", Text: `
			user amira; user ben; link ben->amira
			case c1 conflicted=ben; collection k1 conflicted=ben; matter m2 staff=ben set=trial/them
			matter m1 staff=ben case=c1 collections=k1 set=trial/us conflicted=amira:Follow
			= m1: ben direct Excluded as ConflictedUser,OpposingTeamSet
				... | wall: amira direct; ben follows amira + by case c1 + by collection k1 + opposes in trial via m2
			case c1; delete matter m2
			= m1: ben direct Excluded as ConflictedUser | wall: amira direct; ben follows amira + by collection k1
			delete collection k1
			delete link ben->amira
			= m1: ben direct | wall: amira direct | NotFound spec.collections: no Collection named k1
		`},

		{Name: "W-5 eight names are told, and how many more there are", Text: `
			user amira; user ben
			matter n0 staff=amira set=trial/us
			matter n1 staff=ben set=trial/them; matter n2 staff=ben set=trial/them; matter n3 staff=ben set=trial/them
			matter n4 staff=ben set=trial/them; matter n5 staff=ben set=trial/them; matter n6 staff=ben set=trial/them
			matter n7 staff=ben set=trial/them; matter n8 staff=ben set=trial/them; matter n9 staff=ben set=trial/them
			= n0: amira direct | wall: ben opposes in trial via n1,n2,n3,n4,n5,n6,n7,n8 and 1 more
			delete matter n4
			= n0: amira direct | wall: ben opposes in trial via n1,n2,n3,n5,n6,n7,n8,n9
		`},

		{Name: "W-5 a wall is published up to 500 names, and counted beyond", Text: `
			link ada->` + longNames[0] + ` name=l1
			matter m1 conflicted=` + strings.Join(longNames, ",") + ` set=trial/us
			= m1 counts: 0 members, 0 follow, 0 excluded, 500 conflicted
			matter m1 set=trial/us conflicted=` + longNames[0] + ":Follow," + strings.Join(longNames[1:], ",") + `
			= m1 counts: 0 members, 0 follow, 0 excluded, 501 conflicted, truncated
			= m1 ready: yes
		`},
	})
}

// longNames are as many and as long as a list of names may be.
var longNames = func() []string {
	names := make([]string, 0, v1alpha1.MaxPublished)
	for n := range v1alpha1.MaxPublished {
		names = append(names, fmt.Sprintf("%063d", n))
	}
	return names
}()
