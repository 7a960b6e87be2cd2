package authority

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// recoveryField is where a partner's statement stands.
const recoveryField = "spec.administrators.recovery"

// setsLead says whether the write sets another lead.
func (w *firmWrite) setsLead() bool {
	lead := w.New.Spec.Administrators.Lead
	return w.Old != nil && lead != "" && w.Old.Spec.Administrators.Lead != lead
}

// recoveryNeeds returns what stands in the way of Support setting a new lead,
// each thing by itself; whoever else may choose the lead needs none of it.
func (w *firmWrite) recoveryNeeds(others []grant) []need {
	missing := w.recoveryMissing()
	needs := make([]need, 0, len(missing))
	reason := "Support can set a new lead only where neither lead nor backup can act, with a partner's request that states all it must: "
	for _, m := range missing {
		needs = append(needs, need{rule: "R-3", path: m.path, may: others, reason: reason + m.what})
		reason = "nor is this as it must be: " // the rest is said once
	}
	return needs
}

// missing is something that a recovery lacks.
type missing struct{ path, what string }

// recoveryMissing returns what R-3 asks and the write does not have.
func (w *firmWrite) recoveryMissing() []missing {
	var lacks []missing
	need := func(met bool, field, format string, args ...any) {
		if !met {
			lacks = append(lacks, missing{strings.TrimSuffix(recoveryField+"."+field, "."), fmt.Sprintf(format, args...)})
		}
	}
	stated := v1alpha1.Recovery{}
	if w.New.Spec.Administrators.Recovery != nil {
		stated = *w.New.Spec.Administrators.Recovery
	}
	before, lead := w.Old.Spec.Administrators, w.New.Spec.Administrators.Lead
	for _, d := range []struct{ as, user string }{{"lead", before.Lead}, {"backup", before.Backup}} {
		acts := roster.IsActive(w.before, d.user) && !slices.Contains(stated.Departed, d.user)
		need(!acts, "departed", "the %s %s can act; only somebody who has left the firm is named here", d.as, d.user)
	}
	if fault := unfit(w.after, lead); lead == "" || fault != "" {
		lacks = append(lacks, missing{leadField, strings.TrimSpace("the new lead " + cmp.Or(lead+" "+fault, "is not named"))})
	}
	changed := slices.ContainsFunc(w.edits, func(e edit) bool { return strings.HasPrefix(e.field, recoveryField+".") })
	need(changed, "", "the recovery is not written in the same request")

	partner, newLead := w.after.User(stated.RequestedBy), w.after.User(lead)
	isPartner := roster.IsActive(w.after, stated.RequestedBy) && partner.Spec.UserRole == v1alpha1.UserRolePartner
	need(isPartner, "requestedBy", "%q is not an active user with the user role Partner", stated.RequestedBy)
	need(isPartner && states(stated.PartnerEmail, partner.Spec.Email), "partnerEmail", "%q is not the email of the partner who asks", stated.PartnerEmail)
	need(states(stated.FirmName, w.Old.Spec.DisplayName), "firmName", "%q is not the firm's displayName %q", stated.FirmName, w.Old.Spec.DisplayName)
	need(states(stated.NewLead, lead), "newLead", "%q is not the new lead %q", stated.NewLead, lead)
	need(!slices.Contains(stated.Departed, lead), "departed", "it names the new lead %q too", lead)
	need(newLead != nil && states(stated.NewLeadEmail, newLead.Spec.Email), "newLeadEmail", "%q is not the email of the new lead", stated.NewLeadEmail)
	need(strings.TrimSpace(stated.Authorization) != "", "authorization", "there is no statement that Support may do this")
	return lacks
}

// states says whether a statement says what is so; saying nothing states nothing.
func states(said, is string) bool { return said != "" && said == is }
