package access_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firm/random"
)

// everyone are those whom random firms name.
var everyone = []string{"amira", "ben", "carla", "dan", "eve", "finn", "nobody"}

// drawn draws a firm.
func drawn(t *rapid.T) (roster.Objects, *roster.Snapshot) {
	objects := firm.Written(t, random.History().Draw(t, "history"))
	return objects, roster.NewSnapshot(objects)
}

// TestWhoIsWhoMay looks up who may do something, and asks everyone.
func TestWhoIsWhoMay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		objects, view := drawn(t)
		for _, m := range objects.Matters {
			for _, actions := range append(single(access.Actions), nil, access.Actions[:2]) {
				want := map[string][]access.Decision{}
				for _, user := range everyone {
					decisions := decisionsOf(t, view, user, m.Name)
					if slices.ContainsFunc(decisions, func(d access.Decision) bool {
						return d.Allowed && (actions == nil || slices.Contains(actions, d.Action))
					}) {
						want[user] = decisions
					}
				}
				who, err := access.Who(view, m.Name, actions...)
				if err != nil {
					t.Fatal(err)
				}
				got, before := map[string][]access.Decision{}, ""
				for p := range who {
					if p.User <= before || p.Asset != m.Name {
						t.Errorf("W-5: %s comes after %s, on %s", p.User, before, p.Asset)
					}
					got[p.User], before = p.Decisions, p.User
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("section D: who may %v on %s (-everyone asked +looked up)\n%s", actions, m.Name, diff)
				}
			}
		}
	})
}

// TestMattersOfIsWhereOneMay looks up where a user may do something, and asks
// everywhere.
func TestMattersOfIsWhereOneMay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		objects, view := drawn(t)
		for _, user := range everyone {
			found := access.MattersOf(view, user)
			on, before := map[string][]access.Decision{}, ""
			for p := range found.On {
				if p.Asset <= before || p.User != user {
					t.Errorf("W-5: %s comes after %s, of %s", p.Asset, before, p.User)
				}
				on[p.Asset], before = p.Decisions, p.Asset
			}
			for _, m := range objects.Matters {
				want := decisionsOf(t, view, user, m.Name)
				got, special := on[m.Name]
				if special {
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("section D: %s on %s (-asked +looked up)\n%s", user, m.Name, diff)
					}
					delete(on, m.Name)
				}
				if different := said(want) != said(found.Everywhere); different != special {
					t.Errorf("section D: %s on %s: %s, everywhere %s, and it is named: %t", user, m.Name, said(want), said(found.Everywhere), special)
				}
			}
			if len(on) > 0 {
				t.Errorf("%s is said to be on %v", user, slices.Collect(maps.Keys(on)))
			}
		}
	})
}

// said says what is allowed, and by which rules.
func said(decisions []access.Decision) (allowed string) {
	for _, d := range decisions {
		if d.Allowed {
			allowed += " " + string(d.Action)
			for _, rule := range d.Rules {
				allowed += " " + rule
			}
		}
	}
	return allowed
}

// TestEveryDecision is about what holds of every decision: that a decision alone,
// one of seven and one after everybody was derived are the same, that each has its
// rules and a path for each, and that who is walled off may do nothing.
func TestEveryDecision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		objects, view := drawn(t)
		for _, m := range objects.Matters {
			asset := access.AssetOf(view, m)
			asset.Members()
			for _, user := range everyone {
				decisions := decisionsOf(t, view, user, m.Name)
				if diff := cmp.Diff(asset.Decisions(user), decisions); diff != "" {
					t.Errorf("W-4: %s on %s\n%s", user, m.Name, diff)
				}
				for i, d := range decisions {
					one, err := access.Decide(view, user, m.Name, d.Action)
					if diff := cmp.Diff(one, d); diff != "" || err != nil || d.Action != access.Actions[i] {
						t.Errorf("W-4: %s on %s: %v\n%s", user, m.Name, err, diff)
					}
					complete(t, user, m, d)
					if d.Allowed && !roster.HasRight(view, user, v1alpha1.RightAdministrator) && excluded(m, user) || d.Allowed && staffing.NewPositions(view).Of(m, user).IsConflicted() {
						t.Errorf("D-2, D-3: %s may %s on %s, by %v", user, d.Action, m.Name, d.Rules)
					}
				}
			}
		}
	})
}

func complete(t *rapid.T, user string, m *v1alpha1.Matter, d access.Decision) {
	t.Helper()
	if len(d.Rules) == 0 || len(d.Rules) != len(d.Paths) || d.Path != d.Paths[0] || !d.Allowed && len(d.Rules) > 1 {
		t.Errorf("section D: %s on %s: %+v", user, m.Name, d)
	}
	for i, rule := range d.Rules {
		if (d.Paths[i] == "") != (rule == "D-11") {
			t.Errorf("section D: %s on %s: the path of %s is %q", user, m.Name, rule, d.Paths[i])
		}
	}
}

func excluded(m *v1alpha1.Matter, user string) bool {
	return slices.ContainsFunc(m.Spec.ExcludedUsers, func(e v1alpha1.ExcludedEntry) bool { return e.User == user })
}

func decisionsOf(t *rapid.T, view roster.View, user, asset string) []access.Decision {
	t.Helper()
	decisions, err := access.Decisions(view, user, asset)
	if err != nil {
		t.Fatal(err)
	}
	return decisions
}

func single(actions []access.Action) (each [][]access.Action) {
	for _, action := range actions {
		each = append(each, []access.Action{action})
	}
	return each
}
