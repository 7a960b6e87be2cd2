package authority

import (
	"maps"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// moment is a firm just before or just after a change: a View in which some
// objects are others. It is how what is read live (P-6), and what a change would
// leave, is asked the same questions as everything else.
type moment struct {
	roster.View

	firm  *v1alpha1.Firm                // instead of the View's, nil for none
	kept  ledger.Firm                   // its ledger
	users map[string]*v1alpha1.FirmUser // instead of the View's, nil for none
}

// at returns the present moment of a View, in which these users are as they are given.
func at(v roster.View, users ...*v1alpha1.FirmUser) moment {
	firm, kept := v.Firm()
	return moment{View: v, firm: firm, kept: kept}.with(users...)
}

// with returns the moment in which these users are as they are given.
func (m moment) with(users ...*v1alpha1.FirmUser) moment {
	next := moment{View: m.View, firm: m.firm, kept: m.kept, users: make(map[string]*v1alpha1.FirmUser, len(m.users)+len(users))}
	maps.Copy(next.users, m.users)
	for _, user := range users {
		next.users[user.Name] = user
	}
	return next
}

// without returns the moment in which there is no such user.
func (m moment) without(user string) moment {
	next := m.with()
	next.users[user] = nil
	return next
}

// under returns the moment in which the Firm is that one, nil for none.
func (m moment) under(firm *v1alpha1.Firm) moment {
	m.firm, m.kept = firm, ledger.Firm{}
	if firm != nil {
		m.kept = ledger.OfFirm(firm)
	}
	return m
}

// Firm implements roster.View.
func (m moment) Firm() (*v1alpha1.Firm, ledger.Firm) { return m.firm, m.kept }

// User implements roster.View.
func (m moment) User(name string) *v1alpha1.FirmUser {
	if user, replaced := m.users[name]; replaced {
		return user
	}
	return m.View.User(name)
}

// Users implements roster.View.
func (m moment) Users() []*v1alpha1.FirmUser {
	return m.replace(m.View.Users(), func(*v1alpha1.FirmUser) bool { return true })
}

// UsersOfOffice implements roster.View.
func (m moment) UsersOfOffice(office string) []*v1alpha1.FirmUser {
	return m.replace(m.View.UsersOfOffice(office), func(u *v1alpha1.FirmUser) bool { return u.Spec.Office == office })
}

// UsersOfRole implements roster.View.
func (m moment) UsersOfRole(role v1alpha1.SystemRole) []*v1alpha1.FirmUser {
	return m.replace(m.View.UsersOfRole(role), func(u *v1alpha1.FirmUser) bool { return u.Spec.SystemRole == role })
}

// UsersKnownAs implements roster.View.
func (m moment) UsersKnownAs(identity string) []*v1alpha1.FirmUser {
	return m.replace(m.View.UsersKnownAs(identity), func(u *v1alpha1.FirmUser) bool { return slices.Contains(roster.IdentitiesOf(u), identity) })
}

// FirstUsers implements roster.View.
func (m moment) FirstUsers() []*v1alpha1.FirmUser {
	return m.replace(m.View.FirstUsers(), roster.IsStampedFirstUser)
}

// replace returns users of the View, those who are replaced left out, and of the
// replacements those who belong.
func (m moment) replace(users []*v1alpha1.FirmUser, belongs func(*v1alpha1.FirmUser) bool) []*v1alpha1.FirmUser {
	replaced := make([]*v1alpha1.FirmUser, 0, len(users)+len(m.users))
	for _, user := range users {
		if _, other := m.users[user.Name]; !other {
			replaced = append(replaced, user)
		}
	}
	for _, user := range m.users {
		if user != nil && belongs(user) {
			replaced = append(replaced, user)
		}
	}
	return replaced
}
