package cel_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	offline "github.com/matterplane/matterplane/internal/schema"
)

// refused is what the same libraries say of an object without a server, as the API
// server would tell it.
func refused(t *testing.T, obj *unstructured.Unstructured) error {
	t.Helper()
	wrong := offline.For(obj.GetKind()).Create(t.Context(), obj.DeepCopy().Object)
	if len(wrong) == 0 {
		return nil
	}
	return apierrors.NewInvalid(obj.GroupVersionKind().GroupKind(), obj.GetName(), wrong)
}

// sameOffline compares both, field by field and word by word.
func sameOffline(t *testing.T, server, offline error) {
	t.Helper()
	told, here := causes(server), causes(offline)
	slices.Sort(told)
	slices.Sort(here)
	if diff := cmp.Diff(told, here); diff != "" {
		t.Errorf("the API server and the files disagree (-server +files):\n%s", diff)
	}
}

// metadataRows are about what every object of Kubernetes has. Of ownerReferences there
// is none: API servers differ in the path that they tell.
var metadataRows = []row{
	{"a name in capitals", "Office", `{metadata: {name: London}}`, []string{"metadata.name: a lowercase RFC 1123 subdomain"}},
	{"a name with a space", "Matter", `{metadata: {name: acme v globex}}`, []string{"metadata.name: a lowercase RFC 1123 subdomain"}},
	{"a label with a space", "Office", `{metadata: {labels: {team: a b}}}`, []string{"metadata.labels: a valid label must be"}},
	{"a label of 64 letters", "Office", `{metadata: {labels: {team: ` + tooLong + `}}}`, []string{"metadata.labels: must be no more than 63"}},
	{"a label's name with a sign", "Matter", `{metadata: {labels: {"te@m": a}}}`, []string{"metadata.labels: name part must consist of"}},
	{"an annotation's name with a space", "Firm", `{metadata: {annotations: {"a b": c}}}`, []string{"metadata.annotations: name part must consist of"}},
	{"annotations of 257 KiB", "Firm", `{metadata: {annotations: {a: ` + strings.Repeat("a", 257<<10) + `}}}`, []string{"metadata.annotations: may not be more than 262144"}},
	{"a finalizer that is no name", "FirmUser", `{metadata: {finalizers: ["a b"]}}`, []string{"metadata.finalizers: name part must consist of"}},
	{"a null for labels", "Matter", `{metadata: {labels: null}}`, nil},
}

func TestMetadata(t *testing.T) { try(t, metadataRows) }
