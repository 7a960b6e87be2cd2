package stories_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// Who signs in with a name that looks like another's is not that one (P-1): marks
// may rename m1, which it leads, and nobody else here may.
func TestWhoLooksLikeSomebodyIsNobody(t *testing.T) {
	t.Parallel()
	serve(t)
	namespace := house(t, `
		user marks
		user iris identities=uid:iris,oidc:iris@other.example
		matter m1 lead=marks
	`)
	for name, c := range map[string]struct {
		username string
		is       bool
	}{
		"itself":                 {"oidc:marks@firm.example", true},
		"in upper case":          {"oidc:MARKS@FIRM.EXAMPLE", true},
		"without the prefix":     {"marks@firm.example", false},
		"the prefix in capitals": {"OIDC:marks@firm.example", false},
		"the prefix twice":       {"oidc:oidc:marks@firm.example", false},
		"a Kelvin sign":          {"oidc:mar\u212as@firm.example", false},
		"a long s":               {"oidc:mark\u017f@firm.example", false},
		"a Cyrillic a":           {"oidc:m\u0430rks@firm.example", false},
		"a Greek capital Mu":     {"oidc:\u039carks@firm.example", false},
		"fullwidth letters":      {"oidc:\uff4darks@firm.example", false},
		"a fullwidth at":         {"oidc:marks\uff20firm.example", false},
		"a dotless i":            {"oidc:marks@f\u0131rm.example", false},
		"a dotted capital I":     {"oidc:marks@f\u0130rm.example", false},
		"a combining mark":       {"oidc:ma\u0301rks@firm.example", false},
		"a zero-width joiner":    {"oidc:mar\u200dks@firm.example", false},
		"a soft hyphen":          {"oidc:mar\u00adks@firm.example", false},
		"a dot at the end":       {"oidc:marks@firm.example.", false},
		"a space at the end":     {"oidc:marks@firm.example\u00a0", false},
		"a tag":                  {"oidc:marks+x@firm.example", false},
		"a route":                {"oidc:<marks@firm.example>", false},
		"its name alone":         {"marks", false},
		"its name and prefix":    {"oidc:marks", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := stored(t, inside(namespace, matter("", "m1")))
			m.Spec.State = v1alpha1.StateClosed
			rule := "U-7"
			if c.is {
				rule = ""
			}
			answered(t, c.username, plainly(t, c.username).Update(t.Context(), m, client.DryRunAll), rule)
		})
	}
}

// An account is not named by what looks like another's name: the schema takes
// plain letters in lower case, and the email of one is not the identity of another.
func TestNoAccountLooksLikeAnother(t *testing.T) {
	t.Parallel()
	serve(t)
	namespace := house(t, `
		firm lead=amira
		user amira
		user marks identities=uid:marks
		user new
	`)
	amira := person(t, "amira")
	for name, c := range map[string]struct {
		email      string
		identities []string
		rule       string
	}{
		"another":                 {"new@other.example", []string{"uid:new"}, ""},
		"in upper case":           {"Marks@firm.example", nil, "R-7"},
		"a Kelvin sign":           {"mar\u212as@firm.example", nil, "R-7"},
		"a Cyrillic a":            {"m\u0430rks@firm.example", nil, "R-7"},
		"fullwidth":               {"\uff4darks@firm.example", nil, "R-7"},
		"a dotless i":             {"marks@f\u0131rm.example", nil, "R-7"},
		"a combining mark":        {"ma\u0301rks@firm.example", nil, "R-7"},
		"zero width":              {"mar\u200bks@firm.example", nil, "R-7"},
		"a dot at the end":        {"marks@firm.example.", nil, "R-7"},
		"a space at the end":      {"marks@firm.example ", nil, "R-7"},
		"a line break":            {"marks@firm.example\n", nil, "R-7"},
		"a NUL":                   {"marks@firm.example\x00", nil, "R-7"},
		"the same":                {"marks@firm.example", nil, "R-7"},
		"another's identity":      {"new@firm.example", []string{"uid:marks"}, "R-7"},
		"another's email":         {"new@firm.example", []string{"marks@firm.example"}, "R-7"},
		"another's username":      {"new@firm.example", []string{"oidc:marks@firm.example"}, "R-7"},
		"another's, in capitals":  {"new@firm.example", []string{"oidc:MARKS@firm.example"}, "R-7"},
		"its own, once more":      {"new@firm.example", []string{"oidc:new@firm.example"}, ""},
		"what looks like another": {"new@firm.example", []string{"oidc:mar\u212as@firm.example"}, ""}, // exactly that, and nobody else
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := stored(t, inside(namespace, user("", "new")))
			u.Spec.Email, u.Spec.Identities = c.email, c.identities
			answered(t, fmt.Sprintf("%q %q", c.email, c.identities), amira.Update(t.Context(), u, client.DryRunAll), c.rule)
		})
	}
}

