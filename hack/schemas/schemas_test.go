package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// top is the top of the repository.
const top = "../.."

func TestConverted(t *testing.T) {
	for name, c := range map[string]struct{ from, want string }{
		"closed": {
			`{"type": "object", "properties": {"a": {"type": "string"}}}`,
			`{"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false}`,
		},
		"open": {
			`{"type": "object", "properties": {}, "x-kubernetes-preserve-unknown-fields": true}`,
			`{"type": "object", "properties": {}}`,
		},
		"no fields named": {`{"type": "object"}`, `{"type": "object"}`},
		"map":             {`{"additionalProperties": {"properties": {}}}`, `{"additionalProperties": {"properties": {}, "additionalProperties": false}}`},
		"list": {
			`{"items": {"properties": {}}, "x-kubernetes-list-type": "map", "maxItems": 5}`,
			`{"items": {"properties": {}, "additionalProperties": false}, "maxItems": 5}`,
		},
		"number or string": {
			`{"x-kubernetes-int-or-string": true, "anyOf": [{"type": "integer"}, {"type": "string"}]}`,
			`{"oneOf": [{"type": "string"}, {"type": "integer"}]}`,
		},
		"null":           {`{"type": "string", "nullable": true}`, `{"type": ["string", "null"]}`},
		"no null":        {`{"type": "string", "nullable": false}`, `{"type": "string"}`},
		"null of a few":  {`{"type": "string", "enum": ["a"], "nullable": true}`, `{"type": ["string", "null"], "enum": ["a", null]}`},
		"CEL":            {`{"x-kubernetes-validations": [{"rule": "true"}], "maxLength": 3}`, `{"maxLength": 3}`},
		"a field's name": {`{"properties": {"x-kubernetes-a": {}, "nullable": {}}}`, `{"properties": {"x-kubernetes-a": {}, "nullable": {}}, "additionalProperties": false}`},
	} {
		t.Run(name, func(t *testing.T) {
			var got, want map[string]any
			if err := errors.Join(json.Unmarshal([]byte(c.from), &got), json.Unmarshal([]byte(c.want), &want)); err != nil {
				t.Fatal(err)
			}
			converted(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// What is committed is what the CRDs say: make generate was run.
func TestTheSchemasAreThose(t *testing.T) {
	dir := t.TempDir()
	if err := write(filepath.Join(top, "config", "crd", "bases"), dir); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(files(t, dir), files(t, filepath.Join(top, "config", "schemas"))); diff != "" {
		t.Errorf("run make generate (-generated +committed)\n%s", diff)
	}
}

func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	paths, err := filepath.Glob(filepath.Join(dir, "*", "*.json"))
	if err != nil || len(paths) != 6 {
		t.Errorf("%d schemas in %s (%v)", len(paths), dir, err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		found[filepath.Base(path)] = string(data)
	}
	return found
}

// kubeconform finds the schemas where the CRDs-catalog has them, and goes by them.
func TestKubeconform(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "kubeconform")
	build := exec.Command("go", "build", "-modfile=hack/tools/go.mod", "-o", bin, "github.com/yannh/kubeconform/cmd/kubeconform")
	build.Dir = top
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	conform := func(stdin string, args ...string) (string, error) {
		cmd := exec.Command(bin, append([]string{
			"-strict", "-output", "text",
			"-schema-location", "config/schemas/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json",
		}, args...)...)
		cmd.Dir, cmd.Stdin = top, strings.NewReader(stdin)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	// Namespaces and roles are Kubernetes' own; kustomization.yaml is nobody's.
	out, err := conform("", "-summary", "-skip", "Namespace,Role,RoleBinding,ClusterRole,ClusterRoleBinding",
		"-ignore-filename-pattern", "kustomization.yaml|.*\\.md$", "config/samples", "docs/examples/firm", "docs/examples/gitops")
	if err != nil || !strings.Contains(out, "Invalid: 0, Errors: 0") {
		t.Errorf("%v\n%s", err, out)
	}
	const matter = `{apiVersion: matterplane.dev/v1alpha1, kind: Matter, metadata: {name: m}, spec: {type: Matter, staffing: [{user: amira}]}}`
	if out, err := conform(matter); err != nil {
		t.Errorf("what is valid is refused: %v\n%s", err, out)
	}
	for name, change := range map[string][2]string{
		"unknown field":        {"staffing:", "stafing:"},
		"unknown inner field":  {"user: amira", "user: amira, role: x"},
		"a value of no enum":   {"type: Matter", "type: Folder"},
		"another type":         {"[{user: amira}]", "amira"},
		"a name that is none":  {"user: amira", "user: Amira Khan"},
		"a required field":     {"type: Matter, ", ""},
		"another field of all": {"spec:", "specification: {}, spec:"},
		"no name":              {"metadata: {name: m}, ", ""},
	} {
		broken := strings.Replace(matter, change[0], change[1], 1)
		if out, err := conform(broken); err == nil || broken == matter {
			t.Errorf("%s: valid is %s\n%s", name, broken, out)
		}
	}
}
