package difference

import (
	"maps"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
)

// roleList returns what the users are to the firm whose role changes, by user. Matters
// have been compared before.
func (c *comparison) roleList() []Role {
	var roles []Role
	for _, user := range slices.Sorted(maps.Keys(c.people())) {
		was, is := c.words(user)
		r := c.roles[user]
		if slices.Equal(was, is) && !r.changes() {
			continue
		}
		role := Role{User: user, Was: was, Is: is}
		if r.changes() {
			role.Gained, role.Lost = r.gained, r.lost
			role.Otherwise = slices.Sorted(maps.Keys(r.otherwise))
			role.Everywhere = c.stay() - len(r.otherwise)
		}
		roles = append(roles, role)
	}
	return roles
}

// stay is how many assets there are before and after.
func (c *comparison) stay() int {
	n := 0
	for name := range c.before.byName.matters {
		if c.after.byName.matters[name] != nil {
			n++
		}
	}
	return n
}

// words returns what a user was and is to the firm, in words. What most users have
// and few change, such as an office, is said where it changes.
func (c *comparison) words(user string) (was, is []string) {
	a, b := c.before.factsOf(user), c.after.factsOf(user)
	was, is = a.words(b), b.words(a)
	x, y := c.before.User(user), c.after.User(user)
	if x == nil || y == nil {
		return was, is
	}
	tell := func(what string, a, b []string) {
		was, is = append(was, changed(what, a, b)...), append(is, changed(what, b, a)...)
	}
	tell("", upload(x), upload(y))
	tell("delegate ", x.Spec.Delegates, y.Spec.Delegates)
	tell("email ", []string{x.Spec.Email}, []string{y.Spec.Email})
	tell("identity ", x.Spec.Identities, y.Spec.Identities)
	return was, is
}

func upload(u *v1alpha1.FirmUser) []string {
	if u.Spec.MatterDataUpload {
		return []string{"uploads matter data"}
	}
	return nil
}

// changed returns, in words, what one list has and the other has not.
func changed(what string, list, other []string) []string {
	var words []string
	for _, name := range list {
		if name != "" && !slices.Contains(other, name) {
			words = append(words, what+name)
		}
	}
	return words
}

// words returns what the facts say of a user: designations, roles and rights whole, of
// the rest what the other facts do not say.
func (f facts) words(other facts) []string {
	var words []string
	for _, d := range f.designations {
		words = append(words, strings.ToLower(string(d)))
	}
	if !f.there {
		return append(append([]string{"absent"}, words...), changed("manages ", f.manages, other.manages)...)
	}
	if f.deactivated {
		words = append([]string{"deactivated"}, words...)
	}
	words = append(words, f.roleWord())
	if f.userRole != "" {
		words = append(words, userRoleWord(f.userRole))
	}
	for _, right := range inOrder {
		if slices.Contains(f.rights, right) {
			words = append(words, "right "+string(right))
		}
	}
	for _, role := range f.globalRoles {
		words = append(words, string(role))
	}
	words = append(words, changed("business unit ", f.units, other.units)...)
	words = append(words, changed("office ", []string{f.office}, []string{other.office})...)
	return append(words, changed("manages ", f.manages, other.manages)...)
}

// inOrder are the rights in the order of S-3.
var inOrder = []v1alpha1.UserRight{
	v1alpha1.RightAdministrator, v1alpha1.RightCompliance, v1alpha1.RightAccounting,
	v1alpha1.RightApproveOthersInvoices, v1alpha1.RightReporting, v1alpha1.RightAllBillingUnits,
}

func (f facts) roleWord() string {
	title := authority.Title(f.systemRole)
	if f.invoices == v1alpha1.InvoicesOwnOffice {
		return title + ", invoices of its own office"
	}
	return title
}

func userRoleWord(role v1alpha1.UserRole) string {
	if role == v1alpha1.UserRoleGeneralStaff {
		return "General staff"
	}
	return string(role)
}

// summary counts what is told.
func (c *comparison) summary(roles []Role, matters []Matter) Summary {
	s := Summary{Roles: len(roles)}
	users, touched := map[string]bool{}, map[string]bool{}
	reach := map[string]Role{}
	for _, r := range roles {
		users[r.User] = true
		if r.Everywhere > 0 {
			reach[r.User] = r
			for name := range c.before.byName.matters {
				if c.after.byName.matters[name] != nil && !slices.Contains(r.Otherwise, name) {
					touched[name] = true
				}
			}
		}
	}
	for _, m := range matters {
		touched[m.Name] = true
		for _, u := range m.Users {
			users[u.User] = true
			s.countWall(u.Wall)
			if r, is := reach[u.User]; is && m.Event == "" && !slices.Contains(r.Otherwise, m.Name) {
				u.Gained, u.Lost = slices.Concat(r.Gained, u.Gained), slices.Concat(r.Lost, u.Lost)
				u.Effect = u.effect()
				reach[u.User] = r.without(1)
			}
			s.count(u.Effect, 1)
		}
	}
	for _, r := range reach {
		u := User{Gained: r.Gained, Lost: r.Lost}
		s.count(u.effect(), r.Everywhere)
	}
	s.Users, s.Matters = len(users), len(touched)
	return s
}

// without returns the role as it reaches so many matters less.
func (r Role) without(n int) Role {
	r.Everywhere -= n
	return r
}

func (s *Summary) count(e Effect, n int) {
	switch e {
	case Gains:
		s.Gains += n
	case Loses:
		s.Loses += n
	case Changes:
		s.Changes += n
	case Walls:
	}
}

func (s *Summary) countWall(wall string) {
	switch wall {
	case "Raised":
		s.WallsRaised++
	case "Lifted":
		s.WallsLifted++
	}
}
