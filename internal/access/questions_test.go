package access_test

import (
	"fmt"
	"testing"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// asked is what an answer costs its directory: how many questions, and how many
// objects it was given. Unlike time it is the same on every machine.
type asked struct{ questions, objects int }

// among returns a firm with one of everything that section D knows, among so many
// users, matters, units and clients that have nothing to do with it.
func among(others int) roster.Objects {
	f := firm.MakeFirm().Lead("lead").Client("acme", "max").Unit("group", "").Unit("uk", "group").
		OfficeAdministratorInvoices(v1alpha1.InvoicesOwnOffice)
	objects := roster.Objects{
		Users: []*v1alpha1.FirmUser{
			firm.MakeUser("lead").Obj(), firm.MakeUser("max").Obj(),
			firm.MakeUser("ann").Units("group").UserRole(v1alpha1.UserRolePartner).Obj(),
			firm.MakeUser("ben").SystemRole(v1alpha1.RoleFirmUserBilling).Obj(),
			firm.MakeUser("cal").Rights(v1alpha1.RightCompliance).Obj(),
			firm.MakeUser("dan").Obj(), firm.MakeUser("eve").Obj(),
			firm.MakeUser("fay").SystemRole(v1alpha1.RoleFirmOfficeAdministrator).Office("london").Obj(),
		},
		Links: []*v1alpha1.AssistantLink{firm.MakeLink("eve", "dan")},
		Matters: []*v1alpha1.Matter{
			firm.MakeMatter("m").Client("acme").Unit("uk").Office("london").Staff("dan").Conflicted("ben").Obj(),
			firm.MakeCase("c").Staff("eve").Obj(), firm.MakeMatter("of-c").Case("c").Side("auction", "ours").Obj(),
			firm.MakeMatter("opposing").Side("auction", "theirs").Obj(),
		},
	}
	for i := range others {
		name, unit, client := fmt.Sprintf("other-%d", i), fmt.Sprintf("unit-%d", i%50), fmt.Sprintf("client-%d", i%50)
		if i < 50 {
			f.Unit(unit, "").Client(client, name)
		}
		objects.Users = append(objects.Users, firm.MakeUser(name).Units(unit).UserRole(v1alpha1.UserRolePartner).Obj())
		objects.Matters = append(objects.Matters,
			firm.MakeMatter("matter-"+name).Client(client).Unit(unit).Office("paris").Staff(name).Side("set-"+name, "ours").Obj())
	}
	objects.Firm = f.Obj()
	return objects
}

// TestNobodyElseIsAskedAbout asks the same in a firm with a hundred others of
// everything and in one with five thousand: it costs the same.
func TestNobodyElseIsAskedAbout(t *testing.T) {
	small, large := roster.NewSnapshot(among(100)), roster.NewSnapshot(among(5000))
	for name, ask := range questions {
		t.Run(name, func(t *testing.T) {
			var costs []asked
			for _, view := range []roster.Directory{small, large} {
				c := &countingDirectory{Directory: view}
				if got := ask.of(t, c); got != ask.want {
					t.Errorf("there are %d, want %d", got, ask.want)
				}
				costs = append(costs, c.asked)
			}
			if costs[0] != costs[1] {
				t.Errorf("among 100 others it asks %+v, among 5,000 %+v", costs[0], costs[1])
			}
		})
	}
}

// questions are those that can be asked, with how many users or assets they find.
var questions = map[string]struct {
	of   func(t testing.TB, v roster.Directory) int
	want int
}{
	"who may do anything":        {who("m"), 6}, // lead, max, ann, cal, dan, fay
	"who may view":               {who("m", access.ActionView), 3},
	"matters of a partner":       {mattersOf("ann"), 1},
	"matters of a biller":        {mattersOf("ben"), 1}, // that on which it may less
	"matters of a keeper":        {mattersOf("cal"), 0},
	"matters of a member":        {mattersOf("dan"), 1},
	"matters of an assistant":    {mattersOf("eve"), 2},
	"matters of a manager":       {mattersOf("max"), 1},
	"matters of an office's own": {mattersOf("fay"), 1},
	"matters of nobody":          {mattersOf("nobody"), 0},
	"a decision":                 {oneDecision("dan", "m"), 1},
}

func oneDecision(user, asset string) func(testing.TB, roster.Directory) int {
	return func(t testing.TB, v roster.Directory) int {
		t.Helper()
		d, err := access.Decide(v, user, asset, access.ActionView)
		if err != nil || !d.Allowed {
			t.Fatal(d, err)
		}
		return 1
	}
}

func who(asset string, actions ...access.Action) func(testing.TB, roster.Directory) int {
	return func(t testing.TB, v roster.Directory) (count int) {
		t.Helper()
		found, err := access.Who(v, asset, actions...)
		if err != nil {
			t.Fatal(err)
		}
		for range found {
			count++
		}
		return count
	}
}

func mattersOf(user string) func(testing.TB, roster.Directory) int {
	return func(_ testing.TB, v roster.Directory) (count int) {
		for range access.MattersOf(v, user).On {
			count++
		}
		return count
	}
}

// countingDirectory counts what is asked of a directory, and knows no way to go
// through a firm.
type countingDirectory struct {
	roster.Directory

	asked asked
}

func one[O any](c *countingDirectory, object *O) *O {
	c.asked.questions++
	if object != nil {
		c.asked.objects++
	}
	return object
}

func many[O any](c *countingDirectory, objects []*O) []*O {
	c.asked.questions++
	c.asked.objects += len(objects)
	return objects
}

func (c *countingDirectory) Users() []*v1alpha1.FirmUser { panic("all users") }

func (c *countingDirectory) Offices() []*v1alpha1.Office { panic("all offices") }

func (c *countingDirectory) Ledger(asset *v1alpha1.Matter) ledger.Matter {
	c.asked.questions++
	return c.Directory.Ledger(asset)
}

func (c *countingDirectory) Matter(name string) *v1alpha1.Matter {
	return one(c, c.Directory.Matter(name))
}

func (c *countingDirectory) User(name string) *v1alpha1.FirmUser {
	return one(c, c.Directory.User(name))
}

func (c *countingDirectory) UsersOfOffice(office string) []*v1alpha1.FirmUser {
	return many(c, c.Directory.UsersOfOffice(office))
}

func (c *countingDirectory) UsersOfRole(role v1alpha1.SystemRole) []*v1alpha1.FirmUser {
	return many(c, c.Directory.UsersOfRole(role))
}

func (c *countingDirectory) UsersOfUnit(unit string) []*v1alpha1.FirmUser {
	return many(c, c.Directory.UsersOfUnit(unit))
}

func (c *countingDirectory) UsersWithRight(right v1alpha1.UserRight) []*v1alpha1.FirmUser {
	return many(c, c.Directory.UsersWithRight(right))
}

func (c *countingDirectory) LinksOfAssistant(user string) []*v1alpha1.AssistantLink {
	return many(c, c.Directory.LinksOfAssistant(user))
}

func (c *countingDirectory) LinksOfTimekeeper(user string) []*v1alpha1.AssistantLink {
	return many(c, c.Directory.LinksOfTimekeeper(user))
}

func (c *countingDirectory) MattersOfGroup(group string) []*v1alpha1.Matter {
	return many(c, c.Directory.MattersOfGroup(group))
}

func (c *countingDirectory) MattersOnSet(set string) []*v1alpha1.Matter {
	return many(c, c.Directory.MattersOnSet(set))
}

func (c *countingDirectory) MattersNaming(user string) []*v1alpha1.Matter {
	return many(c, c.Directory.MattersNaming(user))
}

func (c *countingDirectory) MattersOfUnit(unit string) []*v1alpha1.Matter {
	return many(c, c.Directory.MattersOfUnit(unit))
}

func (c *countingDirectory) MattersOfClient(client string) []*v1alpha1.Matter {
	return many(c, c.Directory.MattersOfClient(client))
}

func (c *countingDirectory) MattersOfOffice(office string) []*v1alpha1.Matter {
	return many(c, c.Directory.MattersOfOffice(office))
}
