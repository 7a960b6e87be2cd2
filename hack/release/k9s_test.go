package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xeipuuv/gojsonschema"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

// The k9s whose schemas are asked. Nothing of it can be imported, so that no go.mod
// would keep it: its checksum stands here.
const (
	k9s    = "github.com/derailed/k9s@v0.50.18"
	k9sSum = "h1:4P4pdXTNYZK8OZtPO0Rn25p2P1huMn+TeXi27DQgaOY="
)

// k9sSchema returns a JSON schema of k9s, from the module cache.
func k9sSchema(t *testing.T, name string) gojsonschema.JSONLoader {
	t.Helper()
	var module struct{ Dir, Sum string }
	if err := json.Unmarshal([]byte(runs(t, "", "go", "mod", "download", "-json", k9s)), &module); err != nil {
		t.Fatal(err)
	}
	if module.Sum != k9sSum {
		t.Fatalf("%s has the checksum %s", k9s, module.Sum)
	}
	return gojsonschema.NewStringLoader(reads(t, module.Dir, "internal", "config", "json", "schemas", name))
}

// TestK9sReads what we tell it, and finds what it does not know.
func TestK9sReads(t *testing.T) {
	for _, name := range []string{"views", "plugins"} {
		schema := k9sSchema(t, name+".json")
		text := reads(t, "../../config/k9s", name+".yaml")
		for text, want := range map[string]bool{
			text: true,
			strings.NewReplacer("columns:", "cols:", "shortCut:", "shortcut:").Replace(text): false,
		} {
			document, err := yaml.YAMLToJSON([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			result, err := gojsonschema.Validate(schema, gojsonschema.NewBytesLoader(document))
			if err != nil || result.Valid() != want {
				t.Errorf("%s.yaml: %v, %v", name, err, result)
			}
		}
	}
}

// TestK9sShowsWhatKubectlShows, of each kind.
func TestK9sShowsWhatKubectlShows(t *testing.T) {
	var views struct {
		Views map[string]struct {
			Columns    []string `json:"columns"`
			SortColumn string   `json:"sortColumn"`
		} `json:"views"`
	}
	if err := yaml.Unmarshal([]byte(reads(t, "../../config/k9s/views.yaml")), &views); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../config/crd/bases/*.yaml")
	if err != nil || len(files) != len(views.Views) {
		t.Fatalf("%d views of %d kinds, %v", len(views.Views), len(files), err)
	}
	for _, file := range files {
		var crd apiextensionsv1.CustomResourceDefinition
		if err := yaml.Unmarshal([]byte(reads(t, file)), &crd); err != nil {
			t.Fatal(err)
		}
		v := crd.Spec.Versions[0]
		want := []string{"NAMESPACE", "NAME"}
		for _, column := range v.AdditionalPrinterColumns {
			shown := strings.ToUpper(column.Name)
			if column.Priority > 0 {
				shown += "|W"
			}
			want = append(want, shown)
		}
		kind := crd.Spec.Group + "/" + v.Name + "/" + crd.Spec.Names.Plural
		if diff := cmp.Diff(want, views.Views[kind].Columns); diff != "" {
			t.Errorf("%s (-kubectl +k9s):\n%s", kind, diff)
		}
		if sorted, _, _ := strings.Cut(views.Views[kind].SortColumn, ":"); sorted != "" && !slices.Contains(want, sorted) {
			t.Errorf("%s is sorted by %s, which is no column", kind, sorted)
		}
	}
}

// TestK9sAsks runs each command as k9s does for what is selected, and sees what
// kubectl is called with.
func TestK9sAsks(t *testing.T) {
	var plugins struct {
		Plugins map[string]struct {
			Command string   `json:"command"`
			Args    []string `json:"args"`
			Scopes  []string `json:"scopes"`
		} `json:"plugins"`
	}
	if err := yaml.Unmarshal([]byte(reads(t, "../../config/k9s/plugins.yaml")), &plugins); err != nil {
		t.Fatal(err)
	}
	fakes := t.TempDir()
	for name, script := range map[string]string{"kubectl": `echo "$@"`, "less": "cat"} {
		if err := os.WriteFile(filepath.Join(fakes, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", fakes+string(os.PathListSeparator)+os.Getenv("PATH"))
	got := map[string]string{}
	for name, plugin := range plugins.Plugins {
		args := strings.Join(plugin.Args, "\x00")
		args = strings.NewReplacer("$NAMESPACE", "harcourt-vane", "$NAME", "selected", "$CONTEXT", "prod").Replace(args)
		ask := exec.CommandContext(t.Context(), plugin.Command, strings.Split(args, "\x00")...)
		ask.Stdin = strings.NewReader("amira-khan\n")
		said, err := ask.CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got[name] = plugin.Scopes[0] + ": " + string(said)
	}
	const there = " -n harcourt-vane --context prod\n"
	want := map[string]string{
		"matterplane-who":   "matters: matterplane who selected" + there,
		"matterplane-why":   "matters: User? matterplane why amira-khan selected" + there,
		"matterplane-can":   "matters: User? matterplane can amira-khan selected --all" + there,
		"matterplane-where": "firmusers: matterplane who --user selected" + there,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
