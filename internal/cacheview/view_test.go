package cacheview

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	toolscache "k8s.io/client-go/tools/cache"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// viewOf returns a view of the objects in indexers as the informers have them.
func viewOf(tb testing.TB, objects roster.Objects) *View {
	tb.Helper()
	indexer := func(indexes toolscache.Indexers) toolscache.Indexer {
		return toolscache.NewIndexer(toolscache.MetaNamespaceKeyFunc, indexes)
	}
	c := &store{
		memory: &memory{}, firms: indexer(nil), offices: indexer(officeIndexes), users: indexer(userIndexes),
		links: indexer(linkIndexes), matters: indexer(matterIndexes),
	}
	add := func(into toolscache.Indexer, o metav1.Object) {
		o.SetNamespace("firm")
		if err := into.Add(o); err != nil {
			tb.Fatal(err)
		}
	}
	add(c.firms, objects.Firm)
	for _, o := range objects.Users {
		add(c.users, o)
	}
	for _, o := range objects.Links {
		add(c.links, o)
	}
	for _, o := range objects.Matters {
		add(c.matters, o)
	}
	return (&Cache{all: c}).Firm("firm")
}

// busy returns a firm in which a timekeeper with an assistant is on n matters of a
// case, each with a team of twelve.
func busy(n int) roster.Objects {
	objects := roster.Objects{
		Firm:  firm.MakeFirm().Follow(v1alpha1.FollowEnabled, v1alpha1.FollowEnabled).Obj(),
		Users: []*v1alpha1.FirmUser{firm.MakeUser("busy").Obj(), firm.MakeUser("helper").Obj()},
		Links: []*v1alpha1.AssistantLink{firm.Stamp(firm.MakeLink("helper", "busy"), 0)},
	}
	team := make([]string, 10)
	for i := range team {
		team[i] = fmt.Sprintf("user-%d", i)
		objects.Users = append(objects.Users, firm.MakeUser(team[i]).Obj())
	}
	objects.Matters = append(objects.Matters, firm.MakeCase("many").Staff(team[:2]...).Obj())
	for i := range n {
		objects.Matters = append(objects.Matters,
			firm.MakeMatter(fmt.Sprintf("m-%d", i)).Case("many").Lead("busy").Staff(team...).Conflicted("x", "y", "z").Obj())
	}
	around := roster.NewSnapshot(objects)
	for _, m := range objects.Matters {
		kept := ledger.Matter{}.Advance(&m.Spec, around, firm.At(0))
		metav1.SetMetaDataAnnotation(&m.ObjectMeta, v1alpha1.LedgerAnnotation, kept.Encode())
	}
	return objects
}

func TestTheCacheSaysWhatASnapshotSays(t *testing.T) {
	objects := busy(20)
	cached, snapshot := viewOf(t, objects), roster.NewSnapshot(objects)
	for range 2 { // read, and remembered
		for _, m := range objects.Matters {
			if diff := cmp.Diff(staffing.Derive(snapshot, m), staffing.Derive(cached, m)); diff != "" {
				t.Errorf("W-4: %s (-snapshot +cache):\n%s", m.Name, diff)
			}
		}
	}
}

// TestTheCacheFindsWhatASnapshotFinds looks up what a role or a right reaches.
func TestTheCacheFindsWhatASnapshotFinds(t *testing.T) {
	objects := firm.Parse(t, `firm
		user ann units=uk,tax rights=Compliance; user ben units=uk rights=Accounting,Compliance; user cal
		matter m1 client=acme unit=uk office=london; matter m2 client=acme; matter m3 unit=uk; case c1 office=london`)
	for what, find := range map[string]func(v roster.Directory) []string{
		"users of a unit":       func(v roster.Directory) []string { return namesOf(v.UsersOfUnit("uk")) },
		"users with a right":    func(v roster.Directory) []string { return namesOf(v.UsersWithRight(v1alpha1.RightCompliance)) },
		"assets of a unit":      func(v roster.Directory) []string { return namesOf(v.MattersOfUnit("uk")) },
		"assets of a client":    func(v roster.Directory) []string { return namesOf(v.MattersOfClient("acme")) },
		"assets of an office":   func(v roster.Directory) []string { return namesOf(v.MattersOfOffice("london")) },
		"of no name":            func(v roster.Directory) []string { return namesOf(v.MattersOfClient("")) },
		"of a name of nobody's": func(v roster.Directory) []string { return namesOf(v.UsersOfUnit("nemo")) },
	} {
		want, got := find(roster.NewSnapshot(objects)), find(viewOf(t, objects))
		if diff := cmp.Diff(want, got); diff != "" || strings.HasPrefix(what, "of ") != (len(want) == 0) {
			t.Errorf("%s: %v (-snapshot +cache):\n%s", what, want, diff)
		}
	}
}

// namesOf returns the names of objects, sorted.
func namesOf[O metav1.Object](objects []O) []string {
	var names []string
	for _, o := range objects {
		names = append(names, o.GetName())
	}
	slices.Sort(names)
	return names
}

// TestWhatIsRememberedIsOfTheVersion replaces an asset by one whose ledger is not
// complete (L-7), and by one that cannot be read (L-8).
func TestWhatIsRememberedIsOfTheVersion(t *testing.T) {
	objects := busy(1)
	view := viewOf(t, objects)
	m := view.Matter("m-0")
	if kept := view.Ledger(m); len(kept.Staffing.Joined) != 11 {
		t.Fatalf("L-4: %d have joined, want 11", len(kept.Staffing.Joined))
	}
	lagging := m.DeepCopy()
	lagging.Spec.Staffing = append(lagging.Spec.Staffing, v1alpha1.StaffingEntry{User: "newcomer"})
	if kept := view.Ledger(lagging); !kept.Staffing.Joined["newcomer"].Follow {
		t.Error("L-7: who joined without the ledger is not in it")
	}
	if kept, err := view.StoredLedger(lagging); err != nil || len(kept.Staffing.Joined) != 11 {
		t.Errorf("L-7: stored are %d with error %v, want 11", len(kept.Staffing.Joined), err)
	}
	broken := m.DeepCopy()
	broken.Annotations[v1alpha1.LedgerAnnotation] = "garbage"
	if _, err := view.StoredLedger(broken); err == nil || view.LedgerFault(broken) == nil {
		t.Error("L-8: it reads")
	}
	if len(view.Ledger(m).Staffing.Joined) != 11 || view.LedgerFault(m) != nil {
		t.Error("L-4: the first version is forgotten")
	}
}

// BenchmarkDerive derives a matter as the controllers do, out of the caches.
func BenchmarkDerive(b *testing.B) {
	for _, n := range []int{1, 5000} {
		b.Run(fmt.Sprintf("one of %d matters of a timekeeper", n), func(b *testing.B) {
			view := viewOf(b, busy(n))
			m := view.Matter("m-0")
			b.ReportAllocs()
			for b.Loop() {
				staffing.Derive(view, m)
			}
		})
	}
}

// BenchmarkAsk asks what fan-out asks: who names a user, and what a case groups.
func BenchmarkAsk(b *testing.B) {
	view := viewOf(b, busy(5000))
	for what, ask := range map[string]func(){
		"5000 matters of a user": func() { view.MattersNaming("busy") },
		"5000 matters of a case": func() { view.MattersOfGroup("many") },
		"a matter":               func() { view.Matter("m-7") },
		"links of a user":        func() { view.LinksOfTimekeeper("busy") },
	} {
		b.Run(what, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ask()
			}
		})
	}
}
