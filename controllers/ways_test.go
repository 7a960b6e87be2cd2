package controllers_test

import (
	"context"
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// way is how a client may write an annotation. Each is handed a copy of the object
// as it is stored, and gives back an error of the API server's.
type way struct {
	set    func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key, value string) error
	remove func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key string) error
	// unseen says that the webhooks do not get to see it, and warn of nothing.
	unseen bool
}

// ways are those of clients of the API, by verb and style.
var ways = map[string]way{
	"PUT": {
		set: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key, value string) error {
			return p.Update(ctx, annotated(o, key, value))
		},
		remove: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key string) error {
			return p.Update(ctx, bereft(o, key))
		},
	},
	"PUT of nothing else": {
		set: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key, value string) error {
			o.SetAnnotations(map[string]string{key: value})
			return p.Update(ctx, o)
		},
		remove: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, _ string) error {
			o.SetAnnotations(nil)
			return p.Update(ctx, o)
		},
	},
	"PUT as a dry run": {
		set: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key, value string) error {
			return p.Update(ctx, annotated(o, key, value), client.DryRunAll)
		},
		remove: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key string) error {
			return p.Update(ctx, bereft(o, key), client.DryRunAll)
		},
	},
	"merge patch": {
		set: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key, value string) error {
			return p.Patch(ctx, o, mergePatch(key, value))
		},
		remove: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key string) error {
			return p.Patch(ctx, o, mergePatch(key, nil))
		},
	},
	"JSON patch": {
		set: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key, value string) error {
			return p.Patch(ctx, o, jsonPatch("add", key, value))
		},
		remove: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key string) error {
			return p.Patch(ctx, o, jsonPatch("remove", key, nil))
		},
	},
	"JSON patch of all": {
		set: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key, value string) error {
			return p.Patch(ctx, o, jsonPatch("replace", "", map[string]string{key: value}))
		},
		remove: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, _ string) error {
			return p.Patch(ctx, o, jsonPatch("remove", "", nil))
		},
	},
	"server-side apply by force": {
		set: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key, value string) error {
			return p.Apply(ctx, intent(o, key, value), client.FieldOwner("taker"), client.ForceOwnership)
		},
		// What was taken is given up: a field that nobody applies any longer goes.
		remove: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key string) error {
			stored := o.GetAnnotations()[key]
			if err := p.Apply(ctx, intent(o, key, stored), client.FieldOwner("taker"), client.ForceOwnership); err != nil {
				return err
			}
			return p.Apply(ctx, intent(o, "", ""), client.FieldOwner("taker"))
		},
	},
	"PUT of the status": {
		set: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key, value string) error {
			return p.Status().Update(ctx, annotated(o, key, value))
		},
		remove: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key string) error {
			return p.Status().Update(ctx, bereft(o, key))
		},
		unseen: true,
	},
	"merge patch of the status": {
		set: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key, value string) error {
			return p.Status().Patch(ctx, o, mergePatch(key, value))
		},
		remove: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key string) error {
			return p.Status().Patch(ctx, o, mergePatch(key, nil))
		},
		unseen: true,
	},
	"JSON patch of the status": {
		set: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key, value string) error {
			return p.Status().Patch(ctx, o, jsonPatch("add", key, value))
		},
		remove: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key string) error {
			return p.Status().Patch(ctx, o, jsonPatch("remove", key, nil))
		},
		unseen: true,
	},
	"server-side apply of the status": {
		set: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, key, value string) error {
			return p.Status().Apply(ctx, intent(o, key, value), client.FieldOwner("status-taker"), client.ForceOwnership)
		},
		remove: func(ctx context.Context, p *cluster.Person, o *unstructured.Unstructured, _ string) error {
			return p.Status().Apply(ctx, intent(o, "", ""), client.FieldOwner("status-taker"), client.ForceOwnership)
		},
		unseen: true,
	},
}

