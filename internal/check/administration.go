package check

import (
	"errors"
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/profile"
)

// isFalse says whether a condition is False.
func isFalse(conditions []metav1.Condition, of string) bool {
	return meta.IsStatusConditionFalse(conditions, of)
}

// resolved says whether everything named is there (W-3).
func resolved(conditions []metav1.Condition) bool {
	return !isFalse(conditions, v1alpha1.ConditionReferencesResolved)
}

// administrators is. Who is not there is an unresolved reference.
func (f *firm) administrators(firm *v1alpha1.Firm) []placed {
	lead, backup := firm.Spec.Administrators.Lead, firm.Spec.Administrators.Backup
	var found []placed
	if len(f.objects.Users) > 0 && len(profile.Firm(f.view).FirmAdministrators) == 0 {
		found = append(found, warningIn(firm, "R-8", "spec.administrators",
			"no lead, backup or Firm Administrator is active: nobody in the firm can administer it",
			"Name an active lead, or give an active user systemRole FirmAdministrator."))
		if lead == "" && backup == "" {
			return found
		}
	}
	if lead == "" && backup == "" {
		return append(found, warningIn(firm, "R-1", "spec.administrators", "the firm has no lead and no backup", "Name an active user as each."))
	}
	return slices.Concat(found, f.designated(firm, "lead", lead), f.designated(firm, "backup", backup))
}

// designated is R-1 of the lead or the backup.
func (f *firm) designated(firm *v1alpha1.Firm, as, user string) []placed {
	path := "spec.administrators." + as
	cure := "Name an active user who is no 3rd party biller."
	if user == "" {
		return []placed{warningIn(firm, "R-1", path, "the firm has no "+as, cure)}
	}
	u := f.view.User(user)
	if u == nil {
		return nil // a reference in vain, which is told of as one
	}
	var found []placed
	if u.Spec.Deactivated {
		found = append(found, warningIn(firm, "R-1", path, fmt.Sprintf("the %s %s is deactivated and cannot act", as, user), cure).
			beside(u, "spec.deactivated", user+" is deactivated here"))
	}
	if u.Spec.SystemRole == v1alpha1.RoleThirdPartyBiller {
		found = append(found, warningIn(firm, "R-1", path, fmt.Sprintf("the %s %s is a 3rd party biller", as, user), cure).
			beside(u, "spec.systemRole", user+" is one here"))
	}
	return found
}

// sameAdministrator is R-2.
func (f *firm) sameAdministrator(firm *v1alpha1.Firm) []placed {
	if !isFalse(profile.Firm(f.view).Conditions, v1alpha1.ConditionAdministratorsDistinct) {
		return nil
	}
	lead := firm.Spec.Administrators.Lead
	return []placed{warningIn(firm, "R-2", "spec.administrators.backup",
		fmt.Sprintf("%s is both lead and backup: nobody else could name another if %s became unavailable", lead, lead),
		"Name somebody else as backup.").beside(firm, "spec.administrators.lead", lead+" is the lead")}
}

// window is P-5. That the window is open until lead or backup writes Closed
// themselves is nothing that a file could say otherwise.
func (f *firm) window(firm *v1alpha1.Firm) []placed {
	if _, kept := f.view.Firm(); kept.Closed || firm.Spec.Administrators.Provisioning == v1alpha1.ProvisioningClosed {
		return nil
	}
	return []placed{noteIn(firm, "P-5", "spec.administrators.provisioning",
		"provisioning is open: whoever may provision firms in this namespace sets up its users and what they may do",
		"Once the firm is set up, say Closed here; lead or backup then closes it by writing the Firm.")}
}

// unitTree is S-5.
func (f *firm) unitTree(firm *v1alpha1.Firm) []placed {
	units := access.UnitsOf(firm)
	parent := func(unit string) string { return "spec.businessUnits[" + unit + "].parent" }
	var found []placed
	for _, cycle := range units.Cycles() {
		p := errorIn(firm, "S-5", parent(cycle[0]),
			fmt.Sprintf("%s above each other: who is in one is in all of them", are(cycle)), "Take the parent of one of them away.")
		for _, unit := range cycle[1:min(len(cycle), maxRelated)] {
			p = p.beside(firm, parent(unit), unit+" is one of them")
		}
		found = append(found, p)
	}
	for _, orphan := range units.Orphans() {
		found = append(found, errorIn(firm, "S-5", parent(orphan.Name),
			fmt.Sprintf("there is no business unit named %s above %s", orphan.Parent, orphan.Name),
			f.names.instead(orphan.Parent, f.names.units, fmt.Sprintf("List %s in spec.businessUnits, or leave out the parent.", orphan.Parent))))
	}
	return found
}

func are(units []string) string {
	if len(units) == 1 {
		return units[0] + " is its own parent, and so"
	}
	return list(units) + " are"
}

// managers is P-1: a client's manager who is deactivated.
func (f *firm) managers(firm *v1alpha1.Firm) []placed {
	var found []placed
	for _, c := range firm.Spec.Clients {
		if u := f.view.User(c.Manager); u != nil && u.Spec.Deactivated {
			found = append(found, warningIn(firm, "P-1", "spec.clients["+c.Name+"].manager",
				fmt.Sprintf("%s, who manages the client %s, is deactivated", c.Manager, c.Name), "Name another manager, or none.").
				beside(u, "spec.deactivated", c.Manager+" is deactivated here"))
		}
	}
	return found
}

func (f *firm) firmLedger(firm *v1alpha1.Firm) []placed {
	if _, err := ledger.DecodeFirm(firm.Annotations[v1alpha1.LedgerAnnotation]); err != nil {
		return unreadable(firm, err)
	}
	return nil
}

// unreadable is L-8: history that is there and cannot be read.
func unreadable(of client.Object, err error) []placed {
	at := "metadata.annotations[" + v1alpha1.LedgerAnnotation + "]"
	if errors.Is(err, ledger.ErrNewerVersion) {
		return []placed{errorIn(of, "L-8", at, "a cluster keeps it, and counts it as absent meanwhile: "+err.Error(),
			"Ask the version of matterplane that wrote it, or a later one.")}
	}
	return []placed{errorIn(of, "L-8", at, "the ledger counts as absent: "+err.Error(),
		"Take it from a sound backup, or remove the annotation.")}
}
