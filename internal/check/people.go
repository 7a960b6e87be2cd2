package check

import (
	"fmt"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/profile"
	"github.com/matterplane/matterplane/internal/roster"
)

// sharedIdentity is R-7.
func (f *firm) sharedIdentity(u *v1alpha1.FirmUser) []placed {
	var found []placed
	for _, identity := range roster.IdentitiesOf(u) {
		others := slices.DeleteFunc(sorted(f.view.UsersKnownAs(identity)), func(o *v1alpha1.FirmUser) bool { return o.Name == u.Name })
		others = slices.CompactFunc(others, func(a, b *v1alpha1.FirmUser) bool { return a.Name == b.Name })
		if len(others) == 0 {
			continue
		}
		p := errorIn(u, "R-7", identityPath(u, identity),
			fmt.Sprintf("%s is also %s: none of them can act", identity, list(namesOf(others))),
			"Give each user an email and identities of its own.")
		for _, other := range others[:min(len(others), maxRelated)] {
			p = p.beside(other, identityPath(other, identity), other.Name+" has it too")
		}
		found = append(found, p)
	}
	return found
}

// maxRelated is how many other places a finding names.
const maxRelated = 10

func identityPath(u *v1alpha1.FirmUser, identity string) string {
	if identity == u.Spec.Email {
		return "spec.email"
	}
	return "spec.identities[" + identity + "]"
}

func namesOf(users []*v1alpha1.FirmUser) []string {
	names := make([]string, 0, len(users))
	for _, u := range users {
		names = append(names, u.Name)
	}
	return names
}

// nobodyActs is P-1: as a user who has no email and no identity nobody can act.
func (f *firm) nobodyActs(u *v1alpha1.FirmUser) []placed {
	if len(roster.IdentitiesOf(u)) > 0 || u.Spec.Deactivated {
		return nil
	}
	return []placed{warningIn(u, "P-1", "", "without an email or an identity nobody can act as "+u.Name,
		"Give it spec.email, the address with which it signs in, or spec.deactivated if nobody should.").about("spec")}
}

// loneRights is S-3.
func (f *firm) loneRights(u *v1alpha1.FirmUser) []placed {
	var found []placed
	for _, lone := range profile.LoneRights(u.Spec.Rights) {
		found = append(found, warningIn(u, "S-3", fmt.Sprintf("spec.rights[%s]", lone.Right),
			fmt.Sprintf("the right %s goes along with %s, which %s does not have", lone.Right, lone.Needs, u.Name),
			fmt.Sprintf("Add %s, or take %s away.", lone.Needs, lone.Right)))
	}
	return found
}

// officeless is R-4: who administers an office needs one. One that does not exist is
// an unresolved reference.
func (f *firm) officeless(u *v1alpha1.FirmUser) []placed {
	if u.Spec.SystemRole != v1alpha1.RoleFirmOfficeAdministrator || u.Spec.Office != "" || u.Spec.Deactivated {
		return nil
	}
	return []placed{warningIn(u, "R-4", "spec.systemRole", u.Name+" is Firm Office Administrator of no office, and so administers none",
		"Name its office in spec.office.")}
}

// delegates is P-1: a deactivated user is refused everything, also what it is to do
// for another.
func (f *firm) delegates(u *v1alpha1.FirmUser) []placed {
	var found []placed
	for _, name := range u.Spec.Delegates {
		if d := f.view.User(name); d != nil && d.Spec.Deactivated {
			found = append(found, warningIn(u, "P-1", "spec.delegates["+name+"]", name+" is deactivated and can do nothing for "+u.Name,
				"Name another delegate, or none.").beside(d, "spec.deactivated", name+" is deactivated here"))
		}
	}
	return found
}

// notAccepted is.
func (f *firm) notAccepted(l *v1alpha1.AssistantLink) []placed {
	verdict := f.links.Judge(l)
	if verdict.Accepted() {
		return nil
	}
	assistant, timekeeper := l.Spec.Assistant, l.Spec.Timekeeper
	id, path, message := "A-2", "spec.assistant", ""
	switch verdict.Reason {
	case v1alpha1.ReasonDuplicate:
		id, message = "A-4", fmt.Sprintf("%s assists %s already", assistant, timekeeper)
	case v1alpha1.ReasonAssistantHasAssistants:
		message = assistant + " has an assistant and so cannot be one"
	case v1alpha1.ReasonTimekeeperIsAssistant:
		path, message = "spec.timekeeper", timekeeper+" is an assistant and so cannot have one"
	}
	p := errorIn(l, id, path, fmt.Sprintf("%s, by the link %s: this link has no effect", message, verdict.Against),
		"Remove one of the two. A cluster keeps the older; of files, which do not say, the first by name counts.")
	for _, other := range f.objects.Links {
		if other.Name == verdict.Against {
			p = p.beside(other, "spec", fmt.Sprintf("%s: %s assists %s", other.Name, other.Spec.Assistant, other.Spec.Timekeeper))
		}
	}
	return []placed{p}
}

// officeAdministrator is S-1.
func (f *firm) officeAdministrator(o *v1alpha1.Office) []placed {
	if !isFalse(profile.Office(f.view, o).Conditions, v1alpha1.ConditionAdministratorAssigned) {
		return nil
	}
	return []placed{warningIn(o, "S-1", "", "the office "+o.Name+" has no active administrator, as each of several offices needs",
		fmt.Sprintf("Give one of its users systemRole FirmOfficeAdministrator and office %s.", o.Name)).about("metadata.name")}
}
