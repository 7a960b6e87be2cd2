package authority_test

import (
	"fmt"
	"testing"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/matrix"
)

// BenchmarkDecide decides on a user's role, and on one that joins a matter's team.
func BenchmarkDecide(b *testing.B) {
	there := firm.Parse(b, matrix.TheFirm)
	view := roster.NewSnapshot(there)
	b.Run("role", func(b *testing.B) {
		change := matrix.UserWith("una", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmUserBilling })(there)
		measure(b, matrix.AtFirm(view, matrix.Person("olga")), change, view)
	})
	b.Run("refused role", func(b *testing.B) {
		change := matrix.UserWith("una", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmAdministrator })(there)
		measure(b, matrix.AtFirm(view, matrix.Person("olga")), change, view)
	})
	for _, members := range []int{12, 200} {
		b.Run(fmt.Sprintf("team of %d", members), func(b *testing.B) {
			m := firm.MakeMatter("m").Lead("lou")
			users := firm.Parse(b, "user lou").Users
			for i := range members - 1 {
				name := fmt.Sprintf("member-%d", i)
				users = append(users, firm.MakeUser(name).Obj())
				m.Staff(name)
			}
			large := roster.NewSnapshot(roster.Objects{Users: users, Matters: []*v1alpha1.Matter{m.Obj()}})
			next := m.DeepCopy()
			next.Spec.Staffing = append(next.Spec.Staffing, v1alpha1.StaffingEntry{User: "una"})
			measure(b, matrix.AtFirm(large, matrix.Person("lou")), authority.MatterChange{Old: m.Obj(), New: next}, large)
		})
	}
}

func measure(b *testing.B, a authority.Actor, change authority.Change, v roster.View) {
	b.Helper()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := authority.Decide(a, change, v); err != nil {
			b.Fatal(err)
		}
	}
}
