package controllers_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// person is somebody at a client, with the warnings that the API server gave it.
type person struct {
	client.Client

	name     string
	mu       sync.Mutex
	warnings []string
}

// by returns the client of a user whom RBAC lets do anything: what is refused or
// undone is so by admission.
func by(t testing.TB, user string) *person {
	t.Helper()
	p := &person{name: user}
	config := cluster.Config()
	config.Impersonate = rest.ImpersonationConfig{UserName: user, Groups: []string{"system:masters"}}
	config.WarningHandler = p
	var err error
	if p.Client, err = client.New(config, client.Options{Scheme: cluster.Scheme()}); err != nil {
		t.Fatal(err)
	}
	return p
}

// HandleWarningHeader implements rest.WarningHandler.
func (p *person) HandleWarningHeader(_ int, _, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.warnings = append(p.warnings, text)
}

// warned returns the warnings about annotations of ours since it was last asked.
func (p *person) warned() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer func() { p.warnings = nil }()
	return slices.DeleteFunc(p.warnings, func(text string) bool { return !strings.Contains(text, v1alpha1.GroupVersion.Group+"/") })
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
