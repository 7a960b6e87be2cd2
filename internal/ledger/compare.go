package ledger

import (
	"maps"
	"time"
)

// Likeness says how alike two ledgers are that one write may have left.
type Likeness int

const (
	// Different ledgers are not of one write.
	Different Likeness = iota
	// SameHistory says the same of who joined and left when, but not of the
	// settings that were found around them at that write.
	SameHistory
	// Same ledgers say the same.
	Same
)

// Like says how alike two ledgers are that a write of the stored one may have
// left. The time at which that write let users leave may differ by the slack.
func (m Matter) Like(other, stored Matter, slack time.Duration) Likeness {
	if m.Version != other.Version || m.Unreadable != other.Unreadable {
		return Different
	}
	likeness := Same
	if m.First != other.First || !equal(m.Defaults, other.Defaults) {
		if stored.Version != 0 {
			return Different // they never change (L-2, L-3)
		}
		likeness = SameHistory
	}
	for _, list := range ListNames {
		likeness = min(likeness, m.Of(list).like(other.Of(list), stored.Of(list), slack))
	}
	return likeness
}

func (l List) like(other, stored List, slack time.Duration) Likeness {
	sameLeft := func(a, b Left) bool {
		if a.At > stored.Clock {
			return a.At == b.At && a.Time.Sub(b.Time.Time).Abs() <= slack
		}
		return a.At == b.At && a.Time.Equal(b.Time.Time)
	}
	if l.Clock != other.Clock || len(l.Joined) != len(other.Joined) || !maps.EqualFunc(l.Left, other.Left, sameLeft) {
		return Different
	}
	likeness := Same
	for user, a := range l.Joined {
		b, there := other.Joined[user]
		switch {
		case !there || a.At != b.At:
			return Different
		case a.Follow == b.Follow && equal(a.Awaits, b.Awaits):
		case a.At <= stored.Clock && stored.Joined[user].Awaits == nil:
			return Different // what is recorded never changes (L-4)
		default:
			likeness = SameHistory
		}
	}
	return likeness
}

func equal[V comparable](a, b *V) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
