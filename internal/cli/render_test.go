package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"
)

// What the statuses are is proved against a cluster, in internal/manifests/stories.
func TestRender(t *testing.T) {
	t.Parallel()
	out, errs, code := asked(t, theFirm, "render")
	if code != exitDone || errs != "" {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	var documents []any
	for text := range strings.SplitSeq(strings.TrimPrefix(out, "---\n"), "\n---\n") {
		var document any
		if err := yaml.Unmarshal([]byte(text), &document); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		documents = append(documents, document)
	}
	var names []string
	for _, document := range documents {
		o := document.(map[string]any)
		names = append(names, o["kind"].(string)+" "+o["metadata"].(map[string]any)["name"].(string))
	}
	want := []string{
		"Firm firm", "FirmUser amira", "FirmUser ben", "FirmUser cid", "FirmUser eve", "AssistantLink ben-for-amira", "Matter inquiry", "Matter other",
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("rendered (-want +got):\n%s", diff)
	}
	if strings.Contains(out, "lastTransitionTime") || strings.Contains(out, "spec:") || !strings.Contains(out, "- access: Excluded") || !strings.Contains(out, "observedGeneration: 1") {
		t.Errorf("rendered %s", out)
	}

	list, _, _ := asked(t, theFirm, "render", "-o", "json")
	var parsed struct{ Items []any }
	if err := json.Unmarshal([]byte(list), &parsed); err != nil {
		t.Fatalf("%v\n%s", err, list)
	}
	if diff := cmp.Diff(documents, parsed.Items); diff != "" {
		t.Errorf("(-yaml +json)\n%s", diff)
	}
	if out, errs, code := asked(t, "kind: [", "render"); code != exitFailed || out != "" || !strings.Contains(errs, "firm.yaml:1") {
		t.Errorf("exit code %d, %s%s", code, out, errs)
	}
}
