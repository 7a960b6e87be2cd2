package authority

import (
	"cmp"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// The ways to be allowed that rules of several kinds share.
var (
	leadOrBackup = grant{
		who:   "the lead or the backup",
		holds: (*asker).isDesignated,
		ask:   askDesignated,
	}
	firmAdministrator = grant{
		who:   "a Firm Administrator",
		holds: (*asker).isFirmAdministrator,
		ask:   askFirmAdministrator,
	}
	administratorRight = grant{
		who:   "a user with the right Administrator",
		holds: func(a *asker) bool { return a.has(v1alpha1.RightAdministrator) },
	}
	complianceRight = grant{
		who:   "a user with the right Compliance",
		holds: func(a *asker) bool { return a.has(v1alpha1.RightCompliance) },
	}
	company = grant{
		who:   "a Company",
		holds: func(a *asker) bool { return a.Company != "" },
	}
	provisioner = grant{
		who:    "a Provisioner",
		holds:  func(a *asker) bool { return a.authorized(Provision) },
		remote: true,
	}
	provisionerInWindow = grant{
		who:    "a Provisioner until the lead or the backup has closed provisioning",
		holds:  func(a *asker) bool { return windowOpen(a.view) && a.authorized(Provision) },
		remote: true,
		now: func(a *asker) string {
			if !windowOpen(a.view) {
				return ""
			}
			return "a Provisioner, while the firm's window is open"
		},
	}
	staffer = grant{
		who:    "a Staffer",
		holds:  func(a *asker) bool { return a.authorized(Staff) },
		remote: true,
	}
	waller = grant{
		who:    "a Waller",
		holds:  func(a *asker) bool { return a.authorized(Wall) },
		remote: true,
	}
)

// officeAdministrator is the Firm Office Administrator of an office, where that is
// its own.
func officeAdministrator(office string) grant {
	return grant{
		who:   "the Firm Office Administrator of " + cmp.Or(office, "the user's office"),
		holds: func(a *asker) bool { return a.administers(office) },
		ask:   func(a *asker) string { return askOffice(a, office) },
	}
}

// notFor is a grant that nobody has for themselves.
func (g grant) notFor(users ...string) grant {
	holds := g.holds
	g.holds = func(a *asker) bool { return !slices.ContainsFunc(users, a.is) && holds(a) }
	return g
}

// askDesignated names the lead, or the backup if the lead is not active. Where
// neither is there is recovery.
func askDesignated(a *asker) string {
	firm, _ := a.view.Firm()
	if firm == nil {
		return ""
	}
	for _, d := range []struct{ user, as string }{
		{firm.Spec.Administrators.Lead, "lead"}, {firm.Spec.Administrators.Backup, "backup"},
	} {
		if u := a.view.User(d.user); u != nil && !u.Spec.Deactivated && !a.is(u.Name) {
			return address(u) + " (" + d.as + ")"
		}
	}
	return "Support, on a partner's request (R-3)"
}

// askFirmAdministrator names a Firm Administrator who is not the actor: the lead,
// the backup, or the first by name.
func askFirmAdministrator(a *asker) string {
	firm, _ := a.view.Firm()
	if firm != nil && (isAsked(a, firm.Spec.Administrators.Lead) || isAsked(a, firm.Spec.Administrators.Backup)) {
		return askDesignated(a)
	}
	candidates := slices.Clone(a.view.UsersOfRole(v1alpha1.RoleFirmAdministrator))
	if first := a.view.User(roster.FirstUser(a.view)); first != nil {
		candidates = append(candidates, first)
	}
	return askFirst(a, candidates, "Firm Administrator", func(u *v1alpha1.FirmUser) bool {
		return roster.SystemRole(a.view, u) == v1alpha1.RoleFirmAdministrator
	})
}

// askOffice names the first administrator of an office by name.
func askOffice(a *asker, office string) string {
	if office == "" || a.view.Office(office) == nil {
		return ""
	}
	return askFirst(a, a.view.UsersOfRole(v1alpha1.RoleFirmOfficeAdministrator), "Firm Office Administrator of "+office,
		func(u *v1alpha1.FirmUser) bool { return u.Spec.Office == office })
}

func askFirst(a *asker, users []*v1alpha1.FirmUser, as string, pass func(*v1alpha1.FirmUser) bool) string {
	var first *v1alpha1.FirmUser
	for _, u := range users {
		if pass(u) && isAsked(a, u.Name) && (first == nil || u.Name < first.Name) {
			first = u
		}
	}
	if first == nil {
		return ""
	}
	return address(first) + " (" + as + ")"
}

// isAsked says whether there is a point in sending the actor to a user.
func isAsked(a *asker, user string) bool { return !a.is(user) && roster.IsActive(a.view, user) }

// address returns how to reach a user.
func address(u *v1alpha1.FirmUser) string { return cmp.Or(u.Spec.Email, u.Name) }
