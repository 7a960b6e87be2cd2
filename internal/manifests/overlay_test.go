package manifests_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/manifests"
)

const base = `-- base/kustomization.yaml --
resources: [matters.yaml, more.yaml]
-- base/matters.yaml --
apiVersion: matterplane.dev/v1alpha1
kind: Matter
metadata: {name: m1}
spec:
  type: Matter
  lead: amira
---
apiVersion: matterplane.dev/v1alpha1
kind: Matter
metadata: {name: m2}
spec:
  type: Matter
-- base/more.yaml --
apiVersion: v1
kind: ConfigMap
metadata: {name: c}
-- base/not-a-resource.yaml --
apiVersion: matterplane.dev/v1alpha1
kind: Office
metadata: {name: unused}
`

func TestOverlays(t *testing.T) {
	for _, c := range []struct {
		behaviour, files string
		source           string
		want             []string
		field, at        string // of m1, or of what it is called
	}{
		{"an overlay is built, what it does not name is not read", base, "base", []string{
			"Matter default/m1 at base/matters.yaml:1:1", "Matter default/m2 at base/matters.yaml:8:1",
		}, "spec.lead", "base/matters.yaml:6:3"},
		{"upon a base, which is not read twice", base + `-- prod/kustomization.yaml --
namespace: acme
namePrefix: p-
resources: [../base]
patches:
- target: {kind: Matter, name: m1}
  patch: |-
    - {op: add, path: /spec/client, value: acme}
`, ".", []string{
			"Matter acme/p-m1 at base/matters.yaml:1:1", "Matter acme/p-m2 at base/matters.yaml:8:1",
		}, "spec.client", "base/matters.yaml:4:1"},
		{"beside files", "-- o/kustomization.yaml --\nresources: [a.yaml]\n-- o/a.yaml --\n" + matter + "-- b.yaml --\n" + strings.Replace(matter, "m1", "m2", 1), ".", []string{
			"Matter default/m1 at o/a.yaml:1:1", "Matter default/m2 at b.yaml:1:1",
		}, "metadata.name", "o/a.yaml:4:3"},
		{"what is wrong is told where it is written", "-- kustomization.yaml --\nresources: [a.yaml]\nbuildMetadata: [originAnnotations]\n-- a.yaml --\n" + matter + "spec:\n  tpye: Matter\n  lead: 7\n", ".", []string{
			"UnknownField a.yaml:6:3: spec.tpye: unknown field: did you mean type?",
			"WrongType a.yaml:7:3: spec.lead: must be a string, not the number 7: quote it",
			"Matter default/m1 at a.yaml:1:1",
		}, "", ""},
		{"a component is no overlay", "-- kustomization.yaml --\nkind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\n", ".", nil, "", ""},
		{"a file that is not there", "-- kustomization.yaml --\nresources: [nowhere.yaml]\n", ".", []string{
			"BadOverlay kustomization.yaml: cannot be built: accumulating resources: accumulation err='accumulating resources from 'nowhere.yaml': evalsymlink failure on './nowhere.yaml' : lstat ./nowhere.yaml: no such file or directory': must build at directory: not a valid directory: evalsymlink failure on './nowhere.yaml' : lstat ./nowhere.yaml: no such file or directory",
		}, "", ""},
		{"a resource outside", "-- a.yaml --\n" + matter + "-- o/kustomization.yaml --\nresources: [../a.yaml]\n", "o", []string{
			"BadOverlay o/kustomization.yaml: cannot be built: accumulating resources: accumulation err='accumulating resources from '../a.yaml': security; file 'a.yaml' is not in or below 'o'': must build at directory: 'a.yaml': file is not directory",
		}, "", ""},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			dir, err := filepath.EvalSymlinks(write(t, c.files))
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(dir)
			set := read(t, c.source)
			if diff := cmp.Diff(c.want, told(dir, set)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			for o := range set.All() {
				if c.field != "" && strings.HasSuffix(o.GetName(), "m1") && set.Position(o, c.field).String() != c.at {
					t.Errorf("%s of %s is at %s, want %s", c.field, o.GetName(), set.Position(o, c.field), c.at)
				}
			}
		})
	}
}

