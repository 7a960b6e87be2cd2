package difference_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/difference"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firm/random"
)

// TestNothingChangesOfTheSame is W-4: of a firm and itself there is nothing to tell.
func TestNothingChangesOfTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		objects := drawn(t)
		if f := between(t, objects, objects); !cmp.Equal(f, difference.Firm{}) {
			t.Fatalf("of the same firm: %+v", f)
		}
	})
}

// drawn draws a firm as files have it or as a cluster does.
func drawn(t *rapid.T) roster.Objects {
	if rapid.Bool().Draw(t, "written") {
		return firm.Written(t, random.History().Draw(t, "history"))
	}
	return firm.Parse(t, random.Text().Draw(t, "text"))
}

// edited draws what becomes of a firm: some of its objects go, some are others.
func edited(t *rapid.T, base roster.Objects) roster.Objects {
	other := firm.Parse(t, random.Text().Draw(t, "others"))
	head := roster.Objects{Firm: base.Firm}
	if rapid.IntRange(0, 2).Draw(t, "firm") == 0 {
		head.Firm = other.Firm
	}
	head.Offices = merged(t, base.Offices, other.Offices)
	head.Users = merged(t, base.Users, other.Users)
	head.Links = merged(t, base.Links, other.Links)
	head.Matters = merged(t, base.Matters, other.Matters)
	for i := range head.Matters {
		if rapid.IntRange(0, 3).Draw(t, "alone") == 0 {
			head.Matters[i] = head.Matters[i].DeepCopy()
			editMatter(t, &head.Matters[i].Spec)
		}
	}
	for i := range head.Users {
		if rapid.IntRange(0, 3).Draw(t, "alone") == 0 {
			head.Users[i] = head.Users[i].DeepCopy()
			editUser(t, &head.Users[i].Spec)
		}
	}
	return head
}

// editMatter changes one thing about a matter.
func editMatter(t *rapid.T, spec *v1alpha1.MatterSpec) {
	switch rapid.IntRange(0, 5).Draw(t, "of the matter") {
	case 0:
		spec.Confidential = !spec.Confidential
	case 1:
		spec.Office = rapid.SampledFrom([]string{"", "london", "zurich"}).Draw(t, "office")
	case 2:
		spec.BusinessUnit = rapid.SampledFrom([]string{"", "group", "uk", "tax"}).Draw(t, "unit")
	case 3:
		spec.Client = rapid.SampledFrom([]string{"", "acme", "globex"}).Draw(t, "client")
	case 4:
		spec.State = rapid.SampledFrom([]v1alpha1.MatterState{"", v1alpha1.StateOpen, v1alpha1.StateClosed}).Draw(t, "state")
	case 5:
		spec.ExcludedUsers = nil
	}
}

// editUser changes one thing about a user.
func editUser(t *rapid.T, spec *v1alpha1.FirmUserSpec) {
	switch rapid.IntRange(0, 4).Draw(t, "of the user") {
	case 0:
		spec.GlobalRoles = rapid.SampledFrom([][]v1alpha1.GlobalRole{nil, {v1alpha1.FloatingUser}}).Draw(t, "global roles")
	case 1:
		spec.Deactivated = !spec.Deactivated
	case 2:
		spec.Rights = rapid.SampledFrom([][]v1alpha1.UserRight{nil, {v1alpha1.RightAdministrator}, {v1alpha1.RightCompliance}}).Draw(t, "rights")
	case 3:
		spec.Office = rapid.SampledFrom([]string{"", "london", "zurich"}).Draw(t, "office")
	case 4:
		spec.BusinessUnits = rapid.SampledFrom([][]string{nil, {"group"}, {"uk"}}).Draw(t, "units")
	}
}

type named interface{ GetName() string }

func merged[O named](t *rapid.T, base, other []O) []O {
	all := map[string]O{}
	for _, o := range base {
		if rapid.IntRange(0, 7).Draw(t, "goes") > 0 {
			all[o.GetName()] = o
		}
	}
	for _, o := range other {
		if rapid.IntRange(0, 2).Draw(t, "comes") == 0 {
			all[o.GetName()] = o
		}
	}
	list := make([]O, 0, len(all))
	for _, name := range slices.Sorted(maps.Keys(all)) {
		list = append(list, all[name])
	}
	return list
}

// triple is a user, an asset and an action.
type triple struct {
	user, asset string
	action      access.Action
}

// TestEveryDecisionThatDiffersIsToldOnce compares the document with the brute force:
// every user, on every asset, for every action. What comes or goes is compared with
// what the user has everywhere (D-4, D-10).
func TestEveryDecisionThatDiffersIsToldOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := drawn(t)
		head := edited(t, base)
		before, after := difference.Views(base, head)
		want, walls := brute(before, after)
		got, gotWalls := told(t, between(t, base, head), base, head)
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("decisions (-brute force +told)\n%s", d)
		}
		if d := cmp.Diff(walls, gotWalls); d != "" {
			t.Fatalf("walls (-brute force +told)\n%s", d)
		}
	})
}

var everybody = []string{"amira", "ben", "carla", "dan", "eve", "finn", "nobody"}

