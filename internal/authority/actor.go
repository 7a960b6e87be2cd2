package authority

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// Actor is who asks for a change, as far as the API server tells (P-2): several of
// these at once, and it may do what any of them may.
type Actor struct {
	// Username is that of the request.
	Username string
	// Usernames say how the API server states who a Person is (P-1).
	Usernames Usernames
	// Person are the users of the firm who have the username, read live (P-6).
	Person Person

	// Company is the client's name if a Company asks.
	Company string
	// Operator, Restorer and Support say whether it is one of them.
	Operator, Restorer, Support bool

	// Authorized says whether the API server authorizes the actor for a verb in the
	// firm's namespace. It is asked only when the answer depends on it, and about a
	// verb once. Nil authorizes for none.
	Authorized func(Verb) (bool, error)

	// survey, where there is one, is told of all that a change requires. Whoever asks
	// with it is nobody.
	survey *survey
}

// Verb is a verb of Kubernetes RBAC that makes an actor somebody (P-2).
type Verb string

const (
	// Provision is the verb on firms that makes a Provisioner.
	Provision Verb = "provision"
	// Staff is the verb on matters that makes a Staffer.
	Staff Verb = "staff"
	// Wall is the verb on matters that makes a Waller.
	Wall Verb = "wall"
)

// asker is an Actor at its firm as that is before the change: what grants ask about.
type asker struct {
	Actor

	view roster.View
	user *v1alpha1.FirmUser // as whom a Person acts, nil for nobody
	role v1alpha1.SystemRole
	held map[Verb]bool
	err  error // the first of Authorized
}

func newAsker(actor Actor, view roster.View) *asker {
	a := &asker{Actor: actor, view: view, user: actor.Person.Acting()}
	if a.user != nil {
		a.role = roster.SystemRole(view, a.user)
	}
	return a
}

// is says whether the actor is that user.
func (a *asker) is(user string) bool { return a.user != nil && a.user.Name == user }

// Title returns a system role as people write it (S1).
func Title(role v1alpha1.SystemRole) string { return title(role) }

// isDesignated says whether the actor is the lead or the backup.
func (a *asker) isDesignated() bool {
	return a.user != nil && len(roster.Designations(a.view, a.user.Name)) > 0
}

// isFirmAdministrator says so of the lead and the backup too (section R).
func (a *asker) isFirmAdministrator() bool {
	return a.role == v1alpha1.RoleFirmAdministrator || a.isDesignated()
}

// administers says whether an office is the actor's own and it its administrator;
// an office that does not exist is nobody's own.
func (a *asker) administers(office string) bool {
	return a.role == v1alpha1.RoleFirmOfficeAdministrator && office != "" &&
		a.user.Spec.Office == office && a.view.Office(office) != nil
}

// has says whether the actor holds a right; to a ThirdPartyBiller none gives
// anything (S-3).
func (a *asker) has(right v1alpha1.UserRight) bool {
	return a.user != nil && a.role != v1alpha1.RoleThirdPartyBiller && slices.Contains(a.user.Spec.Rights, right)
}

// authorized asks about a verb, once. Whoever cannot tell says no, and the first
// error is kept: a refusal may depend on it.
func (a *asker) authorized(verb Verb) bool {
	if held, asked := a.held[verb]; asked {
		return held
	}
	held := false
	if a.Authorized != nil {
		var err error
		if held, err = a.Authorized(verb); err != nil {
			a.err = cmp.Or(a.err, fmt.Errorf("whether %s may %s: %w", shown(a.Username), verb, err))
			held = false
		}
	}
	if a.held == nil {
		a.held = map[Verb]bool{}
	}
	a.held[verb] = held
	return held
}

// windowOpen says whether a Provisioner sets up the firm freely (P-5). A ledger
// that cannot be read, now or since it last could be, and one of a newer version
// may have been stamped: they count as closed.
func windowOpen(v roster.View) bool {
	firm, _ := v.Firm()
	if firm == nil {
		return true
	}
	kept, err := ledger.DecodeFirm(firm.Annotations[v1alpha1.LedgerAnnotation])
	return err == nil && !kept.Closed && !kept.Unreadable
}

// describe says who the actor is at the firm, for whoever is refused.
func (a *asker) describe() string {
	who := cmp.Or(shown(a.Username), "nobody")
	switch {
	case a.user != nil:
		return who + " is " + standing(a.view, a.user)
	case a.Support:
		return who + " is Support"
	case a.Company != "":
		return who + " is of the company " + shown(a.Company)
	case a.Operator:
		return who + " is the operator, which writes status, ledgers and stamps only"
	}
	return who + " is nobody of this firm"
}

// shown is a username as a message has it: whoever is refused many things for who it
// is reads its name with each of them, however long it is.
func shown(username string) string {
	const enough = 253
	if len(username) <= enough {
		return username
	}
	return strings.ToValidUTF8(username[:enough], "") + "…"
}

// standing says what a user is at the firm: its designation and its system role.
func standing(v roster.View, u *v1alpha1.FirmUser) string {
	switch designations := roster.Designations(v, u.Name); {
	case slices.Contains(designations, v1alpha1.DesignationLead):
		return "the lead"
	case len(designations) > 0:
		return "the backup"
	}
	role := title(roster.SystemRole(v, u))
	if role == title(v1alpha1.RoleFirmOfficeAdministrator) {
		return role + " of " + cmp.Or(u.Spec.Office, "no office")
	}
	return role
}

// title returns a system role as people write it (S1).
func title(role v1alpha1.SystemRole) string {
	switch role {
	case v1alpha1.RoleFirmAdministrator:
		return "Firm Administrator"
	case v1alpha1.RoleFirmOfficeAdministrator:
		return "Firm Office Administrator"
	case v1alpha1.RoleFirmUserBilling:
		return "Firm User + Billing"
	case v1alpha1.RoleThirdPartyBiller:
		return "3rd party biller"
	default:
		return "Firm User"
	}
}
