package authority

import (
	"fmt"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// FirmUserChange is a write of a FirmUser.
type FirmUserChange struct{ Old, New *v1alpha1.FirmUser }

func (c FirmUserChange) creates() bool { return c.Old == nil }

func (c FirmUserChange) judge(actor Actor, v roster.View) (*asker, Decision) {
	w := &userWrite{FirmUserChange: c, subject: c.Old}
	d := difference{}
	now := at(v, actor.Person.Users...)
	if c.Old != nil {
		d.old, w.before = c.Old, now.with(c.Old)
		w.after = w.before.without(c.Old.Name)
	} else {
		w.subject, w.before = c.New, now.without(c.New.Name)
	}
	if c.New != nil {
		d.new, w.after = c.New, w.before.with(c.New)
		w.edits = edits(&userSpec, specOf(c.Old, func(o *v1alpha1.FirmUser) *v1alpha1.FirmUserSpec { return &o.Spec }), &c.New.Spec)
		d.edits = w.edits
	}
	w.asker = newAsker(actor, w.before)
	return w.asker, users.judge(w, w.asker, d)
}

// userWrite is a change of a user and what is around it.
type userWrite struct {
	*asker
	FirmUserChange

	subject       *v1alpha1.FirmUser // as it was, or as it is created
	before, after moment
	edits         []edit
}

// users is what changing a FirmUser needs.
var users = kind[*userWrite]{
	guards:   userGuards,
	creation: (*userWrite).creation,
	deletion: (*userWrite).deletion,
	laws:     []func(*userWrite) []Refusal{(*userWrite).uniqueNames, (*userWrite).lastAdministrator, (*userWrite).keptFromCollection},
	removal:  []func(*userWrite) []Refusal{(*userWrite).keptWhileDesignated, (*userWrite).lastAdministrator},
	advice:   userAdvice,
}

// designated says whether the Firm names the user as lead or backup.
func (w *userWrite) designated() bool { return len(roster.Designations(w.before, w.subject.Name)) > 0 }

// wasAdministrator says whether the user is a Firm Administrator as it was, lead
// and backup included.
func (w *userWrite) wasAdministrator() bool {
	return w.Old != nil && roster.IsFirmAdministrator(w.before, w.Old)
}

// ofOwnOffice is the office administrator of the user's office, before and after
// the change, where the user is no Firm Administrator.
func (w *userWrite) ofOwnOffice() grant {
	own := officeAdministrator(w.subject.Spec.Office)
	holds := own.holds
	own.holds = func(a *asker) bool {
		moves := w.Old != nil && w.New != nil && w.Old.Spec.Office != w.New.Spec.Office
		return !moves && !w.wasAdministrator() && holds(a)
	}
	return own
}

// account are those who create, edit, deactivate and delete the user.
func (w *userWrite) account() []grant {
	return []grant{firmAdministrator, w.ofOwnOffice(), provisionerInWindow}
}

// creation is R-6: the account, and what is conferred on it by those who name it.
func (w *userWrite) creation() []need {
	role := w.New.Spec.SystemRole
	may := w.account()
	act := "create a user"
	if role == "" || role == v1alpha1.RoleFirmUser {
		may = append(may, administratorRight, company, provisioner)
	} else {
		act += " with the role " + title(role)
	}
	return append([]need{{rule: "R-6", act: act, may: may}}, w.named()...)
}

// named is what creating a user needs whose name is there already: what it says of
// the user would come true. In its window a Provisioner applies a firm from
// nothing in any order (P-5, W-3).
func (w *userWrite) named() []need {
	user := w.New.Name
	if w.designated() {
		return []need{{
			rule: "R-6", act: "create the user " + user, why: "the Firm names it as lead or backup (R-1)",
			may: []grant{leadOrBackup, provisionerInWindow},
		}}
	}
	inside := need{rule: "R-6", act: "create the user " + user, may: []grant{firmAdministrator, provisionerInWindow}}
	if inside.met(w.asker) { // most who create users: no need to look for who names them
		return nil
	}
	if by := namedBy(w.before, user); by != "" {
		inside.why = by + " names it already, and what that gives would be the new user's"
		return []need{inside}
	}
	return nil
}

// namedBy returns one that names a user beside the Firm's lead and backup, empty if
// none does.
func namedBy(v roster.View, user string) string {
	if firm, _ := v.Firm(); firm != nil {
		for _, client := range firm.Spec.Clients {
			if client.Manager == user {
				return "the Firm's client " + client.Name
			}
		}
		if r := firm.Spec.Administrators.Recovery; r != nil && (user == r.NewLead || user == r.RequestedBy || slices.Contains(r.Departed, user)) {
			return "the Firm's recovery"
		}
	}
	if matters := v.MattersNaming(user); len(matters) > 0 {
		first := firstByName(matters)
		return string(first.Spec.Type) + " " + first.Name
	}
	if links := slices.Concat(v.LinksOfAssistant(user), v.LinksOfTimekeeper(user)); len(links) > 0 {
		return "AssistantLink " + firstByName(links).Name
	}
	delegating := slices.DeleteFunc(slices.Clone(v.Users()), func(other *v1alpha1.FirmUser) bool {
		return !slices.Contains(other.Spec.Delegates, user)
	})
	if len(delegating) > 0 {
		return "FirmUser " + firstByName(delegating).Name
	}
	return ""
}

// deletion is as it takes the role away.
func (w *userWrite) deletion() []need {
	needs := []need{{rule: "R-6", act: "delete a user", may: w.account()}}
	if roster.SystemRole(w.before, w.subject) == v1alpha1.RoleFirmAdministrator || w.promotes() {
		needs = append(needs, assignment("R-4", "take the role Firm Administrator, or give it", firmAdministrator))
	}
	return needs
}

// promotes says whether the user's going makes another the first user, and with
// that a Firm Administrator.
func (w *userWrite) promotes() bool {
	gone := w.before.without(w.subject.Name)
	next := gone.User(roster.FirstUser(gone))
	return next != nil && roster.SystemRole(gone, next) != roster.SystemRole(w.before, next)
}

// uniqueNames is R-7: an email or identity by which a user comes to be known is
// nobody else's, nor does any username that the API server may state for it match
// two. What was shared before is no matter of this write (P-7).
func (w *userWrite) uniqueNames() []Refusal {
	var had []string
	if w.Old != nil {
		had = roster.IdentitiesOf(w.Old)
	}
	var refused []Refusal
	for _, identity := range roster.IdentitiesOf(w.New) {
		if slices.Contains(had, identity) && !w.turns(identity) {
			continue
		}
		path := "spec.identities"
		keys := w.Usernames.Keys(identity)
		if identity == w.New.Spec.Email {
			path = "spec.email"
			keys = []string{identity, w.Usernames.Prefix + identity}
		}
		for _, known := range w.othersKnownAs(keys) {
			refused = append(refused, Refusal{
				Kind: Duplicate, Field: path, Value: identity, Rule: "R-7",
				Reason: fmt.Sprintf("%s is how %s is known, and neither could act", known.key, known.user),
				Who:    "Choose another, or first take it from " + known.user + ".",
			})
		}
	}
	return refused
}

// known is a user and a key by which it is known.
type known struct{ key, user string }

// othersKnownAs returns who else is known by any of some keys, each once: without a
// prefix an email is its own username.
func (w *userWrite) othersKnownAs(keys []string) []known {
	var others []known
	for _, key := range keys {
		for _, other := range slices.SortedFunc(slices.Values(w.after.UsersKnownAs(key)), compareNames) {
			if other.Name != w.New.Name && !slices.ContainsFunc(others, func(k known) bool { return k.user == other.Name }) {
				others = append(others, known{key, other.Name})
			}
		}
	}
	return others
}

// turns says whether a name by which the user is known becomes its email, or ceases
// to be: the usernames that it matches are others then.
func (w *userWrite) turns(identity string) bool {
	return (w.Old.Spec.Email == identity) != (w.New.Spec.Email == identity)
}

// lastAdministrator is R-8. Where there is no Firm, a Provisioner sets up, and takes
// down, what there is (P-5).
func (w *userWrite) lastAdministrator() []Refusal {
	if administered(w.after) || !administered(w.before) {
		return nil
	}
	if w.before.firm == nil && (w.survey != nil || provisioner.holds(w.asker)) {
		return nil
	}
	return []Refusal{lastAdministrator(w.edits)}
}

// keptWhileDesignated is R-8.
func (w *userWrite) keptWhileDesignated() []Refusal {
	if !w.designated() {
		return nil
	}
	return []Refusal{{
		Kind: Invalid, Field: name, Value: w.subject.Name, Rule: "R-8",
		Reason: w.subject.Name + " is the lead or the backup of the firm, who is not deleted",
		Who:    "The lead or the backup names another first.",
	}}
}

// keptFromCollection is R-8: an owner is a way to have a user deleted.
func (w *userWrite) keptFromCollection() []Refusal {
	if w.Old != nil && len(w.New.OwnerReferences) <= len(w.Old.OwnerReferences) || len(w.New.OwnerReferences) == 0 {
		return nil
	}
	refused := w.keptWhileDesignated()
	for i := range refused {
		refused[i].Field = "metadata.ownerReferences"
	}
	return refused
}
