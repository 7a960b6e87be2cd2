package ledger_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// TestSevered is about asa, who assists the timekeeper tom by a link that was
// made in a minute, and no longer is on the list herself.
func TestSevered(t *testing.T) {
	const leftInMinute3 = `firm; matter m staff=tom,asa conflicted=tom,asa; matter m staff=tom conflicted=tom`
	for _, c := range []struct {
		behaviour, writes string
		linked            int
		want              bool
	}{
		{"L-6 by leaving after the timekeeper joined", leftInMinute3, 1, true},
		{"L-6 even if linked in the moment of leaving", leftInMinute3, 3, true},
		{"L-6 not if linked afterwards", leftInMinute3, 4, false},
		{"L-6 not by never having been there", `firm; matter m staff=tom conflicted=tom`, 1, false},
		{
			"L-6 not if the timekeeper came back later",
			leftInMinute3 + `; matter m staff=ben conflicted=ben; matter m staff=ben,tom conflicted=ben,tom`, 1, false,
		},
		{
			"L-6 not if the timekeeper joined as asa left",
			`firm; matter m staff=ben,asa conflicted=ben,asa; matter m staff=ben,tom conflicted=ben,tom`, 1, false,
		},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			l := stored(t, firm.WrittenView(t, c.writes).Matter("m"))
			for _, list := range ledger.ListNames {
				if got := l.Severed(list, "asa", "tom", firm.At(c.linked)); got != c.want {
					t.Errorf("after %s, on %s severed: %t, want %t", c.writes, list, got, c.want)
				}
			}
		})
	}
}

// TestCollapse is about a list on which tom stays and 503 do not, three of whom
// are the first to go.
func TestCollapse(t *testing.T) {
	few, many := numbered("few", 3), numbered("many", 500)
	l := shrunk(t, slices.Concat(many, few), many, nil)
	for _, list := range ledger.ListNames {
		left := l.Of(list).Left
		if diff := cmp.Diff(ledger.Left{At: 2, Time: firm.At(2)}, left[ledger.Everyone]); diff != "" {
			t.Errorf("L-10: the oldest of %s collapse into (-want +got)\n%s", list, diff)
		}
		delete(left, ledger.Everyone)
		if diff := cmp.Diff(many, slices.Sorted(maps.Keys(left))); diff != "" {
			t.Errorf("L-10: those of %s who are named (-want +got)\n%s", list, diff)
		}
	}
}

func TestWhoCollapsesFirst(t *testing.T) {
	for _, c := range []struct {
		behaviour string
		lists     [][]string
		want      string
	}{
		{"L-10 of the same age the first by name", [][]string{numbered("user", 501), nil}, "user-000"},
		{"L-10 the oldest, whatever its name", [][]string{append(numbered("user", 500), "zoe"), numbered("user", 500), nil}, "zoe"},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			left := shrunk(t, c.lists...).Staffing.Left
			if _, named := left[c.want]; named || len(left) != ledger.MaxLeft+1 {
				t.Errorf("%s is still named: %t, of %d partings", c.want, named, len(left))
			}
		})
	}
}

// TestEveryone is about what the collapsed parting says of a link to tom.
func TestEveryone(t *testing.T) {
	l := shrunk(t, append(numbered("many", 500), "asa"), numbered("many", 500), nil)
	for _, c := range []struct {
		behaviour, assistant string
		linked               int
		staffing, conflicted bool
	}{
		{"L-10 it stands for who collapsed, but on no wall", "asa", 1, true, false},
		{"L-10 and for everyone else", "never-there", 1, true, false},
		{"L-10 until the latest of them left", "asa", 2, true, false},
		{"L-10 not for a link made after that", "asa", 3, false, false},
		{"L-10 nor for who has an entry", "many-000", 3, true, true},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			for list, want := range map[ledger.ListName]bool{ledger.Staffing: c.staffing, ledger.ConflictedUsers: c.conflicted} {
				if got := l.Severed(list, c.assistant, "tom", firm.At(c.linked)); got != want {
					t.Errorf("on %s severed: %t, want %t", list, got, want)
				}
			}
		})
	}
}

// shrunk returns the ledger of a matter that was written once a minute with tom
// and these users on both lists.
func shrunk(t *testing.T, lists ...[]string) ledger.Matter {
	t.Helper()
	var l ledger.Matter
	for i, users := range lists {
		m := firm.MakeMatter("m").Staff("tom").Staff(users...).Conflicted("tom").Conflicted(users...)
		l = l.Advance(&m.Spec, firm.View(t, `firm`), firm.At(i+1))
	}
	return l
}

// numbered returns as many users, in the order of their names.
func numbered(name string, n int) []string {
	users := make([]string, n)
	for i := range users {
		users[i] = fmt.Sprintf("%s-%03d", name, i)
	}
	return users
}
