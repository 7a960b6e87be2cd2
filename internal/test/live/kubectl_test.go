package live

import (
	"encoding/json"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// kubectl runs the real kubectl on a manifest.
func (k *clerk) kubectl(manifest any, args ...string) error {
	var text []byte
	if manifest != nil {
		var err error
		if text, err = json.Marshal(manifest); err != nil {
			return err
		}
	}
	_, err := cluster.Kubectl(k.t, k.firm.Namespace, string(text), args...)
	return err
}

// kubectlWrites is `kubectl create` or `kubectl replace`, with or without the
// annotation that a later apply goes by.
func kubectlWrites(verb string) func(k *clerk, want *unstructured.Unstructured) error {
	return func(k *clerk, want *unstructured.Unstructured) error {
		args := []string{verb, "-f", "-"}
		if k.random.IntN(2) == 0 {
			args = append(args, "--save-config")
		}
		return k.send(want, func(*unstructured.Unstructured) error { return k.kubectl(want.Object, args...) })
	}
}

// kubectlApply is client-side apply. It removes only what was applied before:
// where others wrote what is not wanted, it is told first that this was applied.
func kubectlApply(k *clerk, want *unstructured.Unstructured) error {
	err := k.send(want, func(have *unstructured.Unstructured) error {
		if have == nil || !outlives(fields(have.Object["spec"]), fields(want.Object["spec"]), fields(lastApplied(have)["spec"])) {
			return nil
		}
		manifest := want.DeepCopy()
		setSpec(manifest, have.Object["spec"])
		return k.kubectl(manifest.Object, "apply", "set-last-applied", "--create-annotation", "-f", "-")
	})
	if err != nil {
		return err
	}
	return k.send(want, func(*unstructured.Unstructured) error { return k.kubectl(want.Object, "apply", "-f", "-") })
}

// outlives says whether a field that is not wanted would stay, as nobody applied it.
func outlives(have, want, applied map[string]any) bool {
	for name, value := range have {
		_, wanted := want[name]
		_, known := applied[name]
		if !wanted && !known {
			return true
		}
		if below, isMap := value.(map[string]any); isMap && outlives(below, fields(want[name]), fields(applied[name])) {
			return true
		}
	}
	return false
}

// lastApplied returns what kubectl noted as applied.
func lastApplied(have *unstructured.Unstructured) map[string]any {
	var applied map[string]any
	note := have.GetAnnotations()[corev1.LastAppliedConfigAnnotation]
	if err := json.Unmarshal([]byte(note), &applied); err != nil {
		return nil
	}
	return applied
}

func kubectlServerSideApply(k *clerk, want *unstructured.Unstructured) error {
	apply := func() error {
		return k.send(want, func(*unstructured.Unstructured) error {
			return k.kubectl(want.Object, "apply", "--server-side", "--force-conflicts", "-f", "-")
		})
	}
	if err := k.orFirstInherit(apply, want); err != nil {
		return err
	}
	return k.othersGiveUp(want, "kubectl")
}

func kubectlPatch(k *clerk, want *unstructured.Unstructured) error {
	return k.send(want, func(have *unstructured.Unstructured) error {
		kind, patch := "json", any(k.operations(have, want))
		if k.random.IntN(2) == 0 {
			kind, patch = "merge", map[string]any{"spec": mergePatch(fields(have.Object["spec"]), fields(want.Object["spec"]), false)}
		}
		text, err := json.Marshal(patch)
		if err != nil {
			return err
		}
		return k.kubectl(nil, "patch", resource(want), want.GetName(), "--type", kind, "--patch", string(text))
	})
}

func kubectlDelete(k *clerk, want *unstructured.Unstructured) error {
	return k.send(want, func(*unstructured.Unstructured) error {
		return k.kubectl(nil, "delete", resource(want), want.GetName())
	})
}

// resource is how kubectl is told the kind of an object.
func resource(o *unstructured.Unstructured) string {
	return strings.ToLower(o.GetKind()) + "s.matterplane.dev"
}
