package compatible

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

// ours are the CRDs of this commit.
func ours(t *testing.T) (all []CRD) {
	t.Helper()
	files, err := filepath.Glob("../../../config/crd/bases/*.yaml")
	if err != nil || len(files) != 5 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var crd CRD
		if err := yaml.UnmarshalStrict(text, &crd); err != nil {
			t.Fatal(err)
		}
		all = append(all, crd)
	}
	return all
}

// at returns the schema at a path of the matters' CRD, which must be there.
func at(crd *CRD, path string) *apiextensionsv1.JSONSchemaProps {
	schema := crd.Spec.Versions[0].Schema.OpenAPIV3Schema
	for name := range strings.FieldsSeq(path) {
		if name == "*" {
			schema = schema.Items.Schema
			continue
		}
		child, is := schema.Properties[name]
		if !is {
			panic(name + " is not there")
		}
		schema.Properties[name] = *child.DeepCopy()
		schema = new(schema.Properties[name])
	}
	return schema
}

// set changes the schema at a path of the matters' CRD.
func set(path string, change func(s *apiextensionsv1.JSONSchemaProps)) func(crd *CRD) {
	return func(crd *CRD) {
		names := strings.Fields(path)
		changed := at(crd, path)
		change(changed)
		if len(names) == 0 {
			crd.Spec.Versions[0].Schema.OpenAPIV3Schema = changed
			return
		}
		parent, last := at(crd, strings.Join(names[:len(names)-1], " ")), names[len(names)-1]
		if last == "*" {
			parent.Items.Schema = changed
			return
		}
		parent.Properties[last] = *changed
	}
}

const (
	matters = "matters.matterplane.dev"
	v1      = matters + " v1alpha1 "
)

// ofVersion changes the version of the matters' CRD.
func ofVersion(change func(v *version)) func(crd *CRD) {
	return func(crd *CRD) { change(&crd.Spec.Versions[0]) }
}

