package authority_test

import (
	"slices"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
)

func user(name, email string, identities ...string) v1alpha1.FirmUser {
	return v1alpha1.FirmUser{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec:       v1alpha1.FirmUserSpec{Email: email, Identities: identities},
	}
}

func TestWhoAUsernameIs(t *testing.T) {
	t.Parallel()
	left := user("left", "left@firm.example")
	left.Spec.Deactivated = true
	firm := []v1alpha1.FirmUser{
		user("amira", "amira@firm.example"),
		user("ben", "ben@firm.example", "x509:ben", "oidc:shared@firm.example"),
		user("kim", "kim@firm.example"),
		user("shared", "shared@firm.example"),
		user("nameless", ""),
		left,
	}
	for name, c := range map[string]struct {
		prefix, username string
		users            []string // who matches
		acting           string   // empty: nobody acts
	}{
		"an email":                               {"", "amira@firm.example", []string{"amira"}, "amira"},
		"an email after the prefix":              {"oidc:", "oidc:amira@firm.example", []string{"amira"}, "amira"},
		"an email in other letters":              {"oidc:", "oidc:Amira@FIRM.example", []string{"amira"}, "amira"},
		"a prefix in other letters is another":   {"oidc:", "OIDC:amira@firm.example", nil, ""},
		"an email without the prefix is nobody":  {"oidc:", "amira@firm.example", nil, ""},
		"an identity":                            {"", "x509:ben", []string{"ben"}, "ben"},
		"an identity has its own prefix":         {"oidc:", "x509:ben", []string{"ben"}, "ben"},
		"an identity after our prefix is none":   {"oidc:", "oidc:x509:ben", nil, ""},
		"an identity in other letters is none":   {"", "X509:ben", nil, ""},
		"an email of one, an identity of one":    {"oidc:", "oidc:shared@firm.example", []string{"ben", "shared"}, ""},
		"a deactivated user does not act":        {"", "left@firm.example", []string{"left"}, ""},
		"a Kelvin sign is no k":                  {"", "\u212Aim@firm.example", nil, ""},
		"a dotted capital I is no i":             {"", "k\u0130m@firm.example", nil, ""},
		"a full-width letter is no letter":       {"", "\uFF4Bim@firm.example", nil, ""},
		"a name with a space is another":         {"", "kim@firm.example ", nil, ""},
		"a prefix alone is nobody":               {"oidc:", "oidc:", nil, ""},
		"nobody is nobody, not who has no email": {"", "", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			usernames := authority.Usernames{Prefix: c.prefix}
			person := usernames.Person(c.username, firm)
			var users []string
			for _, u := range person.Users {
				users = append(users, u.Name)
			}
			if !slices.Equal(users, c.users) {
				t.Errorf("%q matches %v, want %v", c.username, users, c.users)
			}
			var acting string
			if u := person.Acting(); u != nil {
				acting = u.Name
			}
			if acting != c.acting {
				t.Errorf("%q acts as %q, want %q", c.username, acting, c.acting)
			}
		})
	}
}

// An index by identity finds everybody whom a look at all users would find.
func TestKeysFindEveryMatch(t *testing.T) {
	t.Parallel()
	users := []v1alpha1.FirmUser{
		user("amira", "amira@firm.example", "Amira@firm.example"),
		user("ben", "ben@firm.example", "oidc:amira@firm.example"),
	}
	for _, prefix := range []string{"", "oidc:"} {
		usernames := authority.Usernames{Prefix: prefix}
		for _, username := range []string{"amira@firm.example", "Amira@firm.example", "oidc:amira@firm.example", "oidc:AMIRA@firm.example", ""} {
			keys := usernames.Keys(username)
			for i := range users {
				found := slices.ContainsFunc(roster.IdentitiesOf(&users[i]), func(id string) bool { return slices.Contains(keys, id) })
				if usernames.Match(&users[i], username) && !found {
					t.Errorf("prefix %q: %q is %s, who is not found by %v", prefix, username, users[i].Name, keys)
				}
			}
		}
	}
}
