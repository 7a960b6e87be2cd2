package install

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// TestTheChartSaysWhatKustomizeSays but for the namespace, which Helm makes
// (--create-namespace), and for what tells Helm to keep the CRDs.
func TestTheChartSaysWhatKustomizeSays(t *testing.T) {
	t.Parallel()
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			want, got := byName(t, kustomized(t, way.dir)), byName(t, mustRender(t, way.values))
			if want["Namespace  "+namespace] == nil {
				t.Error("kustomize makes no namespace")
			}
			delete(want, "Namespace  "+namespace)
			for name, o := range got {
				kept := take(t, o, "metadata", "annotations", "helm.sh/resource-policy")
				if crd := strings.HasPrefix(name, "CustomResourceDefinition "); crd != (kept == "keep") {
					t.Errorf("%s has the resource policy %q", name, kept)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("kustomize and Helm differ (-kustomize +Helm):\n%s", diff)
			}
		})
	}
}

// TestTheChartIsUpToDate: what make dist makes of config is what is committed.
func TestTheChartIsUpToDate(t *testing.T) {
	t.Parallel()
	made := os.DirFS(filepath.Join(filepath.Dir(distribute(t)), "config", "helm", "templates"))
	committed := os.DirFS(cluster.Path(t, "config", "helm", "templates"))
	if diff := cmp.Diff(texts(t, committed), texts(t, made)); diff != "" {
		t.Errorf("run make dist (-committed +made):\n%s", diff)
	}
}

func texts(t *testing.T, files fs.FS) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, path)
		found[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// take removes a field and returns what it was.
func take(t *testing.T, o map[string]any, path ...string) string {
	t.Helper()
	was, _, err := unstructured.NestedString(o, path...)
	if err != nil {
		t.Fatal(err)
	}
	unstructured.RemoveNestedField(o, path...)
	return was
}

// TestAReleaseIsWhereItIsInstalled: in another namespace nothing speaks of the usual
// one, its account's name among the flags least of all (P-2).
func TestAReleaseIsWhereItIsInstalled(t *testing.T) {
	t.Parallel()
	for _, way := range ways {
		elsewhere, err := rendered(t, way.values, "-namespace", "elsewhere")
		if err != nil {
			t.Fatal(err)
		}
		text := manifests(t, mustRender(t, way.values))
		if diff := cmp.Diff(strings.ReplaceAll(text, namespace, "elsewhere"), manifests(t, elsewhere)); diff != "" {
			t.Errorf("%s (-moved +rendered):\n%s", way.name, diff)
		}
	}
}

// TestEveryValueCounts: each of the values, set to another, changes what is rendered.
func TestEveryValueCounts(t *testing.T) {
	t.Parallel()
	others := map[string]string{
		"image.repository":             "registry.example/matterplane",
		"image.tag":                    "v9",
		"image.digest":                 "sha256:" + strings.Repeat("0", 64),
		"image.pullPolicy":             "Always",
		"imagePullSecrets":             "[{name: pull}]",
		"replicas":                     "5",
		"shards":                       "{north: [acme]}",
		"shard":                        "north, shards: {north: [acme]}",
		"logLevel":                     "debug",
		"identity.usernamePrefix":      "oidc:",
		"identity.supportGroup":        "help",
		"identity.companyGroupPrefix":  "client:",
		"identity.restorers":           "[velero]",
		"certificates.certManager":     "true",
		"rbac.aggregate":               "true",
		"monitoring.prometheus":        "true",
		"monitoring.dashboard":         "true",
		"tracesEndpoint":               "http://collector:4317",
		"crds.install":                 "false",
		"priorityClass.create":         "false",
		"priorityClass.name":           "system-cluster-critical",
		"networkPolicy.enabled":        "false",
		"networkPolicy.apiServerPorts": "[16443]",
		"networkPolicy.egressPorts":    "[4317]",
		"resources.requests.cpu":       "1",
		"resources.requests.memory":    "1Gi",
		"resources.limits.memory":      "4Gi",
		"nodeSelector":                 "{zone: a}",
		"tolerations":                  "[{key: firms, operator: Exists}]",
		"affinity":                     "{nodeAffinity: {}}",
	}
	usual := byName(t, mustRender(t, "{}"))
	for _, value := range values(t) {
		other, ok := others[value]
		if !ok {
			t.Errorf("%s is not tried", value)
			continue
		}
		delete(others, value)
		if cmp.Equal(usual, byName(t, mustRender(t, set(value, other)))) {
			t.Errorf("%s changes nothing", value)
		}
	}
	for value := range others {
		t.Errorf("there is no value %s", value)
	}
}

// set writes the values in which one is set.
func set(path, value string) string {
	steps := strings.Split(path, ".")
	return "{" + strings.Join(steps, ": {") + ": " + value + strings.Repeat("}", len(steps))
}

// values are the paths of all values of the chart.
func values(t *testing.T) (paths []string) {
	t.Helper()
	text, err := os.ReadFile(cluster.Path(t, "config", "helm", "values.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := yaml.UnmarshalStrict(text, &root); err != nil {
		t.Fatal(err)
	}
	var walk func(at string, value any)
	walk = func(at string, value any) {
		fields, is := value.(map[string]any)
		if !is || len(fields) == 0 {
			paths = append(paths, at)
			return
		}
		for name, field := range fields {
			walk(strings.TrimPrefix(at+"."+name, "."), field)
		}
	}
	walk("", root)
	return paths
}

// TestValuesHaveASchema: what is misspelt, or cannot be, is refused by name.
func TestValuesHaveASchema(t *testing.T) {
	t.Parallel()
	for values, want := range map[string]string{
		"replica: 2":                             "replica",
		"replicas: 0":                            "replicas",
		"replicas: three":                        "replicas",
		"image: {digest: v1}":                    "digest",
		"certificates: {certManager: sometimes}": "certManager",
		"certificates: {certmanager: true}":      "certmanager",
		"networkPolicy: {apiServerPorts: []}":    "apiServerPorts",
		"identity: {restorers: [\"a,b\"]}":       "restorers",
		"logLevel: loud":                         "logLevel",
		"monitoring: {prometheus: operator}":     "prometheus",
		"tracesEndpoint: collector:4317":         "tracesEndpoint",
	} {
		if _, err := rendered(t, values); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", values, err)
		}
	}
}
