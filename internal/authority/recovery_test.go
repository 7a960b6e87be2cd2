package authority_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/matrix"
)

// abandoned is a firm whose lead and backup have both left; pat is a partner of it.
const abandoned = "user lea office=london deactivated; no user bob; user pat as=Partner; user fay office=london role=FirmAdministrator as=Associate"

// none instead of a statement leaves the recovery out.
const none = "none"

// request is a recovery that states all it must, in the same write as the new lead.
func request(edit func(*fm, *v1alpha1.Recovery)) func(roster.Objects) authority.Change {
	return func(o roster.Objects) authority.Change {
		o.Firm.Spec.DisplayName = "Thistlewood LLP"
		changed := o.Firm.DeepCopy()
		changed.Spec.Administrators.Lead = "fay"
		changed.Spec.Administrators.Recovery = &v1alpha1.Recovery{
			RequestedBy: "pat", PartnerEmail: "pat@firm.example", FirmName: "Thistlewood LLP",
			NewLead: "fay", NewLeadEmail: "fay@firm.example", Authorization: "Support may make Fay our lead.",
		}
		edit(changed, changed.Spec.Administrators.Recovery)
		if changed.Spec.Administrators.Recovery.Authorization == none {
			changed.Spec.Administrators.Recovery = nil
		}
		return authority.FirmChange{Old: o.Firm, New: changed}
	}
}

