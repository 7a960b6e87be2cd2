package ledger

import (
	"cmp"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// MaxLeft is how many names a list's Left holds before the oldest collapse (L-10).
const MaxLeft = 500

// Everyone is the name under which collapsed entries of Left stand (L-10).
const Everyone = "*"

// Bound is how many names a list's Left holds: MaxLeft wherever a ledger is
// stored, and fewer where the rules are tried out on a handful of users (L-10).
type Bound int

// Advance is Matter.Advance under the bound.
func (b Bound) Advance(m Matter, spec *v1alpha1.MatterSpec, around Around, now Time) Matter {
	next := b.Complement(m, spec, around, now)
	next.Staffing = next.Staffing.settle(Staffing, around)
	next.ConflictedUsers = next.ConflictedUsers.settle(ConflictedUsers, around)
	return next
}

// Complement is Matter.Complement under the bound.
func (b Bound) Complement(m Matter, spec *v1alpha1.MatterSpec, around Around, now Time) Matter {
	next := m
	if m.Version == 0 {
		next = born(m.Unreadable, spec, around)
	}
	next.Staffing = next.moved(Staffing, spec, around, now, b)
	next.ConflictedUsers = next.moved(ConflictedUsers, spec, around, now, b)
	return next
}

// collapse keeps Left within the bound: the oldest partings become one that
// stands for everyone (L-10).
func (l *List) collapse(bound Bound) {
	names := make([]string, 0, len(l.Left))
	for name := range l.Left {
		if name != Everyone {
			names = append(names, name)
		}
	}
	if len(names) <= int(bound) {
		return
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(l.Left[a].At, l.Left[b].At), cmp.Compare(a, b))
	})
	all := l.Left[Everyone]
	for _, name := range names[:len(names)-int(bound)] {
		left := l.Left[name]
		all.At = max(all.At, left.At)
		if left.Time.After(all.Time) {
			all.Time = left.Time
		}
		delete(l.Left, name)
	}
	l.Left[Everyone] = all
}
