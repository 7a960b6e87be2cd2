package roundtrip

import (
	"testing"

	"github.com/fluxcd/pkg/ssa"
	ssautils "github.com/fluxcd/pkg/ssa/utils"
	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// TestEveryTextRoundTrips: what is read, written and read again is the same.
func TestEveryTextRoundTrips(t *testing.T) {
	texts := map[string]string{}
	for _, dir := range [][]string{
		{"default"},
		{"certmanager"},
		{"aggregated"},
		{"crd"},
		{"samples"},
		{"gitops", "firm"},
		{"gitops", "flux"},
		{"gitops", "flux", "operator"},
		{"gitops", "argocd"},
		{"gitops", "argocd", "operator"},
		{"gitops", "argocd", "health"},
		{"gitops", "argocd", "impersonation"},
	} {
		texts["kustomize "+dir[len(dir)-1]+" of "+dir[0]] = kustomized(t, dir...)
	}
	texts["the chart"] = charted(t, "{}")
	for name, text := range texts {
		once := read(t, text)
		again := read(t, written(t, once))
		if diff := cmp.Diff(once, again); diff != "" {
			t.Errorf("%s (-read +read again):\n%s", name, diff)
		}
	}
}

// TestWhatIsInstalledRoundTrips: Flux applies it, finds nothing to do the second time,
// kubectl agrees, and all of it but the CRDs goes when it is pruned.
func TestWhatIsInstalledRoundTrips(t *testing.T) {
	text, err := cluster.Kubectl(t, "", "", "apply", "-f", "testdata/certmanager.yaml")
	if err != nil {
		t.Fatal(err, text)
	}
	for name, text := range map[string]string{
		"kustomize":               kustomized(t, "default"),
		"kustomize, cert-manager": kustomized(t, "certmanager"),
		"kustomize, aggregated":   kustomized(t, "aggregated"),
		"Helm":                    charted(t, "{}"),
		"Helm, cert-manager":      charted(t, "certificates: {certManager: true}"),
		"Helm, aggregated":        charted(t, "rbac: {aggregate: true}"),
	} {
		t.Run(name, func(t *testing.T) {
			flux := newFlux(t)
			objects := read(t, text)
			if _, err := flux.ApplyAll(t.Context(), namespaceOf(t), ssa.DefaultApplyOptions()); err != nil {
				t.Fatal(err) // Helm makes it itself
			}
			roundTrip(t, flux, objects)
		})
	}
}

// TestTheSamplesRoundTrip where no webhook writes, so that all that is stored is what
// was applied.
func TestTheSamplesRoundTrip(t *testing.T) {
	flux := newFlux(t)
	if _, err := flux.ApplyAllStaged(t.Context(), crds(t, "bases"), ssa.DefaultApplyOptions()); err != nil {
		t.Fatal(err)
	}
	roundTrip(t, flux, samples(t, cluster.Namespace(t)))
}

// namespaceOf is where the operator is installed.
func namespaceOf(t *testing.T) []*unstructured.Unstructured {
	t.Helper()
	var found []*unstructured.Unstructured
	for _, o := range read(t, kustomized(t, "default")) {
		if o.GetKind() == "Namespace" {
			found = append(found, o)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d namespaces", len(found))
	}
	return found
}

// roundTrip takes objects to the API server and away again.
func roundTrip(t *testing.T, flux *ssa.ResourceManager, objects []*unstructured.Unstructured) {
	t.Helper()
	flux.SetOwnerLabels(objects, "round-trip", "flux-system")
	if _, err := flux.ApplyAllStaged(t.Context(), objects, ssa.DefaultApplyOptions()); err != nil {
		t.Fatal(err)
	}
	unchanged(t, flux, objects)
	if said, err := cluster.Kubectl(t, "", written(t, objects), "diff", "--server-side", "--field-manager", owner, "-f", "-"); err != nil {
		t.Errorf("kubectl would change it: %v\n%s", err, said)
	}
	pruned := make([]*unstructured.Unstructured, 0, len(objects))
	for _, o := range objects {
		switch o.GetKind() {
		case "Namespace": // nobody ends one here: there are no other controllers
		case "CustomResourceDefinition": // all firms would go with them: they stay
		default:
			pruned = append(pruned, o)
		}
	}
	prune := ssa.DefaultDeleteOptions()
	prune.Inclusions = flux.GetOwnerLabels("round-trip", "flux-system")
	changes, err := flux.DeleteAll(t.Context(), pruned, prune)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range changes.Entries {
		if entry.Action != ssa.DeletedAction {
			t.Errorf("pruned: %s", &entry)
		}
	}
	if err := flux.WaitForTermination(pruned, within); err != nil {
		t.Fatal(err)
	}
}

// unchanged requires that Flux sees no drift, and changes nothing when it applies again.
func unchanged(t *testing.T, flux *ssa.ResourceManager, objects []*unstructured.Unstructured) {
	t.Helper()
	for _, o := range objects {
		entry, was, would, err := flux.Diff(t.Context(), o.DeepCopy(), ssa.DefaultDiffOptions())
		if err != nil {
			t.Fatal(err)
		}
		if entry.Action != ssa.UnchangedAction {
			t.Errorf("%s has drifted (-is +would be):\n%s", ssautils.FmtUnstructured(o), cmp.Diff(was, would))
		}
	}
	changes, err := flux.ApplyAllStaged(t.Context(), objects, ssa.DefaultApplyOptions())
	if err != nil {
		t.Fatal(err)
	}
	if len(changes.Entries) != len(objects) {
		t.Errorf("%d of %d are applied", len(changes.Entries), len(objects))
	}
	for _, entry := range changes.Entries {
		if entry.Action != ssa.UnchangedAction {
			t.Errorf("again: %s", &entry)
		}
	}
}
