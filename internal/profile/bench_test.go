package profile_test

import (
	"fmt"
	"testing"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/profile"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// crowd is a matter of a client with so many direct users, each with an assistant,
// and a timekeeper who is on as many matters of ten clients more.
func crowd(n int) *roster.Snapshot {
	f := firm.MakeFirm().Follow(v1alpha1.FollowEnabled, v1alpha1.FollowEnabled).Client("acme", "")
	for i := range 10 {
		f.Client(fmt.Sprintf("client-%d", i), "")
	}
	objects := roster.Objects{Firm: f.Obj(), Users: []*v1alpha1.FirmUser{firm.MakeUser("busy").Obj()}}
	m := firm.MakeMatter("m").Client("acme")
	for i := range n {
		user, assistant := fmt.Sprintf("user-%d", i), fmt.Sprintf("assistant-%d", i)
		objects.Users = append(objects.Users, firm.MakeUser(user).Obj(), firm.MakeUser(assistant).Obj())
		objects.Links = append(objects.Links, firm.Stamp(firm.MakeLink(assistant, user), i))
		objects.Matters = append(objects.Matters,
			firm.MakeMatter(fmt.Sprintf("m-%d", i)).Client(fmt.Sprintf("client-%d", i%10)).Staff("busy").Obj())
		m.Staff(user)
	}
	objects.Matters = append(objects.Matters, m.Obj())
	around := roster.NewSnapshot(objects)
	for _, m := range objects.Matters {
		m.Annotations = map[string]string{v1alpha1.LedgerAnnotation: ledger.Matter{}.Advance(&m.Spec, around, firm.At(0)).Encode()}
	}
	return roster.NewSnapshot(objects)
}

// countingView counts the users and assets that it is asked for by name.
type countingView struct {
	roster.View

	questions int
}

func (c *countingView) User(name string) *v1alpha1.FirmUser {
	c.questions++
	return c.View.User(name)
}

func (c *countingView) Matter(name string) *v1alpha1.Matter {
	c.questions++
	return c.View.Matter(name)
}

func (c *countingView) Ledger(asset *v1alpha1.Matter) ledger.Matter {
	c.questions++
	return c.View.Ledger(asset)
}

// TestAUserAsksAboutItselfAlone derives the status of a member, of an assistant and
// of one who is on everything, where there are few and where there are many.
func TestAUserAsksAboutItselfAlone(t *testing.T) {
	few, many := crowd(20), crowd(500)
	for user, clients := range map[string]int{"user-7": 1, "assistant-7": 1, "busy": 10} {
		var costs []int
		for _, view := range []*roster.Snapshot{few, many} {
			c := &countingView{View: view}
			status := profile.User(c, view.User(user), staffing.NewPositions(c).Granted)
			if got := len(status.ClientAccess); got != clients {
				t.Errorf("S-4: %s reaches %d clients, want %d", user, got, clients)
			}
			costs = append(costs, c.questions)
		}
		if costs[0] != costs[1] {
			t.Errorf("the status of %s asks %d questions where there are few, and %d where there are many", user, costs[0], costs[1])
		}
	}
}

// BenchmarkUser derives what a change of a team of a thousand makes the controllers
// derive: the status of every member. None of them derives the team.
func BenchmarkUser(b *testing.B) {
	view := crowd(500)
	b.Run("one on 500 matters", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			profile.User(view, view.User("busy"), staffing.NewPositions(view).Granted)
		}
	})
	b.Run("1000 members of a matter", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, u := range view.Users() {
				profile.User(view, u, staffing.NewPositions(view).Granted)
			}
		}
	})
}
