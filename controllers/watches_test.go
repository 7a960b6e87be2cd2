package controllers

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// bench is a firm in which every event of the table can happen.
const bench = `
	firm lead=amira backup=ben clients=acme systems=documents
	office london; office zurich
	user amira office=london; user ben office=london; user carla office=zurich role=FirmOfficeAdministrator; user dan office=zurich
	user eve delegates=dan; user finn; user gus office=paris
	link eve->dan; link finn->ben
	case c1 staff=ben; collection k1 staff=dan
	matter m1 case=c1 client=acme; matter m2 staff=dan collections=k1 office=paris
	matter m3 staff=carla set=trial/us; matter m4 staff=ben set=trial/them; matter m5 staff=finn
	matter m6 case=c9 staff=amira
	case c2 set=trial/us; matter m7 case=c2
`

const (
	everybody = "user amira ben carla dan eve finn gus"
	allAssets = "matter c1 c2 k1 m1 m2 m3 m4 m5 m6 m7"
)

// TestWhoIsAffectedByAnEvent lists for each event whom the watches enqueue beside
// the object itself. Nobody else is reconciled.
func TestWhoIsAffectedByAnEvent(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, event, want string }{
		{"whether its window is open", "firm lead=amira backup=ben clients=acme systems=documents provisioning=Open", ""},
		{"its systems", "firm lead=amira backup=ben clients=acme systems=documents,billing", allAssets},
		{"its clients", "firm lead=amira backup=ben clients=acme,globex systems=documents", everybody + "; " + allAssets},
		{"a client's manager", "firm lead=amira backup=ben clients=acme/dan systems=documents", everybody},
		{"its lead", "firm lead=dan backup=ben clients=acme systems=documents", "office london zurich; " + everybody},
		{"its setting", "firm lead=amira backup=ben clients=acme systems=documents follow=staffing", ""},
		{"the firm goes", "delete firm", "office london zurich; " + everybody + "; " + allAssets},

		{"an office comes", "office paris", "firm; office london zurich; user gus; matter m2"},
		{"an office goes", "delete office zurich", "firm; office london; user carla dan"},
		{"an office is written", "office london", ""},

		{"a user's delegates", "user dan office=zurich delegates=ben", ""},
		{"a user's right to see all", "user dan office=zurich rights=Compliance", ""},
		{"the right Administrator", "user dan office=zurich rights=Administrator", "matter k1 m2"},
		{"a user moves", "user dan office=london", "firm; office london zurich"},
		{"an office administrator moves", "user carla office=london role=FirmOfficeAdministrator", "firm; office london zurich; user amira ben dan"},
		{"the lead's email", "user amira office=london email=a@firm.example", "firm; office london zurich; user ben carla dan eve finn gus"},
		{"a user shares an email", "user dan office=zurich email=ben@firm.example", "firm; office zurich; user ben"},
		{"a user is deactivated", "user dan office=zurich deactivated", "firm; office zurich; user eve; matter k1 m2"},
		{"one on a side is deactivated", "user carla office=zurich role=FirmOfficeAdministrator deactivated", "firm; office zurich; user dan; matter c2 m3 m4 m7"},
		{"a user floats", "user dan office=zurich floating", "user eve; matter k1 m2"},
		{"a user comes", "user hal", "firm"},
		{"a user goes", "delete user dan", "firm; office zurich; user eve; link eve-assists-dan; matter k1 m2"},

		{"a link comes", "link gus->carla", "user carla gus; matter c2 m3 m4 m7"},
		{"a link that is disputed", "link gus->finn", "user ben finn gus; link finn-assists-ben; matter c1 c2 m1 m3 m4 m5 m7"},
		{"a link goes", "delete link eve->dan", "user dan eve; matter k1 m2"},

		{"a matter's name or state", "matter m2 staff=dan collections=k1 office=paris closed", ""},
		{"a matter's team", "matter m2 staff=dan,ben collections=k1 office=paris", "user ben dan eve finn"},
		{"a matter's wall", "matter m2 staff=dan collections=k1 office=paris conflicted=gus", "user dan eve gus"},
		{"a matter's client", "matter m5 staff=finn client=acme", "user finn"},
		{"a matter's case", "matter m2 staff=dan case=c1", "user ben dan eve finn"},
		{"a team on a side", "matter m3 staff=carla,dan set=trial/us", "user carla dan eve; matter c2 m4 m7"},
		{"a matter takes a side", "matter m5 staff=finn set=trial/them", "user finn; matter c2 m3 m4 m7"},
		{"a case's team", "case c1 staff=carla", "user ben carla finn; matter m1"},
		{"a case's wall", "case c1 staff=ben conflicted=carla", "user ben carla finn; matter m1"},
		{"a case takes a side", "case c1 staff=ben set=trial/us", "user ben finn; matter c2 m1 m3 m4 m7"},
		{"a case leaves a side", "case c2", "matter m3 m4 m7"},
		{"a case comes that is awaited", "case c9", "user amira; matter m6"},
		{"a collection goes", "delete collection k1", "user dan eve; matter m2"},
		{"a matter goes", "delete matter m4", "user ben finn; matter c2 m3 m7"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			e, all := happening(t, bench, row.event)
			m := newMemory(t.Context(), t)
			for _, o := range all {
				m.apply(change{after: o})
			}
			var got []string
			for _, controller := range []string{"firm", "office", "user", "link", "matter"} {
				watch, watched := watches[controller][kindOf(e.object())]
				if !watched {
					continue
				}
				affected := watch(m.view(), e)
				if controller == kindOf(e.object()) {
					delete(affected, e.object().GetName())
				}
				switch {
				case controller == "firm" && len(affected) > 0:
					got = append(got, "firm")
				case len(affected) > 0:
					got = append(got, controller+" "+strings.Join(slices.Sorted(maps.Keys(affected)), " "))
				}
			}
			if said := strings.Join(got, "; "); said != row.want {
				t.Errorf("%s\n got %s\nwant %s", row.event, said, row.want)
			}
		})
	}
}

// TestEveryMatterOfAUserReachesItsOpponents names somebody on several matters, one
// of which another one reaches already: it reaches further all the same (C-2).
func TestEveryMatterOfAUserReachesItsOpponents(t *testing.T) {
	t.Parallel()
	for name, firm := range map[string]string{
		"by another set":                    "user dan; matter m1 staff=dan set=auction/us; matter m2 staff=dan set=auction/them,trial/us; matter m3 set=trial/them",
		"as the matter of what is no case":  "user dan; matter m1 staff=dan; matter m2 case=m1 staff=dan set=trial/us; matter m3 set=trial/them",
		"by the set of its case":            "user dan; matter m1 staff=dan set=auction/us; case c1 set=trial/us; matter m2 case=c1 staff=dan set=auction/them; matter m3 set=trial/them",
		"of a timekeeper's, by another set": "user dan; user eve; link dan->eve; matter m1 staff=dan set=auction/us; matter m2 staff=eve set=auction/them,trial/us; matter m3 set=trial/them",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, all := happening(t, strings.ReplaceAll(firm, ";", "\n"), "user dan deactivated")
			m := newMemory(t.Context(), t)
			for _, o := range all {
				m.apply(change{after: o})
			}
			for range 16 { // an index names them in any order
				affected := watches["matter"]["user"](m.view(), e)
				if _, found := affected["m3"]; !found {
					t.Fatalf("m3 is not reached, but %v", slices.Sorted(maps.Keys(affected)))
				}
			}
		})
	}
}
