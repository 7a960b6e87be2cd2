package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// sound is a firm of which nothing is to be said.
const sound = `
firm lead=amira backup=ben provisioning=Closed clients=acme/amira units=group,uk/group systems=documents,billing
user amira; user ben; user carla; user dan
`

// rule is a case of a rule: what is written beside the sound firm, and what is found:
// severity, ID, object, field, and how many other places.
type rule struct {
	name, text string
	want       []string
}

var rules = []rule{
	{"nothing", ``, nil},
	{"a matter of all sorts", `matter m lead=amira staff=ben:MatterEditor:Follow@documents conflicted=carla client=acme unit=uk`, nil},

	{"W-3 a client, an office and a unit", `matter m client=acne office=london unit=tax`, []string{
		"error S-5 m spec.businessUnit", "error W-3 m spec.client", "error W-3 m spec.office",
	}},
	{"W-3 of a user", `user eve office=london units=tax,uk delegates=nobody,ben`, []string{
		"error S-5 eve spec.businessUnits[tax]", "error W-3 eve spec.delegates[nobody]", "error W-3 eve spec.office",
	}},
	{"W-3 of a link", `link nobody->amira`, []string{"error W-3 nobody-assists-amira spec.assistant"}},
	{"W-3 of an exclusion", `matter m excluded=nobody`, []string{"error W-3 m spec.excludedUsers[nobody].user"}},
	{"M-8 missing, or of another type", `case c; matter m case=c9 collections=c,k9`, []string{
		"error M-8 m spec.case", "error M-8 m spec.collections[c] +1", "error M-8 m spec.collections[k9]",
	}},
	{"M-11 systems that are not listed, each where it is", `matter m staff=ben@fax,carla@documents+fax`, []string{
		"error M-11 m spec.staffing[ben].includedSystems[fax]", "error M-11 m spec.staffing[carla].includedSystems[fax]",
	}},
	{"M-11 an assistant's", `link dan->ben; matter m staff=dan@documents`, []string{"warning M-11 m spec.staffing[dan].includedSystems"}},
	{"M-12 nobody", `matter m lead=nobody staff=noone`, []string{"error M-12 m spec.lead", "error M-12 m spec.staffing[noone].user"}},
	{"M-12 deactivated", `user eve deactivated; matter m lead=eve staff=eve`, []string{"warning M-12 m spec.lead +1"}},
	{"M-12 a biller", `user eve role=ThirdPartyBiller; matter m staff=eve`, []string{"warning M-12 m spec.staffing[eve].user +1"}},
	{"C-1 a wall around nobody", `matter m conflicted=nobody`, []string{"note C-1 m spec.conflictedUsers[nobody].user"}},

	{"A-2 an assistant with an assistant", `link dan->ben; link carla->dan`, []string{"error A-2 dan-assists-ben spec.assistant +1"}},
	{"A-2 a timekeeper who assists", `link ben->carla; link dan->ben`, []string{"error A-2 dan-assists-ben spec.timekeeper +1"}},
	{"A-4 the same pair", `link dan->ben; link dan->ben name=again`, []string{"error A-4 dan-assists-ben spec.assistant +1"}},

	{"M-2 a matter that opts out in vain", `case c follow=staffing,conflictedUsers; matter m case=c follow=-staffing,-conflictedUsers`, []string{
		"warning M-2 m spec.assistantsFollow.conflictedUsers +1", "warning M-2 m spec.assistantsFollow.staffing +1",
	}},
	{"M-2 a matter that says Enabled under a case that says Disabled", `case c follow=-staffing; matter m case=c follow=staffing`, nil},

	{"C-2 one side", `matter m set=auction/a; matter n set=auction/a`, []string{"warning C-2 m spec.opposingTeamSets[auction] +1"}},
	{"C-2 two sides", `matter m set=auction/a; matter n set=auction/b`, nil},
	{"C-2 against its own case", `case c set=auction/a; matter m case=c set=auction/b`, []string{"warning C-2 m spec.opposingTeamSets[auction] +1"}},
	{"C-4 on both sides", `user eve floating; matter m staff=eve set=auction/a; matter n staff=eve set=auction/b`, []string{
		"note C-4 m spec.opposingTeamSets +1", "note C-4 n spec.opposingTeamSets +1",
	}},
	{"C-7 by name", `matter m staff=ben conflicted=ben`, []string{"warning C-7 m spec.staffing[ben].user +1"}},
	{"C-7 the lead", `matter m lead=ben conflicted=ben`, []string{"warning C-7 m spec.lead +1"}},
	{"C-7 excluded", `matter m staff=ben excluded=ben`, []string{"warning C-7 m spec.staffing[ben].user +1"}},
	{"C-7 by the case", `case c conflicted=ben; matter m case=c staff=ben`, []string{"warning C-7 m spec.staffing[ben].user +1"}},
	{"C-7 by the other side", `matter m staff=ben set=auction/a; matter n staff=ben set=auction/b`, []string{
		"warning C-7 m spec.staffing[ben].user +1", "warning C-7 n spec.staffing[ben].user +1",
	}},
	{"C-8 meant", `case c staff=ben; matter m case=c conflicted=ben`, []string{"note C-8 m  +1"}},
	{"C-8 a follower", `link dan->ben; link dan->carla; matter m staff=ben:Follow conflicted=carla:Follow`, []string{"warning C-8 m  +1"}},
	{"D-3 the right Administrator", `user eve rights=Administrator; matter m excluded=eve`, []string{"warning D-3 m spec.excludedUsers[eve].user +1"}},

	{"R-7 the same email", `user eve email=amira@firm.example`, []string{"error R-7 amira spec.email +1", "error R-7 eve spec.email +1"}},
	{"R-7 an email that is another's identity", `user eve identities=amira@firm.example`, []string{
		"error R-7 amira spec.email +1", "error R-7 eve spec.identities[amira@firm.example] +1",
	}},
	{"R-7 three with one identity", `user eve identities=x; user finn identities=x; user gus identities=x`, []string{
		"error R-7 eve spec.identities[x] +2", "error R-7 finn spec.identities[x] +2", "error R-7 gus spec.identities[x] +2",
	}},
	{"P-1 a deactivated delegate", `user eve delegates=finn; user finn deactivated`, []string{"warning P-1 eve spec.delegates[finn] +1"}},
	{"S-3 both", `user eve rights=ApproveOthersInvoices,AllBillingUnits`, []string{
		"warning S-3 eve spec.rights[AllBillingUnits]", "warning S-3 eve spec.rights[ApproveOthersInvoices]",
	}},
	{"R-4 an administrator of no office", `user eve role=FirmOfficeAdministrator`, []string{"warning R-4 eve spec.systemRole"}},
	{"S-1 two offices", `office london; office leeds; user eve office=leeds role=FirmOfficeAdministrator`, []string{"warning S-1 london "}},
	{"S-1 one office", `office london`, nil},
}

