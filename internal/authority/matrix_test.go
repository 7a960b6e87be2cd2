package authority_test

import (
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// theFirm is where the matrix is asked. Its window is closed for everybody but the
// actor `open`.
const theFirm = `
	firm lead=lea backup=bob clients=acme/max,globex units=group,uk/group,legal systems=documents closed
	office london; office paris
	user lea office=london; user bob
	user fay office=london role=FirmAdministrator
	user olga office=london role=FirmOfficeAdministrator; user otto office=paris role=FirmOfficeAdministrator
	user bill role=FirmUserBilling
	user tina role=ThirdPartyBiller rights=Administrator,Compliance
	user una office=london
	user ada rights=Administrator units=group; user cora office=london rights=Compliance
	user rex rights=Accounting,ApproveOthersInvoices,Reporting,AllBillingUnits
	user lou; user mae; user ed; user rea; user max
	user cal rights=Compliance,Administrator; user exa rights=Compliance
	user gone office=london role=FirmAdministrator deactivated
	user twin1 identities=twins role=FirmAdministrator; user twin2 identities=twins
	link una->otto
	case c
	matter m lead=lou staff=mae:MatterAdministrator,ed:MatterEditor,rea,nemo conflicted=cal excluded=exa client=acme unit=uk
`

// actors are who asks, with the words by which the matrix calls them.
var actors = []struct {
	name  string
	means string
	is    authority.Actor
}{
	{"lead", "the lead administrator", person("lea")},
	{"backup", "the backup administrator", person("bob")},
	{"fa", "another Firm Administrator", person("fay")},
	{"foa", "the Firm Office Administrator of the office in question", person("olga")},
	{"other-foa", "the one of another office", person("otto")},
	{"billing", "a user with the system role Firm User + Billing", person("bill")},
	{"biller", "a 3rd party biller who was given rights", person("tina")},
	{"user", "a Firm User", person("una")},
	{"administrator", "a user with the right Administrator", person("ada")},
	{"compliance", "a user with the right Compliance", person("cora")},
	{"rights", "a user with all other rights", person("rex")},
	{"matter-lead", "the lead of the matter", person("lou")},
	{"matter-administrator", "a member with the matter role MatterAdministrator", person("mae")},
	{"editor", "a member with the matter role MatterEditor", person("ed")},
	{"reader", "a member with the matter role MatterReader", person("rea")},
	{"manager", "the manager of the matter's client", person("max")},
	{"walled", "a conflicted user of the matter who has the rights Administrator and Compliance", person("cal")},
	{"excluded", "a user whom the matter excludes, with the right Compliance", person("exa")},
	{"company", "a Company", authority.Actor{Company: "acme"}},
	{"support", "Support, without a partner's request", authority.Actor{Support: true}},
	{"open", "a Provisioner in its window", authorized(authority.Provision)},
	{"closed", "a Provisioner once the window is closed", authorized(authority.Provision)},
	{"staffer", "a Staffer", authorized(authority.Staff)},
	{"waller", "a Waller", authorized(authority.Wall)},
	{"restorer", "a Restorer", authority.Actor{Restorer: true}},
	{"operator", "the operator", authority.Actor{Operator: true}},
	{"unknown", "somebody who is nobody of the firm", authority.Actor{}},
	{"deactivated", "a deactivated Firm Administrator whom the API server authorizes for everything", all(person("gone"))},
	{
		"two", "whose username matches two users, one of them Firm Administrator, and is authorized for everything",
		all(authority.Actor{Username: "twins"}),
	},
}

func person(user string) authority.Actor { return authority.Actor{Username: user + "@firm.example"} }

func authorized(verbs ...authority.Verb) authority.Actor {
	return authority.Actor{Username: "robot", Authorized: func(v authority.Verb) (bool, error) { return slices.Contains(verbs, v), nil }}
}

func all(a authority.Actor) authority.Actor {
	a.Support, a.Company = true, "acme"
	a.Authorized = authorized(authority.Provision, authority.Staff, authority.Wall).Authorized
	return a
}

// at returns an actor as it comes to a firm: with the users who have its username.
func at(v roster.View, a authority.Actor) authority.Actor {
	for _, u := range v.Users() {
		if a.Usernames.Match(u, a.Username) {
			a.Person.Users = append(a.Person.Users, u)
		}
	}
	return a
}

// row is a change and who may make it. All others are refused by the rule, the
// deactivated and the two by P-1 always, and some by a rule of their own.
type row struct {
	change string
	rule   string
	may    string // who; FA stands for lead, backup and fa, everybody for everybody
	but    string // walled:U-6
	firm   string // replaces statements of theFirm
	does   func(roster.Objects) authority.Change
}

// chapter is a part of the matrix.
type chapter struct {
	title string
	but   string // for each of its rows
	rows  []row
}

func TestMatrix(t *testing.T) {
	t.Parallel()
	for _, part := range matrix {
		for _, r := range part.rows {
			t.Run(part.title+"/"+r.change, func(t *testing.T) {
				t.Parallel()
				r.but += " " + part.but
				r.check(t)
			})
		}
	}
}

func (r row) check(t *testing.T) {
	t.Helper()
	closed := objects(t, r.firm)
	open := objects(t, r.firm)
	if open.Firm != nil {
		open.Firm.Annotations = nil
	}
	for _, actor := range actors {
		there := closed
		if actor.name == "open" {
			there = open
		}
		view := roster.NewSnapshot(there)
		decision, err := authority.Decide(at(view, actor.is), r.does(there), view)
		if err != nil {
			t.Fatalf("%s: %v", actor.name, err)
		}
		want := r.ruleFor(actor.name)
		switch {
		case want == "" && !decision.Allowed():
			t.Errorf("%s may, and is refused: %v", actor.name, decision.Refusals)
		case want != "" && decision.Allowed():
			t.Errorf("%s may not (%s), and is allowed", actor.name, want)
		case want != "" && !slices.ContainsFunc(decision.Refusals, func(refusal authority.Refusal) bool { return refusal.Rule == want }):
			t.Errorf("%s is refused by %v, not by %s", actor.name, decision.Refusals, want)
		case want != "" && !decision.Forbidden():
			t.Errorf("%s: refused for what would be, not for who asks: %v", actor.name, decision.Refusals)
		}
	}
}

// ruleFor returns the rule that refuses an actor, empty if it may.
func (r row) ruleFor(actor string) string {
	if actor == "deactivated" || actor == "two" {
		return "P-1"
	}
	for exception := range strings.FieldsSeq(r.but) {
		if who, rule, _ := strings.Cut(exception, ":"); who == actor {
			return rule
		}
	}
	may := strings.Fields(strings.ReplaceAll(r.may, "FA", "lead backup fa"))
	if slices.Contains(may, actor) || slices.Contains(may, "everybody") {
		return ""
	}
	return r.rule
}

// objects returns theFirm, with statements in place of those about the same.
func objects(t *testing.T, instead string) roster.Objects {
	t.Helper()
	var text []string
	about := func(s string) string { // "user una", or "firm"
		words := append(strings.Fields(strings.TrimPrefix(s, "no ")), "")
		if words[0] == "firm" {
			return "firm"
		}
		return words[0] + " " + words[1]
	}
	replaced := map[string]bool{"": true}
	for s := range strings.SplitSeq(instead, ";") {
		if s = strings.TrimSpace(s); s != "" {
			replaced[about(s)] = true
			if !strings.HasPrefix(s, "no ") {
				text = append(text, s)
			}
		}
	}
	for s := range strings.SplitSeq(strings.ReplaceAll(theFirm, "\n", ";"), ";") {
		if s = strings.TrimSpace(s); s != "" && !replaced[about(s)] {
			text = append(text, s)
		}
	}
	return firm.Parse(t, strings.Join(text, "\n"))
}

// The changes that rows make.

func find[O metav1.Object](objects []O, name string) O {
	for _, o := range objects {
		if o.GetName() == name {
			return o
		}
	}
	panic("there is no " + name)
}

func newUser(name string, edit func(*v1alpha1.FirmUser)) func(roster.Objects) authority.Change {
	return func(roster.Objects) authority.Change {
		u := firm.MakeUser(name).Office("london").Obj()
		edit(u)
		return authority.FirmUserChange{New: u}
	}
}

func userWith(name string, edit func(*v1alpha1.FirmUser)) func(roster.Objects) authority.Change {
	return func(o roster.Objects) authority.Change {
		old := find(o.Users, name)
		changed := old.DeepCopy()
		edit(changed)
		return authority.FirmUserChange{Old: old, New: changed}
	}
}

func withoutUser(name string) func(roster.Objects) authority.Change {
	return func(o roster.Objects) authority.Change { return authority.FirmUserChange{Old: find(o.Users, name)} }
}

func firmWith(edit func(*v1alpha1.Firm)) func(roster.Objects) authority.Change {
	return func(o roster.Objects) authority.Change {
		changed := o.Firm.DeepCopy()
		edit(changed)
		return authority.FirmChange{Old: o.Firm, New: changed}
	}
}

func newFirm(edit func(*v1alpha1.Firm)) func(roster.Objects) authority.Change {
	return func(roster.Objects) authority.Change {
		f := firm.MakeFirm().Lead("una").Backup("bob").Client("acme", "").Obj()
		f.Spec.DisplayName = "Thistlewood"
		edit(f)
		return authority.FirmChange{New: f}
	}
}

func london(edit func(*v1alpha1.Office)) func(roster.Objects) authority.Change {
	return func(o roster.Objects) authority.Change {
		old := find(o.Offices, "london")
		changed := old.DeepCopy()
		edit(changed)
		return authority.OfficeChange{Old: old, New: changed}
	}
}

func link(assistant, timekeeper string) func(roster.Objects) authority.Change {
	return func(roster.Objects) authority.Change {
		return authority.AssistantLinkChange{New: firm.MakeLink(assistant, timekeeper)}
	}
}

func matterM(edit func(*v1alpha1.Matter)) func(roster.Objects) authority.Change {
	return func(o roster.Objects) authority.Change {
		old := find(o.Matters, "m")
		changed := old.DeepCopy()
		edit(changed)
		return authority.MatterChange{Old: old, New: changed}
	}
}

func newMatter(edit func(*v1alpha1.Matter)) func(roster.Objects) authority.Change {
	return func(roster.Objects) authority.Change {
		m := firm.MakeMatter("new").Lead("lou").Staff("una").Client("acme").Obj()
		m.Spec.DisplayName = "New"
		edit(m)
		return authority.MatterChange{New: m}
	}
}
