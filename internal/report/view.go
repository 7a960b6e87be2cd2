package report

import (
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// view is a firm, with what printing it looks up.
type view struct {
	Firm
	users map[string]*v1alpha1.FirmUser
	team  []int // the widths of the columns who, role, as, through, access
}

func newView(firm Firm, width int) *view {
	v := &view{Firm: firm, users: make(map[string]*v1alpha1.FirmUser, len(firm.Users))}
	for _, user := range firm.Users {
		v.users[user.Name] = user
	}
	v.team = v.teamColumns(width)
	return v
}

// client returns what the firm says of a client, or nil.
func (v *view) client(name string) *v1alpha1.Client {
	if v.Firm.Firm == nil {
		return nil
	}
	listed := v.Firm.Firm.Spec.Clients
	i := slices.IndexFunc(listed, func(c v1alpha1.Client) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return &listed[i]
}

// keepsAccess says whether a user keeps access where it is excluded by name (S-3).
func (v *view) keepsAccess(user string) bool {
	u := v.users[user]
	return u != nil && slices.ContainsFunc(u.Status.Permissions, func(p v1alpha1.Permission) bool {
		return p.Action == v1alpha1.KeepAccessWhenExcluded
	})
}

// person names a user, with the person's name where the user's does not spell it.
func (v *view) person(user string) string {
	u := v.users[user]
	if u == nil {
		return user
	}
	return person(user, u.Spec.GivenName+" "+u.Spec.FamilyName)
}

func person(user, name string) string {
	name = strings.TrimSpace(name)
	if name == "" || spells(user, name) {
		return user
	}
	return user + " (" + name + ")"
}

// spells says whether a user is called as the person is, accents and punctuation
// aside: ines-duarte spells Inês Duarte.
func spells(user, name string) bool {
	return slices.EqualFunc([]rune(user), []rune(strings.ToLower(name)), func(u, n rune) bool {
		plain := 'a' <= n && n <= 'z' || '0' <= n && n <= '9'
		return u == n || !plain
	})
}

// people names users, one after the other.
func (v *view) people(users []string) []string {
	if len(users) == 0 {
		return []string{"none"}
	}
	named := make([]string, len(users))
	for i, user := range users {
		named[i] = v.person(user)
	}
	return joined(",", named)
}

// contact says whom to turn to.
func contact(c *v1alpha1.Contact) []string {
	if c == nil {
		return []string{"none"}
	}
	facts := []string{person(c.User, c.DisplayName)}
	if c.Email != "" {
		facts = append(facts, c.Email)
	}
	return joined(",", facts)
}