var firmRules = []rule{
	{"nobody at all", `firm provisioning=Closed; user amira`, []string{"warning R-8 firm spec.administrators"}},
	{"only a Firm Administrator", `firm provisioning=Closed; user amira role=FirmAdministrator`, []string{"warning R-1 firm spec.administrators"}},
	{"no backup", `firm lead=amira provisioning=Closed; user amira`, []string{"warning R-1 firm spec.administrators.backup"}},
	{"a lead who is nobody", `firm lead=nobody backup=amira provisioning=Closed; user amira`, []string{"error R-1 firm spec.administrators.lead"}},
	{"a deactivated lead", `firm lead=amira backup=ben provisioning=Closed; user amira deactivated; user ben`, []string{"warning R-1 firm spec.administrators.lead +1"}},
	{"a biller as backup", `firm lead=amira backup=ben provisioning=Closed; user amira; user ben role=ThirdPartyBiller`, []string{"warning R-1 firm spec.administrators.backup +1"}},
	{"a deactivated biller as backup", `firm lead=amira backup=ben provisioning=Closed; user amira; user ben role=ThirdPartyBiller deactivated`, []string{"warning R-1 firm spec.administrators.backup +1", "warning R-1 firm spec.administrators.backup +1"}},
	{"the same user as both", `firm lead=amira backup=amira provisioning=Closed; user amira`, []string{"warning R-2 firm spec.administrators.backup +1"}},
	{"an open window", `firm lead=amira backup=ben; user amira; user ben`, []string{"note P-5 firm spec.administrators.provisioning"}},
	{"a deactivated manager", `firm lead=amira backup=ben provisioning=Closed clients=acme/eve; user amira; user ben; user eve deactivated`, []string{
		"warning P-1 firm spec.clients[acme].manager +1",
	}},
	{"units above each other, and below nothing", `firm lead=amira backup=ben provisioning=Closed units=a/b,b/a,c/c,d/x; user amira; user ben`, []string{
		"error S-5 firm spec.businessUnits[a].parent +1", "error S-5 firm spec.businessUnits[c].parent", "error S-5 firm spec.businessUnits[d].parent",
	}},
	{"no users", `firm provisioning=Closed lead=amira; link dan->ben; matter m staff=ben`, []string{"error W-3 firm spec.administrators.lead", "warning R-1 firm spec.administrators.backup"}},
	{"no Firm", `user amira; matter m lead=amira`, []string{"warning W-2 amira "}},
	{"no Firm, and a client", `user amira; matter m lead=amira client=acme`, []string{"error W-2 m spec.client"}},
}

