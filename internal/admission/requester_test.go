package admission_test

import (
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/admission"
)

func TestWhichGroupsAreACompany(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for name, c := range map[string]struct {
		groups []string
		want   string
	}{
		"none":                       {nil, ""},
		"others":                     {[]string{"system:authenticated", "company", "a-company:acme"}, ""},
		"one":                        {[]string{"system:authenticated", "company:acme"}, "acme"},
		"one without a name":         {[]string{"company:"}, ""},
		"several, the first by name": {[]string{"company:globex", "company:acme", "company:"}, "acme"},
		"a name with a colon":        {[]string{"company:acme:eu"}, "acme:eu"},
	} {
		office := &v1alpha1.Office{ObjectMeta: metav1.ObjectMeta{Name: "london", Namespace: "acme"}}
		req := asks(t, "ann", nil, office)
		req.UserInfo.Groups = c.groups
		resp := h.mutating.Handle(t.Context(), req)
		if got := patched(t, nil, resp.Patch)[v1alpha1.CreatedByAnnotation]; got != c.want {
			t.Errorf("%s: created by %q, want %q", name, got, c.want)
		}
	}
}

func TestOptionsUnderWhichSomebodyIsSomebodyElse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		options admission.Options
		valid   bool
	}{
		"none":                   {admission.Options{}, true},
		"as shipped":             {admission.Options{SupportGroup: "matterplane:support", CompanyGroupPrefix: "matterplane:company:"}, true},
		"an empty restorer":      {admission.Options{Restorers: []string{"velero", ""}}, false},
		"support is a company":   {admission.Options{SupportGroup: "matterplane:support", CompanyGroupPrefix: "matterplane:"}, false},
		"the operator, restorer": {admission.Options{Operator: "operator", Restorers: []string{"operator"}}, false},
	} {
		_, _, err := admission.Handlers((&shelf{}).cluster(), c.options)
		if (err == nil) != c.valid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
