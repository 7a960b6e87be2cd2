package matrix

import (
	"slices"

	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
)

// Actor is one of those who ask.
type Actor struct {
	Name  string // by which rows call it
	Means string
	Is    authority.Actor // without the users who have its username: see AtFirm
}

// Actors are who asks. The last two hold whatever makes others somebody, and are
// refused everything all the same.
var Actors = []Actor{
	{"lead", "the lead administrator", Person("lea")},
	{"backup", "the backup administrator", Person("bob")},
	{"fa", "another Firm Administrator", Person("fay")},
	{"foa", "the Firm Office Administrator of the office in question", Person("olga")},
	{"other-foa", "the one of another office", Person("otto")},
	{"billing", "a user with the system role Firm User + Billing", Person("bill")},
	{"biller", "a 3rd party biller who was given rights", Person("tina")},
	{"user", "a Firm User", Person("una")},
	{"administrator", "a user with the right Administrator", Person("ada")},
	{"compliance", "a user with the right Compliance", Person("cora")},
	{"rights", "a user with all other rights", Person("rex")},
	{"matter-lead", "the lead of the matter", Person("lou")},
	{"matter-administrator", "a member with the matter role MatterAdministrator", Person("mae")},
	{"editor", "a member with the matter role MatterEditor", Person("ed")},
	{"reader", "a member with the matter role MatterReader", Person("rea")},
	{"manager", "the manager of the matter's client", Person("max")},
	{"walled", "a conflicted user of the matter who has the rights Administrator and Compliance", Person("cal")},
	{"excluded", "a user whom the matter excludes, with the right Compliance", Person("exa")},
	{"company", "a Company", authority.Actor{Username: "portal", Company: "acme"}},
	{"support", "Support, without a partner's request", authority.Actor{Username: "helpdesk", Support: true}},
	{"open", "a Provisioner in its window", authorized("gitops", authority.Provision)},
	{"closed", "a Provisioner once the window is closed", authorized("gitops", authority.Provision)},
	{"staffer", "a Staffer", authorized("human-resources", authority.Staff)},
	{"waller", "a Waller", authorized("conflicts-desk", authority.Wall)},
	{"restorer", "a Restorer", authority.Actor{Username: "restorer", Restorer: true}},
	{"operator", "the operator", authority.Actor{Username: "operator", Operator: true}},
	{"unknown", "somebody who is nobody of the firm", authority.Actor{Username: "stranger"}},
	{"deactivated", "a deactivated Firm Administrator whom the API server authorizes for everything", everything(Person("gone"))},
	{
		"two", "whose username matches two users, one of them Firm Administrator, and is authorized for everything",
		everything(authority.Actor{Username: "twins"}),
	},
}

// ActorNamed returns an actor, or the user of that name as one.
func ActorNamed(name string) authority.Actor {
	for _, a := range Actors {
		if a.Name == name {
			return a.Is
		}
	}
	return Person(name)
}

// Person returns a user of TheFirm as an actor.
func Person(user string) authority.Actor { return authority.Actor{Username: user + "@firm.example"} }

func authorized(username string, verbs ...authority.Verb) authority.Actor {
	return authority.Actor{Username: username, Authorized: func(v authority.Verb) (bool, error) { return slices.Contains(verbs, v), nil }}
}

// everything is an actor who is besides whatever else one can be.
func everything(a authority.Actor) authority.Actor {
	a.Support, a.Company = true, "acme"
	a.Authorized = authorized(a.Username, authority.Provision, authority.Staff, authority.Wall).Authorized
	return a
}

// AtFirm returns an actor as it comes to a firm: with the users who have its
// username (P-1).
func AtFirm(v roster.View, a authority.Actor) authority.Actor {
	for _, u := range v.Users() {
		if a.Usernames.Match(u, a.Username) {
			a.Person.Users = append(a.Person.Users, u)
		}
	}
	return a
}
