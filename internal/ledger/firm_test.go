package ledger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/firm"
)

func TestWindow(t *testing.T) {
	type write struct {
		window          v1alpha1.ProvisioningWindow
		byAdministrator bool
	}
	const open, closed = v1alpha1.ProvisioningOpen, v1alpha1.ProvisioningClosed
	for _, c := range []struct {
		behaviour string
		writes    []write
		want      bool
	}{
		{"P-5 closed by lead or backup", []write{{closed, true}}, true},
		{"P-5 not by anyone else", []write{{closed, false}}, false},
		{"P-5 as soon as lead or backup writes anything", []write{{closed, false}, {closed, true}}, true},
		{"P-5 nobody else opens it", []write{{closed, true}, {open, false}}, true},
		{"P-5 lead or backup opens it", []write{{closed, true}, {open, true}}, false},
		{"P-5 unset is not Closed", []write{{closed, true}, {"", true}}, false},
		{"P-5 nor is a first write that says nothing", []write{{"", true}}, false},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			var l ledger.Firm
			for _, w := range c.writes {
				l = l.Advance(&firm.MakeFirm().Provisioning(w.window).Spec, w.byAdministrator)
			}
			if l.Closed != c.want {
				t.Errorf("closed: %t, want %t", l.Closed, c.want)
			}
		})
	}
}

func TestFirstOfTheFirm(t *testing.T) {
	for _, c := range []struct {
		behaviour, writes string
		want              ledger.Settings
	}{
		{"L-3 what the Firm says at its creation", `firm follow=staffing,conflictedUsers`, ledger.Settings{Staffing: ledger.Enabled, ConflictedUsers: ledger.Enabled}},
		{"L-3 unset counts as Disabled", `firm follow=conflictedUsers`, ledger.Settings{Staffing: ledger.Disabled, ConflictedUsers: ledger.Enabled}},
		{"L-3 it never changes", `firm; firm follow=staffing`, ledger.Settings{Staffing: ledger.Disabled, ConflictedUsers: ledger.Disabled}},
		{"L-3 a Firm created anew has a new one", `firm; delete firm; firm follow=staffing`, ledger.Settings{Staffing: ledger.Enabled, ConflictedUsers: ledger.Disabled}},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			_, l := firm.WrittenView(t, c.writes).Firm()
			if diff := cmp.Diff(ledger.Firm{First: c.want, Version: ledger.Version}, l); diff != "" {
				t.Errorf("after %s (-want +got)\n%s", c.writes, diff)
			}
		})
	}
}

// TestWithoutLedgers is about objects that no webhook has seen (L-7).
func TestWithoutLedgers(t *testing.T) {
	view := firm.View(t, `firm follow=staffing; matter m staff=ada`)
	if _, l := view.Firm(); l.Version != ledger.Version || l.First.Staffing != ledger.Enabled {
		t.Errorf("L-7: the Firm reads as %+v", l)
	}
	if got, want := team(view.Ledger(view.Matter("m"))), `clock 1: ada@1 follows`; got != want {
		t.Errorf("L-7: the team reads as %s, want %s", got, want)
	}
}

// TestLagging is about a team that changed while the webhook was absent: who is
// seen to have left counts as having left after every link was made (L-7).
func TestLagging(t *testing.T) {
	objects := firm.Written(t, `firm follow=staffing; matter m staff=tom,asa`)
	m := objects.Matters[0]
	m.Spec.Staffing = firm.MakeMatter("m").Staff("tom", "ben").Spec.Staffing
	l := ledger.Of(m, firm.View(t, `firm`))
	if got, want := team(l), `clock 2: ben@2 follows, tom@1 follows; left asa@2 23:59`; got != want {
		t.Errorf("L-7: the team reads as %s, want %s", got, want)
	}
	if !l.Severed(ledger.Staffing, "asa", "tom", firm.At(1_000_000)) {
		t.Error("L-7: a link severs nothing although its assistant left")
	}
}
