package manifests_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/manifests"
)

// contents returns the specs that are written, by name.
func contents(t *testing.T, set *manifests.Set) map[string]any {
	t.Helper()
	var mu sync.Mutex
	specs := map[string]any{}
	err := set.Contents(t.Context(), func(o client.Object, content map[string]any) {
		mu.Lock()
		defer mu.Unlock()
		specs[o.GetName()] = content["spec"]
	})
	if err != nil {
		t.Fatal(err)
	}
	return specs
}

func TestContentsAreWhatIsWritten(t *testing.T) {
	t.Parallel()
	const head = "apiVersion: matterplane.dev/v1alpha1\nkind: Matter\nmetadata: {name: %s}\n"
	item := func(name, spec string) string {
		text := fmt.Sprintf(head, name) + "spec: " + spec + "\n"
		return "- " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n  ") + "\n"
	}
	const asJSON = `{"apiVersion": "matterplane.dev/v1alpha1", "kind": "Matter", "metadata": {"name": "%s"}, "spec": %s}`
	for name, c := range map[string]struct {
		text string
		want map[string]any
	}{
		"documents": {
			fmt.Sprintf(head, "a") + "spec: {lead: \"\", case: null}\n---\n" + fmt.Sprintf(head, "b") + "spec: {case: c}\n",
			map[string]any{"a": map[string]any{"lead": "", "case": nil}, "b": map[string]any{"case": "c"}},
		},
		"a list": {
			"apiVersion: v1\nkind: List\nitems:\n" + item("a", "{lead: \"\"}") + item("b", "") + item("c", "{collections: []}"),
			map[string]any{"a": map[string]any{"lead": ""}, "b": nil, "c": map[string]any{"collections": []any{}}},
		},
		"JSON": {
			fmt.Sprintf(asJSON, "a", `{"lead": ""}`) + fmt.Sprintf(asJSON, "b", `{"lead": "x"}`),
			map[string]any{"a": map[string]any{"lead": ""}, "b": map[string]any{"lead": "x"}},
		},
		"a list in JSON": {
			`{"apiVersion": "v1", "kind": "List", "items": [` + fmt.Sprintf(asJSON, "a", `{"lead": ""}`) + ",\n" + fmt.Sprintf(asJSON, "b", `{"tpye": 1}`) + `]}`,
			map[string]any{"a": map[string]any{"lead": ""}, "b": map[string]any{"tpye": int64(1)}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			set, err := manifests.Read(t.Context(), manifests.Options{Sources: []string{"-"}, Stdin: strings.NewReader(c.text)})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, contents(t, set)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestContentsOfAnOverlayAreWhatItBuilds(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"kustomization.yaml": "resources: [matters.yaml]\npatches:\n- patch: '[{\"op\": \"add\", \"path\": \"/spec/lead\", \"value\": \"\"}]'\n  target: {name: a}\n",
		"matters.yaml": "apiVersion: matterplane.dev/v1alpha1\nkind: Matter\nmetadata: {name: a}\nspec: {type: Matter}\n---\n" +
			"apiVersion: matterplane.dev/v1alpha1\nkind: Matter\nmetadata: {name: b}\nspec: {type: Case}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if problems := read(t, dir).Problems(); len(problems) > 0 {
		t.Fatal(problems)
	}
	want := map[string]any{"a": map[string]any{"type": "Matter", "lead": ""}, "b": map[string]any{"type": "Case"}}
	if diff := cmp.Diff(want, contents(t, read(t, dir))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
