package gitops

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/yaml"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/story"
)

func TestMain(m *testing.M) { story.Main(m) }

// tools are those that config/gitops has manifests for.
var tools = []struct {
	name, manager, first string // first is the folder that it happens to write first
	syncs                func([]*unstructured.Unstructured) ([]Sync, error)
	write                func(*agent, string) error
}{
	{"flux", "kustomize-controller", "work", Flux, (*agent).allOrNone},
	{"argocd", "argocd-controller", "administration", ArgoCD, (*agent).each},
}

// The firm of the manifests, which is everywhere their namespace.
const shipped = "harcourt-vane"

// TestAFirmKeptByAnAgent tells of a firm whose repository is docs/examples/gitops:
// from nothing, in any order, until it is closed, and afterwards.
func TestAFirmKeptByAnAgent(t *testing.T) {
	story.Operate(t)
	for _, tool := range tools {
		t.Run(tool.name, func(t *testing.T) {
			t.Parallel()
			f := story.New(t.Context(), t, story.Webhooks)
			objects := build(t, f.Namespace, tool.name)
			install(t, f.Namespace, objects)
			syncs, err := tool.syncs(objects)
			if err != nil {
				t.Fatal(err)
			}
			a := &agent{t: t, Firm: f, manager: tool.manager, write: tool.write, syncs: syncs, repository: repository(t)}
			a.imports(tool.first)
			a.writesFreely()
			a.isClosed()
			a.goesOn()
			a.waitsForAPerson()
			a.prunes()
		})
	}
}

// TestImpersonationIsEnforced: without it Argo CD is a Provisioner of every firm.
func TestImpersonationIsEnforced(t *testing.T) {
	for _, o := range build(t, shipped, "argocd/impersonation") {
		for _, key := range []string{"application.sync.impersonation.enabled", "application.sync.impersonation.enforced"} {
			if got := text(o, "data", key); got != "true" {
				t.Errorf("%s is %q", key, got)
			}
		}
	}
}

// TestAnAgentIsNobodyElsewhere: it may not even read another firm.
func TestAnAgentIsNobodyElsewhere(t *testing.T) {
	story.Operate(t)
	own, other := cluster.Namespace(t), cluster.Namespace(t)
	install(t, own, build(t, own, "firm"))
	for namespace, want := range map[string]string{own: "yes\n", other: "no\n"} {
		for _, may := range [][]string{{"provision", "firms"}, {"patch", "matters"}, {"get", "firmusers"}} {
			got, _ := cluster.Kubectl(t, namespace, "", append([]string{"auth", "can-i", "--as", username(own, "gitops")}, may...)...)
			if got != want {
				t.Errorf("may %v in %s: %q, want %q", may, namespace, got, want)
			}
		}
	}
}

// build returns the objects of a kustomization under config/gitops, of a firm in
// that namespace.
func build(t *testing.T, namespace, room string) []*unstructured.Unstructured {
	t.Helper()
	out := cluster.MustKubectl(t, "", "", "kustomize", cluster.Path(t, "config", "gitops", filepath.FromSlash(room)))
	return parse(t, strings.ReplaceAll(out, shipped, namespace))
}

// install applies what is Kubernetes' own: the account and what RBAC gives to whom.
func install(t *testing.T, namespace string, objects []*unstructured.Unstructured) {
	t.Helper()
	for _, o := range objects {
		if kind := o.GetKind(); kind != "ServiceAccount" && kind != "RoleBinding" {
			continue
		}
		cluster.MustKubectl(t, namespace, document(t, o), "create", "-f", "-")
	}
}

// repository returns the firm's repository: files by folder, and what is in them.
func repository(t *testing.T) map[string][]*unstructured.Unstructured {
	t.Helper()
	repository := map[string][]*unstructured.Unstructured{}
	for _, folder := range []string{"administration", "work"} {
		files, err := filepath.Glob(cluster.Path(t, "docs", "examples", "gitops", folder, "*.yaml"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files in %s: %v", folder, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			repository[folder] = append(repository[folder], parse(t, string(data))...)
		}
	}
	return repository
}

func parse(t *testing.T, text string) []*unstructured.Unstructured {
	t.Helper()
	var objects []*unstructured.Unstructured
	decoder := yaml.NewYAMLOrJSONDecoder(strings.NewReader(text), 4096)
	for {
		o := &unstructured.Unstructured{}
		err := decoder.Decode(&o.Object)
		if errors.Is(err, io.EOF) {
			return objects
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(o.Object) > 0 {
			objects = append(objects, o)
		}
	}
}

func document(t *testing.T, objects ...*unstructured.Unstructured) string {
	t.Helper()
	var b strings.Builder
	for _, o := range objects {
		data, err := o.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "---\n%s", data)
	}
	return b.String()
}

// find returns an object of the repository.
func (a *agent) find(kind, name string) *unstructured.Unstructured {
	a.t.Helper()
	for _, objects := range a.repository {
		i := slices.IndexFunc(objects, func(o *unstructured.Unstructured) bool { return o.GetKind() == kind && o.GetName() == name })
		if i >= 0 {
			return objects[i]
		}
	}
	a.t.Fatalf("no %s %s in the repository", kind, name)
	return nil
}

// provisioning returns the reason of the Firm's ProvisioningClosed.
func (a *agent) provisioning() string {
	a.t.Helper()
	a.Notice() // a person wrote it, of whom the story knows nothing
	a.Settle()
	firm, _ := a.Object("firm", "firm").(*v1alpha1.Firm)
	for _, c := range firm.Status.Conditions {
		if c.Type == v1alpha1.ConditionProvisioningClosed {
			return c.Reason
		}
	}
	return ""
}
