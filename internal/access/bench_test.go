package access_test

import (
	"fmt"
	"sync"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// big is a firm of 10,000 users and 100,000 matters: teams of twelve, a case for
// every ten, a hundred units and clients, walls and sets, a few who reach everywhere.
var big = sync.OnceValue(func() *roster.Snapshot {
	const users, matters, groups = 10_000, 100_000, 100
	f := firm.MakeFirm().Follow(v1alpha1.FollowEnabled, v1alpha1.FollowEnabled).Lead("user-0").Unit("group", "")
	var objects roster.Objects
	name := func(i int) string { return fmt.Sprintf("user-%d", i%users) }
	for i := range groups {
		f.Unit(fmt.Sprintf("unit-%d", i), "group").Client(fmt.Sprintf("client-%d", i), name(i*7))
	}
	for i := range users {
		u := firm.MakeUser(name(i)).Units(fmt.Sprintf("unit-%d", i%groups)).UserRole(v1alpha1.UserRoleAssociate)
		switch {
		case i == 1:
			u.Units("group").UserRole(v1alpha1.UserRolePartner)
		case i%1000 == 2:
			u.SystemRole(v1alpha1.RoleFirmUserBilling)
		case i%1000 == 3:
			u.Rights(v1alpha1.RightCompliance)
		}
		objects.Users = append(objects.Users, u.Obj())
		if i%10 == 9 {
			objects.Links = append(objects.Links, firm.Stamp(firm.MakeLink(name(i), name(i-1)), 0))
		}
	}
	for i := range matters {
		if i%10 == 0 {
			objects.Matters = append(objects.Matters, firm.MakeCase(fmt.Sprintf("case-%d", i/10)).Staff(name(i/10*3)).Obj())
		}
		m := firm.MakeMatter(fmt.Sprintf("matter-%d", i)).Case(fmt.Sprintf("case-%d", i/10)).Lead(name(i)).
			Client(fmt.Sprintf("client-%d", i%groups)).Unit(fmt.Sprintf("unit-%d", i%groups)).Conflicted(name(i + 20))
		for j := range 8 {
			m.Staff(name(i + 1 + j*1237))
		}
		if i%100 == 0 {
			m.Side(fmt.Sprintf("set-%d", i/200), fmt.Sprintf("side-%d", i%200))
		}
		objects.Matters = append(objects.Matters, m.Obj())
	}
	objects.Firm = f.Obj()
	around := roster.NewSnapshot(objects)
	for _, m := range objects.Matters {
		metav1.SetMetaDataAnnotation(&m.ObjectMeta, v1alpha1.LedgerAnnotation, ledger.Matter{}.Advance(&m.Spec, around, firm.At(0)).Encode())
	}
	return roster.NewSnapshot(objects)
})

// BenchmarkAccess asks what the command line asks, of 10,000 users and 100,000 matters.
func BenchmarkAccess(b *testing.B) {
	for _, q := range []struct {
		name string
		ask  func(t testing.TB, v roster.Directory) int
	}{
		{"one decision", oneDecision("user-500", "matter-500")},
		{"seven decisions", sevenDecisions("user-500", "matter-500")},
		{"who may do anything on a matter", who("matter-500")},
		{"who may view a matter", who("matter-500", access.ActionView)},
		{"matters of an associate", mattersOf("user-500")},
		{"matters of an associate, one of whom assists", mattersOf("user-509")},
		{"matters of a partner above all units", mattersOf("user-1")},
		{"matters of the billing", mattersOf("user-2")},
	} {
		b.Run(q.name, func(b *testing.B) {
			view := big()
			b.ReportAllocs()
			found := 0
			for b.Loop() {
				found = q.ask(b, view)
			}
			b.ReportMetric(float64(found), "found")
		})
	}
}

func sevenDecisions(user, asset string) func(testing.TB, roster.Directory) int {
	return func(t testing.TB, v roster.Directory) int {
		t.Helper()
		decisions, err := access.Decisions(v, user, asset)
		if err != nil {
			t.Fatal(err)
		}
		return len(decisions)
	}
}
