package live

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// noises are requests that change nothing of what is declared, before a write.
var noises = []style{
	{"a label", func(k *clerk, want *unstructured.Unstructured) error {
		return k.mergeMetadata(want, map[string]any{"labels": map[string]any{"touched": k.now.Format("150405.000000")}})
	}},
	{"no annotations", func(k *clerk, want *unstructured.Unstructured) error {
		return k.mergeMetadata(want, map[string]any{"annotations": nil})
	}},
	{"other annotations of ours", func(k *clerk, want *unstructured.Unstructured) error {
		return k.mergeMetadata(want, map[string]any{"annotations": map[string]any{
			v1alpha1.SinceAnnotation: "2001-01-01T00:00:00.000000Z", v1alpha1.LedgerAnnotation: `{"v":1}`,
		}})
	}},
	{"nobody owns a field", func(k *clerk, want *unstructured.Unstructured) error {
		return k.mergeMetadata(want, map[string]any{"managedFields": []any{map[string]any{}}})
	}},
	{"a dry run", func(k *clerk, want *unstructured.Unstructured) error {
		return k.send(want, func(have *unstructured.Unstructured) error {
			setSpec(have, want.Object["spec"])
			return cluster.Client().Update(k.t.Context(), have, client.DryRunAll)
		})
	}},
	{"another status", func(k *clerk, want *unstructured.Unstructured) error {
		return k.send(want, func(have *unstructured.Unstructured) error {
			nobody := []byte(`{"status":{"staffing":null,"conflictedUsers":null,"ignored":null,"conditions":null,"observedGeneration":0}}`)
			return cluster.Client().Status().Patch(k.t.Context(), have, client.RawPatch(types.MergePatchType, nobody))
		})
	}},
	{"the same again", func(k *clerk, want *unstructured.Unstructured) error {
		return k.send(want, func(have *unstructured.Unstructured) error {
			return cluster.Client().Update(k.t.Context(), have)
		})
	}},
	{"the same applied by kubectl", func(k *clerk, want *unstructured.Unstructured) error {
		have, err := k.read(want)
		if err != nil {
			return err
		}
		same := want.DeepCopy()
		setSpec(same, have.Object["spec"])
		return kubectlApply(k, same)
	}},
}

func (k *clerk) mergeMetadata(want *unstructured.Unstructured, metadata map[string]any) error {
	return k.send(want, func(have *unstructured.Unstructured) error {
		return k.patch(have, types.MergePatchType, map[string]any{"metadata": metadata})
	})
}
