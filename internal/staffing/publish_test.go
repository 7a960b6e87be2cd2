package staffing_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// maxStatus is what a status may take, in bytes.
const maxStatus = 512 << 10

// bounds are how many entries of each list are published.
type bounds struct {
	team, wall, ignored int
	truncated           bool
}

func boundsOf(s v1alpha1.MatterStatus) bounds {
	return bounds{len(s.Staffing), len(s.ConflictedUsers), len(s.Ignored), s.Truncated}
}

// TestPublished is about lists around and beyond the number that is published.
func TestPublished(t *testing.T) {
	for _, c := range []struct {
		behaviour string
		build     func(*house, *firm.MatterWrapper)
		want      bounds
		summary   string
	}{
		{
			"as many as are published", func(h *house, m *firm.MatterWrapper) {
				m.Staff(h.users(500, short("tom"))...).Conflicted(some(500, short("ben"))...)
			},
			bounds{500, 500, 0, false},
			`500 members 0 followers 0 excluded 500 conflicted`,
		},
		{
			"what fits, however long", func(h *house, m *firm.MatterWrapper) {
				h.systems(10, long("system", "x"))
				m.Staff(h.users(500, short("tom"))...)
			},
			bounds{500, 0, 0, false},
			`500 members 0 followers 0 excluded 0 conflicted`,
		},
		{
			"a member more", func(h *house, m *firm.MatterWrapper) {
				m.Staff(h.users(500, short("tom"))...).Lead(h.users(1, short("zoe"))[0]).Excluded(short("zoe")(0))
			},
			bounds{500, 0, 0, true},
			`501 members 0 followers 1 excluded 0 conflicted`,
		},
		{
			"many followers", func(h *house, m *firm.MatterWrapper) {
				tims := h.users(300, short("tim"))
				h.assist(tims, 3)
				m.Staff(tims...)
			},
			bounds{500, 0, 0, true},
			`1200 members 900 followers 0 excluded 0 conflicted`,
		},
		{
			"a wall and its followers", func(h *house, m *firm.MatterWrapper) {
				tims := h.users(251, short("tim"))
				h.assist(tims, 1)
				m.Conflicted(tims...)
			},
			bounds{0, 500, 0, true},
			`0 members 0 followers 0 excluded 502 conflicted`,
		},
		{
			"one more who is ignored", func(_ *house, m *firm.MatterWrapper) {
				m.Staff(some(500, short("nobody"))...).Lead("zoe")
			},
			bounds{0, 0, 500, true},
			`0 members 0 followers 0 excluded 0 conflicted`,
		},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			h, w := house{}, firm.MakeMatter("m")
			h.systems(3, short("system"))
			c.build(&h, w)
			m := h.add(w)
			published, whole := staffing.Derive(h.view(), m), staffing.DeriveAll(h.view(), m)
			if diff := cmp.Diff(c.want, boundsOf(published), cmp.AllowUnexported(bounds{})); diff != "" {
				t.Errorf("W-5: (-want +got)\n%s", diff)
			}
			if got := summary(published); got != c.summary {
				t.Errorf("the summary is not exact: got %s, want %s", got, c.summary)
			}
			beginsWhole(t, published, whole)
		})
	}
}

// beginsWhole wants the published lists to be the first entries of the whole ones.
func beginsWhole(t *testing.T, published, whole v1alpha1.MatterStatus) {
	t.Helper()
	if whole.Truncated || summary(whole) != summary(published) {
		t.Errorf("the whole lists are truncated: %t, and sum up to %s instead of %s", whole.Truncated, summary(whole), summary(published))
	}
	whole.Staffing = whole.Staffing[:len(published.Staffing)]
	whole.ConflictedUsers = whole.ConflictedUsers[:len(published.ConflictedUsers)]
	whole.Ignored = whole.Ignored[:len(published.Ignored)]
	whole.Truncated = published.Truncated
	if marshal(t, published) != marshal(t, whole) {
		t.Error("what is published are not the first entries")
	}
}

