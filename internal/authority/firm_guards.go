package authority

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

const (
	leadField   = "spec.administrators.lead"
	backupField = "spec.administrators.backup"
)

// firmGuards is what changing each field of the Firm needs.
var firmGuards = func() map[string]*guard[*firmWrite] {
	known := func() *guard[*firmWrite] {
		return ofProfile("name the firm, its clients and its business units", administratorRight)
	}
	clients, units := known(), unitTree()
	passwords := ofProfile("change the password policy")
	follow, statement := ofProfile("change whether assistants follow"), recovery()
	return map[string]*guard[*firmWrite]{
		"spec.displayName":                 known(),
		leadField:                          designation("choose the lead"),
		backupField:                        designation("choose the backup"),
		"spec.administrators.provisioning": window(),
		"spec.administrators.recovery.requestedBy":   statement,
		"spec.administrators.recovery.partnerEmail":  statement,
		"spec.administrators.recovery.firmName":      statement,
		"spec.administrators.recovery.newLead":       statement,
		"spec.administrators.recovery.newLeadEmail":  statement,
		"spec.administrators.recovery.departed":      statement,
		"spec.administrators.recovery.authorization": statement,
		"spec.clients[].name":                        clients,
		"spec.clients[].displayName":                 clients,
		"spec.clients[].manager":                     managers(),
		"spec.businessUnits[].name":                  units,
		"spec.businessUnits[].displayName":           known(),
		"spec.businessUnits[].parent":                units,
		"spec.businessUnits[].billingUnit":           units,
		"spec.systems":                               ofProfile("change the firm's systems"),
		"spec.assistantsFollow.staffing":             follow,
		"spec.assistantsFollow.conflictedUsers":      follow,
		"spec.passwordPolicy.minimumLength":          passwords,
		"spec.passwordPolicy.characterClasses":       passwords,
		"spec.passwordPolicy.maximumAgeDays":         passwords,
		"spec.passwordPolicy.historyCount":           passwords,
		"spec.passwordPolicy.lockoutAfterFailures":   passwords,
		"spec.passwordPolicy.lockoutMinutes":         passwords,
		"spec.passwordPolicy.inactivityDays":         passwords,
		"spec.officeAdministratorInvoices":           ofProfile("limit the invoices that office administrators see"),
	}
}()

// ofProfile is U-1. Whoever creates the Firm fills it in.
func ofProfile(act string, also ...grant) *guard[*firmWrite] {
	may := slices.Concat([]grant{firmAdministrator}, also, []grant{provisioner})
	return &guard[*firmWrite]{rules: "U-1", needs: func(w *firmWrite, _ []edit) []need {
		if w.creates() {
			return nil
		}
		return []need{{rule: "U-1", act: act, may: may}}
	}}
}

// designation is R-1, with R-3 for Support.
func designation(act string) *guard[*firmWrite] {
	return &guard[*firmWrite]{rules: "R-1, R-3", needs: func(w *firmWrite, edits []edit) []need {
		if w.creates() {
			return nil
		}
		may := []grant{leadOrBackup, w.firstDesignation()}
		if w.Support && edits[0].field == leadField {
			return w.recoveryNeeds(may)
		}
		return []need{{rule: "R-1", act: act, may: may}}
	}}
}

// recovery is R-3: a statement by which Support sets a new lead. Lead and backup
// clear it away.
func recovery() *guard[*firmWrite] {
	return &guard[*firmWrite]{rules: "R-3", needs: func(w *firmWrite, _ []edit) []need {
		support := grant{
			who:   "Support that sets a new lead in the same write",
			holds: func(a *asker) bool { return a.Support && w.setsLead() },
		}
		return []need{{rule: "R-3", act: "write or clear a recovery", may: []grant{leadOrBackup, support, provisionerInWindow}}}
	}}
}

// window is R-10 once the window is closed; before, it is part of the profile.
func window() *guard[*firmWrite] {
	return &guard[*firmWrite]{rules: "R-10", needs: func(w *firmWrite, _ []edit) []need {
		switch {
		case w.creates():
			return nil
		case windowOpen(w.before):
			return []need{{rule: "R-10", act: "say whether provisioning is to be closed", may: []grant{firmAdministrator, provisioner}}}
		}
		return []need{{rule: "R-10", act: "change provisioning once it is closed", may: []grant{leadOrBackup}}}
	}}
}

// managers is R-9: a client's manager views and edits its matters (D-9).
func managers() *guard[*firmWrite] {
	return &guard[*firmWrite]{rules: "R-9", needs: func(w *firmWrite, edits []edit) []need {
		var own []string
		for _, e := range edits {
			own = append(own, managerOf(w.Old, e.key), managerOf(w.New, e.key))
		}
		return []need{opening("change who manages a client", "nobody their own", own...)}
	}}
}

func managerOf(firm *v1alpha1.Firm, client string) string {
	if firm == nil {
		return ""
	}
	for _, c := range firm.Spec.Clients {
		if c.Name == client {
			return c.Manager
		}
	}
	return ""
}

// unitTree is R-9: who is in a unit is in all below (S-5).
func unitTree() *guard[*firmWrite] {
	return &guard[*firmWrite]{rules: "R-9", needs: func(w *firmWrite, _ []edit) []need {
		var own []string
		if w.opensUnits() {
			own = []string{w.user.Name}
		}
		return []need{opening("change the tree of business units", "nobody to open one to themselves", own...)}
	}}
}

// opening is what R-9 asks of what opens files to these users.
func opening(act, nobody string, users ...string) need {
	return need{
		rule: "R-9", act: act + " (" + nobody + ")",
		may: []grant{firmAdministrator.notFor(users...), administratorRight.notFor(users...), provisionerInWindow},
	}
}
