package controllers

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/test/firm"
)

// bench is a firm in which every event of the table can happen.
const bench = `
	firm lead=amira backup=ben clients=acme systems=documents units=uk
	office london; office zurich
	user amira office=london; user ben office=london; user carla office=zurich role=FirmOfficeAdministrator; user dan office=zurich
	user eve delegates=dan; user finn units=uk; user gus office=paris
	link eve->dan; link finn->ben
	case c1 staff=ben; collection k1 staff=dan
	matter m1 case=c1 client=acme; matter m2 staff=dan collections=k1 office=paris
	matter m3 staff=carla set=trial/us; matter m4 staff=ben set=trial/them; matter m5 staff=finn
	matter m6 case=c9 staff=amira
	case c2 set=trial/us; matter m7 case=c2
	matter m8 staff=dan,gus conflicted=dan,gus; matter m8 staff=dan conflicted=dan excluded=finn client=acme
	matter m10 staff=dan case=c10; matter m10 staff=dan; case c10
`

// row is an event and whom it touches beside the object itself.
type row struct {
	name, event string
	touched     string // whose status is another
	vain        string // who is enqueued all the same, each for a reason of inVain
}

// inVain says which controllers may be asked in vain for an event of which kind,
// and why the watches are no more exact. Nobody else is.
var inVain = map[[2]string]string{
	{"firm", "user"}:     "lead and backup administer the firm whatever their roles (R-1)",
	{"office", "firm"}:   "lead and backup may be the contact of any office; which one is, depends on all administrators (S-1)",
	{"office", "office"}: "with more than one office each needs an administrator; how many an office has last seen is not known (S-1)",
	{"office", "user"}:   "a Firm Administrator may be the contact of any office (S-1)",
	{"user", "firm"}:     "lead and backup may be anybody's contact (S-1), a client may be reached otherwise (S-4), a billing unit interests accountants only (S-3)",
	{"user", "user"}:     "who administers may be the contact of those around (S-1); an assistant need not be where its timekeeper is (M-4)",
	{"user", "link"}:     "a disputed link may be accepted as before (A-4)",
	{"user", "matter"}:   "who joins an asset or its wall may have access to its client by another one, or have had none before (S-4)",
	{"link", "link"}:     "a link that disputes a user may be judged as before (A-4)",
	{"matter", "firm"}:   "an asset without a team has no systems (M-11)",
	{"matter", "user"}:   "an assistant need not follow everywhere (M-3); members by several origins stay (M-9); own matters and own case do not oppose (C-2)",
	{"matter", "link"}:   "assistants need not follow (M-3), or are severed (L-6)",
	{"matter", "matter"}: "assets on the same side of a set do not oppose; a member may be on the other side anyway (C-2)",
}

// TestNobodyIsAskedInVainWithoutAReason holds inVain to the rows: what is in vain
// there has a reason, and every reason is needed.
func TestNobodyIsAskedInVainWithoutAReason(t *testing.T) {
	t.Parallel()
	unused := maps.Clone(inVain)
	for _, row := range rows {
		e, _, _ := happening(t, bench, row.event)
		for asked := range strings.SplitSeq(row.vain, "; ") {
			controller, _, _ := strings.Cut(asked, " ")
			pair := [2]string{controller, kindOf(e.object())}
			if _, permitted := inVain[pair]; !permitted && asked != "" {
				t.Errorf("%s: %s is asked in vain", row.name, asked)
			}
			delete(unused, pair)
		}
	}
	for pair := range unused {
		t.Errorf("no row shows that a %s is asked in vain for a %s", pair[0], pair[1])
	}
}

// TestWhoIsAffectedByAnEvent lists for each event whom the watches enqueue beside
// the object itself. Nobody else is reconciled.
func TestWhoIsAffectedByAnEvent(t *testing.T) {
	t.Parallel()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			e, before, after := happening(t, bench, row.event)
			m := newMemory(t.Context(), t)
			m.applyAll(before)
			elsewhere := otherFirm(t)
			m.applyAll(elsewhere)
			was := m.statuses()
			m.apply(e)
			touched, vain := map[string]bool{}, map[string]bool{}
			_, enqueued := m.handled([]change{e})
			for id := range enqueued {
				vain[id] = true
			}
			for id := range differing(was, m.statuses()) {
				touched[id] = true
				delete(vain, id)
				if !enqueued[id] {
					t.Errorf("%s: the status of %s is another, and nobody enqueued it", row.event, id)
				}
			}
			delete(touched, idOf(e.object()))
			delete(vain, idOf(e.object()))
			maps.DeleteFunc(vain, func(id string, _ bool) bool { return after[id] == nil && elsewhere[id] == nil }) // there is nothing to reconcile
			if said(touched) != row.touched || said(vain) != row.vain {
				t.Errorf("\nROW\t\t{%q, %q, %q, %q},", row.name, row.event, said(touched), said(vain))
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
			e, _, after := happening(t, strings.ReplaceAll(firm, ";", "\n"), "user dan deactivated")
			m := newMemory(t.Context(), t)
			m.applyAll(after)
			for range 16 { // an index names them in any order
				affected := watches["matter"]["user"](m.view(), e)
				if _, found := affected["m3"]; !found {
					t.Fatalf("m3 is not reached, but %v", slices.Sorted(maps.Keys(affected)))
				}
			}
		})
	}
}

// otherFirm returns a firm in another namespace that names whom the bench names.
// Nobody of it is touched by any event (W-1).
func otherFirm(t *testing.T) map[string]client.Object {
	t.Helper()
	objects := byID(firm.Written(t, `
		office rome
		user ines office=london delegates=dan,amira email=ben@firm.example units=uk; user jon office=zurich
		link ines->dan; link jon->ben
		matter x1 staff=dan,ben,amira,carla,finn case=c1 collections=k1 client=acme unit=uk office=paris set=trial/x
		matter x2 case=c9 conflicted=dan set=trial/us
	`))
	for _, o := range objects {
		o.SetNamespace("elsewhere")
	}
	return objects
}

// applyAll brings the objects of a firm into the cache.
func (m *memory) applyAll(objects map[string]client.Object) {
	for _, o := range objects {
		m.apply(change{after: o})
	}
}

// said says which objects are meant, kind by kind.
func said(ids map[string]bool) string {
	var kinds []string
	for _, kind := range []string{"firm", "office", "user", "link", "matter"} {
		var of []string
		for _, id := range slices.Sorted(maps.Keys(ids)) {
			if name, is := strings.CutPrefix(id, kind+" "); is {
				of = append(of, name)
			}
		}
		switch {
		case len(of) == 0:
		case kind == "firm":
			kinds = append(kinds, kind)
		default:
			kinds = append(kinds, kind+" "+strings.Join(of, " "))
		}
	}
	return strings.Join(kinds, "; ")
}
