package profile

import (
	"fmt"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/conditions"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// Firm derives the status of the Firm; of a namespace without one, the zero status.
func Firm(v roster.View) v1alpha1.FirmStatus {
	firm, kept := v.Firm()
	if firm == nil {
		return v1alpha1.FirmStatus{}
	}
	administrators := firmAdministrators(v)
	users := v.Users()
	_, err := ledger.DecodeFirm(firm.Annotations[v1alpha1.LedgerAnnotation])

	set := conditions.For(firm.Generation).References(FirmReferences(v, firm)).Ledger(err, kept.Unreadable)
	administratorsAssigned(set, v, firm, len(administrators))
	administratorsDistinct(set, firm)
	provisioningClosed(set, firm, kept)
	businessUnitsValid(set, access.UnitsOf(firm))
	return v1alpha1.FirmStatus{
		Conditions:         set.List(),
		ObservedGeneration: firm.Generation,
		Lead:               roster.ContactOf(v.User(firm.Spec.Administrators.Lead)),
		Backup:             roster.ContactOf(v.User(firm.Spec.Administrators.Backup)),
		FirmAdministrators: published(administrators, nameOf),
		Offices:            int32(len(v.Offices())),
		Users:              int32(len(users)),
		ActiveUsers:        active(users),
	}
}

// FirmReferences gathers whom the Firm names in vain. What a recovery says is
// left out: it is a statement of its day, and who departed may well be gone.
func FirmReferences(v roster.View, firm *v1alpha1.Firm) conditions.References {
	var missing conditions.References
	user := func(path, name string) {
		if name != "" && v.User(name) == nil {
			missing.Missing(path, "FirmUser", name)
		}
	}
	user("spec.administrators.lead", firm.Spec.Administrators.Lead)
	user("spec.administrators.backup", firm.Spec.Administrators.Backup)
	for _, client := range firm.Spec.Clients {
		user(fmt.Sprintf("spec.clients[%s].manager", client.Name), client.Manager)
	}
	return missing
}

// administratorsAssigned adds AdministratorsAssigned. A biller who is lead
// is as good as none, deactivated or not: only a race makes one so. A deactivated one
// is told of, and is no fault: a Firm Administrator may deactivate anyone.
func administratorsAssigned(set *conditions.Set, v roster.View, firm *v1alpha1.Firm, activeAdministrators int) {
	var faults conditions.Faults
	var deactivated []string
	for _, d := range []struct{ as, user, missing string }{
		{"lead", firm.Spec.Administrators.Lead, v1alpha1.ReasonLeadMissing},
		{"backup", firm.Spec.Administrators.Backup, v1alpha1.ReasonBackupMissing},
	} {
		u := v.User(d.user)
		if u == nil {
			faults.Add(d.missing, "R-8: the firm has no "+d.as)
			continue
		}
		if u.Spec.SystemRole == v1alpha1.RoleThirdPartyBiller {
			faults.Add(d.missing, "R-1: the "+d.as+" "+d.user+" is a 3rd party biller")
		}
		if u.Spec.Deactivated {
			deactivated = append(deactivated, "the "+d.as+" "+d.user+" is deactivated")
		}
	}
	if activeAdministrators == 0 {
		faults.Add(v1alpha1.ReasonNoActiveAdministrator, "R-8: no Firm Administrator, lead or backup is active")
	}
	if len(faults) > 0 {
		for _, told := range deactivated {
			faults.Add(v1alpha1.ReasonNoActiveAdministrator, told)
		}
	}
	assigned := "the firm has a lead, a backup and an active Firm Administrator"
	set.Unless(faults, v1alpha1.ConditionAdministratorsAssigned, v1alpha1.ReasonAssigned,
		strings.Join(append([]string{assigned}, deactivated...), "; "))
}

// administratorsDistinct adds AdministratorsDistinct.
func administratorsDistinct(set *conditions.Set, firm *v1alpha1.Firm) {
	lead, backup := firm.Spec.Administrators.Lead, firm.Spec.Administrators.Backup
	if lead != "" && lead == backup {
		set.False(v1alpha1.ConditionAdministratorsDistinct, v1alpha1.ReasonSameUser, "R-2: "+lead+" is both lead and backup")
		return
	}
	set.True(v1alpha1.ConditionAdministratorsDistinct, v1alpha1.ReasonDistinct, "lead and backup are not the same user")
}

// provisioningClosed adds ProvisioningClosed (P-5).
func provisioningClosed(set *conditions.Set, firm *v1alpha1.Firm, kept ledger.Firm) {
	switch {
	case kept.Closed:
		set.True(v1alpha1.ConditionProvisioningClosed, v1alpha1.ReasonClosed, "lead or backup has closed the window")
	case firm.Spec.Administrators.Provisioning == v1alpha1.ProvisioningClosed:
		set.False(v1alpha1.ConditionProvisioningClosed, v1alpha1.ReasonAwaitingAdministrator,
			"P-5: the window is open until lead or backup writes the Firm with provisioning: Closed")
	default:
		set.False(v1alpha1.ConditionProvisioningClosed, v1alpha1.ReasonOpen, "P-5: a Provisioner can set up the firm freely")
	}
}

// businessUnitsValid adds BusinessUnitsValid (S-5).
func businessUnitsValid(set *conditions.Set, units access.Units) {
	var faults conditions.Faults
	for _, cycle := range units.Cycles() {
		faults.Add(v1alpha1.ReasonCycle, "S-5: above each other: "+conditions.Names(cycle))
	}
	for _, unit := range units.Orphans() {
		faults.Add(v1alpha1.ReasonParentNotFound,
			fmt.Sprintf("S-5: spec.businessUnits[%s].parent: no business unit named %s", unit.Name, unit.Parent))
	}
	set.Unless(faults, v1alpha1.ConditionBusinessUnitsValid, v1alpha1.ReasonTree, "every unit leads up to a root")
}