// TestOverlayBroken is about a file that kustomize cannot read: it is told where.
func TestOverlayBroken(t *testing.T) {
	t.Chdir(write(t, "-- kustomization.yaml --\nresources: [a.yaml]\n-- a.yaml --\n"+matter+"spec:\n  type: [\n"))
	var lines []string
	for _, p := range read(t, ".").Problems() {
		lines = append(lines, p.Position.String()+" "+string(p.Cause))
	}
	if diff := cmp.Diff([]string{"a.yaml:6:3 Malformed", "kustomization.yaml BadOverlay"}, lines); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestOverlaysFetchNothing has addresses wherever kustomize follows them, and looks
// whether it was withheld and whether git was run.
func TestOverlaysFetchNothing(t *testing.T) {
	const transformer = "-- t.yaml --\napiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: t}\npath: https://example.invalid/p.yaml\n"
	for _, c := range []struct{ kustomization, at string }{
		{"resources: [https://example.invalid/a.yaml]", "1:13"},
		{"resources:\n- a.yaml\n- github.com/example/base?ref=main", "3:3"},
		{"resources: ['GitHub.com:example/base']", "1:13"},
		{"resources: [git@example.invalid:x/y.git]", "1:13"},
		{"resources: ['git::https://example.invalid/x.git']", "1:13"},
		{"resources: ['file:///tmp/x.git']", "1:13"},
		{"resources: ['ssh://example.invalid/x']", "1:13"},
		{"resources: [\"\\x68ttps://example.invalid/x\"]", "1:13"},
		{"bases: [https://example.invalid/x//y]", "1:9"},
		{"components: [https://example.invalid/x//y]", "1:14"},
		{"crds: [http://example.invalid/x]", "1:8"},
		{"configurations: [http://example.invalid/x]", "1:18"},
		{"openapi: {path: http://example.invalid/x}", "1:17"},
		{"patches: [{path: 'http:example.invalid/x'}]", "1:18"},
		{"patchesStrategicMerge: [http://example.invalid/x]", "1:25"},
		{"replacements: [{path: http://example.invalid/x}]", "1:23"},
		{"configMapGenerator: [{name: c, files: [http://example.invalid/x]}]", "1:40"},
		{"secretGenerator: [{name: c, envs: [http://example.invalid/x]}]", "1:36"},
		{"helmCharts: [{name: c, repo: http://example.invalid/x}]", "1:30"},
		{"generators: [http://example.invalid/x]", "1:14"},
		{"commonAnnotations: {a: &a 'https://example.invalid/x'}\nresources: [*a]", "1:24"},
		{"transformers:\n- |-\n  apiVersion: builtin\n  kind: PatchTransformer\n  metadata: {name: t}\n  path: https://example.invalid/p.yaml", "2:3"},
		{"transformers: [t.yaml]\nresources: [a.yaml]\n" + transformer, "4:7"},
		{"resources: [!!binary aHR0cHM6Ly9leGFtcGxlLmludmFsaWQveA==]", "1:13"},
	} {
		t.Run(c.kustomization, func(t *testing.T) {
			bin := t.TempDir()
			ran := filepath.Join(bin, "ran")
			if err := os.WriteFile(filepath.Join(bin, "git"), []byte("#!/bin/sh\necho ran > "+ran+"\nexit 1\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			t.Setenv("PATH", bin)
			t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1")
			t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
			t.Chdir(write(t, "-- a.yaml --\n"+matter+"-- kustomization.yaml --\n"+c.kustomization+"\n"))
			problems := read(t, ".").Problems()
			if len(problems) != 1 || problems[0].Cause != manifests.BadOverlay || !strings.Contains(problems[0].Message, "fetched from elsewhere") ||
				!strings.HasSuffix(problems[0].Position.String(), ".yaml:"+c.at) {
				t.Errorf("told %v, want it withheld at %s", problems, c.at)
			}
			if _, err := os.Stat(ran); err == nil {
				t.Error("git was run")
			}
		})
	}
}

// TestOverlaysKeepWords has addresses where they are only words.
func TestOverlaysKeepWords(t *testing.T) {
	t.Chdir(write(t, "-- a.yaml --\n"+matter+"-- kustomization.yaml --\nresources: [a.yaml]\ncommonAnnotations: {docs: 'https://example.invalid/x'}\n"))
	if got := told("", read(t, ".")); len(got) != 1 {
		t.Errorf("told %v", got)
	}
}
