package staffing_test

import (
	"fmt"
	"testing"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// asked is what a derivation costs its view: how many questions, and how many
// objects the answers held. Unlike time it is the same on every machine.
type asked struct{ questions, objects int }

// count derives the status of an asset and counts what it asks.
func count(view roster.View, m *v1alpha1.Matter) asked {
	c := &countingView{View: view}
	staffing.Derive(c, m)
	return c.asked
}

// TestDerivationAsksOfWhatItTouchesAlone derives the same matter in a firm of ten
// others and in one of ten thousand.
func TestDerivationAsksOfWhatItTouchesAlone(t *testing.T) {
	var costs []asked
	for _, others := range []int{10, 10_000} {
		var h house
		h.systems(6, short("system"))
		for i := range others {
			h.add(h.ordinary(short("other")(i)).Side(short("set")(i), "ours"))
		}
		m := h.add(h.ordinary("m").Side("auction", "ours"))
		h.add(h.ordinary("opponent").Side("auction", "theirs"))
		costs = append(costs, count(h.written(), m))
	}
	if costs[0] != costs[1] {
		t.Errorf("F-11: among 10 others it asks %+v, among 10,000 %+v", costs[0], costs[1])
	}
}

// TestDerivationIsLinear doubles one thing at a time and wants that each of it
// costs no more than is stated here, however many there are.
func TestDerivationIsLinear(t *testing.T) {
	for _, c := range []struct {
		of   string
		each asked // what each of them may cost
		firm func(h *house, n int) *v1alpha1.Matter
	}{
		// questions and objects of each
		{"direct users", asked{5, 3}, func(h *house, n int) *v1alpha1.Matter {
			return h.add(firm.MakeMatter("m").Staff(h.users(n, short("tom"))...))
		}},
		{"direct users, each with two assistants", asked{9, 7}, func(h *house, n int) *v1alpha1.Matter {
			toms := h.users(n, short("tom"))
			h.assist(toms, 2)
			return h.add(firm.MakeMatter("m").Staff(toms...))
		}},
		{"assistants of one", asked{2, 2}, func(h *house, n int) *v1alpha1.Matter {
			tom := h.users(1, short("tom"))
			h.assist(tom, n)
			return h.add(firm.MakeMatter("m").Staff(tom...))
		}},
		{"members of the case", asked{3, 1}, func(h *house, n int) *v1alpha1.Matter {
			h.add(firm.MakeCase("c").Staff(h.users(n, short("tom"))...))
			return h.add(firm.MakeMatter("m").Case("c"))
		}},
		{"collections", asked{5, 3}, func(h *house, n int) *v1alpha1.Matter {
			collections := some(n, short("k"))
			for _, k := range collections {
				h.add(firm.MakeCollection(k))
			}
			return h.add(firm.MakeMatter("m").Collections(collections...))
		}},
		{"conflicted users, each with two assistants", asked{4, 2}, func(h *house, n int) *v1alpha1.Matter {
			tims := h.users(n, short("tim"))
			h.assist(tims, 2)
			return h.add(firm.MakeMatter("m").Conflicted(tims...))
		}},
		{"assets of one member in a set", asked{4, 3}, func(h *house, n int) *v1alpha1.Matter {
			for i, tom := range h.users(n, short("tom")) {
				h.add(firm.MakeMatter(short("other")(i)).Side("auction", short("side")(i)).Staff(tom))
			}
			return h.add(firm.MakeMatter("m").Side("auction", "ours"))
		}},
		{"matters of a case in a set", asked{5, 4}, func(h *house, n int) *v1alpha1.Matter {
			h.add(firm.MakeCase("c").Side("auction", "theirs"))
			for i, tom := range h.users(n, short("tom")) {
				h.add(firm.MakeMatter(short("other")(i)).Case("c").Staff(tom))
			}
			return h.add(firm.MakeMatter("m").Side("auction", "ours"))
		}},
		{"matters that it groups", asked{0, 0}, func(h *house, n int) *v1alpha1.Matter {
			for i := range n {
				h.add(firm.MakeMatter(short("m")(i)).Case("c"))
			}
			return h.add(firm.MakeCase("c"))
		}},
	} {
		t.Run(c.of, func(t *testing.T) {
			var costs []asked
			sizes := []int{100, 200, 400}
			for _, n := range sizes {
				var h house
				h.systems(6, short("system"))
				m := c.firm(&h, n)
				costs = append(costs, count(h.written(), m))
			}
			for i, n := range sizes[1:] {
				more := n - sizes[i]
				questions, objects := costs[i+1].questions-costs[i].questions, costs[i+1].objects-costs[i].objects
				if questions > c.each.questions*more || objects > c.each.objects*more {
					t.Errorf("F-11: %d more cost %.2f questions and %.2f objects each, want at most %+v", more,
						float64(questions)/float64(more), float64(objects)/float64(more), c.each)
				}
			}
			t.Logf("of %v: %v", sizes, fmt.Sprint(costs))
		})
	}
}

// countingView counts what is asked of a view. Users and Offices go through the
// whole firm: no asset asks for them.
type countingView struct {
	roster.View

	asked asked
}

func one[O any](c *countingView, object *O) *O {
	c.asked.questions++
	if object != nil {
		c.asked.objects++
	}
	return object
}

func many[O any](c *countingView, objects []*O) []*O {
	c.asked.questions++
	c.asked.objects += len(objects)
	return objects
}

func (c *countingView) Firm() (*v1alpha1.Firm, ledger.Firm) {
	firm, kept := c.View.Firm()
	return one(c, firm), kept
}

func (c *countingView) Ledger(asset *v1alpha1.Matter) ledger.Matter {
	c.asked.questions++
	return c.View.Ledger(asset)
}

func (c *countingView) Matter(name string) *v1alpha1.Matter { return one(c, c.View.Matter(name)) }

func (c *countingView) Office(name string) *v1alpha1.Office { return one(c, c.View.Office(name)) }

func (c *countingView) Offices() []*v1alpha1.Office { panic("all offices") }

func (c *countingView) User(name string) *v1alpha1.FirmUser { return one(c, c.View.User(name)) }

func (c *countingView) Users() []*v1alpha1.FirmUser { panic("all users") }

func (c *countingView) UsersOfOffice(string) []*v1alpha1.FirmUser { panic("all users of an office") }

func (c *countingView) UsersOfRole(v1alpha1.SystemRole) []*v1alpha1.FirmUser {
	panic("all users of a role")
}

func (c *countingView) LinksOfAssistant(user string) []*v1alpha1.AssistantLink {
	return many(c, c.View.LinksOfAssistant(user))
}

func (c *countingView) LinksOfTimekeeper(user string) []*v1alpha1.AssistantLink {
	return many(c, c.View.LinksOfTimekeeper(user))
}

func (c *countingView) MattersOfGroup(group string) []*v1alpha1.Matter {
	return many(c, c.View.MattersOfGroup(group))
}

func (c *countingView) MattersOnSet(set string) []*v1alpha1.Matter {
	return many(c, c.View.MattersOnSet(set))
}

func (c *countingView) MattersNaming(user string) []*v1alpha1.Matter {
	return many(c, c.View.MattersNaming(user))
}
