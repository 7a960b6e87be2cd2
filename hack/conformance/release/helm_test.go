// Package release takes the chart through a life on a real API server, by Helm itself:
// installed, upgraded, uninstalled, installed again. It has a control plane of its own,
// from which it first takes the CRDs that all others begin with.
package release

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

func TestMain(m *testing.M) {
	log.SetLogger(zap.New(zap.WriteTo(io.Discard))) // clients would complain that there is none
	cluster.Main(m)
}

// namespace is where it is installed; kinds are what firms are made of.
const (
	namespace = "matterplane-system"
	kinds     = "firms,offices,firmusers,matters,assistantlinks"
)

// TestALife: CRDs are upgraded with the chart and outlive it, and so do firms; what a
// person has deleted an upgrade brings back; and who uninstalls may install again.
func TestALife(t *testing.T) {
	kubectl := func(args ...string) string {
		t.Helper()
		return cluster.MustKubectl(t, "", "", args...)
	}
	helm := helmIn(t)
	chart := cluster.Path(t, "config", "helm")
	kubectl("delete", "--wait", "crds", "-l", "!none")

	helm("install", "matterplane", older(t, chart), "--namespace", namespace, "--create-namespace")
	if columns(t) != "" {
		t.Fatal("the older chart is not older")
	}
	webhooks := kubectl("get", "mutatingwebhookconfigurations,validatingwebhookconfigurations", "-o", "name")
	if strings.Count(webhooks, "matterplane") != 2 {
		t.Errorf("the webhooks are %q", webhooks)
	}

	// Nobody serves them here, so that no firm could be written (break-glass).
	kubectl(append([]string{"delete"}, strings.Fields(webhooks)...)...)
	kubectl("create", "namespace", "harcourt-vane")
	kubectl("apply", "-n", "harcourt-vane", "-k", cluster.Path(t, "config", "samples"))
	firm := stored(t)

	helm("upgrade", "matterplane", chart, "--namespace", namespace, "--set", "replicas=5")
	if columns(t) == "" {
		t.Error("a CRD is not upgraded with the chart")
	}
	if got := kubectl("get", "-n", namespace, "deployments", "-o", "jsonpath={.items[*].spec.replicas}"); got != "5" {
		t.Errorf("a value that is set is not there: %s replicas", got)
	}
	if got := kubectl("get", "mutatingwebhookconfigurations,validatingwebhookconfigurations", "-o", "name"); got != webhooks {
		t.Errorf("webhooks that were deleted do not come back: %q", got)
	}
	if diff := cmp.Diff(firm, stored(t)); diff != "" {
		t.Errorf("an upgrade writes a firm (-before +after):\n%s", diff)
	}

	helm("uninstall", "matterplane", "--namespace", namespace)
	if got := kubectl("get", "-n", namespace, "deployments,services,serviceaccounts,roles", "-o", "name"); strings.Contains(got, "matterplane") {
		t.Errorf("uninstalled, and still there: %s", got)
	}
	if got := kubectl("get", "mutatingwebhookconfigurations,validatingwebhookconfigurations,clusterroles", "-o", "name"); strings.Contains(got, "matterplane") {
		t.Errorf("uninstalled, and still there: %s", got)
	}
	if diff := cmp.Diff(firm, stored(t)); diff != "" {
		t.Errorf("uninstalling touches a firm (-before +after):\n%s", diff)
	}

	helm("install", "matterplane", chart, "--namespace", namespace)
	if diff := cmp.Diff(firm, stored(t)); diff != "" {
		t.Errorf("installing again touches a firm (-before +after):\n%s", diff)
	}
}

// helmIn builds Helm from its module, and returns it as a command that must not fail.
func helmIn(t *testing.T) func(args ...string) {
	t.Helper()
	program, home := filepath.Join(t.TempDir(), "helm"), t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "helm.sh/helm/v4/cmd/helm")
	build.Dir = cluster.Path(t, "hack", "helm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building Helm: %v\n%s", err, out)
	}
	return func(args ...string) {
		t.Helper()
		var out bytes.Buffer
		cmd := exec.CommandContext(t.Context(), program, append([]string{"--kubeconfig", cluster.Kubeconfig()}, args...)...)
		cmd.Env = append(os.Environ(), "HELM_CACHE_HOME="+home, "HELM_CONFIG_HOME="+home, "HELM_DATA_HOME="+home)
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Run(); err != nil {
			t.Fatalf("helm %s: %v\n%s", strings.Join(args, " "), err, &out)
		}
	}
}

// older returns a copy of the chart from before matters had columns.
func older(t *testing.T, chart string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "matterplane")
	if err := os.CopyFS(dir, os.DirFS(chart)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "templates", "crds", "matterplane.dev_matters.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, found := strings.Cut(string(text), "  - additionalPrinterColumns:\n")
	_, schema, ends := strings.Cut(rest, "    name: v1alpha1\n")
	if !found || !ends {
		t.Fatal("the CRD of matters does not look as it did")
	}
	if err := os.WriteFile(file, []byte(head+"  - name: v1alpha1\n"+schema), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// columns are those that kubectl shows of matters.
func columns(t *testing.T) string {
	t.Helper()
	return cluster.MustKubectl(t, "", "", "get", "crd", "matters.matterplane.dev", "-o", "jsonpath={.spec.versions[*].additionalPrinterColumns[*].name}")
}

// stored returns the objects of all firms, and the versions that they are stored in.
func stored(t *testing.T) []string {
	t.Helper()
	objects := strings.Fields(cluster.MustKubectl(t, "", "", "get", "-A", kinds, "-o", "jsonpath={range .items[*]}{.kind}/{.metadata.name}@{.metadata.resourceVersion} {end}"))
	if len(objects) < 10 {
		t.Fatalf("there is no firm, but %v", objects)
	}
	return objects
}
