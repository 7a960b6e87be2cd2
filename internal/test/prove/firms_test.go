package prove

import (
	"flag"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/model"
)

var firms = flag.Int("firms", everyRun, "how many firms to draw")

// TestDecisionsAgreeWithTheModel asks of every firm what every user has and may do
// on every asset, by which rules (S-2 to S-5, section D).
func TestDecisionsAgreeWithTheModel(t *testing.T) {
	if seed, found := RunFirms(t.Context(), *seed, *firms, runtime.GOMAXPROCS(0), new(atomic.Int64)); found {
		f := DrawFirm(seed)
		t.Errorf("seed %d\n%s%v\n%s", seed, f, f.First, f.Difference())
	}
	t.Logf("%d firms from seed %d on", *firms, *seed)
}

// TestFirmsMeetEveryRule is about what is drawn: every rule of section D grants and
// refuses every action that it can, somewhere.
func TestFirmsMeetEveryRule(t *testing.T) {
	met := map[string]map[access.Action]bool{}
	for seed := range 150 {
		f := DrawFirm(seed)
		stored := newStore(f.Bound)
		for _, w := range f.Writes {
			stored.apply(w)
		}
		view := roster.NewSnapshot(stored.objects())
		for name := range stored.matters {
			for _, user := range people {
				decisions, err := access.Decisions(view, user, name)
				if err != nil {
					t.Fatal(err)
				}
				for _, d := range decisions {
					for _, rule := range d.Rules {
						if met[rule] == nil {
							met[rule] = map[access.Action]bool{}
						}
						met[rule][d.Action] = true
					}
				}
			}
		}
	}
	for rule, actions := range map[string]int{
		"D-1": 7, "D-2": 7, "D-3": 7, "D-4": 7, "D-5": 1, "D-6": 6, "D-7": 3, "D-8": 3, "D-9": 2, "D-10": 4, "D-11": 7,
	} {
		if len(met[rule]) != actions {
			t.Errorf("%s decides on %v, want %d actions", rule, met[rule], actions)
		}
	}
}

// TestTheActionsAreThoseOfTheRules holds the two lists together.
func TestTheActionsAreThoseOfTheRules(t *testing.T) {
	if !slices.EqualFunc(access.Actions, model.Actions, func(a access.Action, b string) bool { return string(a) == b }) {
		t.Errorf("section D: %v, and the model %v", access.Actions, model.Actions)
	}
}