func TestRecovery(t *testing.T) {
	t.Parallel()
	const at = "spec.administrators.recovery."
	for _, c := range []struct {
		behaviour, firm, by string
		edit                func(*fm, *v1alpha1.Recovery)
		missing             string // the fields that refusals name
	}{
		{behaviour: "all that it takes"},
		{
			behaviour: "nothing of it", edit: func(_ *fm, r *v1alpha1.Recovery) { r.Authorization = none },
			missing: "spec.administrators.recovery " + at + "requestedBy " + at + "partnerEmail " + at + "firmName " + at + "newLead " + at + "newLeadEmail " + at + "authorization",
		},
		{behaviour: "by nobody", edit: func(_ *fm, r *v1alpha1.Recovery) { r.RequestedBy = "" }, missing: at + "requestedBy " + at + "partnerEmail"},
		{
			behaviour: "by who is no partner", edit: func(_ *fm, r *v1alpha1.Recovery) { r.RequestedBy, r.PartnerEmail = "rex", "rex@firm.example" },
			missing: at + "requestedBy " + at + "partnerEmail",
		},
		{behaviour: "by a partner who is deactivated", firm: "user pat as=Partner deactivated", missing: at + "requestedBy " + at + "partnerEmail"},
		{behaviour: "by who is not there", firm: "no user pat", missing: at + "requestedBy " + at + "partnerEmail"},
		{behaviour: "another email of the partner", edit: func(_ *fm, r *v1alpha1.Recovery) { r.PartnerEmail = "pat@home.example" }, missing: at + "partnerEmail"},
		{behaviour: "another firm's name", edit: func(_ *fm, r *v1alpha1.Recovery) { r.FirmName = "Thistlewood" }, missing: at + "firmName"},
		{behaviour: "no firm's name", edit: func(_ *fm, r *v1alpha1.Recovery) { r.FirmName = "" }, missing: at + "firmName"},
		{behaviour: "for another lead", edit: func(_ *fm, r *v1alpha1.Recovery) { r.NewLead = "rex" }, missing: at + "newLead"},
		{behaviour: "another email of the new lead", edit: func(_ *fm, r *v1alpha1.Recovery) { r.NewLeadEmail = "rex@firm.example" }, missing: at + "newLeadEmail"},
		{behaviour: "no statement", edit: func(_ *fm, r *v1alpha1.Recovery) { r.Authorization = " \n" }, missing: at + "authorization"},
		{behaviour: "a new lead who is deactivated", firm: "user fay deactivated", missing: "spec.administrators.lead"},
		{behaviour: "a new lead who is a biller", firm: "user fay role=ThirdPartyBiller", missing: "spec.administrators.lead"},
		{behaviour: "a new lead who is not there", firm: "no user fay", missing: "spec.administrators.lead " + at + "newLeadEmail"},
		{behaviour: "a new lead who has departed", edit: func(_ *fm, r *v1alpha1.Recovery) { r.Departed = []string{"fay"} }, missing: at + "departed"},
		{behaviour: "while the backup can act", firm: "user bob", missing: at + "departed"},
		{behaviour: "the backup has departed", firm: "user bob", edit: func(_ *fm, r *v1alpha1.Recovery) { r.Departed = []string{"bob"} }},
		{behaviour: "both have departed", firm: "user bob; user lea", edit: func(_ *fm, r *v1alpha1.Recovery) { r.Departed = []string{"bob", "lea"} }},
		{behaviour: "one of both has departed", firm: "user bob; user lea", edit: func(_ *fm, r *v1alpha1.Recovery) { r.Departed = []string{"lea"} }, missing: at + "departed"},
		{behaviour: "the partner may be the new lead", firm: "user fay as=Partner", edit: func(_ *fm, r *v1alpha1.Recovery) {
			r.RequestedBy, r.PartnerEmail = "fay", "fay@firm.example"
		}},
		{behaviour: "a backup in the same write", edit: func(f *fm, _ *v1alpha1.Recovery) { f.Spec.Administrators.Backup = "rex" }, missing: "spec.administrators.backup"},
		{behaviour: "another name in the same write", edit: func(f *fm, _ *v1alpha1.Recovery) { f.Spec.DisplayName = "X" }, missing: "spec.displayName"},
		{behaviour: "no new lead", edit: func(f *fm, _ *v1alpha1.Recovery) { f.Spec.Administrators.Lead = "lea" }, missing: at + "requestedBy"},
		{behaviour: "by a Firm Administrator", by: "ada", missing: "spec.administrators.lead " + at + "requestedBy"},
		{behaviour: "by a Company", by: "company", missing: "spec.administrators.lead " + at + "requestedBy"},
		{behaviour: "by a Provisioner once the window is closed", by: "closed", missing: "spec.administrators.lead " + at + "requestedBy"},
	} {
		t.Run("R-3 "+c.behaviour, func(t *testing.T) {
			t.Parallel()
			there := matrix.Objects(t, instead(abandoned, c.firm))
			edit, by := c.edit, c.by
			if edit == nil {
				edit = func(*fm, *v1alpha1.Recovery) {}
			}
			if by == "" {
				by = "support"
			}
			decision := decide(t, there, by, request(edit)(there))
			var fields []string
			for _, r := range decision.Refusals {
				fields = append(fields, r.Field)
				if by == "support" && strings.Contains(r.Field, "ecovery") && r.Rule != "R-3" {
					t.Errorf("%s is refused by %s", r.Field, r.Rule)
				}
			}
			if got := strings.Join(fields, " "); got != c.missing {
				t.Errorf("refused %q, want %q\n%v", got, c.missing, decision.Refusals)
			}
		})
	}
}

// A recovery that was there before does not serve a second time.
func TestRecoveryIsWrittenInTheSameRequest(t *testing.T) {
	t.Parallel()
	there := matrix.Objects(t, abandoned)
	change, _ := request(func(*fm, *v1alpha1.Recovery) {})(there).(authority.FirmChange)
	change.Old = change.New.DeepCopy()
	change.Old.Spec.Administrators.Lead = "lea"
	there.Firm = change.Old
	decision := decide(t, there, "support", change)
	if len(decision.Refusals) != 1 || decision.Refusals[0].Field != "spec.administrators.recovery" || decision.Refusals[0].Rule != "R-3" {
		t.Errorf("got %v", decision.Refusals)
	}
}

// instead puts further statements in place of those about the same.
func instead(text, further string) string {
	about := func(s string) string {
		words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(s), "no "))
		return strings.Join(words[:min(2, len(words))], " ")
	}
	if further == "" {
		return text
	}
	kept := strings.Split(further, ";")
	said := make([]string, 0, len(kept))
	for _, s := range kept {
		said = append(said, about(s))
	}
	for s := range strings.SplitSeq(text, ";") {
		if !slices.Contains(said, about(s)) {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, ";")
}
