package authority

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// userGuards is what changing each field of a FirmUser needs.
var userGuards = func() map[string]*guard[*userWrite] {
	names := editing("edit a user's names", administratorRight)
	return map[string]*guard[*userWrite]{
		"spec.email":            {rules: "R-7", needs: (*userWrite).email},
		"spec.givenName":        names,
		"spec.familyName":       names,
		"spec.office":           {rules: "R-6", needs: (*userWrite).move},
		"spec.deactivated":      {rules: "R-6, R-8", needs: (*userWrite).activity},
		"spec.systemRole":       {rules: "R-4", needs: (*userWrite).systemRole},
		"spec.userRole":         opens("change a user's role"),
		"spec.rights":           opens("change a user's rights"),
		"spec.globalRoles":      opens("change a user's global roles"),
		"spec.businessUnits":    opens("change a user's business units"),
		"spec.delegates":        {rules: "R-6", needs: (*userWrite).delegates},
		"spec.matterDataUpload": {rules: "R-6", needs: (*userWrite).upload},
		"spec.identities":       {rules: "R-7", needs: (*userWrite).identities},
	}
}()

// editing lets whoever has the account edit a field, and some more; it is set
// freely by whoever creates the user.
func editing(act string, also ...grant) *guard[*userWrite] {
	return &guard[*userWrite]{rules: "R-6", needs: func(w *userWrite, _ []edit) []need {
		if w.creates() {
			return nil
		}
		return []need{{rule: "R-6", act: act, may: slices.Concat(w.account(), also)}}
	}}
}

// opens is R-9.
func opens(act string) *guard[*userWrite] {
	return &guard[*userWrite]{rules: "R-9", needs: func(w *userWrite, _ []edit) []need {
		return []need{opening(act, "nobody their own", w.subject.Name)}
	}}
}

// assignment is who gives and takes a system role.
func assignment(rule, act string, may ...grant) need {
	return need{rule: rule, act: act, may: append(may, provisionerInWindow)}
}

// systemRole is R-4. What counts is the role in effect: who is stamped as first user
// becomes a Firm Administrator by having the role cleared.
func (w *userWrite) systemRole([]edit) []need {
	var old v1alpha1.SystemRole
	if w.Old != nil {
		old = roster.SystemRole(w.before, w.Old)
	}
	role := roster.SystemRole(w.after, w.New)
	switch {
	case w.creates() && role == v1alpha1.RoleFirmUser:
		return nil // as R-6 has it
	case w.designated() && !w.creates():
		return []need{{rule: "R-4", act: "change the system role of the lead or the backup", may: []grant{leadOrBackup}}}
	case w.designated():
		return []need{assignment("R-4", "give the lead or the backup a system role", leadOrBackup)}
	case role == v1alpha1.RoleFirmAdministrator:
		return []need{assignment("R-4", "make someone Firm Administrator", firmAdministrator)}
	case old == v1alpha1.RoleFirmAdministrator:
		return []need{assignment("R-4", "take the role Firm Administrator from someone", firmAdministrator)}
	}
	return []need{assignment("R-4", "make someone "+title(role), firmAdministrator, w.ofOwnOffice())}
}

// email is R-7: whoever changes it decides who acts as the user, so it needs what
// granting all that the user has would need.
func (w *userWrite) email([]edit) []need {
	if w.creates() {
		return nil
	}
	var needs []need
	act := "change the email of a user with the role " + title(roster.SystemRole(w.before, w.Old))
	switch {
	case w.designated():
		needs = append(needs, need{rule: "R-7", act: "change the email of the lead or the backup", may: []grant{leadOrBackup}})
	case w.wasAdministrator():
		needs = append(needs, assignment("R-7", act, firmAdministrator))
	default:
		needs = append(needs, assignment("R-7", act, firmAdministrator, w.ofOwnOffice()))
	}
	if len(w.Old.Spec.Rights)+len(w.Old.Spec.GlobalRoles) > 0 {
		rights := opening("change the email of a user with rights or global roles", "nobody their own", w.Old.Name)
		rights.rule = "R-7"
		needs = append(needs, rights)
	}
	return needs
}

// identities is R-7. In its window a Provisioner sets up accounts freely (P-5), but
// those of lead and backup.
func (w *userWrite) identities([]edit) []need {
	switch {
	case w.creates():
		return nil
	case w.designated():
		return []need{{rule: "R-7", act: "change the identities of the lead or the backup", may: []grant{leadOrBackup}}}
	}
	return []need{{rule: "R-7", act: "change the identities of a user", may: []grant{firmAdministrator, provisionerInWindow}}}
}

// move is R-6: an office administrator would need both offices to be its own.
func (w *userWrite) move([]edit) []need {
	if w.creates() {
		return nil
	}
	return []need{{rule: "R-6", act: "move a user between offices", may: []grant{firmAdministrator, provisionerInWindow}}}
}

// activity is R-6: a Firm Administrator may deactivate anyone. Whoever lets a
// deactivated lead or backup act again gives what R-1 keeps.
func (w *userWrite) activity([]edit) []need {
	switch {
	case w.creates():
		return nil
	case w.designated() && w.New.Spec.Deactivated:
		return []need{{rule: "R-6", act: "deactivate the lead or the backup", may: []grant{firmAdministrator}}}
	case w.designated():
		return []need{{rule: "R-6", act: "activate the lead or the backup again (R-1)", may: []grant{leadOrBackup}}}
	}
	return []need{{rule: "R-6", act: "activate or deactivate a user", may: w.account()}}
}

// delegates is R-6: they act for the user, who alone says who they are.
func (w *userWrite) delegates([]edit) []need {
	self := grant{
		who:   "the user",
		holds: func(a *asker) bool { return w.Old != nil && a.is(w.Old.Name) },
		ask:   func(*asker) string { return address(w.subject) },
	}
	return []need{{rule: "R-6", act: "choose who acts for a user", may: []grant{self, provisionerInWindow}}}
}

// upload is R-6: a permission (S-3), so it takes who has the account, at its
// creation too.
func (w *userWrite) upload([]edit) []need {
	return []need{{rule: "R-6", act: "let a user upload the firm's matter data", may: w.account()}}
}
