package model

import "github.com/matterplane/matterplane/api/v1alpha1"

// Ledger is what the rules fix of an asset's ledger (L-2 to L-5, L-10), by list:
// "staffing" and "conflictedUsers".
type Ledger struct {
	// Defaults are nil if there was no Firm at the asset's creation.
	Defaults map[string]v1alpha1.FollowSetting
	First    map[string]v1alpha1.FollowSetting
	Lists    map[string]LedgerList
}

// LedgerList is what a ledger holds of one list.
type LedgerList struct {
	Clock  int
	Joined map[string]LedgerJoined
	Left   map[string]LedgerLeft
}

// LedgerJoined is when a user joined, and whether its assistants follow; while
// it awaits something that says no.
type LedgerJoined struct {
	At         int
	Follow     bool
	AwaitsFirm bool
	AwaitsCase string
}

// LedgerLeft is when a user left: by the clock, and by the time in microseconds.
type LedgerLeft struct {
	At   int
	Time int64
}

// Ledger is the ledger that an asset must have. The asset must be there.
func (w *World) Ledger(matter string) Ledger {
	a := w.assets[matter]
	kept := Ledger{Defaults: a.defaults.byName(), First: a.first.byName(), Lists: map[string]LedgerList{}}
	for _, l := range lists {
		h := a.history[l]
		of := LedgerList{Clock: len(h), Joined: map[string]LedgerJoined{}, Left: map[string]LedgerLeft{}}
		for user := range h.present() {
			x := h.answer(user)
			of.Joined[user] = LedgerJoined{
				At: h.joinedAt(user), Follow: x.follow, AwaitsFirm: x.awaitsFirm, AwaitsCase: x.awaitsAsset,
			}
		}
		for user, d := range w.left(a, l) {
			of.Left[user] = LedgerLeft{At: d.clock, Time: d.at.UnixMicro()}
		}
		kept.Lists[string(l)] = of
	}
	return kept
}

// FirmFirst is the first of the Firm's ledger (L-3), by list; nil without a Firm.
func (w *World) FirmFirst() map[string]v1alpha1.FollowSetting {
	if w.firm == nil {
		return nil
	}
	return w.firm.first.byName()
}

func (s settings) byName() map[string]v1alpha1.FollowSetting {
	if s == nil {
		return nil
	}
	named := map[string]v1alpha1.FollowSetting{}
	for l, setting := range s {
		named[string(l)] = setting
	}
	return named
}
