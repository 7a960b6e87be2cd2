// Package install proves what is installed: that the Helm chart and the kustomizations
// say the same, that a real API server takes them, and that the manager runs under
// exactly what they give it.
package install

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.uber.org/zap/zapcore"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

const (
	namespace = "matterplane-system"
	account   = "matterplane-controller-manager"
)

func TestMain(m *testing.M) {
	log.SetLogger(zap.New(zap.WriteTo(os.Stderr), zap.Level(zapcore.ErrorLevel)))
	cluster.Main(m)
}

// ways are the ways to install it, which all say the same.
var ways = []struct {
	name   string
	values string // of the chart
	dir    string // of the kustomization
}{
	{"self-managed", "{}", "default"},
	{"cert-manager", "certificates: {certManager: true}", "certmanager"},
	{"aggregated", "rbac: {aggregate: true}", "aggregated"},
	{"monitored", "monitoring: {prometheus: true, dashboard: true}", "monitored"},
}

// kustomized returns what kustomize builds of a directory under config.
func kustomized(t *testing.T, dir string) []*unstructured.Unstructured {
	t.Helper()
	return parse(t, cluster.MustKubectl(t, "", "", "kustomize", cluster.Path(t, "config", dir)))
}

// helm and dist are the programs under hack, built once.
var (
	helm = sync.OnceValues(func() (string, error) { return build(filepath.Join("hack", "helm"), ".") })
	dist = sync.OnceValues(func() (string, error) { return build("", "./hack/dist") })
)

// build builds a program in a module of the repository and returns where it lies.
func build(module, what string) (string, error) {
	dir, err := os.MkdirTemp("", "install")
	if err != nil {
		return "", err
	}
	context.AfterFunc(cluster.Lifetime(), func() { os.RemoveAll(dir) })
	program := filepath.Join(dir, "program")
	cmd := exec.Command("go", "build", "-o", program, what)
	cmd.Dir = filepath.Join("..", "..", "..", module)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building %s: %w: %s", what, err, out)
	}
	return program, nil
}

// rendered returns what Helm makes of the chart with those values.
func rendered(t *testing.T, values string, args ...string) ([]*unstructured.Unstructured, error) {
	t.Helper()
	program, err := helm()
	if err != nil {
		t.Fatal(err)
	}
	args = append(args, "-values", values, cluster.Path(t, "config", "helm"))
	out, err := exec.CommandContext(t.Context(), program, args...).Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return nil, errors.New(string(exit.Stderr))
	}
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(out)), nil
}

func mustRender(t *testing.T, values string) []*unstructured.Unstructured {
	t.Helper()
	objects, err := rendered(t, values)
	if err != nil {
		t.Fatal(err)
	}
	return objects
}

func parse(t *testing.T, text string) (objects []*unstructured.Unstructured) {
	t.Helper()
	for d := yaml.NewYAMLOrJSONDecoder(bytes.NewReader([]byte(text)), 4096); ; {
		o := &unstructured.Unstructured{}
		if err := d.Decode(o); errors.Is(err, io.EOF) {
			return objects
		} else if err != nil {
			t.Fatal(err)
		}
		if len(o.Object) > 0 {
			objects = append(objects, o)
		}
	}
}

// byName indexes objects; two of one name are an error.
func byName(t *testing.T, objects []*unstructured.Unstructured) map[string]map[string]any {
	t.Helper()
	named := map[string]map[string]any{}
	for _, o := range objects {
		name := strings.Join([]string{o.GetKind(), o.GetNamespace(), o.GetName()}, " ")
		if named[name] != nil {
			t.Errorf("%s is there twice", name)
		}
		named[name] = o.Object
	}
	return named
}

// of returns the objects of a kind as that type, by name.
func of[T any](t *testing.T, objects []*unstructured.Unstructured, kind string) []T {
	t.Helper()
	found := map[string]T{}
	for _, o := range objects {
		if o.GetKind() != kind {
			continue
		}
		var typed T
		if err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(o.Object, &typed, true); err != nil {
			t.Fatalf("%s %s: %v", kind, o.GetName(), err)
		}
		found[o.GetNamespace()+"/"+o.GetName()] = typed
	}
	if len(found) == 0 {
		t.Fatalf("there is no %s", kind)
	}
	typed := make([]T, 0, len(found))
	for _, name := range slices.Sorted(maps.Keys(found)) {
		typed = append(typed, found[name])
	}
	return typed
}