// A body that says a thing twice, or in other letters, is judged as it is stored:
// oscar makes nobody a Firm Administrator by it.
func TestWhatIsSaidTwiceIsJudgedAsItIsStored(t *testing.T) {
	t.Parallel()
	serve(t)
	namespace := house(t, theFirm)
	post := posting(t, email("oscar"))
	for i, c := range []struct {
		spec    string
		refused bool
	}{
		{`"spec":{"email":"%s","office":"london","systemRole":"FirmUser"}`, false},
		{`"spec":{"email":"%s","office":"london","systemRole":"FirmAdministrator"}`, true},
		{`"spec":{"email":"%s","office":"london","systemRole":"FirmUser","systemRole":"FirmAdministrator"}`, true},
		{`"spec":{"email":"%s","office":"london","systemRole":"FirmAdministrator","systemRole":"FirmUser"}`, false},
		{`"spec":{"email":"%s","office":"london","systemRole":"FirmUser","SystemRole":"FirmAdministrator"}`, false},
		{`"spec":{"email":"%s","office":"london","systemrole":"FirmAdministrator"}`, false},
		{`"Spec":{"systemRole":"FirmAdministrator"},"spec":{"email":"%s","office":"london"}`, false},
		{`"spec":{"systemRole":"FirmAdministrator"},"spec":{"email":"%s","office":"london"}`, false},
		{`"spec":{"email":"x@firm.example"},"spec":{"email":"%s","office":"london","systemRole":"FirmAdministrator"}`, true},
		{`"spec":{"email":"%s","office":"london","rights":[]},"SPEC":{"rights":["Administrator"]}`, false},
	} {
		name := fmt.Sprintf("twice-%d", i)
		body := fmt.Sprintf(`{"apiVersion":"matterplane.dev/v1alpha1","kind":"FirmUser","metadata":{"name":%q},`+c.spec+`}`, name, name+"@firm.example")
		err := post(t.Context(), namespace, body)
		if refused := refusedBy(err, "R-4"); refused != c.refused || err != nil && !refused {
			t.Errorf("%s: %v, want it refused %t", body, err, c.refused)
		}
		if c.refused {
			continue
		}
		if got := stored(t, inside(namespace, user("", name))).Spec; got.SystemRole == v1alpha1.RoleFirmAdministrator || len(got.Rights) > 0 {
			t.Errorf("%s left %+v", body, got)
		}
	}
	depth := strings.Repeat(`{"a":`, 10_000) + "1" + strings.Repeat("}", 10_000)
	for _, body := range []string{
		`{"apiVersion":"matterplane.dev/v1alpha1","kind":"FirmUser","metadata":{"name":"deep"},"spec":` + depth + `}`,
		`{"apiVersion":"matterplane.dev/v1alpha1","kind":"FirmUser","metadata":{"name":"huge"},"spec":{"email":"huge@firm.example","givenName":"` + strings.Repeat("x", 4<<20) + `"}}`,
	} {
		if err := post(t.Context(), namespace, body); err == nil {
			t.Errorf("%.100s… was stored", body)
		}
	}
}

// posting returns how an ordinary person posts the body of a user, as it is.
func posting(t *testing.T, username string) func(ctx context.Context, namespace, body string) error {
	t.Helper()
	config := cluster.Config()
	config.Impersonate = rest.ImpersonationConfig{UserName: username, Groups: []string{ordinary, "system:authenticated"}}
	config.GroupVersion = &schema.GroupVersion{Group: v1alpha1.GroupVersion.Group, Version: v1alpha1.GroupVersion.Version}
	config.APIPath, config.NegotiatedSerializer = "/apis", scheme.Codecs.WithoutConversion()
	config.WarningHandler = rest.NoWarnings{}
	raw, err := rest.RESTClientFor(config)
	must(t, err)
	return func(ctx context.Context, namespace, body string) error {
		return raw.Post().Namespace(namespace).Resource("firmusers").Param("fieldValidation", "Ignore").
			SetHeader("Content-Type", "application/json").Body([]byte(body)).Do(ctx).Error()
	}
}
