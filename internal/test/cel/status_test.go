package cel_test

import (
	"fmt"
	"testing"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// condition is a status with one condition, of a type and status, for the
// generation that %d stands for.
const condition = `{status: {observedGeneration: %%d, conditions: [
	{type: %s, status: "%s", reason: ForATest, message: "", lastTransitionTime: "2026-11-21T09:00:00Z"}]}}`

// TestToolsThatWaitReadEveryState asks kstatus, which Flux and kpt ask.
func TestToolsThatWaitReadEveryState(t *testing.T) {
	t.Parallel()
	states := []struct {
		name   string
		status string // none: nobody has written one
		edited bool   // after the status was written
		want   status.Status
	}{
		{"just created", "", false, status.InProgressStatus},
		{"ready", fmt.Sprintf(condition, "Ready", "True"), false, status.CurrentStatus},
		{"ready before an edit", fmt.Sprintf(condition, "Ready", "True"), true, status.InProgressStatus},
		{"not ready", fmt.Sprintf(condition, "Ready", "False"), false, status.InProgressStatus},
		{"stalled", fmt.Sprintf(condition, "Stalled", "True"), false, status.FailedStatus},
	}
	for _, kind := range kinds {
		for _, s := range states {
			if s.edited && edited[kind] == "" {
				continue
			}
			t.Run(kind+"/"+s.name, func(t *testing.T) {
				t.Parallel()
				obj := create(t, cluster.Namespace(t), kind)
				if s.status != "" {
					setStatus(t, obj, fmt.Sprintf(s.status, obj.GetGeneration()))
				}
				if s.edited {
					patchObject(t, obj, edited[kind])
				}
				result, err := status.Compute(obj)
				if err != nil {
					t.Fatal(err)
				}
				if result.Status != s.want {
					t.Errorf("%s (%s), want %s", result.Status, result.Message, s.want)
				}
			})
		}
	}
}

// edited holds an edit of each kind's spec; a link's never changes.
var edited = map[string]string{
	"Firm":     `{spec: {displayName: Harcourt LLP}}`,
	"Office":   `{spec: {displayName: The City}}`,
	"FirmUser": `{spec: {givenName: Mira}}`,
	"Matter":   `{spec: {lead: ben-ode}}`,
}

func TestStatusIsTheControllersAlone(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			obj := create(t, cluster.Namespace(t), kind, `{status: {observedGeneration: 7}}`)
			if got := observed(obj); got != -1 {
				t.Errorf("created with a status of its own: observedGeneration %d, want -1", got)
			}
			patchObject(t, obj, `{status: {observedGeneration: 7}}`)
			if got := observed(obj); got != -1 {
				t.Errorf("patched: observedGeneration %d, want -1", got)
			}
		})
	}
}

func observed(obj *unstructured.Unstructured) int64 {
	generation, _, _ := unstructured.NestedInt64(obj.Object, "status", "observedGeneration")
	return generation
}

// create stores the valid object of a kind with the patches applied to it.
func create(t *testing.T, namespace, kind string, patches ...string) *unstructured.Unstructured {
	t.Helper()
	obj := object(t, namespace, kind, patches...)
	if err := cluster.Client().Create(t.Context(), obj, strict); err != nil {
		t.Fatal(err)
	}
	return obj
}

// patchObject changes an object that is stored, but not its status.
func patchObject(t *testing.T, obj *unstructured.Unstructured, patch string) {
	t.Helper()
	p := client.RawPatch(types.MergePatchType, toJSON(t, patch))
	if err := cluster.Client().Patch(t.Context(), obj, p, strict); err != nil {
		t.Fatal(err)
	}
}

// setStatus writes an object's status as its controller would.
func setStatus(t *testing.T, obj *unstructured.Unstructured, patch string) {
	t.Helper()
	p := client.RawPatch(types.MergePatchType, toJSON(t, patch))
	if err := cluster.Client().Status().Patch(t.Context(), obj, p, strict); err != nil {
		t.Fatal(err)
	}
}
