package ledger_test

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// TestBounds lets hundreds come and go on both lists and compares the ledger with
// a memory that forgets nobody. Until partings collapse the two agree (L-5, L-6);
// after that the ledger may sever too much on the team, and too little on the
// wall: a wall too many, never one too few (L-10).
func TestBounds(t *testing.T) {
	everybody := numbered("user", 800)
	oldHands := everybody[:2]
	rapid.Check(t, func(t *rapid.T) {
		var l ledger.Matter
		var all memory
		for minute := range rapid.IntRange(1, 5).Draw(t, "writes") {
			from := rapid.IntRange(0, len(everybody)).Draw(t, "from")
			there := everybody[from:rapid.IntRange(from, len(everybody)).Draw(t, "to")]
			if from >= len(oldHands) && rapid.Bool().Draw(t, "old hands") {
				there = slices.Concat(there, oldHands)
			}
			m := firm.MakeMatter("m").Staff(there...).Conflicted(there...)
			l = l.Advance(&m.Spec, firm.View(t, ``), firm.At(minute))
			all = all.after(there, minute)
		}
		since := rapid.IntRange(0, 5).Draw(t, "since")
		for _, list := range ledger.ListNames {
			bounded(t, l.Of(list))
			for _, timekeeper := range slices.Concat(oldHands, everybody[len(everybody)-1:]) {
				if _, there := all.joined[timekeeper]; there {
					compare(t, l, list, all, timekeeper, everybody, since)
				}
			}
		}
	})
}

func bounded(t *rapid.T, l ledger.List) {
	t.Helper()
	named := len(l.Left)
	if _, collapsed := l.Left[ledger.Everyone]; collapsed {
		named--
	}
	if named > ledger.MaxLeft {
		t.Errorf("L-10: %d who left are named", named)
	}
}

// compare compares who of everybody is severed from a timekeeper.
func compare(t *rapid.T, l ledger.Matter, list ledger.ListName, all memory, timekeeper string, everybody []string, since int) {
	t.Helper()
	_, collapsed := l.Of(list).Left[ledger.Everyone]
	for _, assistant := range everybody {
		if _, direct := all.joined[assistant]; direct {
			continue // severed by being there (M-6)
		}
		got, want := l.Severed(list, assistant, timekeeper, firm.At(since)), all.severed(assistant, timekeeper, since)
		if got == want || (collapsed && got == (list == ledger.Staffing)) {
			continue
		}
		t.Fatalf("L-6: %s from %s on %s, linked in minute %d: %t, want %t", assistant, timekeeper, list, since, got, want)
	}
}

// memory is a history that forgets nobody: in which minute, and so by which
// write, somebody came or went.
type memory struct{ joined, left map[string]int }

func (m memory) after(there []string, minute int) memory {
	next := memory{joined: map[string]int{}, left: map[string]int{}}
	maps.Copy(next.left, m.left)
	for user := range m.joined {
		next.left[user] = minute
	}
	for _, user := range there {
		at, stays := m.joined[user]
		if !stays {
			at = minute
		}
		next.joined[user] = at
		delete(next.left, user)
	}
	return next
}

func (m memory) severed(assistant, timekeeper string, since int) bool {
	left, gone := m.left[assistant]
	return gone && left > m.joined[timekeeper] && since <= left
}
