package authority

import (
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Usernames say how the API server states who a Person is (P-1).
type Usernames struct {
	// Prefix stands before the email. Identities are stated with whatever prefix they have.
	Prefix string
}

// Match says whether a username is that of a user: its email after the prefix, in
// lower case, or exactly one of its identities (P-1).
func (n Usernames) Match(u *v1alpha1.FirmUser, username string) bool {
	if username == "" {
		return false
	}
	email, ok := n.Email(username)
	return ok && u.Spec.Email == email || slices.Contains(u.Spec.Identities, username)
}

// Keys returns the emails and identities by which whoever has the username is
// known, as roster.IdentitiesOf states them: the candidates for Person.
func (n Usernames) Keys(username string) []string {
	if username == "" {
		return nil
	}
	keys := []string{username}
	if email, ok := n.Email(username); ok && email != username {
		keys = append(keys, email)
	}
	return keys
}

// Person returns who has the username among a firm's users, or among those of
// them who are known by one of its Keys.
func (n Usernames) Person(username string, users []v1alpha1.FirmUser) Person {
	var p Person
	for i := range users {
		if n.Match(&users[i], username) {
			p.Users = append(p.Users, &users[i])
		}
	}
	return p
}

// Person is who a username is at a firm (P-1).
type Person struct {
	// Users are those whom the username matches: at most one, unless R-7
	// was broken in a race.
	Users []*v1alpha1.FirmUser
}

// Acting returns the user as whom the Person acts: nil if the username is
// nobody's, two users', or that of a deactivated user (P-1).
func (p Person) Acting() *v1alpha1.FirmUser {
	if len(p.Users) != 1 || p.Users[0].Spec.Deactivated {
		return nil
	}
	return p.Users[0]
}

// Email returns the email that a username states, if it states one. Every email
// has an @ in it; the usernames of ServiceAccounts have none.
func (n Usernames) Email(username string) (email string, ok bool) {
	email, ok = strings.CutPrefix(username, n.Prefix)
	return lowerASCII(email), ok && strings.Contains(email, "@")
}

// lowerASCII returns the text in lower case as the schema wants emails: the
// letters of ASCII and no others. Unicode would turn a Kelvin sign into a k, and
// whoever signs in with one into somebody else.
func lowerASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + ('a' - 'A')
		}
		return r
	}, text)
}
