// Package random draws firms for laws: texts for firm.Parse and firm.Written, so
// that a counterexample reads like an example.
package random

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/internal/roster"
)

// The names of random firms: few, so that they meet; the last of each kind is
// named but never declared.
var (
	someUsers       = []string{"amira", "ben", "carla", "dan", "eve", "finn", "nobody"}
	someOffices     = []string{"london", "zurich", "atlantis"}
	someUnits       = []string{"group", "uk", "tax", "limbo"}
	someClients     = []string{"acme", "globex", "nemo"}
	someMatters     = []string{"m1", "m2", "m3", "m4"}
	someCases       = []string{"c1", "c2", "c9"}
	someCollections = []string{"k1", "k2", "k9"}
	someFollowing   = []string{"staffing", "-staffing", "conflictedUsers", "-conflictedUsers"}
)

// Text draws a firm for firm.Parse: its objects in any order, each at most once.
func Text() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		said := map[string]bool{}
		var lines []string
		for range rapid.IntRange(1, 24).Draw(t, "statements") {
			subject, line := draw(t)
			if !said[subject] {
				said[subject] = true
				lines = append(lines, line)
			}
		}
		return strings.Join(lines, "\n")
	})
}

// History draws a firm for firm.Written: objects come, change, go and come again.
func History() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		var lines, there []string
		for range rapid.IntRange(1, 40).Draw(t, "writes") {
			if len(there) > 0 && rapid.IntRange(0, 7).Draw(t, "delete") == 0 {
				i := rapid.IntRange(0, len(there)-1).Draw(t, "which")
				lines = append(lines, "delete "+there[i])
				there = slices.Delete(there, i, i+1)
				continue
			}
			subject, line := draw(t)
			lines = append(lines, line)
			if !slices.Contains(there, subject) {
				there = append(there, subject)
			}
		}
		return strings.Join(lines, "\n")
	})
}

// Shuffle returns the objects in another order, as another View might list them.
func Shuffle(objects roster.Objects, seed int64) roster.Objects {
	r := rand.New(rand.NewSource(seed))
	return roster.Objects{
		Firm:    objects.Firm,
		Offices: shuffled(r, objects.Offices),
		Users:   shuffled(r, objects.Users),
		Links:   shuffled(r, objects.Links),
		Matters: shuffled(r, objects.Matters),
	}
}

