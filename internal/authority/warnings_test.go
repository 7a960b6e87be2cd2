package authority_test

import (
	"strings"
	"testing"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/matrix"
)

func TestWarnings(t *testing.T) {
	t.Parallel()
	staffed := func(user string) func(roster.Objects) authority.Change {
		return matrix.MatterM(func(m *ma) { m.Spec.Staffing = append(m.Spec.Staffing, v1alpha1.StaffingEntry{User: user}) })
	}
	for _, c := range []struct {
		behaviour, firm, by string
		does                func(roster.Objects) authority.Change
		want                []string // a part of each
	}{
		{"R-2 lead and backup the same", "", "lead", lead("bob"), []string{"R-2: bob is both"}},
		{"P-7 they were before", "firm lead=lea backup=lea closed", "lead", matrix.FirmWith(func(f *fm) { f.Spec.Administrators.Provisioning = "Closed"; f.Spec.DisplayName = "X" }), nil},
		{"R-1 no backup", "", "lead", matrix.FirmWith(func(f *fm) { f.Spec.Administrators.Backup = "" }), []string{"R-1: the firm has no backup"}},
		{"R-1 a first lead who is not there", "firm", "open", lead("nemo"), []string{"R-1: the lead nemo is not a user", "P-5: provisioning is open"}},
		{"P-5 open", "no firm", "company", matrix.NewFirm(func(*fm) {}), []string{"P-5: provisioning is open"}},
		{"P-5 awaiting the lead", "no firm", "company", matrix.NewFirm(func(f *fm) { f.Spec.Administrators.Provisioning = "Closed" }), []string{"P-5: provisioning stays open until"}},
		{"P-5 closed by the lead", "firm lead=lea backup=bob", "lead", matrix.FirmWith(func(f *fm) { f.Spec.Administrators.Provisioning = "Closed" }), nil},
		{"S-3 ApproveOthersInvoices without Accounting", "", "fa", matrix.UserWith("una", func(u *fu) { u.Spec.Rights = []v1alpha1.UserRight{"ApproveOthersInvoices"} }), []string{"S-3: the right ApproveOthersInvoices"}},
		{"S-3 AllBillingUnits without Reporting", "", "fa", matrix.UserWith("una", func(u *fu) { u.Spec.Rights = []v1alpha1.UserRight{"AllBillingUnits"} }), []string{"S-3: the right AllBillingUnits"}},
		{"S-3 both with", "", "fa", matrix.UserWith("una", func(u *fu) {
			u.Spec.Rights = []v1alpha1.UserRight{"AllBillingUnits", "Reporting", "Accounting", "ApproveOthersInvoices"}
		}), nil},
		{"P-1 nobody can act", "", "fa", matrix.UserWith("una", func(u *fu) { u.Spec.Email = "" }), []string{"P-1: without an email"}},
		{"R-4 an administrator of no office", "", "fa", matrix.UserWith("ed", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmOfficeAdministrator }), []string{"R-4: a Firm Office Administrator without"}},
		{"R-4 an administrator of an office that is not there", "", "fa", matrix.UserWith("olga", func(u *fu) { u.Spec.Office = "rome" }), []string{"R-4: there is no office rome"}},
		{"M-12 a member is deactivated", "", "fa", matrix.UserWith("ed", func(u *fu) { u.Spec.Deactivated = true }), []string{"M-12: ed is on m"}},
		{"M-12 one who is on nothing", "", "fa", matrix.UserWith("una", func(u *fu) { u.Spec.Deactivated = true }), nil},
		{"A-4 a link to who is not there", "", "fa", matrix.NewLink("una", "nemo2"), []string{"A-4: nemo2"}},
		{"M-12 a member who is not there", "", "matter-lead", staffed("nemo2"), []string{"M-12: the member nemo2 is not a user"}},
		{"M-12 a lead who is a biller", "", "matter-lead", matrix.MatterM(func(m *ma) { m.Spec.Lead = "tina" }), []string{"M-12: the lead tina is a 3rd party biller"}},
		{"P-7 one who was not there before", "", "matter-lead", staffed("una"), nil},
		{"C-7 staffed and conflicted", "", "matter-lead", staffed("cal"), []string{"C-7: cal is on the team and walled off at once (ConflictedUser)"}},
		{"C-7 staffed and excluded", "", "matter-lead", staffed("exa"), []string{"C-7: exa is on the team and walled off at once (ExcludedUser)"}},
		{"C-7 conflicted and staffed", "", "compliance", matrix.MatterM(func(m *ma) {
			m.Spec.ConflictedUsers = append(m.Spec.ConflictedUsers, v1alpha1.ConflictedEntry{User: "rea"})
		}), []string{"C-7: rea"}},
		{"C-7 on both sides of a set", "matter n staff=rea set=auction/b", "compliance", matrix.MatterM(func(m *ma) {
			m.Spec.OpposingTeamSets = []v1alpha1.OpposingTeamSide{{Set: "auction", Side: "a"}}
		}), []string{"C-7: rea is on the team and walled off at once (OpposingTeamSet)"}},
		{"M-2 a case that follows all the same", "case c follow=staffing", "administrator", matrix.MatterM(func(m *ma) {
			m.Spec.Case, m.Spec.AssistantsFollow.Staffing = "c", v1alpha1.FollowDisabled
		}), []string{"M-2: assistants follow on staffing all the same: the case c"}},
		{"M-11 an assistant's own systems", "link ed->una", "matter-lead", matrix.MatterM(func(m *ma) { m.Spec.Staffing[1].IncludedSystems = []string{"documents"} }), []string{"M-11: the systems of ed"}},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			t.Parallel()
			there := matrix.Objects(t, c.firm)
			decision := decide(t, there, c.by, c.does(there))
			if !decision.Allowed() {
				t.Fatal(decision.Refusals)
			}
			if len(decision.Warnings) != len(c.want) {
				t.Fatalf("got %q, want %q", decision.Warnings, c.want)
			}
			for i, want := range c.want {
				if !strings.Contains(decision.Warnings[i], want) {
					t.Errorf("got %q, want %q", decision.Warnings[i], want)
				}
			}
		})
	}
}