// brute returns the decisions that differ, and which of them is gained, and the walls.
func brute(before, after roster.Directory) (decisions map[triple]string, walls map[[2]string]string) {
	decisions, walls = map[triple]string{}, map[[2]string]string{}
	for _, asset := range []string{"m1", "m2", "m3", "m4", "c1", "c2", "k1", "k2"} {
		was, is := before.Matter(asset), after.Matter(asset)
		if was == nil && is == nil {
			continue
		}
		for _, user := range everybody {
			old, now := may(before, asset, user), may(after, asset, user)
			if was == nil {
				old = has(access.MattersOf(after, user).Everywhere)
				maps.DeleteFunc(old, func(a access.Action, _ bool) bool { return !now[a] })
			}
			if is == nil {
				now = has(access.MattersOf(before, user).Everywhere)
				maps.DeleteFunc(now, func(a access.Action, _ bool) bool { return !old[a] })
			}
			for _, action := range access.Actions {
				switch {
				case now[action] && !old[action]:
					decisions[triple{user, asset, action}] = "gained"
				case old[action] && !now[action]:
					decisions[triple{user, asset, action}] = "lost"
				}
			}
			switch x, y := walled(before, asset, user), walled(after, asset, user); {
			case y && !x:
				walls[[2]string{user, asset}] = "Raised"
			case x && !y:
				walls[[2]string{user, asset}] = "Lifted"
			}
		}
	}
	return decisions, walls
}

func may(v roster.Directory, asset, user string) map[access.Action]bool {
	if v.Matter(asset) == nil {
		return map[access.Action]bool{}
	}
	decisions, err := access.Decisions(v, user, asset)
	if err != nil {
		panic(err)
	}
	return has(decisions)
}

func has(decisions []access.Decision) map[access.Action]bool {
	actions := map[access.Action]bool{}
	for _, d := range decisions {
		if d.Allowed {
			actions[d.Action] = true
		}
	}
	return actions
}

func walled(v roster.Directory, asset, user string) bool {
	m := v.Matter(asset)
	if m == nil {
		return false
	}
	a := access.AssetOf(v, m)
	return a.Conflicted(user) != nil || a.Excluded(user)
}

// told returns what the document says, failing where it says something twice, and where
// its summary is another.
func told(t *rapid.T, f difference.Firm, base, head roster.Objects) (decisions map[triple]string, walls map[[2]string]string) {
	decisions, walls = map[triple]string{}, map[[2]string]string{}
	tell := func(user, asset string, gained, lost []access.Action) {
		for word, actions := range map[string][]access.Action{"gained": gained, "lost": lost} {
			for _, action := range actions {
				key := triple{user, asset, action}
				if _, twice := decisions[key]; twice {
					t.Fatalf("%v is told twice", key)
				}
				decisions[key] = word
			}
		}
	}
	touched, users := map[string]bool{}, map[string]bool{}
	for _, r := range f.Roles {
		users[r.User] = true
		reached := 0
		for _, name := range stay(base, head) {
			if len(r.Gained)+len(r.Lost) > 0 && !slices.Contains(r.Otherwise, name) {
				tell(r.User, name, r.Gained, r.Lost)
				touched[name] = true
				reached++
			}
		}
		if reached != r.Everywhere {
			t.Fatalf("the role of %s reaches %d, told %d", r.User, reached, r.Everywhere)
		}
	}
	for _, m := range f.Matters {
		touched[m.Name] = true
		for _, u := range m.Users {
			users[u.User] = true
			tell(u.User, m.Name, u.Gained, u.Lost)
			if u.Wall != "" {
				walls[[2]string{u.User, m.Name}] = u.Wall
			}
		}
	}
	checkSummary(t, f, decisions, walls, len(users), len(touched))
	return decisions, walls
}

func stay(base, head roster.Objects) []string {
	var names []string
	for _, m := range base.Matters {
		for _, o := range head.Matters {
			if m.Name == o.Name {
				names = append(names, m.Name)
			}
		}
	}
	return names
}

func checkSummary(t *rapid.T, f difference.Firm, decisions map[triple]string, walls map[[2]string]string, users, matters int) {
	effects := map[[2]string]difference.Effect{}
	for key, word := range decisions {
		pair := [2]string{key.user, key.asset}
		effect := map[string]difference.Effect{"gained": difference.Gains, "lost": difference.Loses}[word]
		if known := effects[pair]; known != "" && known != effect {
			effect = difference.Changes
		}
		effects[pair] = effect
	}
	for _, m := range f.Matters {
		for _, u := range m.Users {
			if pair := [2]string{u.User, m.Name}; effects[pair] == "" && u.Effect == difference.Changes {
				effects[pair] = difference.Changes
			}
		}
	}
	want := difference.Summary{Users: users, Matters: matters, Roles: len(f.Roles)}
	for _, effect := range effects {
		switch effect {
		case difference.Gains:
			want.Gains++
		case difference.Loses:
			want.Loses++
		case difference.Changes:
			want.Changes++
		case difference.Walls:
		}
	}
	for _, wall := range walls {
		if wall == "Raised" {
			want.WallsRaised++
			continue
		}
		want.WallsLifted++
	}
	if d := cmp.Diff(want, f.Summary); d != "" {
		t.Fatalf("summary (-counted +told)\n%s", d)
	}
}

// TestThereAndBack is the law that what one way gains, the other loses, where no ledger
// is involved: nobody assists anybody, and nobody is stamped as first user.
func TestThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := plain(firm.Parse(t, random.Text().Draw(t, "base")))
		head := plain(edited(t, base))
		there, wallsThere := told(t, between(t, base, head), base, head)
		back, wallsBack := told(t, between(t, head, base), head, base)
		turned := map[string]string{"gained": "lost", "lost": "gained", "Raised": "Lifted", "Lifted": "Raised"}
		for key, word := range back {
			back[key] = turned[word]
		}
		for key, word := range wallsBack {
			wallsBack[key] = turned[word]
		}
		if d := cmp.Diff(there, back); d != "" {
			t.Fatalf("decisions (-there +back, turned)\n%s", d)
		}
		if d := cmp.Diff(wallsThere, wallsBack); d != "" {
			t.Fatalf("walls (-there +back, turned)\n%s", d)
		}
	})
}

func plain(o roster.Objects) roster.Objects {
	o.Links = nil
	for _, u := range o.Users {
		u.Annotations = nil
	}
	return o
}
