package live

import (
	"encoding/json"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// style is a way in which clients write: it takes an object from whatever is
// stored to the wanted one.
type style struct {
	name  string
	write func(k *clerk, want *unstructured.Unstructured) error
}

var creations = []style{
	{"POST", post},
	{"POST", post},
	{"POST with annotations of ours", postWithPast},
	{"server-side apply", serverSideApply},
	{"kubectl create", kubectlWrites("create")},
	{"kubectl apply", kubectlApply},
	{"kubectl apply --server-side", kubectlServerSideApply},
}

var updates = []style{
	{"PUT", put},
	{"PUT", put},
	{"PUT without annotations", putBare},
	{"PUT without annotations", putBare},
	{"merge patch", mergePatched},
	{"merge patch", mergePatched},
	{"JSON patch", jsonPatched},
	{"JSON patch", jsonPatched},
	{"server-side apply", serverSideApply},
	{"server-side apply", serverSideApply},
	{"server-side apply", serverSideApply},
	{"kubectl replace", kubectlWrites("replace")},
	{"kubectl apply", kubectlApply},
	{"kubectl apply", kubectlApply},
	{"kubectl apply --server-side", kubectlServerSideApply},
	{"kubectl patch", kubectlPatch},
}

var removals = []style{
	{"DELETE", remove},
	{"DELETE with preconditions", removeExactly},
	{"DELETE of a collection", removeCollection},
	{"kubectl delete", kubectlDelete},
}

func post(k *clerk, want *unstructured.Unstructured) error {
	return k.send(want, func(*unstructured.Unstructured) error {
		return cluster.Client().Create(k.t.Context(), want.DeepCopy())
	})
}

// postWithPast claims a past, which nobody but a Restorer has (L-8).
func postWithPast(k *clerk, want *unstructured.Unstructured) error {
	old := want.DeepCopy()
	old.SetAnnotations(map[string]string{
		v1alpha1.SinceAnnotation:  "2001-01-01T00:00:00.000000Z",
		v1alpha1.LedgerAnnotation: `{"v":1}`,
	})
	return k.send(want, func(*unstructured.Unstructured) error {
		return cluster.Client().Create(k.t.Context(), old.DeepCopy())
	})
}

// put sends back what it has read, with another spec.
func put(k *clerk, want *unstructured.Unstructured) error {
	return k.send(want, func(have *unstructured.Unstructured) error {
		setSpec(have, want.Object["spec"])
		return cluster.Client().Update(k.t.Context(), have)
	})
}

// putBare sends nothing but the spec, and a status that nobody takes from it.
func putBare(k *clerk, want *unstructured.Unstructured) error {
	return k.send(want, func(have *unstructured.Unstructured) error {
		bare := want.DeepCopy()
		bare.SetResourceVersion(have.GetResourceVersion())
		bare.Object["status"] = map[string]any{"observedGeneration": int64(1000)}
		return cluster.Client().Update(k.t.Context(), bare)
	})
}

func setSpec(o *unstructured.Unstructured, spec any) {
	delete(o.Object, "spec")
	if spec != nil {
		o.Object["spec"] = spec
	}
}

func mergePatched(k *clerk, want *unstructured.Unstructured) error {
	lengthy := k.random.IntN(2) == 0
	return k.send(want, func(have *unstructured.Unstructured) error {
		return k.patch(have, types.MergePatchType, map[string]any{"spec": mergePatch(fields(have.Object["spec"]), fields(want.Object["spec"]), lengthy)})
	})
}

func jsonPatched(k *clerk, want *unstructured.Unstructured) error {
	return k.send(want, func(have *unstructured.Unstructured) error {
		return k.patch(have, types.JSONPatchType, k.operations(have, want))
	})
}

// operations returns a JSON patch, sometimes one that wants to meet exactly what it was made of.
func (k *clerk) operations(have, want *unstructured.Unstructured) []operation {
	p := jsonPatch{random: k.random, operations: []operation{}}
	if k.random.IntN(4) == 0 {
		p.do("test", "/metadata/resourceVersion", have.GetResourceVersion())
	}
	if _, there := have.Object["spec"]; there {
		p.fields("/spec", fields(have.Object["spec"]), fields(want.Object["spec"]))
	} else {
		p.do("add", "/spec", fields(want.Object["spec"]))
	}
	return p.operations
}

// patch sends a patch of an object.
func (k *clerk) patch(have *unstructured.Unstructured, kind types.PatchType, patch any) error {
	text, err := json.Marshal(patch)
	if err != nil {
		return err
	}
	return cluster.Client().Patch(k.t.Context(), have, client.RawPatch(kind, text))
}

func remove(k *clerk, want *unstructured.Unstructured) error {
	return k.send(want, func(have *unstructured.Unstructured) error {
		return cluster.Client().Delete(k.t.Context(), have)
	})
}

func removeExactly(k *clerk, want *unstructured.Unstructured) error {
	return k.send(want, func(have *unstructured.Unstructured) error {
		exactly := client.Preconditions{UID: new(have.GetUID()), ResourceVersion: new(have.GetResourceVersion())}
		return cluster.Client().Delete(k.t.Context(), have, exactly, client.PropagationPolicy(metav1.DeletePropagationBackground))
	})
}

// removeCollection deletes what a field selector selects, by a field of its own where it can.
func removeCollection(k *clerk, want *unstructured.Unstructured) error {
	selector := client.MatchingFields{"metadata.name": want.GetName()}
	spec := fields(want.Object["spec"])
	switch want.GetKind() {
	case "Matter":
		selector["spec.type"], _ = spec["type"].(string)
		selector["spec.lead"], _ = spec["lead"].(string)
	case "AssistantLink":
		selector["spec.assistant"], _ = spec["assistant"].(string)
		selector["spec.timekeeper"], _ = spec["timekeeper"].(string)
	}
	return k.send(want, func(have *unstructured.Unstructured) error {
		return cluster.Client().DeleteAllOf(k.t.Context(), have, client.InNamespace(want.GetNamespace()), selector)
	})
}
