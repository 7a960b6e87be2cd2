package roundtrip

import (
	"testing"

	"github.com/fluxcd/pkg/ssa"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// TestUpgrade: a firm of the last release is as it was under the CRDs of today. It can
// be written, and its manifests can be applied anew, where no ratcheting helps.
func TestUpgrade(t *testing.T) {
	flux := newFlux(t)
	apply := func(objects []*unstructured.Unstructured) {
		t.Helper()
		if _, err := flux.ApplyAllStaged(t.Context(), objects, ssa.DefaultApplyOptions()); err != nil {
			t.Fatal(err)
		}
	}
	released, today := crds(t, "released"), crds(t, "bases")
	apply(released)
	unchanged(t, flux, released)

	firm := samples(t, cluster.Namespace(t))
	apply(firm)
	before := versions(t, firm)

	apply(today)
	unchanged(t, flux, today)
	unchanged(t, flux, firm)
	for i, after := range versions(t, firm) {
		o := firm[i]
		if after != before[i] {
			t.Errorf("%s %s was written", o.GetKind(), o.GetName())
		}
		touched := o.DeepCopy()
		patch := client.RawPatch("application/merge-patch+json", []byte(`{"metadata": {"labels": {"upgraded": "yes"}}}`))
		if err := cluster.Client().Patch(t.Context(), touched, patch); err != nil {
			t.Errorf("it cannot be written any more: %v", err)
		}
	}
	anew := samples(t, cluster.Namespace(t))
	apply(anew)
	unchanged(t, flux, anew)
}

// versions returns the resource versions that objects are stored in.
func versions(t *testing.T, objects []*unstructured.Unstructured) (all []string) {
	t.Helper()
	for _, o := range objects {
		stored := &unstructured.Unstructured{}
		stored.SetGroupVersionKind(o.GroupVersionKind())
		if err := cluster.Client().Get(t.Context(), client.ObjectKeyFromObject(o), stored); err != nil {
			t.Fatal(err)
		}
		all = append(all, stored.GetResourceVersion())
	}
	return all
}
