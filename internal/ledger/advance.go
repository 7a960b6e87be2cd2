package ledger

import (
	"maps"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Of returns the ledger of an asset as derivation reads it: what is stored,
// completed in memory where Advance would still change it (L-7). Whoever is seen
// to have left counts as having left after every link was made.
func Of(asset *v1alpha1.Matter, around Around) Matter {
	stored, _ := DecodeMatter(asset.Annotations[v1alpha1.LedgerAnnotation])
	return stored.Completed(&asset.Spec, around)
}

// Completed returns the ledger completed in memory for derivation; see Of.
func (m Matter) Completed(spec *v1alpha1.MatterSpec, around Around) Matter {
	if m.Complete(spec) {
		return m
	}
	return m.Complement(spec, around, EndOfTime())
}

// Complete says whether the ledger is one that the spec needs no change to: it
// is there, and who has joined is who is direct. A cheap test of whether
// Complement would change anything.
func (m Matter) Complete(spec *v1alpha1.MatterSpec) bool {
	if m.Version == 0 {
		return false
	}
	for _, list := range ListNames {
		direct, joined := Direct(list, spec), m.Of(list).Joined
		if len(direct) != len(joined) {
			return false
		}
		for _, user := range direct {
			if _, ok := joined[user]; !ok {
				return false
			}
		}
	}
	return true
}

// Advance returns the ledger after a write that leaves the given spec, among
// what is around it at that write (L-1). It is idempotent.
func (m Matter) Advance(spec *v1alpha1.MatterSpec, around Around, now Time) Matter {
	return Bound(MaxLeft).Advance(m, spec, around, now)
}

// Complement is Advance as the controllers do it for an object whose ledger is
// missing or lags its spec (L-7): it records nothing that an entry awaits (L-4).
func (m Matter) Complement(spec *v1alpha1.MatterSpec, around Around, now Time) Matter {
	return Bound(MaxLeft).Complement(m, spec, around, now)
}

// born returns the ledger of an asset at its creation (L-2, L-3).
func born(unreadable bool, spec *v1alpha1.MatterSpec, around Around) Matter {
	m := Matter{Unreadable: unreadable, Version: Version}
	if firm, _ := around.Firm(); firm != nil {
		m.Defaults = new(FirmSettings(&firm.Spec))
	}
	m.First = Settings{
		ConflictedUsers: m.Own(ConflictedUsers, spec, around),
		Staffing:        m.Own(Staffing, spec, around),
	}
	return m
}

// moved returns the history of a list after whoever is direct now has joined and
// whoever is no longer has left (L-4, L-5).
func (m Matter) moved(list ListName, spec *v1alpha1.MatterSpec, around Around, now Time, bound Bound) List {
	history, direct := m.Of(list), Direct(list, spec)
	joins := slices.DeleteFunc(slices.Clone(direct), func(user string) bool {
		_, there := history.Joined[user]
		return there
	})
	if len(joins) == 0 && len(direct) == len(history.Joined) {
		return history // whoever is direct has joined, and nobody else has
	}
	leaves := gone(history.Joined, direct)
	next := history.clone(len(joins))
	next.Clock++
	if len(joins) > 0 {
		entry := m.entry(list, spec, around)
		entry.At = next.Clock
		for _, user := range joins {
			next.Joined[user] = entry
			delete(next.Left, user)
		}
	}
	for _, user := range leaves {
		delete(next.Joined, user)
		next.Left[user] = Left{At: next.Clock, Time: now}
	}
	next.forget()
	next.collapse(bound)
	return next
}

// entry returns what the ledger notes of a user who joins at this write (L-4).
func (m Matter) entry(list ListName, spec *v1alpha1.MatterSpec, around Around) Joined {
	if setting := m.Follow(list, spec, around); setting != Unknown {
		return Joined{Follow: setting == Enabled}
	}
	awaits := &Awaits{Firm: m.Own(list, spec, around) == Unknown}
	if name := CaseName(spec); name != "" {
		if around.Matter(name) == nil {
			awaits.Case = name
		} else if caseSetting(list, spec, around) == Unknown {
			awaits.Firm = true
		}
	}
	return Joined{Awaits: awaits}
}

// settle records the answer of entries that await what is all there now, none of
// it Unknown (L-4).
func (l List) settle(list ListName, around Around) List {
	var next *List
	for user, joined := range l.Joined {
		if joined.Awaits == nil {
			continue
		}
		follow, known := answer(list, *joined.Awaits, around)
		if !known {
			continue
		}
		if next == nil {
			next = new(l.clone(0))
		}
		next.Joined[user] = Joined{At: joined.At, Follow: follow}
	}
	if next == nil {
		return l
	}
	return *next
}

// answer says whether those who await this follow, once all of it is there. A
// case that was created while no setting was known never answers for good: what
// it means is the Firm's first, whichever Firm that is.
func answer(list ListName, awaits Awaits, around Around) (follow, known bool) {
	if awaits.Firm {
		first := firmFirst(list, around)
		if first == Unknown {
			return false, false
		}
		follow = first == Enabled
	}
	if awaits.Case == "" {
		return follow, true
	}
	asset := around.Matter(awaits.Case)
	if asset == nil {
		return false, false
	}
	if asset.Spec.Type != v1alpha1.TypeCase {
		return follow, true
	}
	first := around.Ledger(asset).First.Of(list)
	return follow || first == Enabled, first != Unknown
}

// forget drops the partings that no longer matter: nobody who is there joined
// before them (L-5).
func (l *List) forget() {
	if len(l.Left) == 0 {
		return
	}
	earliest := int64(1 << 62)
	for _, joined := range l.Joined {
		earliest = min(earliest, joined.At)
	}
	maps.DeleteFunc(l.Left, func(_ string, left Left) bool { return left.At <= earliest })
}

// clone returns a history of its own, with room for so many more who join.
func (l List) clone(room int) List {
	next := List{Clock: l.Clock, Joined: maps.Clone(l.Joined), Left: maps.Clone(l.Left)}
	if next.Joined == nil {
		next.Joined = make(map[string]Joined, room)
	}
	if next.Left == nil {
		next.Left = map[string]Left{}
	}
	return next
}

// gone returns who has joined and is not direct, in any order.
func gone(joined map[string]Joined, direct []string) []string {
	if len(joined) == 0 {
		return nil
	}
	var gone []string
	there := make(map[string]bool, len(direct))
	for _, user := range direct {
		there[user] = true
	}
	for user := range joined {
		if !there[user] {
			gone = append(gone, user)
		}
	}
	return gone
}

// Advance returns the ledger of a Firm after a write that leaves the given spec.
// Only a write by the lead or the backup closes or opens the window (P-5).
func (f Firm) Advance(spec *v1alpha1.FirmSpec, byAdministrator bool) Firm {
	if f.Version == 0 {
		f = Firm{First: FirmSettings(spec), Unreadable: f.Unreadable, Version: Version}
	}
	if byAdministrator {
		f.Closed = spec.Administrators.Provisioning == v1alpha1.ProvisioningClosed
	}
	return f
}
