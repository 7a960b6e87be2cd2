package conformance

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/story"
)

// What differs from run to run, and what stands for it under testdata.
var (
	times     = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z`)
	sometimes = "2026-11-21T09:00:00Z"
)

// export returns the object that is in a state, as the API server has it now, and
// requires that it is the one under testdata.
func export(t *testing.T, f *story.Firm, s state) *unstructured.Unstructured {
	t.Helper()
	o := &unstructured.Unstructured{}
	o.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind(s.kind))
	if err := cluster.Client().Get(t.Context(), client.ObjectKey{Namespace: f.Namespace, Name: s.name}, o); err != nil {
		t.Fatal(err)
	}
	shown := o.DeepCopy()
	shown.SetNamespace("harcourt-vane")
	shown.SetUID("")
	shown.SetResourceVersion("")
	shown.SetManagedFields(nil)
	text, err := yaml.Marshal(shown.Object)
	if err != nil {
		t.Fatal(err)
	}
	text = times.ReplaceAll(text, []byte(sometimes))
	compare(t, filepath.FromSlash(s.file()), text)
	return o
}

// compare requires that a file is as it is now; with -update it becomes so.
func compare(t *testing.T, file string, now []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, now, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v: run the test with -update", err)
	}
	if diff := cmp.Diff(string(kept), string(now)); diff != "" {
		t.Errorf("%s (-file +now):\n%s", file, diff)
	}
}
