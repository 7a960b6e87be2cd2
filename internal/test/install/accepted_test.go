package install

import (
	"context"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// both returns what kustomize and Helm make of one way to install.
func both(t *testing.T, dir, values string) iter.Seq2[string, []*unstructured.Unstructured] {
	t.Helper()
	return func(yield func(string, []*unstructured.Unstructured) bool) {
		_ = yield("kustomize", kustomized(t, dir)) && yield("Helm", mustRender(t, values))
	}
}

// distribute is make dist in a copy of config, and returns where install.yaml lies.
func distribute(t *testing.T, args ...string) string {
	t.Helper()
	program, err := dist()
	if err != nil {
		t.Fatal(err)
	}
	to := t.TempDir()
	config := filepath.Join(to, "config") // what is generated does not land in the checkout
	if err := os.CopyFS(config, os.DirFS(cluster.Path(t, "config"))); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, append([]string{"-config", config, "-o", to}, args...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("make dist: %v\n%s", err, out)
	}
	return filepath.Join(to, "install.yaml")
}

// within is how long what is sure to come may take.
const within = time.Minute

// install installs it for a test, and returns the file that did.
func install(t *testing.T) string {
	t.Helper()
	file := distribute(t)
	cluster.MustKubectl(t, "", "", "apply", "--server-side", "--force-conflicts", "-f", file)
	t.Cleanup(func() { uninstallWebhooks(t) })
	return file
}

// TestOneCommandInstallsIt on an API server that then believes the manager; the same
// command again changes nothing, not even what the leader told the API server.
func TestOneCommandInstallsIt(t *testing.T) {
	file := install(t)
	told := `{"webhooks": [{"name": "mutate.matterplane.dev", "clientConfig": {"caBundle": "` + bundle + `"}}]}`
	cluster.MustKubectl(t, "", "", "patch", "mutatingwebhookconfiguration", admission.MutatingConfiguration, "--type=strategic", "-p", told)

	before := versions(t)
	cluster.MustKubectl(t, "", "", "apply", "--server-side", "--force-conflicts", "-f", file)
	if after := versions(t); before != after {
		t.Errorf("the second time it changes something:\n%s\n%s", before, after)
	}
	for _, way := range []string{ways[0].values, ways[2].values} { // the API server knows no cert-manager
		text := manifests(t, mustRender(t, way))
		cluster.MustKubectl(t, "", text, "apply", "--server-side", "--force-conflicts", "--dry-run=server", "-f", "-")
	}
	if !admitted(t, kustomized(t, "default")) || !admitted(t, mustRender(t, "{}")) {
		t.Error("no pod would run")
	}
}

// bundle is what API servers take for a bundle: they parse it.
const bundle = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJaRENDQVFxZ0F3SUJBZ0lVTkZLcHIzMGFQR0VrL2FJcEs1VkF0NGIzT2trd0NnWUlLb1pJemowRUF3SXcKRHpFTk1Bc0dBMVVFQXd3RWRHVnpkREFlRncweU5qRXhNakl3T1RBd01EQmFGdzB6TmpFeE1Ua3dPVEF3TURCYQotLS0tLUVORCBDRVJUSUZJQ0FURS0tLS0tCg=="

// versions are the resource versions of what is installed.
func versions(t *testing.T) string {
	t.Helper()
	const all = "crd,clusterrole,clusterrolebinding,mutatingwebhookconfiguration,validatingwebhookconfiguration,priorityclass," +
		"namespace,deployment,service,secret,serviceaccount,role,rolebinding,poddisruptionbudget,networkpolicy"
	out := cluster.MustKubectl(t, namespace, "", "get", all, "-o",
		`jsonpath={range .items[*]}{.kind} {.metadata.name} {.metadata.resourceVersion}{"\n"}{end}`)
	var ours []string
	for line := range strings.Lines(out) {
		if strings.Contains(line, "matterplane") || strings.Contains(line, "webhook-service") {
			ours = append(ours, line)
		}
	}
	return strings.Join(ours, "")
}

func manifests(t *testing.T, objects []*unstructured.Unstructured) string {
	t.Helper()
	var all strings.Builder
	for _, o := range objects {
		text, err := yaml.Marshal(o.Object)
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString("---\n" + string(text))
	}
	return all.String()
}

// uninstallWebhooks lets other tests write.
func uninstallWebhooks(t *testing.T) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	for _, kind := range []string{"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"} {
		o := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "admissionregistration.k8s.io/v1", "kind": kind}}
		o.SetName(strings.ToLower("matterplane-" + strings.TrimSuffix(kind, "WebhookConfiguration")))
		if err := client.IgnoreNotFound(cluster.Client().Delete(ctx, o)); err != nil {
			t.Error(err)
		}
	}
}

// admitted asks the API server for a pod as the Deployment would: its priority class
// is there, and the namespace takes restricted pods only.
func admitted(t *testing.T, objects []*unstructured.Unstructured) bool {
	t.Helper()
	deployment := of[appsv1.Deployment](t, objects, "Deployment")[0]
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, GenerateName: "manager-", Labels: deployment.Spec.Template.Labels},
		Spec:       deployment.Spec.Template.Spec,
	}
	if err := cluster.Client().Create(t.Context(), pod, client.DryRunAll); err != nil {
		t.Errorf("a pod is refused: %v", err)
		return false
	}
	loose := pod.DeepCopy()
	loose.ResourceVersion, loose.Name = "", ""
	loose.Spec.Containers[0].SecurityContext = nil
	if err := cluster.Client().Create(t.Context(), loose, client.DryRunAll); err == nil {
		t.Error("the namespace takes any pod")
	}
	return pod.Spec.Priority != nil && *pod.Spec.Priority > 0
}

// TestTheImageOfARelease is where make dist IMAGE= says.
func TestTheImageOfARelease(t *testing.T) {
	t.Parallel()
	for _, image := range []string{"registry.example:5000/ours/matterplane:v1.2.3", "matterplane@sha256:" + strings.Repeat("a", 64)} {
		text, err := os.ReadFile(distribute(t, "-image", image))
		if err != nil {
			t.Fatal(err)
		}
		if got := of[appsv1.Deployment](t, parse(t, string(text)), "Deployment")[0].Spec.Template.Spec.Containers[0].Image; got != image {
			t.Errorf("the image is %s, want %s", got, image)
		}
	}
}
