package races

import (
	"errors"
	"slices"
	"testing"
)

// aFirm is one with everybody whom the rules speak of. Its window is open.
const aFirm = `
	firm lead=amira backup=bo follow=staffing,conflictedUsers
	office town
	user amira; user bo; user pat as=Partner
	user cy role=FirmAdministrator; user dee role=FirmAdministrator
	user ola role=FirmOfficeAdministrator office=town
	user una office=town; user ugo office=town; user uma office=town; user ute office=town; user uwe office=town
	matter m1 staff=una,ugo,uma,ute,uwe
	matter m2 conflicted=una,ugo,uma,ute,uwe
`

// race is two writes, or more, that are right one by one and wrong together.
type race struct {
	name   string
	firm   string // aFirm if empty
	deeds  func(a *arena) []deed
	broken string // the rule
	also   string // one that is broken with it
	healed func(a *arena)
}

// TestRacesPastAdmission forces writes past admission: all are judged before any is
// stored. What they break is flagged and without effect; then it is healed.
func TestRacesPastAdmission(t *testing.T) {
	h := start(t)
	for _, r := range slices.Concat(linkRaces, nameRaces, designationRaces, administratorRaces) {
		t.Run(r.broken+" "+r.name, func(t *testing.T) {
			t.Parallel()
			a := r.won(t, h)
			a.expect(r.broken, r.also)
			a.judgeWrites()
			a.renew(true)
			r.healed(a)
			a.expect()
		})
	}
}

// won returns a firm in which all deeds got past admission. Where a status came between, for
// which one was judged anew, there was no race, and there is another.
func (r race) won(t *testing.T, h *house) *arena {
	t.Helper()
	text := r.firm
	if text == "" {
		text = aFirm
	}
	for tries := 1; ; tries++ {
		a := newArena(t, h, text, true)
		deeds := r.deeds(a)
		a.settle()
		errs := a.together(deeds...)
		if errors.Join(errs...) == nil {
			return a
		}
		for i, err := range errs {
			if err != nil && (tries == 5 || !errors.Is(err, errJudgedAnew)) {
				t.Fatalf("%s did not get past admission: %v", deeds[i], err)
			}
		}
	}
}

var linkRaces = []race{
	{
		name: "somebody becomes assistant and timekeeper", broken: "A-2",
		deeds: func(a *arena) []deed {
			return []deed{a.made(mail("cy"), link("una", "ugo")), a.made(mail("dee"), link("ugo", "uma"))}
		},
		healed: func(a *arena) { a.must(a.gone(mail("cy"), link("una", "ugo"))) }, // the other takes effect, if it had none
	},
	{
		name: "two assist each other, and the loser goes", broken: "A-2",
		deeds: func(a *arena) []deed {
			return []deed{a.made(mail("cy"), link("una", "ugo")), a.made("gitops-1", link("ugo", "una"))}
		},
		healed: func(a *arena) {
			for _, l := range a.stored().links {
				if says(l.Status.Conditions, "Accepted", "False", "") {
					a.must(a.gone(mail("dee"), &l))
				}
			}
		},
	},
	{
		name: "the same link twice, and the winner goes", broken: "A-2",
		deeds: func(a *arena) []deed {
			twin := link("una", "ugo")
			twin.Name = "twin"
			return []deed{a.made(mail("cy"), link("una", "ugo")), a.made(mail("ola"), twin)}
		},
		healed: func(a *arena) {
			for _, l := range a.stored().links {
				if says(l.Status.Conditions, "Accepted", "True", "") {
					a.must(a.gone(mail("ola"), &l))
				}
			}
		},
	},
	{
		name: "a ring of three", broken: "A-2",
		deeds: func(a *arena) []deed {
			return []deed{
				a.made(mail("cy"), link("una", "ugo")), a.made(mail("dee"), link("ugo", "uma")), a.made("gitops-2", link("uma", "una")),
			}
		},
		healed: func(a *arena) {
			for _, l := range a.stored().links {
				if says(l.Status.Conditions, "Accepted", "False", "") {
					a.must(a.gone("gitops-1", &l))
				}
			}
		},
	},
}

var nameRaces = []race{
	{
		name: "two users are created with one email", broken: "R-7",
		deeds: func(a *arena) []deed {
			return []deed{a.made(mail("cy"), newUser("new", mail("same"))), a.made("gitops-1", newUser("newer", mail("same")))}
		},
		healed: func(a *arena) { a.givesOwn("newer", mail("same")) },
	},
	{
		name: "two users get one email", broken: "R-7",
		deeds: func(a *arena) []deed {
			return []deed{a.patched(mail("cy"), user("una"), `{"email":"same@firm.example"}`), a.patched(mail("ola"), user("ugo"), `{"email":"same@firm.example"}`)}
		},
		healed: func(a *arena) { a.givesOwn("ugo", mail("same")) },
	},
	{
		name: "two users get one identity", broken: "R-7",
		deeds: func(a *arena) []deed {
			return []deed{a.patched(mail("cy"), user("una"), `{"identities":["shared"]}`), a.patched(mail("dee"), user("ugo"), `{"identities":["shared"]}`)}
		},
		healed: func(a *arena) { a.givesOwn("ugo", "shared") },
	},
	{
		name: "an identity is the email of another", broken: "R-7",
		deeds: func(a *arena) []deed {
			return []deed{a.patched(mail("cy"), user("una"), `{"identities":["same@firm.example"]}`), a.made(mail("dee"), newUser("new", mail("same")))}
		},
		healed: func(a *arena) { a.givesOwn("una", mail("same")) },
	},
	{
		name: "the name that the lead takes is given to another", broken: "R-7",
		deeds: func(a *arena) []deed {
			return []deed{a.patched(mail("amira"), user("amira"), `{"email":"same@firm.example"}`), a.patched(mail("cy"), user("una"), `{"identities":["same@firm.example"]}`)}
		},
		healed: func(a *arena) { a.givesOwn("una", mail("same")) },
	},
	{
		name: "the only administrator shares its name", broken: "R-7",
		firm: `office town; firm lead=amira backup=amira; user amira; user pat as=Partner`,
		deeds: func(a *arena) []deed {
			a.must(a.patched(mail("amira"), theFirm(), `{"displayName":"Firm","administrators":{"provisioning":"Closed"}}`))
			return []deed{a.patched(mail("amira"), user("amira"), `{"email":"same@firm.example"}`), a.made("gitops-1", newUser("new", mail("same")))}
		},
		healed: func(a *arena) {
			a.must(a.patched("support", theFirm(), recovery(`"departed":["amira"],`)))
			a.must(a.patched(mail("pat"), user("new"), `{"email":"own@firm.example"}`))
			a.act(mail("own"), mail("same"))
		},
	},
}