// kubectlWays are those of kubectl, as arguments; a file is what it reads.
var kubectlWays = map[string]struct {
	set, remove func(o *unstructured.Unstructured, key, value string) (args []string, file *unstructured.Unstructured)
}{
	"annotate": {
		set: func(o *unstructured.Unstructured, key, value string) ([]string, *unstructured.Unstructured) {
			return []string{"annotate", "--overwrite", o.GetKind(), o.GetName(), key + "=" + value}, nil
		},
		remove: func(o *unstructured.Unstructured, key, _ string) ([]string, *unstructured.Unstructured) {
			return []string{"annotate", o.GetKind(), o.GetName(), key + "-"}, nil
		},
	},
	"patch": {
		set: func(o *unstructured.Unstructured, key, value string) ([]string, *unstructured.Unstructured) {
			return []string{"patch", o.GetKind(), o.GetName(), "--type", "merge", "--patch", mergeText(key, value)}, nil
		},
		remove: func(o *unstructured.Unstructured, key, _ string) ([]string, *unstructured.Unstructured) {
			return []string{"patch", o.GetKind(), o.GetName(), "--type", "merge", "--patch", mergeText(key, nil)}, nil
		},
	},
	"replace": {
		set: func(o *unstructured.Unstructured, key, value string) ([]string, *unstructured.Unstructured) {
			return []string{"replace", "-f", "-"}, annotated(declared(o), key, value)
		},
		remove: func(o *unstructured.Unstructured, key, _ string) ([]string, *unstructured.Unstructured) {
			return []string{"replace", "-f", "-"}, bereft(declared(o), key)
		},
	},
	"apply": {
		set: func(o *unstructured.Unstructured, key, value string) ([]string, *unstructured.Unstructured) {
			return []string{"apply", "-f", "-"}, annotated(declared(o), key, value)
		},
		// What was applied before and no longer is goes.
		remove: func(o *unstructured.Unstructured, key, _ string) ([]string, *unstructured.Unstructured) {
			return []string{"apply", "-f", "-"}, bereft(declared(o), key)
		},
	},
	"apply --server-side": {
		set: func(o *unstructured.Unstructured, key, value string) ([]string, *unstructured.Unstructured) {
			return []string{"apply", "--server-side", "--force-conflicts", "-f", "-"}, annotated(declared(o), key, value)
		},
		remove: func(o *unstructured.Unstructured, key, _ string) ([]string, *unstructured.Unstructured) {
			return []string{"apply", "--server-side", "--force-conflicts", "-f", "-"}, bereft(declared(o), key)
		},
	},
}

// kubectl runs kubectl for somebody.
func kubectl(t *testing.T, who, namespace string, args []string, file *unstructured.Unstructured) error {
	t.Helper()
	stdin := ""
	if file != nil {
		text, err := file.MarshalJSON()
		must(t, err)
		stdin = string(text)
	}
	_, err := cluster.Kubectl(t, namespace, stdin, append(args, "--as", who, "--as-group", "system:masters")...)
	return err
}

// annotated returns the object with an annotation.
func annotated(o *unstructured.Unstructured, key, value string) *unstructured.Unstructured {
	annotations := map[string]string{key: value}
	for k, v := range o.GetAnnotations() {
		if k != key {
			annotations[k] = v
		}
	}
	o.SetAnnotations(annotations)
	return o
}

// bereft returns the object without an annotation.
func bereft(o *unstructured.Unstructured, key string) *unstructured.Unstructured {
	annotations := maps.Clone(o.GetAnnotations())
	delete(annotations, key)
	o.SetAnnotations(annotations)
	return o
}

// intent is what a manager applies that wants one annotation, or none.
func intent(o *unstructured.Unstructured, key, value string) runtime.ApplyConfiguration {
	want := &unstructured.Unstructured{}
	want.SetGroupVersionKind(o.GroupVersionKind())
	want.SetName(o.GetName())
	want.SetNamespace(o.GetNamespace())
	if key != "" {
		want.SetAnnotations(map[string]string{key: value})
	}
	return client.ApplyConfigurationFromUnstructured(want)
}

func mergePatch(key string, value any) client.Patch {
	return client.RawPatch(types.MergePatchType, []byte(mergeText(key, value)))
}

// mergeText sets an annotation, or removes it if the value is nil.
func mergeText(key string, value any) string {
	return text(map[string]any{"metadata": map[string]any{"annotations": map[string]any{key: value}}})
}

// jsonPatch changes an annotation, or all of them if none is named.
func jsonPatch(op, key string, value any) client.Patch {
	path := "/metadata/annotations"
	if key != "" {
		path += "/" + strings.ReplaceAll(key, "/", "~1")
	}
	operation := map[string]any{"op": op, "path": path}
	if op != "remove" {
		operation["value"] = value
	}
	return client.RawPatch(types.JSONPatchType, []byte(text([]any{operation})))
}

func text(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // strings, maps and lists of them
	}
	return string(text)
}