// TestBreaks plants one break at a time.
func TestBreaks(t *testing.T) {
	type schema = apiextensionsv1.JSONSchemaProps
	for what, c := range map[string]struct {
		change func(crd *CRD)
		want   []string
	}{
		"a field is removed": {
			set("spec", func(s *schema) { delete(s.Properties, "excludedUsers") }),
			[]string{v1 + "spec.excludedUsers: is gone"},
		},
		"a type": {
			set("spec displayName", func(s *schema) { s.Type = "integer" }),
			[]string{v1 + `spec.displayName: type changed : "string" -> "integer"`},
		},
		"a new required field": {
			set("spec", func(s *schema) { s.Required = append(s.Required, "lead") }),
			[]string{v1 + "spec: new required fields: [lead]"},
		},
		"a narrower enum": {
			set("spec type", func(s *schema) { s.Enum = s.Enum[1:] }),
			[]string{v1 + `spec.type: allowed enum values removed : ["Matter"]`},
		},
		"an enum where there was none": {
			set("spec displayName", func(s *schema) { s.Enum = []apiextensionsv1.JSON{{Raw: []byte(`"x"`)}} }),
			[]string{v1 + `spec.displayName: enum constraint added when there was none previously : ["x"]`},
		},
		"fewer items": {
			set("spec staffing", func(s *schema) { s.MaxItems = new(int64(7)) }),
			[]string{v1 + "spec.staffing: maximum decreased : 500 -> 7"},
		},
		"shorter text": {
			set("spec displayName", func(s *schema) { s.MaxLength = new(int64(7)) }),
			[]string{v1 + "spec.displayName: maximum decreased : 256 -> 7"},
		},
		"longer text": {
			set("spec displayName", func(s *schema) { s.MinLength = new(int64(7)) }),
			[]string{v1 + "spec.displayName: minimum increased : 1 -> 7"},
		},
		"a pattern": {
			set("spec displayName", func(s *schema) { s.Pattern = "^x" }),
			[]string{v1 + `spec.displayName: pattern added : "" -> "^x"`},
		},
		"a format": {
			set("spec displayName", func(s *schema) { s.Format = "date" }),
			[]string{v1 + "spec.displayName: format was not set and is date"},
		},
		"a default": {
			set("spec displayName", func(s *schema) { s.Default = &apiextensionsv1.JSON{Raw: []byte(`"x"`)} }),
			[]string{v1 + `spec.displayName: default added when there was none previously : "\"x\""`},
		},
		"a rule": {
			set("spec", func(s *schema) {
				s.XValidations = append(s.XValidations, apiextensionsv1.ValidationRule{Rule: "has(self.lead)"})
			}),
			[]string{v1 + "spec: a rule is added: has(self.lead)"},
		},
		"a list that is replaced whole": {
			set("spec staffing", func(s *schema) { s.XListType = new("atomic") }),
			[]string{v1 + "spec.staffing: x-kubernetes-list-type was map and is atomic"},
		},
		"other keys of a list": {
			set("spec staffing", func(s *schema) { s.XListMapKeys = []string{"role"} }),
			[]string{v1 + "spec.staffing: x-kubernetes-list-map-keys was [user] and is [role]"},
		},
		"below a list": {
			set("spec staffing *", func(s *schema) { delete(s.Properties, "matterRole") }),
			[]string{v1 + "spec.staffing.items.matterRole: is gone"},
		},
		"the scope": {
			func(crd *CRD) { crd.Spec.Scope = apiextensionsv1.ClusterScoped },
			[]string{matters + `: scope changed : "Namespaced" -> "Cluster"`},
		},
		"the kind": {
			func(crd *CRD) { crd.Spec.Names.Kind = "Case" },
			[]string{matters + ": the kind was Matter and is Case"},
		},
		"a short name": {
			func(crd *CRD) { crd.Spec.Names.ShortNames = nil },
			[]string{matters + ": the short name mat is gone", matters + ": the short name matter is gone"},
		},
		"a category": {
			func(crd *CRD) { crd.Spec.Names.Categories = nil },
			[]string{matters + ": the category lawfirm is gone"},
		},
		"the CRD": {
			func(crd *CRD) { crd.Name = "cases.matterplane.dev" },
			[]string{matters + ": is gone"},
		},
		"a version": {
			ofVersion(func(v *version) { v.Name = "v1beta1" }),
			[]string{matters + " v1alpha1: is not served any more"},
		},
		"a version that is kept": {
			ofVersion(func(v *version) { v.Served = false }),
			[]string{matters + " v1alpha1: is not served any more"},
		},
		"a field to select by": {
			ofVersion(func(v *version) { v.SelectableFields = v.SelectableFields[1:] }),
			[]string{matters + " v1alpha1: .spec.type can be selected by no more"},
		},
		"a column": {
			ofVersion(func(v *version) { v.AdditionalPrinterColumns = v.AdditionalPrinterColumns[1:] }),
			[]string{matters + " v1alpha1: the column Type is gone"},
		},
		"a column of something else": {
			ofVersion(func(v *version) { v.AdditionalPrinterColumns[0].JSONPath = ".spec.office" }),
			[]string{matters + " v1alpha1: the column Type was .spec.type and is .spec.office"},
		},
		"a column in the second row": {
			ofVersion(func(v *version) { v.AdditionalPrinterColumns[0].Priority = 1 }),
			[]string{matters + " v1alpha1: the column Type is shown with -o wide only"},
		},
		"a subresource": {
			ofVersion(func(v *version) { v.Subresources = nil }),
			[]string{matters + " v1alpha1: the subresource status is gone"},
		},

		"nothing": {func(*CRD) {}, nil},
		"an optional field": {
			set("spec", func(s *schema) { s.Properties["nickname"] = schema{Type: "string", MaxLength: new(int64(9))} }), nil,
		},
		"a wider enum": {
			set("spec type", func(s *schema) { s.Enum = append(s.Enum, apiextensionsv1.JSON{Raw: []byte(`"Folder"`)}) }), nil,
		},
		"other words":      {set("spec", func(s *schema) { s.Description = "What a matter is." }), nil},
		"more items":       {set("spec staffing", func(s *schema) { s.MaxItems = new(int64(70_000)) }), nil},
		"a rule less":      {set("spec", func(s *schema) { s.XValidations = s.XValidations[1:] }), nil},
		"a new short name": {func(crd *CRD) { crd.Spec.Names.ShortNames = append(crd.Spec.Names.ShortNames, "mm") }, nil},
		"a column more": {
			ofVersion(func(v *version) {
				v.AdditionalPrinterColumns = append(v.AdditionalPrinterColumns, apiextensionsv1.CustomResourceColumnDefinition{Name: "New"})
			}), nil,
		},
	} {
		t.Run(what, func(t *testing.T) {
			before, now := ours(t), ours(t)
			for i := range now {
				if now[i].Name == matters {
					c.change(&now[i])
				}
			}
			breaks, err := Breaks(before, now)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, b := range breaks {
				got = append(got, b.String())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// A kind that is new breaks nothing, and its first version is whatever it is.
func TestANewKind(t *testing.T) {
	all := ours(t)
	if breaks, err := Breaks(all[1:], all); err != nil || len(breaks) != 0 {
		t.Errorf("%v, %v", breaks, err)
	}
}