func TestRules(t *testing.T) {
	t.Parallel()
	for _, r := range rules {
		r.text = sound + r.text
		t.Run(r.name, r.run)
	}
	for _, r := range firmRules {
		t.Run(r.name, r.run)
	}
}

func (r rule) run(t *testing.T) {
	t.Parallel()
	var got []string
	for _, f := range files(t, written(t, firm.Parse(t, r.text), 0)) {
		said := fmt.Sprintf("%s %s %s %s", f.Severity, f.ID, f.Name, f.Field)
		if len(f.Related) > 0 {
			said += fmt.Sprintf(" +%d", len(f.Related))
		}
		got = append(got, said)
	}
	slices.Sort(got)
	want := slices.Sorted(slices.Values(r.want))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +found)\n%s", diff)
	}
}

// TestMisspeltNames says what is proposed in place of a name that is nobody's.
func TestMisspeltNames(t *testing.T) {
	t.Parallel()
	text := sound + "matter m lead=amria staff=bem@bilings conflicted=karla client=acm unit=ku; case dispute; matter n case=dispte"
	var cures []string
	for _, f := range files(t, written(t, firm.Parse(t, text), 0)) {
		if cure, _, asks := strings.Cut(f.Cure, "?"); asks {
			cures = append(cures, f.Field+" "+cure)
		}
	}
	slices.Sort(cures)
	want := []string{
		"spec.case Did you mean dispute",
		"spec.client Did you mean acme",
		"spec.conflictedUsers[karla].user Did you mean carla",
		"spec.lead Did you mean amira",
		"spec.staffing[bem].user Did you mean ben",
		"spec.staffing[bem].includedSystems[bilings] Did you mean billing",
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, cures); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestAPartOfAFirm says how files are told of that declare no user at all.
func TestAPartOfAFirm(t *testing.T) {
	t.Parallel()
	text := "firm provisioning=Closed; matter m staff=ben,carla; matter n lead=dan"
	found := files(t, written(t, firm.Parse(t, text), 0))
	const want = "no file declares a FirmUser of the namespace firm, and 2 objects need it: ben, for one"
	if !slices.ContainsFunc(found, func(f check.Finding) bool { return f.Message == want }) {
		t.Errorf("want %q:\n%s", want, printed(found))
	}
}

// TestUnreadableLedgers is L-8 of files that were exported and then broken: each is
// told at its line, as an error with its cure, and as what a creation drops.
func TestUnreadableLedgers(t *testing.T) {
	t.Parallel()
	for ledger, cure := range map[string]string{
		`{"v":1`: "Take it from a sound backup", `{"v":1,"nothing":{}}`: "Take it from a sound backup", `[]`: "Take it from a sound backup",
		`{"v":2}`: "Ask the version of matterplane that wrote it",
	} {
		dir := t.TempDir()
		for _, o := range []struct{ kind, name, spec string }{
			{"Firm", "firm", "{administrators: {provisioning: Closed}}"}, {"Matter", "m", "{type: Matter}"},
		} {
			write(t, dir, o.name+".yaml", fmt.Sprintf(
				"apiVersion: matterplane.dev/v1alpha1\nkind: %s\nmetadata:\n  name: %s\n  annotations:\n    matterplane.dev/ledger: '%s'\nspec: %s\n",
				o.kind, o.name, ledger, o.spec))
		}
		var got []string
		for _, f := range files(t, dir) {
			if f.ID == "L-8" {
				got = append(got, fmt.Sprintf("%s %s:%d", f.Severity, f.Name, f.Position.Line))
				if f.Severity == check.Error && !strings.HasPrefix(f.Cure, cure) {
					t.Errorf("%s: %s is cured so: %s", ledger, f.Name, f.Cure)
				}
			}
		}
		slices.Sort(got)
		if diff := cmp.Diff([]string{"error firm:6", "error m:6", "warning firm:6", "warning m:6"}, got); diff != "" {
			t.Errorf("%s: (-want +found)\n%s", ledger, diff)
		}
	}
}
