package controllers

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// reasonCreatedByCompany is the reason of U-8's notice, actionCreate what the
// Company did.
const (
	reasonCreatedByCompany = "CreatedByCompany"
	actionCreate           = "Create"
)

// maxCompany is how many bytes of a company's name a notice shows: those whom the
// notice is for must fit beside it.
const maxCompany = 128

// noticesOfUser are due before a user's first status.
func noticesOfUser(v roster.View, user *v1alpha1.FirmUser) []notice {
	if len(user.Status.Conditions) > 0 {
		return nil
	}
	return creation(v, "FirmUser", "user", user)
}

// noticesOfOffice are due before an office's first status.
func noticesOfOffice(v roster.View, office *v1alpha1.Office) []notice {
	if len(office.Status.Conditions) > 0 {
		return nil
	}
	return creation(v, "Office", "office", office)
}

// noticesOfFirm are of a recovery; and before the Firm's first status of whatever
// a Company created while there was no Firm, for nobody could be told then.
func noticesOfFirm(v roster.View, firm *v1alpha1.Firm) []notice {
	notices := recovery(v, firm)
	if len(firm.Status.Conditions) > 0 || restored(firm) {
		return notices
	}
	for _, office := range v.Offices() {
		notices = append(notices, creation(v, "Office", "office", office)...)
	}
	for _, user := range v.Users() {
		notices = append(notices, creation(v, "FirmUser", "user", user)...)
	}
	return notices
}

// creation is the notice to lead and backup that a Company has created something
// (U-8), as the stamp says; of what a Restorer brought back it was given long ago.
// Without a Firm nothing is said: the Firm's first status brings it up.
func creation(v roster.View, kind, word string, o client.Object) []notice {
	firm, _ := v.Firm()
	company := o.GetAnnotations()[v1alpha1.CreatedByAnnotation]
	if firm == nil || company == "" || restored(o) {
		return nil
	}
	to := firm.Spec.Administrators
	return []notice{{
		news: string(o.GetUID()), severity: corev1.EventTypeNormal,
		reason: reasonCreatedByCompany, action: actionCreate, related: reference(kind, o),
		note: fmt.Sprintf("U-8: the company %s created the %s %s; notice to %s and %s",
			bounded(company, maxCompany), word, o.GetName(), addressee(v, "lead", to.Lead), addressee(v, "backup", to.Backup)),
	}}
}

func addressee(v roster.View, as, name string) string {
	if name == "" {
		return "a " + as + " still to be named"
	}
	return "the " + as + " " + withEmail(name, emailOf(v, name))
}

func emailOf(v roster.View, name string) string {
	if user := v.User(name); user != nil {
		return user.Spec.Email
	}
	return ""
}

func withEmail(name, email string) string {
	if email == "" {
		return name
	}
	return name + " (" + email + ")"
}
