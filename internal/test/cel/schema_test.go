package cel_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

// schema is the schema of one field of a kind.
type schema struct {
	kind, field string // the field as in an error about the first item of each list
	apiextensionsv1.JSONSchemaProps
}

// crds reads the generated CRDs.
func crds(t *testing.T) []apiextensionsv1.CustomResourceDefinition {
	t.Helper()
	files, err := filepath.Glob("../../../config/crd/bases/*.yaml")
	if err != nil || len(files) != len(kinds) {
		t.Fatalf("%d CRDs for %d kinds: %v", len(files), len(kinds), err)
	}
	list := make([]apiextensionsv1.CustomResourceDefinition, len(files))
	for i, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := yaml.UnmarshalStrict(text, &list[i]); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
	}
	return list
}

// schemas lists the schema of every field of every kind, of the kinds themselves too.
func schemas(t *testing.T) []schema {
	t.Helper()
	var list []schema
	for _, crd := range crds(t) {
		var walk func(field string, props apiextensionsv1.JSONSchemaProps)
		walk = func(field string, props apiextensionsv1.JSONSchemaProps) {
			list = append(list, schema{crd.Spec.Names.Kind, field, props})
			for name, p := range props.Properties {
				walk(strings.TrimPrefix(field+"."+name, "."), p)
			}
			if props.Items != nil {
				walk(field+"[0]", *props.Items.Schema)
			}
		}
		walk("", *crd.Spec.Versions[0].Schema.OpenAPIV3Schema)
	}
	return list
}

func (s schema) in(part string) bool {
	return s.field == part || strings.HasPrefix(s.field, part+".")
}

func TestEveryLimitOfASpecIsTested(t *testing.T) {
	t.Parallel()
	tested := []string{"FirmUser spec.email", "FirmUser spec.rights", "FirmUser spec.globalRoles"}
	add := func(f named) { tested = append(tested, f.kind+" "+f.field) }
	for _, f := range slices.Concat(references, labels) {
		add(f)
	}
	for _, f := range texts {
		add(f.named)
	}
	for _, f := range lists {
		add(f.named)
	}
	for _, f := range choices {
		add(f.named)
	}
	for _, f := range numbers {
		tested = append(tested, "Firm spec.passwordPolicy."+f.field)
	}
	for _, s := range schemas(t) {
		limited := s.Type != "object" && s.Type != "boolean"
		if s.in("spec") && limited && !slices.Contains(tested, s.kind+" "+s.field) {
			t.Errorf("no test says what %s %s may hold", s.kind, s.field)
		}
	}
}

func TestEveryRuleIsTestedAndCitesItsID(t *testing.T) {
	t.Parallel()
	var seen []string
	for _, r := range slices.Concat(ruleRows, nameRows()) {
		seen = append(seen, r.want...)
	}
	for _, e := range edits {
		seen = append(seen, e.want...)
	}
	cites := regexp.MustCompile(`^([A-Z]-\d+|section [A-Z]): .`)
	for _, s := range schemas(t) {
		for _, v := range s.XValidations {
			if !cites.MatchString(v.Message) {
				t.Errorf("%s %s: the message cites no rule: %q", s.kind, s.field, v.Message)
			}
			if !slices.ContainsFunc(seen, func(want string) bool { return strings.HasSuffix(want, ": "+v.Message) }) {
				t.Errorf("%s %s: no test breaks the rule %q", s.kind, s.field, v.Message)
			}
		}
	}
}

func TestSchemasFollowTheConventions(t *testing.T) {
	t.Parallel()
	for _, s := range schemas(t) {
		broken := func(why string) { t.Errorf("%s %s: %s", s.kind, s.field, why) }
		if s.Description == "" && !strings.HasSuffix(s.field, "[0]") && s.field != "metadata" {
			broken("no description")
		}
		if s.in("spec") && s.Default != nil {
			broken("a default: GitOps tools would see a spec that nobody wrote")
		}
		if s.Type == "array" && s.MaxItems == nil {
			broken("a list without end")
		}
		if s.Type == "array" && s.in("spec") && !slices.Contains([]string{"map", "set"}, *s.XListType) {
			broken("a list of " + *s.XListType + " type: who applies one entry would own them all")
		}
		if s.Type == "array" && s.in("status") && *s.XListType != "atomic" {
			broken("a list of " + *s.XListType + " type: it has one writer, and managedFields for each entry")
		}
	}
}
