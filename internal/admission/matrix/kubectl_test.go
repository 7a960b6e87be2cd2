package matrix_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// kubectls are the styles of those who use the real kubectl.
func (q *question) kubectls(t testing.TB) []style {
	t.Helper()
	manifest := (*question).manifest
	apply := style{name: "kubectl apply", write: file(t, manifest, "apply")}
	serverSide := style{name: "kubectl apply --server-side", write: file(t, manifest, "apply", "--server-side", "--field-manager", gitops)}
	switch {
	case q.have == nil:
		return []style{{name: "kubectl create", write: file(t, manifest, "create")}, apply, serverSide}
	case q.want == nil:
		return []style{
			{name: "kubectl delete", write: words(t, func(o *unstructured.Unstructured) []string {
				return []string{"delete", resource(o), o.GetName(), "--wait=false"}
			})},
			{name: "kubectl delete --selector", write: words(t, func(o *unstructured.Unstructured) []string {
				return []string{"delete", resource(o), "--selector", selectable + "=" + o.GetName(), "--wait=false"}
			})},
		}
	}
	return []style{
		apply, serverSide,
		{name: "kubectl replace", write: file(t, func(q *question) *unstructured.Unstructured { return q.want }, "replace")},
		{name: "kubectl patch --type merge", write: patch(t, "merge", mergePatchOf)},
		{name: "kubectl patch --type json", write: patch(t, "json", jsonPatchOf)},
	}
}

// file gives kubectl a manifest.
func file(t testing.TB, manifest func(*question) *unstructured.Unstructured, args ...string) write {
	t.Helper()
	return func(_ context.Context, q *question, dry bool) (*unstructured.Unstructured, error) {
		text, err := manifest(q).MarshalJSON()
		if err != nil {
			return nil, err
		}
		return nil, q.kubectl(t, string(text), dry, append(slices.Clone(args), "-f", "-")...)
	}
}

// words gives kubectl nothing but arguments, about what is stored.
func words(t testing.TB, args func(*unstructured.Unstructured) []string) write {
	t.Helper()
	return func(_ context.Context, q *question, dry bool) (*unstructured.Unstructured, error) {
		return nil, q.kubectl(t, "", dry, args(q.have)...)
	}
}

func patch(t testing.TB, kind string, of func(have, want *unstructured.Unstructured) ([]byte, error)) write {
	t.Helper()
	return func(_ context.Context, q *question, dry bool) (*unstructured.Unstructured, error) {
		text, err := of(q.have, q.want)
		if err != nil {
			return nil, err
		}
		return nil, q.kubectl(t, "", dry, "patch", resource(q.have), q.have.GetName(), "--type", kind, "--patch", string(text))
	}
}

// kubectl runs the real kubectl as the actor. Its error is what kubectl prints as
// one.
func (q *question) kubectl(t testing.TB, stdin string, dry bool, args ...string) error {
	t.Helper()
	args = append(args, "--as", q.by.is.Username)
	for _, group := range q.by.groups {
		args = append(args, "--as-group", group)
	}
	if dry {
		args = append(args, "--dry-run=server")
	}
	_, err := cluster.Kubectl(t, q.stage.namespace, stdin, args...)
	if err == nil {
		return nil
	}
	if _, printed, exited := strings.Cut(err.Error(), "exit status 1: "); exited {
		return errors.New(printed)
	}
	return err
}

// resource is how kubectl is told the kind of an object.
func resource(o *unstructured.Unstructured) string {
	return strings.ToLower(o.GetKind()) + "s.matterplane.dev"
}
