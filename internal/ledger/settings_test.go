package ledger_test

import (
	"testing"

	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// TestFollowSetting is about what a user who joins now would get: staffing/conflictedUsers.
func TestFollowSetting(t *testing.T) {
	for _, c := range []example{
		{"M-2 unknown where nothing says", `matter m`, `Unknown/Unknown`},
		{"M-2 unset counts as Disabled", `firm; matter m`, `Disabled/Disabled`},
		{"M-2 each list has its own", `firm follow=conflictedUsers; matter m follow=staffing`, `Enabled/Enabled`},
		{"M-2 its own before the default", `firm follow=staffing; matter m follow=-staffing`, `Disabled/Disabled`},
		{"M-2 the captured default before the Firm of now", `firm follow=staffing; matter m; firm`, `Enabled/Disabled`},
		{"M-2 the captured default outlives the Firm", `firm follow=staffing; matter m; delete firm`, `Enabled/Disabled`},
		{"M-2 without a default the Firm's first", `matter m; firm follow=staffing; firm follow=conflictedUsers`, `Enabled/Disabled`},
		{"M-2 of a Firm created anew the new first", `matter m; firm follow=staffing; delete firm; firm`, `Disabled/Disabled`},
		{"M-2 the case enables", `firm; case c follow=staffing; matter m case=c`, `Enabled/Disabled`},
		{"M-2 a matter cannot opt out of it", `firm; case c follow=staffing; matter m case=c follow=-staffing`, `Enabled/Disabled`},
		{"M-2 a case does not disable", `firm follow=staffing; case c follow=-staffing; matter m case=c`, `Enabled/Disabled`},
		{"M-2 the case's captured default counts", `firm follow=staffing; case c; firm; matter m case=c`, `Enabled/Disabled`},
		{"M-2 a missing case is unknown", `firm; matter m case=c follow=conflictedUsers`, `Unknown/Enabled`},
		{"M-2 a case without a setting is unknown", `case c; matter m case=c follow=-staffing,conflictedUsers`, `Unknown/Enabled`},
		{"M-2 the case is known, the matter is not", `case c follow=staffing,-conflictedUsers; matter m case=c`, `Enabled/Unknown`},
		{"M-2 what is no case says Disabled", `firm; collection k follow=staffing; matter m case=k`, `Disabled/Disabled`},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			view := firm.WrittenView(t, c.writes)
			m := view.Matter("m")
			l := view.Ledger(m)
			got := string(l.Follow(ledger.Staffing, &m.Spec, view) + "/" + l.Follow(ledger.ConflictedUsers, &m.Spec, view))
			if got != c.want {
				t.Errorf("after %s\n got %s\nwant %s", c.writes, got, c.want)
			}
		})
	}
}

// TestReadingWhatAwaits is about how derivation reads the entry of ada, whose
// answer no write has recorded yet.
func TestReadingWhatAwaits(t *testing.T) {
	for _, c := range []struct {
		behaviour, writes string
		want              bool
	}{
		{"L-4 while nothing is there", `matter m case=c staff=ada`, false},
		{"L-4 the Firm's first is Enabled", `matter m staff=ada; firm follow=staffing; firm`, true},
		{"L-4 the Firm's first is Disabled", `matter m staff=ada; firm; firm follow=staffing`, false},
		{"L-4 the case's first is Enabled", `firm; matter m case=c staff=ada; case c follow=staffing; case c`, true},
		{"L-4 the case's first is Disabled", `firm; matter m case=c staff=ada; case c; case c follow=staffing`, false},
		{"L-4 any of the two: the Firm", `matter m case=c staff=ada; firm follow=staffing`, true},
		{"L-4 any of the two: the case", `matter m case=c staff=ada; case c follow=staffing`, true},
		{"L-4 a Firm that is not awaited", `matter m case=c staff=ada follow=-staffing; firm follow=staffing`, false},
		{"L-4 a case's first that is Unknown is the Firm's", `matter m case=c staff=ada follow=-staffing; case c; firm follow=staffing`, true},
		{"L-4 and Disabled while there is no Firm", `matter m case=c staff=ada follow=-staffing; case c`, false},
		{"L-4 what is no case says Disabled", `firm; matter m case=c staff=ada; collection c follow=staffing`, false},
		{"L-4 the other list's setting says nothing", `matter m staff=ada; firm follow=conflictedUsers`, false},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			view := firm.WrittenView(t, c.writes)
			l := stored(t, view.Matter("m"))
			if l.Staffing.Joined["ada"].Awaits == nil {
				t.Fatal("ada awaits nothing")
			}
			if got := l.Follows(ledger.Staffing, "ada", view); got != c.want {
				t.Errorf("after %s ada is followed: %t, want %t", c.writes, got, c.want)
			}
		})
	}
}

func TestReadingWhatIsRecorded(t *testing.T) {
	view := firm.WrittenView(t, `firm follow=staffing; matter m staff=ada; firm; matter m staff=ada,ben follow=-staffing`)
	l := stored(t, view.Matter("m"))
	for user, want := range map[string]bool{"ada": true, "ben": false, "nobody": false} {
		if got := l.Follows(ledger.Staffing, user, view); got != want {
			t.Errorf("L-4: %s is followed: %t, want %t", user, got, want)
		}
	}
}
