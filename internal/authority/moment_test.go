package authority

import (
	"cmp"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firm/random"
)

// A moment answers as a View of the firm would in which things are so.
func TestMoment(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now, next := firm.Parse(t, random.Text().Draw(t, "now")), firm.Parse(t, random.Text().Draw(t, "next"))
		m := at(roster.NewSnapshot(now), next.Users...).under(next.Firm)
		users := map[string]*v1alpha1.FirmUser{}
		for _, u := range slices.Concat(now.Users, next.Users) {
			users[u.Name] = u
		}
		if rapid.Bool().Draw(t, "without") {
			m = m.without("amira")
			delete(users, "amira")
		}
		so := roster.Objects{Firm: next.Firm}
		for _, u := range users {
			so.Users = append(so.Users, u)
		}
		if diff := gocmp.Diff(answers(roster.NewSnapshot(so)), answers(m)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// answers are what a View says about the Firm and the users.
func answers(v roster.View) map[string]any {
	firm, kept := v.Firm()
	said := map[string]any{"firm": firm, "ledger": kept, "users": byName(v.Users()), "first": byName(v.FirstUsers())}
	for _, name := range []string{"amira", "ben", "carla", "dan", "eve", "finn", "nobody"} {
		said["user "+name] = v.User(name)
		said["known as "+name] = byName(v.UsersKnownAs(name + "@firm.example"))
	}
	said["known as shared"] = byName(v.UsersKnownAs("shared@firm.example"))
	for _, office := range []string{"", "london", "zurich", "atlantis"} {
		said["of office "+office] = byName(v.UsersOfOffice(office))
	}
	for _, role := range []v1alpha1.SystemRole{"", v1alpha1.RoleFirmAdministrator, v1alpha1.RoleFirmOfficeAdministrator, v1alpha1.RoleThirdPartyBiller} {
		said["of role "+string(role)] = byName(v.UsersOfRole(role))
	}
	return said
}

func byName(users []*v1alpha1.FirmUser) []string {
	names := make([]string, 0, len(users))
	for _, u := range users {
		names = append(names, u.Name)
	}
	slices.SortFunc(names, cmp.Compare[string])
	return names
}
