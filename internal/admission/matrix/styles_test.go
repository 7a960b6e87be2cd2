package matrix_test

import (
	"context"
	"maps"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// style is a way in which clients write.
type style struct {
	name  string
	write write
	// says whether the change can be said in this style; nil: always.
	says func(q *question) bool
}

// write asks a question, as a dry run or for real. It returns what the API server
// answers, and the object as it then is, nil where the answer has none.
type write = func(ctx context.Context, q *question, dry bool) (*unstructured.Unstructured, error)

// requests are the styles of those who talk to the API server themselves.
func (q *question) requests() []style {
	switch {
	case q.have == nil:
		return []style{
			{name: "POST", write: post},
			{name: "server-side apply", write: applyAs(gitops)},
			{name: "server-side apply, forced", write: applyAs("somebody", client.ForceOwnership)},
		}
	case q.want == nil:
		return []style{
			{name: "DELETE", write: remove},
			{name: "DELETE with preconditions", write: removeExactly},
			{name: "DELETE of a collection by field", write: removeCollection(func(o *unstructured.Unstructured) client.DeleteAllOfOption {
				return client.MatchingFields{"metadata.name": o.GetName()}
			})},
			{name: "DELETE of a collection by label", write: removeCollection(func(o *unstructured.Unstructured) client.DeleteAllOfOption {
				return client.MatchingLabels{selectable: o.GetName()}
			})},
		}
	}
	return []style{
		{name: "PUT", write: put},
		{name: "merge patch", write: mergePatch},
		{name: "JSON patch", write: jsonPatch},
		{name: "server-side apply", write: applyAs(gitops)},
		{name: "server-side apply, forced", write: applyAs("somebody", client.ForceOwnership), says: func(q *question) bool {
			return adds(q.have.Object, q.want.Object) // what another manager applied stays there
		}},
	}
}

func post(ctx context.Context, q *question, dry bool) (*unstructured.Unstructured, error) {
	o := q.want.DeepCopy()
	return o, q.by.Create(ctx, o, &client.CreateOptions{DryRun: dryRun(dry)})
}

func put(ctx context.Context, q *question, dry bool) (*unstructured.Unstructured, error) {
	o := q.want.DeepCopy()
	return o, q.by.Update(ctx, o, &client.UpdateOptions{DryRun: dryRun(dry)})
}

func mergePatch(ctx context.Context, q *question, dry bool) (*unstructured.Unstructured, error) {
	text, err := mergePatchOf(q.have, q.want)
	if err != nil {
		return nil, err
	}
	o := q.have.DeepCopy()
	return o, q.by.Patch(ctx, o, client.RawPatch(types.MergePatchType, text), &client.PatchOptions{DryRun: dryRun(dry)})
}

func jsonPatch(ctx context.Context, q *question, dry bool) (*unstructured.Unstructured, error) {
	text, err := jsonPatchOf(q.have, q.want)
	if err != nil {
		return nil, err
	}
	o := q.have.DeepCopy()
	return o, q.by.Patch(ctx, o, client.RawPatch(types.JSONPatchType, text), &client.PatchOptions{DryRun: dryRun(dry)})
}

// applyAs applies the whole of what is wanted, as a field manager.
func applyAs(manager string, options ...client.ApplyOption) write {
	return func(ctx context.Context, q *question, dry bool) (*unstructured.Unstructured, error) {
		o := q.manifest()
		with := append([]client.ApplyOption{client.FieldOwner(manager), &client.ApplyOptions{DryRun: dryRun(dry)}}, options...)
		return o, q.by.Apply(ctx, client.ApplyConfigurationFromUnstructured(o), with...)
	}
}

func remove(ctx context.Context, q *question, dry bool) (*unstructured.Unstructured, error) {
	return nil, q.by.Delete(ctx, q.have.DeepCopy(), &client.DeleteOptions{DryRun: dryRun(dry)})
}

func removeExactly(ctx context.Context, q *question, dry bool) (*unstructured.Unstructured, error) {
	return nil, q.by.Delete(ctx, q.have.DeepCopy(), &client.DeleteOptions{
		DryRun:        dryRun(dry),
		Preconditions: &metav1.Preconditions{UID: new(q.have.GetUID()), ResourceVersion: new(q.have.GetResourceVersion())},
	})
}

func removeCollection(selecting func(*unstructured.Unstructured) client.DeleteAllOfOption) write {
	return func(ctx context.Context, q *question, dry bool) (*unstructured.Unstructured, error) {
		options := []client.DeleteAllOfOption{client.InNamespace(q.stage.namespace), selecting(q.have)}
		if dry {
			options = append(options, client.DryRunAll)
		}
		return nil, q.by.DeleteAllOf(ctx, q.have.DeepCopy(), options...)
	}
}

func dryRun(dry bool) []string {
	if dry {
		return []string{metav1.DryRunAll}
	}
	return nil
}

// manifest returns what is wanted as a file declares it: with annotations of ours
// only where the row is about them.
func (q *question) manifest() *unstructured.Unstructured {
	o := q.want.DeepCopy()
	strip(o)
	stored := map[string]string{}
	if q.have != nil {
		stored = q.have.GetAnnotations()
	}
	annotations := o.GetAnnotations()
	maps.DeleteFunc(annotations, func(key, value string) bool {
		return strings.HasPrefix(key, v1alpha1.GroupVersion.Group+"/") && stored[key] == value
	})
	o.SetAnnotations(annotations)
	return o
}