func shuffled[T any](r *rand.Rand, list []T) []T {
	list = slices.Clone(list)
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// draw draws a statement, and whom or what it is about.
func draw(t *rapid.T) (subject, line string) {
	words := map[string]func(*rapid.T) []string{
		"firm": drawFirm, "office": drawOffice, "user": drawUser, "link": drawLink,
		"matter": drawMatter, "case": drawCase, "collection": drawCollection,
	}
	kind := pick(t, "firm", "office", "user", "user", "user", "link", "link", "matter", "matter", "matter", "case", "collection")
	drawn := words[kind](t)
	line = strings.Join(slices.DeleteFunc(append([]string{kind}, drawn...), func(w string) bool { return w == "" }), " ")
	if kind == "firm" {
		return kind, line
	}
	return kind + " " + drawn[0], line
}

func drawFirm(t *rapid.T) []string {
	return []string{
		maybe(t, "lead=", someUsers...), maybe(t, "backup=", someUsers...),
		several(t, "follow=", someFollowing...), maybe(t, "", "closed"), maybe(t, "invoices=", "OwnOffice"),
		"systems=documents,billing,docket",
		several(t, "clients=", pick(t, "acme/amira", "acme/ben", "acme"), pick(t, "globex/nobody", "globex/dan")),
		drawUnits(t),
	}
}

// drawUnits draws business units with any of them as parents: trees, cycles and
// units without their parents (S-5).
func drawUnits(t *rapid.T) string {
	var plain, billing []string
	for _, unit := range declared(someUnits) {
		written := unit + maybe(t, "/", someUnits...)
		switch pick(t, "plain", "plain", "billing", "none") {
		case "plain":
			plain = append(plain, written)
		case "billing":
			billing = append(billing, written)
		}
	}
	return strings.TrimSpace(list("units=", plain) + " " + list("billing-units=", billing))
}

func drawOffice(t *rapid.T) []string { return []string{pick(t, declared(someOffices)...)} }

func drawUser(t *rapid.T) []string {
	return []string{
		pick(t, declared(someUsers)...),
		maybe(t, "office=", someOffices...), several(t, "units=", someUnits...),
		maybe(t, "role=", "FirmAdministrator", "FirmOfficeAdministrator", "FirmUserBilling", "ThirdPartyBiller"),
		maybe(t, "as=", "Partner", "Associate", "Assistant", "Paralegal", "GeneralStaff"),
		several(t, "rights=", "Administrator", "Compliance", "Accounting", "ApproveOthersInvoices", "Reporting", "AllBillingUnits"),
		maybe(t, "email=", "shared@firm.example"), several(t, "delegates=", someUsers...),
		rarely(t, "floating"), rarely(t, "deactivated"), rarely(t, "first"), rarely(t, "upload"),
	}
}

func drawLink(t *rapid.T) []string {
	i := rapid.IntRange(0, len(someUsers)-1).Draw(t, "assistant")
	j := rapid.IntRange(1, len(someUsers)-1).Draw(t, "timekeeper")
	return []string{fmt.Sprintf("%s->%s", someUsers[i], someUsers[(i+j)%len(someUsers)])}
}

func drawMatter(t *rapid.T) []string {
	groups := slices.Concat(someCases, someCollections, someMatters)
	return append(drawTeam(t, someMatters), maybe(t, "case=", groups...), several(t, "collections=", groups...), drawSides(t))
}

func drawCase(t *rapid.T) []string { return append(drawTeam(t, declared(someCases)), drawSides(t)) }

func drawCollection(t *rapid.T) []string { return drawTeam(t, declared(someCollections)) }

func drawTeam(t *rapid.T, names []string) []string {
	staff := make([]string, 0, len(someUsers))
	for _, user := range someUsers {
		staff = append(staff, user+maybe(t, ":", "BillingOnly", "MatterEditor", "MatterAdministrator", "SupportStaff", "Follow", "DoNotFollow")+
			maybe(t, "@", "documents", "billing+docket", "unlisted"))
	}
	walled := []string{"amira", "ben:Follow", "carla:DoNotFollow", "dan", "nobody"}
	return []string{
		pick(t, names...),
		maybe(t, "lead=", someUsers...), several(t, "staff=", staff...),
		several(t, "conflicted=", walled...), several(t, "excluded=", someUsers...),
		several(t, "follow=", someFollowing...), maybe(t, "client=", someClients...),
		maybe(t, "office=", someOffices...), maybe(t, "unit=", someUnits...), rarely(t, "confidential"), rarely(t, "closed"),
	}
}

func drawSides(t *rapid.T) string {
	return several(t, "set=", pick(t, "auction/a", "auction/b"), pick(t, "suit/x", "suit/y", "suit/z"))
}

func pick(t *rapid.T, choices ...string) string { return rapid.SampledFrom(choices).Draw(t, "pick") }

func maybe(t *rapid.T, before string, choices ...string) string {
	if !rapid.Bool().Draw(t, "maybe") {
		return ""
	}
	return before + pick(t, choices...)
}

func rarely(t *rapid.T, flag string) string {
	if rapid.IntRange(0, 4).Draw(t, "rarely") > 0 {
		return ""
	}
	return flag
}

// several draws some of the values, none of them twice.
func several(t *rapid.T, option string, values ...string) string {
	var drawn []string
	for _, value := range values {
		if rapid.IntRange(0, 2).Draw(t, "several") == 0 {
			drawn = append(drawn, value)
		}
	}
	return list(option, drawn)
}

// list writes an option of several values, nothing without one.
func list(option string, values []string) string {
	if len(values) == 0 {
		return ""
	}
	return option + strings.Join(values, ",")
}

func declared(names []string) []string { return names[:len(names)-1] }