// TestHostile is about statuses that whole would take megabytes: what is published
// fits, and a long list crowds out no short one.
func TestHostile(t *testing.T) {
	const wide, escaped = "x", "<" // a letter, and one that takes six bytes in JSON
	for _, c := range []struct {
		behaviour string
		build     func(*house, *firm.MatterWrapper)
		least     bounds // of short lists all, of long ones a fair share
		summary   string
	}{
		{
			"600 members with 500 systems, a short wall, few who are ignored", func(h *house, m *firm.MatterWrapper) {
				h.systems(500, long("system", wide))
				tims := h.users(100, long("tim", wide))
				h.assist(tims, 2)
				m.Staff(tims...).Staff(h.users(300, long("tom", wide))...).Staff("nobody", "no-one").Conflicted("ben", "bob", "bea")
			},
			bounds{team: 10, wall: 3, ignored: 2},
			`600 members 200 followers 0 excluded 3 conflicted`,
		},
		{
			"500 members with 20 systems", func(h *house, m *firm.MatterWrapper) {
				h.systems(20, long("system", wide))
				m.Staff(h.users(500, long("tom", wide))...)
			},
			bounds{team: 250},
			`500 members 0 followers 0 excluded 0 conflicted`,
		},
		{
			"500 conflicted users by 2 sets, each through many assets", func(h *house, m *firm.MatterWrapper) {
				h.systems(3, short("system"))
				sets, toms := some(2, long("set", wide)), h.users(500, long("tom", wide))
				for _, name := range some(9, long("matter", wide)) {
					h.add(onSide(firm.MakeMatter(name).Staff(toms...), "b", sets))
				}
				onSide(m.Staff(toms[:2]...), "a", sets)
			},
			bounds{team: 2, wall: 250},
			`2 members 0 followers 2 excluded 500 conflicted`,
		},
		{
			"systems that JSON escapes", func(h *house, m *firm.MatterWrapper) {
				h.systems(500, long("system", escaped))
				m.Staff(h.users(500, long("tom", wide))...).Conflicted("ben")
			},
			bounds{team: 1, wall: 1},
			`500 members 0 followers 0 excluded 1 conflicted`,
		},
		{
			"500 sets, in each many opponents", func(h *house, m *firm.MatterWrapper) {
				h.systems(3, short("system"))
				sets, toms := some(500, long("set", escaped)), h.users(20, long("tom", wide))
				for _, name := range some(9, long("matter", wide)) {
					h.add(onSide(firm.MakeMatter(name).Staff(toms...), "b", sets))
				}
				onSide(m.Staff(toms[:2]...).Staff("nobody"), "a", sets)
			},
			bounds{team: 2, ignored: 1},
			`2 members 0 followers 2 excluded 20 conflicted`,
		},
		{
			"and 500 of the case", func(h *house, m *firm.MatterWrapper) {
				h.systems(3, short("system"))
				own, its, toms := some(500, long("own", wide)), some(500, long("its", wide)), h.users(20, long("tom", wide))
				for _, name := range some(9, long("", wide)) {
					h.add(onSide(firm.MakeMatter("m"+name[1:]).Staff(toms...), "b", own))
					h.add(onSide(firm.MakeMatter("n"+name[1:]).Staff(toms...), "b", its))
				}
				h.add(onSide(firm.MakeCase("c"), "a", its))
				onSide(m.Case("c").Staff(toms[:2]...), "a", own)
			},
			bounds{team: 2},
			`2 members 0 followers 2 excluded 20 conflicted`,
		},
		{
			"all at once, with a ledger that cannot be read", func(h *house, m *firm.MatterWrapper) {
				sets := h.systems(15, long("system", escaped))
				toms := h.users(250, long("tom", wide))
				for _, name := range some(9, long("matter", wide)) {
					h.add(onSide(firm.MakeMatter(name).Staff(toms...), "b", sets))
				}
				onSide(m.Staff(toms...).Staff(some(250, long("nobody", wide))...), "a", sets)
				fault := `{"first":{"conflictedUsers":"Disabled","staffing":"Disabled"},"staffing":{"joined":{"` +
					strings.Repeat(escaped, 60_000) + `":{"at":7}}},"v":1}`
				m.Annotations = map[string]string{v1alpha1.LedgerAnnotation: fault}
			},
			bounds{team: 10, wall: 10, ignored: 250},
			`250 members 0 followers 250 excluded 250 conflicted`,
		},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			h, w := house{}, firm.MakeMatter("m")
			c.build(&h, w)
			m := h.add(w)
			published := staffing.Derive(h.view(), m)
			got := boundsOf(published)
			t.Logf("%d bytes: %+v", len(marshal(t, published)), got)
			if size := len(marshal(t, published)); size > maxStatus || !got.truncated {
				t.Errorf("the status takes %d bytes, truncated: %t", size, got.truncated)
			}
			if got.team < c.least.team || got.wall < c.least.wall || got.ignored < c.least.ignored {
				t.Errorf("published are %+v, want at least %+v", got, c.least)
			}
			if summary(published) != c.summary {
				t.Errorf("the summary is not exact: got %s, want %s", summary(published), c.summary)
			}
			beginsWhole(t, published, staffing.DeriveAll(h.view(), m))
		})
	}
}

// onSide puts an asset on a side of each of the sets.
func onSide(w *firm.MatterWrapper, side string, sets []string) *firm.MatterWrapper {
	for _, set := range sets {
		w.Side(set, side)
	}
	return w
}
