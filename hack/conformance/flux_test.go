package conformance

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fluxcd/cli-utils/pkg/kstatus/polling"
	"github.com/fluxcd/pkg/ssa"
	ssautils "github.com/fluxcd/pkg/ssa/utils"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/story"
)

// within is how long Flux waits for what it has applied.
var within = ssa.WaitOptions{Interval: 100 * time.Millisecond, Timeout: time.Minute}

// TestFluxKeepsTheSamples plays a Kustomization with Flux's own library: apply, wait,
// apply again, find what somebody changed, put it right, prune.
func TestFluxKeepsTheSamples(t *testing.T) {
	story.Operate(t)
	namespace := cluster.Namespace(t)
	flux := newFlux(t)
	objects := samples(t, namespace)
	flux.SetOwnerLabels(objects, "samples", namespace)

	all := func(want ssa.Action, changes *ssa.ChangeSet) {
		t.Helper()
		if len(changes.Entries) != len(objects) {
			t.Fatalf("%d of %d objects:\n%s", len(changes.Entries), len(objects), changes)
		}
		for _, entry := range changes.Entries {
			if entry.Action != want {
				t.Errorf("%s, want %s", &entry, want)
			}
		}
	}
	apply := func(objects []*unstructured.Unstructured) *ssa.ChangeSet {
		t.Helper()
		changes, err := flux.ApplyAllStaged(t.Context(), objects, ssa.DefaultApplyOptions())
		if err != nil {
			t.Fatal(err)
		}
		return changes
	}
	all(ssa.CreatedAction, apply(objects))
	if err := flux.Wait(objects, within); err != nil {
		t.Fatal(err)
	}
	for _, o := range objects {
		if drift := drifted(t, flux, o); drift != ssa.UnchangedAction {
			t.Errorf("%s: %s", ssautils.FmtUnstructured(o), drift)
		}
	}
	all(ssa.UnchangedAction, apply(objects))

	matter := find(t, objects, "Matter")
	cluster.MustKubectl(t, namespace, "", "patch", "matter", matter.GetName(), "--type=merge", "-p", `{"spec":{"displayName":"Renamed by hand"}}`)
	if drift := drifted(t, flux, matter); drift != ssa.ConfiguredAction {
		t.Errorf("renamed by hand, %s is %s", matter.GetName(), drift)
	}
	apply(objects)
	if drift := drifted(t, flux, matter); drift != ssa.UnchangedAction {
		t.Errorf("applied again, %s is %s", matter.GetName(), drift)
	}

	prune := ssa.DefaultDeleteOptions()
	prune.Inclusions = flux.GetOwnerLabels("samples", namespace)
	// It deletes users before the Firm; lead and backup go once there is no Firm.
	if _, err := flux.DeleteAll(t.Context(), objects, prune); err == nil || strings.Count(err.Error(), "R-8:") != 2 {
		t.Errorf("pruned, with %v; want R-8 for lead and backup", err)
	}
	if _, err := flux.DeleteAll(t.Context(), objects, prune); err != nil {
		t.Error(err)
	}
	if err := flux.WaitForTermination(objects, within); err != nil {
		t.Fatal(err)
	}
}

func newFlux(t *testing.T) *ssa.ResourceManager {
	t.Helper()
	c, err := client.New(cluster.Config(), client.Options{Scheme: cluster.Scheme()})
	if err != nil {
		t.Fatal(err)
	}
	poller := polling.NewStatusPoller(c, c.RESTMapper(), polling.Options{})
	return ssa.NewResourceManager(c, poller, ssa.Owner{Field: "kustomize-controller", Group: "kustomize.toolkit.fluxcd.io"})
}

// drifted says what Flux would do to an object.
func drifted(t *testing.T, flux *ssa.ResourceManager, o *unstructured.Unstructured) ssa.Action {
	t.Helper()
	entry, _, _, err := flux.Diff(t.Context(), o.DeepCopy(), ssa.DefaultDiffOptions())
	if err != nil {
		t.Fatal(err)
	}
	return entry.Action
}

// samples returns config/samples, in a namespace of the test.
func samples(t *testing.T, namespace string) []*unstructured.Unstructured {
	t.Helper()
	var objects []*unstructured.Unstructured
	for _, o := range documents(t, cluster.MustKubectl(t, "", "", "kustomize", cluster.Path(t, "config", "samples"))) {
		if o.GroupVersionKind().Group == v1alpha1.GroupVersion.Group {
			o.SetNamespace(namespace)
			objects = append(objects, o)
		}
	}
	if len(objects) == 0 {
		t.Fatal("config/samples has no objects of ours")
	}
	return objects
}

// documents reads the objects that kustomize prints.
func documents(t *testing.T, text string) []*unstructured.Unstructured {
	t.Helper()
	objects, err := ssautils.ReadObjects(strings.NewReader(text))
	if err != nil {
		t.Fatal(fmt.Errorf("reading what kustomize prints: %w", err))
	}
	return objects
}

// find returns the first object of a kind.
func find(t *testing.T, objects []*unstructured.Unstructured, kind string) *unstructured.Unstructured {
	t.Helper()
	for _, o := range objects {
		if o.GetKind() == kind {
			return o
		}
	}
	t.Fatalf("there is no %s", kind)
	return nil
}
