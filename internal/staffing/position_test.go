package staffing_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firm/random"
)

// stance is what a Position says.
type stance struct {
	Member, Granted  bool
	Role             v1alpha1.MatterRole
	Conflicted       *v1alpha1.ConflictedUser
	ByTeam, ByWall   string
	DirectlyExcluded bool
}

func stanceOf(p staffing.Position) stance {
	return stance{
		p.IsMember(), p.IsGranted(), p.MatterRole(), p.Conflicted(), p.MemberPath().String(), p.WallPath().String(), p.IsExcluded(),
	}
}

// TestPositionsAreWhatIsDerived asks of every user and every asset of a firm: one by
// one, all by one who remembers, and everybody at once; it is what the status says.
func TestPositionsAreWhatIsDerived(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		objects := firm.Written(t, random.History().Draw(t, "history"))
		view := roster.NewSnapshot(objects)
		all := staffing.NewPositions(view)
		for _, m := range objects.Matters {
			status, everybody := staffing.DeriveAll(view, m), staffing.NewPositions(view).Everybody(m)
			for _, user := range []string{"amira", "ben", "carla", "dan", "eve", "finn", "nobody"} {
				want := published(status, m, view, user)
				for how, p := range map[string]staffing.Position{
					"alone": staffing.NewPositions(view).Of(m, user), "after others": all.Of(m, user), "with everybody": everybody.Of(user),
				} {
					got := stanceOf(p)
					wantPaths(t, view, m, user, got)
					got.ByTeam, got.ByWall = "", ""
					if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
						t.Errorf("C-7: %s on %s %s (-status +position)\n%s", user, m.Name, how, diff)
					}
				}
				if staffing.NewPositions(view).Granted(m, user) != want.Granted || all.Granted(m, user) != want.Granted {
					t.Errorf("C-7: %s has access to %s: not %t", user, m.Name, want.Granted)
				}
			}
		}
	})
}

// published returns what a status says of a user.
func published(status v1alpha1.MatterStatus, m *v1alpha1.Matter, view roster.View, user string) stance {
	want := stance{DirectlyExcluded: !roster.HasRight(view, user, v1alpha1.RightAdministrator) &&
		slices.ContainsFunc(m.Spec.ExcludedUsers, func(e v1alpha1.ExcludedEntry) bool { return e.User == user })}
	if i, is := slices.BinarySearchFunc(status.Staffing, user, func(m v1alpha1.Member, user string) int { return cmp.Compare(m.User, user) }); is {
		want.Member, want.Role, want.Granted = true, status.Staffing[i].MatterRole, status.Staffing[i].Access == v1alpha1.AccessGranted
	}
	for i := range status.ConflictedUsers {
		if status.ConflictedUsers[i].User == user {
			want.Conflicted = &status.ConflictedUsers[i]
		}
	}
	return want
}

// wantPaths wants the paths of the first reasons that Explain gives.
func wantPaths(t *rapid.T, view roster.View, m *v1alpha1.Matter, user string, got stance) {
	t.Helper()
	e := staffing.Explain(view, m, user)
	for what, pair := range map[string]struct {
		got  string
		want []staffing.Reason
	}{"team": {got.ByTeam, e.Team}, "wall": {got.ByWall, e.Wall}} {
		want := ""
		if len(pair.want) > 0 {
			want = pair.want[0].Path.String()
		}
		if pair.got != want {
			t.Errorf("%s on %s: the path of its %s is %q, want %q", user, m.Name, what, pair.got, want)
		}
	}
}

// TestAPositionAsksAboutItsUserAlone asks about one user on a team of ten and on one
// of a thousand, each member with an assistant, on either side of a set.
func TestAPositionAsksAboutItsUserAlone(t *testing.T) {
	var costs []asked
	for _, n := range []int{10, 500} {
		var h house
		h.systems(6, short("system"))
		toms, tims := h.users(n, short("tom")), h.users(n, short("tim"))
		h.assist(toms, 1)
		m := h.add(firm.MakeMatter("m").Staff(toms...).Side("auction", "ours").Conflicted(some(n, short("ben"))...))
		h.add(firm.MakeMatter("n").Staff(tims...).Side("auction", "theirs"))
		c := &countingView{View: h.written()}
		if p := staffing.NewPositions(c).Of(m, "z0-assistant-0000"); !p.IsGranted() || p.MemberPath().String() != "z0-assistant-0000 ← link-tom-0000-0 ← tom-0000 ← m" {
			t.Fatalf("M-4: of %d its path is %s", n, p.MemberPath())
		}
		costs = append(costs, c.asked)
	}
	if costs[0] != costs[1] {
		t.Errorf("on a team of 10 it asks %+v, of 500 %+v", costs[0], costs[1])
	}
}

// BenchmarkGranted asks whether one of many members has access.
func BenchmarkGranted(b *testing.B) {
	for _, n := range []int{12, 500} {
		b.Run(fmt.Sprintf("one of %d with an assistant each", n), func(b *testing.B) {
			var h house
			h.systems(6, short("system"))
			toms := h.users(n, short("tom"))
			h.assist(toms, 1)
			m := h.add(firm.MakeMatter("m").Staff(toms...))
			view := h.written()
			last := short("tom")(n - 1)
			b.ReportAllocs()
			for b.Loop() {
				if !staffing.Granted(view, m, last) {
					b.Fatal("it has none")
				}
			}
		})
	}
}

// TestEverybodyStays: who is on an asset was asked before other assets are derived, and is
// the same afterwards, whatever memory these are derived in.
func TestEverybodyStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		objects := firm.Written(t, random.History().Draw(t, "history"))
		positions := staffing.NewPositions(roster.NewSnapshot(objects))
		var everybody []*staffing.Everybody
		var before [][]v1alpha1.Member
		for _, m := range objects.Matters {
			everybody = append(everybody, positions.Everybody(m))
			before = append(before, slices.Clone(everybody[len(everybody)-1].Members()))
		}
		room := &staffing.Room{}
		for range 2 {
			for _, m := range objects.Matters {
				positions.DeriveIn(room, m)
			}
		}
		for i, e := range everybody {
			if diff := gocmp.Diff(before[i], e.Members(), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("on %s (-before +after)\n%s", objects.Matters[i].Name, diff)
			}
		}
	})
}
