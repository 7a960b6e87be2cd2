package staffing_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firm/random"
)

// TestOrderIsOfNoMatter is W-3 and W-5: the same firm gives the same bytes, in
// whatever order its objects are listed and its lists are written.
func TestOrderIsOfNoMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		history := random.History().Draw(t, "history")
		seed := rapid.Int64().Draw(t, "seed")
		other := random.Shuffle(firm.Written(t, history), seed)
		shuffleLists(other, rand.New(rand.NewPCG(uint64(seed), 0)))
		if diff := cmp.Diff(statuses(t, firm.Written(t, history)), statuses(t, other)); diff != "" {
			t.Errorf("W-5: (-as written +shuffled)\n%s", diff)
		}
	})
}

// TestDerivingChangesNothing is what lets objects be shared with a cache.
func TestDerivingChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		objects := firm.Written(t, random.History().Draw(t, "history"))
		before := marshal(t, objects)
		statuses(t, objects)
		if diff := cmp.Diff(before, marshal(t, objects)); diff != "" {
			t.Errorf("W-4: (-before +after)\n%s", diff)
		}
	})
}

// TestEveryStatus is about what holds of every status of every firm.
func TestEveryStatus(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		objects := firm.Written(t, random.History().Draw(t, "history"))
		view := roster.NewSnapshot(objects)
		for _, m := range objects.Matters {
			holds(t, view, m, staffing.Derive(view, m))
		}
	})
}

func holds(t *rapid.T, view roster.View, asset *v1alpha1.Matter, s v1alpha1.MatterStatus) {
	t.Helper()
	walled := map[string]bool{}
	for _, c := range s.ConflictedUsers {
		walled[c.User] = true
	}
	for _, m := range s.Staffing {
		_, participant := roster.Standing(view, m.User)
		excluded := m.Access == v1alpha1.AccessExcluded
		switch {
		case !participant:
			t.Errorf("W-6: %s is a member of %s", m.User, asset.Name)
		case walled[m.User] && !excluded:
			t.Errorf("C-7: %s is walled off from %s and has access", m.User, asset.Name)
		case excluded != (len(m.Exclusions) > 0):
			t.Errorf("C-7: %s on %s: %s with exclusions %v", m.User, asset.Name, m.Access, m.Exclusions)
		case staffing.Granted(view, asset, m.User) == excluded:
			t.Errorf("C-7: of %s on %s Granted says otherwise than the status", m.User, asset.Name)
		}
		ordered(t, m.User, m.Origins)
	}
	for _, c := range s.ConflictedUsers {
		ordered(t, c.User, c.Origins)
	}
	if !slices.IsSortedFunc(s.Staffing, func(a, b v1alpha1.Member) int { return apart(a.User, b.User) }) ||
		!slices.IsSortedFunc(s.ConflictedUsers, func(a, b v1alpha1.ConflictedUser) int { return apart(a.User, b.User) }) ||
		!slices.IsSortedFunc(s.Ignored, func(a, b v1alpha1.IgnoredUser) int { return apart(a.User, b.User) }) {
		t.Errorf("W-5: the lists of %s are not sorted, or name a user twice", asset.Name)
	}
}

// ordered wants some origins, each once, and the names of each sorted.
func ordered(t *rapid.T, user string, origins []v1alpha1.Origin) {
	t.Helper()
	seen := map[string]bool{}
	for _, o := range origins {
		key := string(o.Type) + " " + o.Set
		if seen[key] || !slices.IsSortedFunc(o.Via, apart) || len(o.Via) > v1alpha1.MaxVia || (o.More > 0 && len(o.Via) < v1alpha1.MaxVia) {
			t.Errorf("W-5: %s has the origins %v", user, origins)
		}
		seen[key] = true
	}
	if len(origins) == 0 {
		t.Errorf("M-9, C-6: %s is there by no origin", user)
	}
}

// apart orders names of which no two may be the same.
func apart(a, b string) int {
	if a > b {
		return 1
	}
	return -1
}

// statuses returns the bytes of every status of a firm.
func statuses(t *rapid.T, objects roster.Objects) map[string]string {
	t.Helper()
	view, all := roster.NewSnapshot(objects), map[string]string{}
	for _, m := range objects.Matters {
		all[m.Name] = marshal(t, staffing.Derive(view, m))
	}
	return all
}

// shuffleLists writes the lists of specs in another order, in place.
func shuffleLists(objects roster.Objects, dice *rand.Rand) {
	if objects.Firm != nil {
		shuffle(dice, objects.Firm.Spec.Systems)
		shuffle(dice, objects.Firm.Spec.Clients)
		shuffle(dice, objects.Firm.Spec.BusinessUnits)
	}
	for _, u := range objects.Users {
		shuffle(dice, u.Spec.Rights)
	}
	for _, m := range objects.Matters {
		shuffle(dice, m.Spec.Collections)
		shuffle(dice, m.Spec.Staffing)
		shuffle(dice, m.Spec.ConflictedUsers)
		shuffle(dice, m.Spec.ExcludedUsers)
		shuffle(dice, m.Spec.OpposingTeamSets)
		for i := range m.Spec.Staffing {
			shuffle(dice, m.Spec.Staffing[i].IncludedSystems)
		}
	}
}

func shuffle[E any](dice *rand.Rand, list []E) {
	dice.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

func marshal(t firm.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestDerivingManyIsDerivingEach is what whole firms are rendered by: Positions that
// have derived other assets before, in whatever order, give what is derived afresh.
func TestDerivingManyIsDerivingEach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		objects := firm.Written(t, random.History().Draw(t, "history"))
		view := roster.NewSnapshot(objects)
		positions := staffing.NewPositions(view)
		for range 2 {
			for _, m := range rapid.Permutation(objects.Matters).Draw(t, "order") {
				if diff := cmp.Diff(staffing.Derive(view, m), positions.Derive(m)); diff != "" {
					t.Errorf("%s: (-afresh +after others)\n%s", m.Name, diff)
				}
				for _, u := range objects.Users {
					if got, want := positions.Granted(m, u.Name), staffing.Granted(view, m, u.Name); got != want {
						t.Errorf("C-7: of %s on %s got %t, want %t", u.Name, m.Name, got, want)
					}
				}
			}
		}
	})
}
