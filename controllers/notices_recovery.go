package controllers

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/conditions"
	"github.com/matterplane/matterplane/internal/roster"
)

// reasonLeadRecovered is the reason of R-3's notice, actionRecover what was done.
const (
	reasonLeadRecovered = "LeadRecovered"
	actionRecover       = "Recover"
)

// recovery is the notice that a partner's request has led to a new lead. It
// is due while the status still names who was lead before, and those whom it names
// can act no more. So neither a statement that is left in the spec makes a notice
// when lead and backup change the designations later, nor one that the Firm had
// when it was created, which is no recovery.
func recovery(v roster.View, firm *v1alpha1.Firm) []notice {
	now, before := firm.Spec.Administrators, firm.Status
	said := now.Recovery
	switch {
	case said == nil || now.Lead == "" || said.NewLead != now.Lead,
		firm.Generation == 1 || before.ObservedGeneration >= firm.Generation,
		before.Lead != nil && before.Lead.User == now.Lead,
		canAct(v, before.Lead, said) || canAct(v, before.Backup, said):
		return nil
	}
	backup := now.Backup
	if before.Backup != nil {
		backup = before.Backup.User
	}
	lead := ""
	if before.Lead != nil {
		lead = before.Lead.User
	}
	note := fmt.Sprintf("R-3: %s is the new lead, as the partner %s asked of Support; before, the lead was %s and the backup %s",
		withEmail(now.Lead, said.NewLeadEmail), withEmail(said.RequestedBy, said.PartnerEmail),
		unable(v, lead, said), unable(v, backup, said))
	if len(said.Departed) > 0 {
		note += "; named as departed: " + conditions.Names(said.Departed)
	}
	return []notice{{
		news: digest(firm, said), severity: corev1.EventTypeWarning,
		reason: reasonLeadRecovered, action: actionRecover, related: relatedUser(v, now.Lead),
		note: note,
	}}
}

// canAct says whether a lead or backup could do without a recovery.
func canAct(v roster.View, was *v1alpha1.Contact, said *v1alpha1.Recovery) bool {
	return was != nil && roster.IsActive(v, was.User) && !slices.Contains(said.Departed, was.User)
}

// unable names a lead or backup and says why it cannot act.
func unable(v roster.View, user string, said *v1alpha1.Recovery) string {
	switch {
	case user == "":
		return "nobody"
	case v.User(user) == nil:
		return user + " (no account)"
	case v.User(user).Spec.Deactivated:
		return user + " (deactivated)"
	case slices.Contains(said.Departed, user):
		return user + " (departed)"
	}
	return user
}

// digest tells a recovery of a Firm from others by what it says.
func digest(firm *v1alpha1.Firm, said *v1alpha1.Recovery) string {
	text, err := json.Marshal(said)
	if err != nil {
		panic(err) // strings alone: a bug, not a circumstance
	}
	sum := sha256.Sum256(append([]byte(firm.UID), text...))
	return fmt.Sprintf("%x", sum[:8])
}

func relatedUser(v roster.View, name string) *corev1.ObjectReference {
	if user := v.User(name); user != nil {
		return reference("FirmUser", user)
	}
	return nil
}
