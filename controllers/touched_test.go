package controllers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/test/story"
)

// touching is a firm in which every kind of event touches somebody and leaves
// somebody alone; k9 and m9 and those on them are far from everything. What names
// another comes after it, so that no ledger awaits anything (L-4).
const touching = `
	firm lead=amira backup=ben clients=acme systems=documents units=uk
	then
	office london; office zurich
	user amira office=london; user ben office=london; user carla office=zurich; user dan office=zurich
	user eve; user finn units=uk; user gus; user hal; user ivy
	link eve->dan
	case c1 staff=ben; collection k1; collection k9 staff=hal
	then
	matter m1 case=c1 client=acme; matter m2 staff=dan:Follow collections=k1
	matter m3 staff=carla set=trial/us; matter m4 staff=finn set=trial/them; matter m5 staff=finn
	matter m9 staff=ivy collections=k9
`

// touches are events, one after the other, and whom they touch. A statement is one
// of package firm, or patches an object or its status.
var touches = []struct{ name, event, written, vain string }{
	{"a setting of the Firm", "firm lead=amira backup=ben clients=acme systems=documents units=uk follow=staffing", "firm", ""},
	{"a client's manager", "firm lead=amira backup=ben clients=acme/dan systems=documents units=uk", "firm", ""},
	{
		"systems", "firm lead=amira backup=ben clients=acme systems=documents,billing units=uk",
		"firm, matter c1, matter k9, matter m1, matter m2, matter m3, matter m4, matter m5, matter m9", "matter k1",
	},
	{"a user is deactivated", "user dan office=zurich deactivated", "firm, matter m2, office zurich, user dan", "user eve"},
	{"and is back", "user dan office=zurich", "firm, matter m2, office zurich, user dan", "user eve"},
	{"a link is deleted", "delete link eve->dan", "matter m2, user dan, user eve", ""},
	{"a link is made", "link eve->dan", "link eve-assists-dan, matter m2, user dan, user eve", ""},
	{"somebody joins a matter", "matter m2 staff=dan:Follow,gus collections=k1", "matter m2", "user gus"},
	{"somebody leaves it", "matter m2 staff=dan:Follow collections=k1", "matter m2", "user gus"},
	{"a wall", "matter m2 staff=dan:Follow collections=k1 conflicted=eve", "matter m2", "user eve"},
	{"the team of a case", "case c1 staff=carla", "matter c1, matter m1, user ben, user carla", ""},
	{"the wall of a collection", "collection k1 conflicted=dan", "matter k1, matter m2", "user dan, user eve"},
	{"a side is taken", "matter m5 staff=finn set=trial/us", "matter m4, matter m5", "matter m3, user finn"},
	{"what touches nobody else", "matter m5 staff=finn set=trial/us closed confidential unit=uk", "matter m5", ""},
	{"a note of somebody else", `patch matter m5 {"metadata":{"annotations":{"example.com/note":"seen"}}}`, "", ""},
	{"a label", `patch user dan {"metadata":{"labels":{"example.com/team":"a"}}}`, "", ""},
	{"a tampered status", `status matter m3 {"status":{"staffing":null,"summary":null}}`, "matter m3", ""},
	{"an office comes", "office paris", "firm, office paris", "office london, office zurich"},
	{
		"the lead changes", "firm lead=gus backup=ben clients=acme systems=documents,billing units=uk",
		"firm, office london, office paris, office zurich, " +
			"user amira, user ben, user carla, user dan, user eve, user finn, user gus, user hal, user ivy", "",
	},
}

// TestNobodyElseIsReconciledOrWritten names whose status an event leads to a write
// of, and who is looked at in vain. Everybody else is neither reconciled nor
// written, and nobody more often than there were writes that could be the reason.
func TestNobodyElseIsReconciledOrWritten(t *testing.T) {
	story.Operate(t)
	for _, mode := range []story.Mode{story.Webhooks, story.Alone} {
		t.Run(string(mode), func(t *testing.T) {
			f := story.New(t.Context(), t, mode)
			f.Tell(touching)
			story.AwaitIdle(t)
			for _, row := range touches {
				w := f.Watch()
				happen(f, row.event)
				f.Settle()
				story.AwaitIdle(t)
				written, vain := looked(t, w)
				if diff := cmp.Diff([]string{row.written, row.vain}, []string{written, vain}); diff != "" {
					t.Errorf("%s: written, and reconciled in vain (-want +got):\n%s", row.name, diff)
				}
			}
		})
	}
}

// happen lets an event happen at a firm.
func happen(f *story.Firm, event string) {
	verb, rest, _ := strings.Cut(event, " ")
	words := strings.SplitN(rest, " ", 3)
	switch verb {
	case "patch":
		f.Patch(f.Object(words[0], words[1]), words[2])
	case "status":
		f.PatchStatus(f.Object(words[0], words[1]), words[2])
	default:
		f.Tell(event)
	}
}

// looked returns whose status was written, and who was reconciled although it was
// not written at all. It fails the test if anybody was reconciled more often than
// it was written itself and others were, their statuses aside.
func looked(t *testing.T, w *story.Window) (written, vain string) {
	t.Helper()
	statuses, own, reasons := w.StatusWrites(), map[story.ID]int{}, 0
	for _, c := range w.Changes() {
		own[c.ID]++
		reasons++
	}
	for _, n := range statuses {
		reasons -= n
	}
	var asked, wrote []string
	for id, n := range w.Reconciled() {
		if n > own[id]+reasons {
			t.Errorf("%s was reconciled %d times, for %d writes of it and %d of others", id, n, own[id], reasons)
		}
		if own[id] == 0 {
			asked = append(asked, told(id))
		}
	}
	for id := range statuses {
		wrote = append(wrote, told(id))
	}
	slices.Sort(wrote)
	slices.Sort(asked)
	return strings.Join(wrote, ", "), strings.Join(asked, ", ")
}

// told is how touches calls an object: there is one Firm.
func told(id story.ID) string {
	if id.Kind == "firm" {
		return id.Kind
	}
	return id.String()
}