// recovery is R-3: a partner asks to be lead.
func recovery(more string) string {
	return `{"administrators":{"lead":"pat","recovery":{"requestedBy":"pat","partnerEmail":"pat@firm.example","firmName":"Firm",` + more +
		`"newLead":"pat","newLeadEmail":"pat@firm.example","authorization":"We ask for it."}}}`
}

// givesOwn lets an administrator give a user a name of its own; then it acts by that,
// and by the old one the other does.
func (a *arena) givesOwn(sharer, shared string) {
	a.t.Helper()
	a.must(a.patched(mail("bo"), user(sharer), `{"email":"own@firm.example","identities":null}`))
	a.act(mail("own"), shared)
}

// act fails the test unless these usernames can act, once the servers have seen all.
func (a *arena) act(usernames ...string) {
	a.t.Helper()
	a.renew(true)
	for _, username := range usernames {
		if err := a.write(username); err != nil {
			a.t.Errorf("P-1: %s still cannot act: %v", username, err)
		}
	}
}

var designationRaces = []race{
	{
		name: "the new backup is deleted", broken: "R-1",
		deeds: func(a *arena) []deed {
			return []deed{a.patched(mail("amira"), theFirm(), `{"administrators":{"backup":"una"}}`), a.gone(mail("cy"), user("una"))}
		},
		healed: designatesAnother,
	},
	{
		name: "the new backup is deactivated by its office administrator", broken: "R-1",
		deeds: func(a *arena) []deed {
			return []deed{a.patched(mail("amira"), theFirm(), `{"administrators":{"backup":"una"}}`), a.patched(mail("ola"), user("una"), `{"deactivated":true}`)}
		},
		healed: designatesAnother,
	},
	{
		name: "the new backup becomes a biller", broken: "R-1",
		deeds: func(a *arena) []deed {
			return []deed{a.patched(mail("amira"), theFirm(), `{"administrators":{"backup":"una"}}`), a.patched(mail("cy"), user("una"), `{"systemRole":"ThirdPartyBiller"}`)}
		},
		healed: designatesAnother,
	},
}

func designatesAnother(a *arena) {
	a.must(a.patched(mail("amira"), theFirm(), `{"administrators":{"backup":"dee"}}`))
}

var administratorRaces = []race{
	{
		name: "lead and backup deactivate each other", broken: "R-8", also: "R-1",
		firm: `office town; firm lead=amira backup=bo; user amira; user bo; user pat as=Partner; user una`,
		deeds: func(a *arena) []deed {
			a.must(a.patched(mail("amira"), theFirm(), `{"displayName":"Firm","administrators":{"provisioning":"Closed"}}`))
			return []deed{a.patched(mail("amira"), user("bo"), `{"deactivated":true}`), a.patched(mail("bo"), user("amira"), `{"deactivated":true}`)}
		},
		healed: func(a *arena) {
			if err := a.do(a.patched("gitops-1", theFirm(), recovery(""))); !refused(err) {
				a.t.Errorf("R-3: a Provisioner recovers a firm whose window is closed: %v", err)
			}
			a.must(a.patched("support", theFirm(), recovery("")))
			a.must(a.patched(mail("pat"), theFirm(), `{"administrators":{"backup":"una"}}`))
		},
	},
	{
		name: "two administrators demote and deactivate each other", broken: "R-8",
		firm: administratorsAlone,
		deeds: func(a *arena) []deed {
			return []deed{a.patched(mail("cy"), user("dee"), `{"systemRole":"FirmUser"}`), a.patched(mail("dee"), user("cy"), `{"deactivated":true}`)}
		},
		healed: provisionerHeals,
	},
	{
		name: "two administrators delete each other", broken: "R-8",
		firm: administratorsAlone,
		deeds: func(a *arena) []deed {
			return []deed{a.gone(mail("cy"), user("dee")), a.gone(mail("dee"), user("cy"))}
		},
		healed: provisionerHeals,
	},
}

// administratorsAlone is a firm without a lead and a backup.
const administratorsAlone = `office town; firm; user cy role=FirmAdministrator; user dee role=FirmAdministrator; user una`

func provisionerHeals(a *arena) {
	a.must(a.patched("gitops-1", user("una"), `{"systemRole":"FirmAdministrator"}`))
}
