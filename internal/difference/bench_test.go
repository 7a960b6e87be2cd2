package difference_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/difference"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// large is a firm of as many matters of about 12 members, one in ten in a case with its
// sides of a set, 500 users, a third of them with an assistant, in ten business units.
func large(matters int) roster.Objects {
	const users = 500
	name := func(i int) string { return fmt.Sprintf("user-%03d", i%users) }
	unit := func(i int) string { return fmt.Sprintf("unit-%d", i%10) }
	f := firm.MakeFirm().Lead(name(0)).Backup(name(1)).Systems("documents", "billing").Follow(v1alpha1.FollowEnabled, "").Unit("group", "")
	for i := range 10 {
		f.Unit(unit(i), "group")
	}
	for i := range 50 {
		f.Client(fmt.Sprintf("client-%d", i), name(i))
	}
	objects := roster.Objects{Firm: f.Obj()}
	for i := range users {
		u := firm.MakeUser(name(i)).UserRole([]v1alpha1.UserRole{v1alpha1.UserRolePartner, v1alpha1.UserRoleAssociate, v1alpha1.UserRoleAssistant}[i%3]).Units(unit(i))
		if i < 10 {
			u.Units("group").Rights(v1alpha1.RightAdministrator)
		}
		objects.Add(u.Obj())
	}
	for i := range users / 3 {
		objects.Add(firm.MakeLink(name(3*i+2), name(3*i)))
	}
	for i := range matters {
		m := firm.MakeMatter(fmt.Sprintf("matter-%05d", i)).Lead(name(7 * i)).Unit(unit(i)).Client(fmt.Sprintf("client-%d", i%50))
		for k := range 9 {
			m.Staff(name(7*i + 31*k + 1))
		}
		if i%10 == 0 {
			c := firm.MakeCase(fmt.Sprintf("case-%05d", i)).Staff(name(i)).Side(fmt.Sprintf("set-%d", i/20), fmt.Sprintf("side-%d", i%20))
			objects.Add(c.Obj())
			m.Case(c.Name)
		}
		objects.Add(m.Obj())
	}
	return objects
}

// changed returns the firm with some matters changed and, of the firm and its people, a
// little of each kind of thing that reaches far.
func changed(base roster.Objects, far bool) roster.Objects {
	head := base
	head.Matters = slices.Clone(base.Matters)
	for i := range 20 {
		m := head.Matters[i*len(head.Matters)/20].DeepCopy()
		m.Spec.Staffing = append(slices.Clip(m.Spec.Staffing), v1alpha1.StaffingEntry{User: "user-499"})[1:]
		head.Matters[i*len(head.Matters)/20] = m
	}
	if !far {
		return head
	}
	head.Users = slices.Clone(base.Users)
	for i, role := range []v1alpha1.SystemRole{v1alpha1.RoleFirmAdministrator, v1alpha1.RoleThirdPartyBiller, v1alpha1.RoleFirmUserBilling} {
		u := head.Users[100+i].DeepCopy()
		u.Spec.SystemRole = role
		head.Users[100+i] = u
	}
	u := head.Users[110].DeepCopy()
	u.Spec.BusinessUnits = []string{"group"}
	head.Users[110] = u
	head.Links = slices.Concat(base.Links[1:], []*v1alpha1.AssistantLink{firm.MakeLink("user-002", "user-120")})
	return head
}

// BenchmarkOf compares a firm of 10,000 matters with what changes of it.
func BenchmarkOf(b *testing.B) {
	base := large(10_000)
	for _, c := range []struct {
		what string
		head roster.Objects
	}{
		{"the same", base}, {"20 matters", changed(base, false)}, {"20 matters, roles and a link", changed(base, true)},
	} {
		b.Run(c.what, func(b *testing.B) {
			b.ReportAllocs()
			var f difference.Firm
			for b.Loop() {
				f = between(b, base, c.head)
			}
			b.ReportMetric(float64(f.Summary.Gains+f.Summary.Loses+f.Summary.Changes), "pairs")
		})
	}
	b.Run("a firm from nothing", func(b *testing.B) {
		for b.Loop() {
			between(b, roster.Objects{}, base)
		}
	})
}
