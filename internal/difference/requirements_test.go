package difference_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/difference"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// asked is a requirement in a line.
func asked(r difference.Requirement) string {
	line := fmt.Sprintf("%s %s %s: %s", r.Kind, r.Name, strings.Join(append([]string{r.Field}, r.Also...), "+"), r.Rule)
	if r.Nobody {
		line += " nobody"
	}
	return strings.TrimSpace(line + ": " + r.Reason + ". " + r.Who)
}

// TestRequirements says whom the rules require for the write itself (sections R and U).
func TestRequirements(t *testing.T) {
	const closed = "firm lead=lena backup=bob closed; user lena; user bob; user tina; user otto; matter m1 lead=tina"
	const open = "firm lead=lena backup=bob; user lena; user bob; user tina; user otto; matter m1 lead=tina"
	for name, s := range map[string]struct {
		base, head string
		gone       []string
		want       []string
	}{
		"the lead, whoever may: R-1": {closed, "firm lead=tina backup=bob provisioning=Closed", nil, []string{
			"Firm firm spec.administrators.lead: R-1: choose the lead. The lead or the backup. Ask lena@firm.example (lead).",
		}},
		"a role while the window is open: R-4, P-5": {open, "user tina role=FirmAdministrator", nil, []string{
			"FirmUser tina spec.systemRole: R-4: make someone Firm Administrator. A Firm Administrator or a Provisioner, while the firm's window is open. Ask lena@firm.example (lead).",
		}},
		"a role once it is closed": {closed, "user tina role=FirmAdministrator", nil, []string{
			"FirmUser tina spec.systemRole: R-4: make someone Firm Administrator. A Firm Administrator. Ask lena@firm.example (lead).",
		}},
		"an email that is another's: R-7": {closed, "user tina email=otto@firm.example", nil, []string{
			"FirmUser tina spec.email: R-7: change the email of a user with the role Firm User. A Firm Administrator or the Firm Office Administrator of the user's office. Ask lena@firm.example (lead).",
			"FirmUser tina spec.email: R-7 nobody: otto@firm.example is how otto is known, and neither could act. Choose another, or first take it from otto.",
		}},
		"a lead who cannot lead: R-1": {closed, "firm lead=nobody backup=bob provisioning=Closed", nil, []string{
			"Firm firm spec.administrators.lead: R-1: choose the lead. The lead or the backup. Ask lena@firm.example (lead).",
			"Firm firm spec.administrators.lead: R-1 nobody: nobody is not a user of the firm. Name an active user of the firm who is not a 3rd party biller.",
		}},
		"the lead is deleted: R-8": {closed, "", []string{"user lena"}, []string{
			"FirmUser lena metadata.name: R-6: delete a user. A Firm Administrator or the Firm Office Administrator of the user's office. Ask lena@firm.example (lead).",
			"FirmUser lena metadata.name: R-8 nobody: lena is the lead or the backup of the firm, who is not deleted. The lead or the backup names another first.",
		}},
		"much of one matter: U-4, U-5": {closed, "matter m1 lead=otto staff=tina,bob conflicted=lena follow=staffing", nil, []string{
			"Matter m1 spec.conflictedUsers[lena]: U-5: change who is walled off. A user with the right Compliance, a user with the right Administrator, a Provisioner or a Waller.",
			"Matter m1 spec.lead+spec.staffing[tina]+spec.staffing[bob]+spec.assistantsFollow.staffing: U-4: change who is on the team. A member with the matter role MatterAdministrator, a user with the right Administrator, a Provisioner or a Staffer. Ask tina@firm.example (lead of m1).",
		}},
		"a matter comes: U-4": {closed, "matter m2 lead=otto", nil, []string{
			"Matter m2 metadata.name: U-4: create a matter. Who leads it (otto), a user with the right Administrator, a Provisioner or a Staffer.",
		}},
		"a matter goes: U-5": {closed, "", []string{"matter m1"}, []string{
			"Matter m1 metadata.name: U-5: delete a matter. A user with the right Compliance, a user with the right Administrator, a Provisioner or a Waller.",
		}},
		"a link that would have no effect: A-4": {closed + "; link tina->otto", "link otto->bob", nil, []string{
			"AssistantLink otto-assists-bob metadata.name: U-3: link an assistant to a timekeeper. A Firm Administrator, the Firm Office Administrator of the office of bob, a Provisioner or a Staffer. Ask lena@firm.example (lead).",
			"AssistantLink otto-assists-bob spec: A-4 nobody: the link of otto to bob would have no effect: AssistantHasAssistants, against tina-assists-otto. Delete tina-assists-otto first, or leave this one out.",
		}},
		"a link names others: A-3": {closed + "; link tina->otto", "link bob->otto name=tina-assists-otto", nil, []string{
			"AssistantLink tina-assists-otto spec.assistant: A-3 nobody: change whom a link names: delete it and create another.",
		}},
		"names alone: P-3": {"office london", "office london", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			base := firm.Written(t, s.base)
			f := between(t, base, replaced(base, firm.Parse(t, s.head), s.gone...))
			var got []string
			for _, r := range f.Requirements {
				got = append(got, asked(r))
			}
			if d := cmp.Diff(s.want, got); d != "" {
				t.Errorf("(-want +told)\n%s", d)
			}
		})
	}
}

// TestCautions are about what a reviewer should know beside.
func TestCautions(t *testing.T) {
	base := firm.Written(t, "firm; user tina; user ada; link ada->tina; matter m1 lead=tina; case c1")
	for name, s := range map[string]struct {
		head    string
		stamped bool
		want    []string
	}{
		"the Firm's setting: L-2": {head: "firm follow=staffing", want: []string{
			"L-2: the Firm's assistantsFollow.staffing becomes Enabled: that holds for matters created from now on, and changes nothing on those that are there.",
		}},
		"a matter's settings: M-3, C-3": {head: "matter m1 lead=tina follow=staffing,conflictedUsers", want: []string{
			"M-3: assistantsFollow.staffing of m1 becomes Enabled: that holds for who joins from now on, and for nobody who is there.",
			"M-3: assistantsFollow.conflictedUsers of m1 becomes Enabled: that holds for who joins from now on, and for nobody who is there; but the assistants of those whom a set walls off follow them as the setting is now (C-3).",
		}},
		"stamps that are carried: L-8": {head: "matter m2; user otto", stamped: true, want: []string{
			"L-8: ledgers and stamps (matterplane.dev/…) that HEAD carries and BASE has not are not counted, for who applies them is no Restorer: FirmUser otto, Matter m2.",
		}},
		"another type: L-3": {head: "collection c1", want: []string{
			"L-3: c1 was a Case and becomes a Collection: spec.type never changes, so it has to be deleted and created anew, with a new ledger.",
		}},
		"the lead comes too: R-1": {head: "user zoe; firm lead=zoe", want: []string{
			"Firm firm, spec.administrators.lead: R-1: zoe is not a user of the firm, unless the rest of the change is made first.",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			head := replaced(base, firm.Parse(t, s.head))
			if s.stamped {
				firm.Stamp(head.Matters[0], 7)
				firm.Stamp(head.Users[0], 7)
			}
			if d := cmp.Diff(s.want, between(t, base, head).Cautions); d != "" {
				t.Errorf("(-want +told)\n%s", d)
			}
		})
	}
}
