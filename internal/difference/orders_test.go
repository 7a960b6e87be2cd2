package difference_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/internal/difference"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// byOrder are the cautions about the order in which HEAD is applied.
func byOrder(f difference.Firm) []string {
	return slices.DeleteFunc(slices.Clone(f.Cautions), func(c string) bool { return !strings.Contains(c, "depends on the order") })
}

// TestOrderThatMattersIsTold is about the same change written in several orders (L-4, L-6).
func TestOrderThatMattersIsTold(t *testing.T) {
	for name, s := range map[string]struct {
		base, head string
		gone       []string
		want       []string
		here       []string // what comes of it in the order that is taken
	}{
		"a case's setting and one who joins a matter of it": {
			base: "user tina; user ada; link ada->tina; case c1; matter a1 case=c1",
			head: "case c1 follow=staffing; matter a1 case=c1 staff=tina",
			want: []string{"a1 ", "with cases before matters"},
			here: []string{"a1 tina: Gains +view +view-invoices +post-invoices +report-time (None => Granted MatterReader Direct)"},
		},
		"the Firm's setting and a new matter": {
			base: "firm; user tina; user ada; link ada->tina",
			head: "firm follow=staffing; matter m1 staff=tina",
			want: []string{"m1 ", "with matters before the Firm"},
			here: []string{
				"m1created ada: Gains +view +view-invoices +post-invoices +report-time (None => Granted MatterReader Following)",
				"m1created tina: Gains +view +view-invoices +post-invoices +report-time (None => Granted MatterReader Direct)",
			},
		},
		"an assistant leaves, and is linked": {
			base: "user tina; user ada; matter m1 staff=tina:Follow,ada",
			head: "matter m1 staff=tina:Follow; link ada->tina",
			want: []string{"m1 ", "with matters before links"},
			here: []string{"m1 ada: Loses -view -view-invoices -post-invoices -report-time (Granted MatterReader Direct => None)"},
		},
		"somebody joins while a case goes": {
			base: "user tina; user ada; link ada->tina; case c1 follow=staffing; matter m1 case=c1",
			head: "matter m1 case=c1 staff=tina", gone: []string{"matter c1"},
			want: []string{"m1 ", "with cases before matters"},
			here: []string{
				"m1 ada: Gains +view +view-invoices +post-invoices +report-time (None => Granted MatterReader Following)",
				"m1 tina: Gains +view +view-invoices +post-invoices +report-time (None => Granted MatterReader Direct)",
			},
		},
		"nothing that matters": {
			base: "firm; user tina; user ada; link ada->tina; case c1; matter m1 case=c1",
			head: "firm lead=tina; matter m1 case=c1 staff=tina; case c1 staff=ada",
			here: []string{
				"role tina: Firm User => lead, Firm User everywhere(2) +view-invoices +post-invoices",
				"m1 tina: Gains +view +report-time (None => Granted MatterReader Direct D-10)",
				"m1 ada: Gains +view +view-invoices +post-invoices +report-time (None => Granted MatterReader Case)",
				"c1 ada: Gains +view +view-invoices +post-invoices +report-time (None => Granted MatterReader Direct)",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			base := firm.Written(t, s.base)
			f := between(t, base, replaced(base, firm.Parse(t, s.head), s.gone...))
			cautions := byOrder(f)
			if (len(cautions) > 0) != (len(s.want) > 0) {
				t.Fatalf("cautions %q, want one with %q", cautions, s.want)
			}
			for _, words := range s.want {
				if !strings.Contains(cautions[0], words) {
					t.Errorf("caution %q, want one with %q", cautions[0], words)
				}
			}
			slices.Sort(s.here)
			if d := cmp.Diff(s.here, slices.Sorted(slices.Values(lines(f)))); d != "" {
				t.Errorf("(-want +told)\n%s", d)
			}
		})
	}
}

// TestWithoutACautionEveryOrderIsTheSame writes HEAD in any order: where nothing is said
// of orders, the same comes of every asset.
func TestWithoutACautionEveryOrderIsTheSame(t *testing.T) {
	told := 0
	rapid.Check(t, func(t *rapid.T) {
		base := drawn(t)
		head := edited(t, base)
		if len(byOrder(between(t, base, head))) > 0 {
			told++
			return
		}
		_, after := difference.Views(base, head)
		other := difference.Shuffled(base, head, rapid.Uint64().Draw(t, "order"))
		for _, asset := range head.Matters {
			if d := cmp.Diff(teams(after, asset.Name), teams(other, asset.Name)); d != "" {
				t.Fatalf("%s in another order (-by kind and name +other)\n%s", asset.Name, d)
			}
		}
	})
	t.Logf("%d were said to depend on the order", told)
}

// teams are who is on an asset and who is walled off, whom one follows there aside.
func teams(v roster.Directory, asset string) any {
	status := staffing.DeriveAll(v, v.Matter(asset))
	for _, c := range status.ConflictedUsers {
		for i := range c.Origins {
			c.Origins[i].Via, c.Origins[i].More = nil, 0
		}
	}
	return []any{status.Staffing, status.ConflictedUsers}
}
