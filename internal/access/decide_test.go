package access_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// The rules of section D, each for the actions that it is about.
func TestDecide(t *testing.T) {
	const units = "firm units=group,uk/group clients=acme/max,globex; "
	for _, tc := range []struct {
		behaviour, firm string
		user, actions   string
		want            string // whether, the rules, the path; of each action
	}{
		{"D-1 not found", "matter m", "ann", "view", "no D-1 ann ← not found"},
		{"D-1 deactivated", "user ann deactivated; matter m staff=ann", "ann", "view post-invoices", "no D-1 ann ← deactivated"},
		{"D-2 conflicted, billing too", "user ann role=FirmUserBilling; matter m staff=ann conflicted=ann", "ann", "view post-invoices view-invoices", "no D-2 ann ← m"},
		{"D-2 by following", "user ann; user ben; link ann->ben; matter m conflicted=ben follow=conflictedUsers", "ann", "view", "no D-2 ann ← ann-assists-ben ← ben ← m"},
		{"D-2 by the case", "user ann; case c conflicted=ann; matter m case=c staff=ann", "ann", "view", "no D-2 ann ← c ← m"},
		{"D-2 by a set", "user ann; matter m staff=ann set=auction/a; matter n staff=ann set=auction/b", "ann", "view", "no D-2 ann ← n ← side b ← set auction ← side a ← m"},
		{"D-2 by a set of the case", "user ann; matter m set=auction/a; case c set=auction/b; matter n case=c staff=ann", "ann", "view", "no D-2 ann ← n ← c ← side b ← set auction ← side a ← m"},
		{
			"D-2 by whom it follows, whom a set strikes and the case walls off too",
			"user ann; user ben; link ann->ben; case c conflicted=ben; matter m case=c set=auction/a follow=conflictedUsers; matter n staff=ben set=auction/b", "ann",
			"view", "no D-2 ann ← ann-assists-ben ← ben ← n ← side b ← set auction ← side a ← m",
		},
		{"D-3 excluded", "user ann rights=Compliance; matter m staff=ann excluded=ann", "ann", "view manage-walls", "no D-3 ann ← excludedUsers ← m"},
		{"D-3 not with the right Administrator", "user ann rights=Administrator; matter m staff=ann excluded=ann", "ann", "view", "yes D-6 ann ← m"},
		{"D-2 even with the right Administrator", "user ann rights=Administrator; matter m staff=ann conflicted=ann", "ann", "manage-team", "no D-2 ann ← m"},
		{"D-4 a biller posts", "firm lead=ann; user ann role=ThirdPartyBiller; matter m", "ann", "post-invoices", "yes D-4 ann ← ThirdPartyBiller"},
		{
			"D-4 and nothing else, whatever its rights", units + "user ann role=ThirdPartyBiller rights=Administrator as=Partner units=uk; matter m unit=uk", "ann",
			"view edit manage-team manage-walls view-invoices report-time", "no D-4 ann ← ThirdPartyBiller",
		},
		{"D-5 closed", "user ann; matter m closed staff=ann", "ann", "report-time", "no D-5 m ← Closed"},
		{"D-5 closed, and still to be seen", "user ann; matter m closed staff=ann", "ann", "view post-invoices", "yes D-6 ann ← m"},
		{"D-5 a closed case says nothing of its matters", "user ann; case c closed; matter m case=c staff=ann", "ann", "report-time", "yes D-6 ann ← m"},
		{"D-6 billing only", "user ann; matter m staff=ann:BillingOnly", "ann", "post-invoices view-invoices report-time", "yes D-6 ann ← m"},
		{"D-6 billing only sees nothing", "user ann; matter m staff=ann:BillingOnly", "ann", "view edit manage-team manage-walls", "no D-11 "},
		{"D-6 a reader", "user ann; matter m staff=ann", "ann", "view", "yes D-6 ann ← m"},
		{"D-6 a reader edits nothing", "user ann; matter m staff=ann", "ann", "edit manage-team", "no D-11 "},
		{"D-6 an editor", "user ann; matter m staff=ann:MatterEditor", "ann", "view edit", "yes D-6 ann ← m"},
		{"D-6 an editor leaves the team alone", "user ann; matter m staff=ann:MatterEditor", "ann", "manage-team", "no D-11 "},
		{"D-6 the lead", "user ann; matter m lead=ann", "ann", "view edit manage-team", "yes D-6 ann ← m"},
		{"D-6 the lead leaves the walls alone", "user ann; matter m lead=ann", "ann", "manage-walls", "no D-11 "},
		{"D-6 by following", "user ann; user ben; link ann->ben; matter m staff=ben:Follow", "ann", "view", "yes D-6 ann ← ann-assists-ben ← ben ← m"},
		{"D-6 by following on the case", "user ann; user ben; link ann->ben; case c staff=ben:Follow; matter m case=c", "ann", "view", "yes D-6 ann ← ann-assists-ben ← ben ← c ← m"},
		{"D-6 by a collection", "user ann; collection k staff=ann; matter m collections=k", "ann", "view", "yes D-6 ann ← k ← m"},
		{"D-7 Administrator in the unit", units + "user ann rights=Administrator units=group; matter m unit=uk confidential", "ann", "view edit", "yes D-7 ann ← Administrator ← group ← uk ← m"},
		{"D-7 Compliance in the unit", units + "user ann rights=Compliance units=uk; matter m unit=uk confidential", "ann", "view", "yes D-7 ann ← Compliance ← uk ← m"},
		{"D-7 Compliance edits nothing", units + "user ann rights=Compliance units=uk; matter m unit=uk", "ann", "edit", "no D-11 "},
		{"D-7 Accounting sees invoices", units + "user ann rights=Accounting units=uk; matter m unit=uk confidential", "ann", "view-invoices", "yes D-7 ann ← Accounting ← uk ← m"},
		{"D-7 in a unit below", units + "user ann rights=Administrator units=uk; matter m unit=group", "ann", "view", "no D-11 "},
		{"D-7 in a unit that is not listed", units + "user ann rights=Administrator units=x; matter m unit=x", "ann", "view", "no D-11 "},
		{"D-8 a partner", units + "user ann as=Partner units=group; matter m unit=uk", "ann", "view report-time", "yes D-8 ann ← Partner ← group ← uk ← m"},
		{"D-8 not what is confidential", units + "user ann as=Partner rights=Accounting units=group; matter m unit=uk confidential", "ann", "view edit report-time", "no D-11 "},
		{"D-8 Accounting", units + "user ann rights=Accounting units=uk; matter m unit=uk", "ann", "view", "yes D-8 ann ← Accounting ← uk ← m"},
		{"D-8 an assistant", units + "user ann as=Assistant units=uk; matter m unit=uk", "ann", "view edit", "yes D-8 ann ← Assistant ← uk ← m"},
		{"D-8 any user role reports time", units + "user ann as=GeneralStaff units=uk; matter m unit=uk", "ann", "report-time", "yes D-8 ann ← GeneralStaff ← uk ← m"},
		{"D-8 and no more", units + "user ann as=Associate units=uk; matter m unit=uk", "ann", "view edit", "no D-11 "},
		{"D-7 D-8 both", units + "user ann as=Partner rights=Compliance units=uk; matter m unit=uk", "ann", "view", "yes D-7+D-8 ann ← Compliance ← uk ← m"},
		{"D-9 the client's manager", units + "user max; matter m client=acme", "max", "view edit", "yes D-9 max ← acme ← m"},
		{"D-9 not what is confidential", units + "user max; matter m client=acme confidential", "max", "view edit", "no D-11 "},
		{"D-9 no invoices", units + "user max; matter m client=acme", "max", "view-invoices manage-team", "no D-11 "},
		{"D-10 a Firm Administrator bills", "user ann role=FirmAdministrator; matter m confidential", "ann", "post-invoices view-invoices", "yes D-10 ann ← FirmAdministrator"},
		{"D-10 so do lead and backup", "firm lead=ann; user ann; matter m", "ann", "post-invoices view-invoices", "yes D-10 ann ← FirmAdministrator"},
		{"D-10 and see nothing", "firm lead=ann; user ann role=FirmAdministrator; matter m", "ann", "view edit manage-team manage-walls report-time", "no D-11 "},
		{"D-10 a Firm User + Billing", "user ann role=FirmUserBilling; matter m", "ann", "post-invoices view-invoices", "yes D-10 ann ← FirmUserBilling"},
		{"D-10 an office administrator", "user ann role=FirmOfficeAdministrator office=x; matter m", "ann", "post-invoices view-invoices", "yes D-10 ann ← FirmOfficeAdministrator"},
		{"D-10 of its own office", "firm invoices=OwnOffice; user ann role=FirmOfficeAdministrator office=x; matter m office=x", "ann", "view-invoices", "yes D-10 ann ← FirmOfficeAdministrator"},
		{"D-10 not of another", "firm invoices=OwnOffice; user ann role=FirmOfficeAdministrator office=x; matter m office=y", "ann", "view-invoices", "no D-11 "},
		{"D-10 not of none", "firm invoices=OwnOffice; user ann role=FirmOfficeAdministrator; matter m", "ann", "view-invoices", "no D-11 "},
		{"D-10 the right Administrator anywhere", "user ann rights=Administrator; matter m", "ann", "manage-team manage-walls", "yes D-10 ann ← Administrator"},
		{"D-10 the right Compliance anywhere", "user ann rights=Compliance; matter m", "ann", "manage-walls", "yes D-10 ann ← Compliance"},
		{"D-10 but not teams", "user ann rights=Compliance; matter m", "ann", "manage-team", "no D-11 "},
		{"D-11 otherwise no", "user ann; matter m", "ann", "view edit manage-team manage-walls view-invoices post-invoices report-time", "no D-11 "},
	} {
		t.Run(tc.behaviour, func(t *testing.T) {
			view := firm.View(t, tc.firm)
			for action := range strings.FieldsSeq(tc.actions) {
				decision, err := access.Decide(view, tc.user, "m", access.Action(action))
				if err != nil {
					t.Fatal(err)
				}
				allowed := map[bool]string{true: "yes", false: "no"}[decision.Allowed]
				got := fmt.Sprintf("%s %s %s", allowed, strings.Join(decision.Rules, "+"), decision.Path)
				if got != tc.want || decision.Action != access.Action(action) {
					t.Errorf("%s: got %q, want %q", action, got, tc.want)
				}
			}
		})
	}
}

func TestDecideKnowsWhatItIsAskedAbout(t *testing.T) {
	view := firm.View(t, "user ann; matter m staff=ann")
	if _, err := access.Decide(view, "ann", "n", access.ActionView); err == nil {
		t.Error("it knows an asset that is not there")
	}
	if _, err := access.Decide(view, "ann", "m", "delete"); err == nil {
		t.Error("it knows an action that the rules do not")
	}
	if _, err := access.Decide(view, "nobody", "m", "delete"); err == nil {
		t.Error("it knows it of nobody")
	}
}
