package controllers_test

import (
	"fmt"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// by returns the client of a user whom RBAC lets do anything: what is refused or
// undone is so by admission.
func by(t testing.TB, user string) *cluster.Person {
	t.Helper()
	return cluster.As(t, user, "system:masters")
}

// content returns an object as files hold it: with its kind, and nothing that is
// not declared.
func content(t testing.TB, o client.Object) *unstructured.Unstructured {
	t.Helper()
	gvk, err := apiutil.GVKForObject(o, cluster.Scheme())
	must(t, err)
	fields, err := runtime.DefaultUnstructuredConverter.ToUnstructured(o)
	must(t, err)
	u := &unstructured.Unstructured{Object: fields}
	u.SetGroupVersionKind(gvk)
	return u
}

// nameOf names an object with its kind, as kubectl does.
func nameOf(t testing.TB, o client.Object) string {
	t.Helper()
	gvk, err := apiutil.GVKForObject(o, cluster.Scheme())
	must(t, err)
	return fmt.Sprintf("%s/%s", strings.ToLower(gvk.Kind), o.GetName())
}

// must ends the test with an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
