// Package stories tells what the command line does as a plugin of the real kubectl.
package stories_test

import (
	"bytes"
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

func TestMain(m *testing.M) { cluster.Main(m) }

const theFirm = `
{apiVersion: matterplane.dev/v1alpha1, kind: Firm, metadata: {name: firm}, spec: {assistantsFollow: {staffing: Enabled}}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: FirmUser, metadata: {name: amira}, spec: {givenName: Amira, familyName: Khan}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: FirmUser, metadata: {name: ben}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: AssistantLink, metadata: {name: ben-for-amira}, spec: {assistant: ben, timekeeper: amira}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: Matter, metadata: {name: inquiry}, spec: {type: Matter, staffing: [{user: amira}]}}
`

const expected = `
apiVersion: tests.matterplane.dev/v1
kind: AccessTest
metadata: {name: team}
cases:
- {name: both view it, matters: all, members: [amira, ben]}
- {name: both edit it, matters: all, users: [amira, ben], must: edit}
`

func TestPlugin(t *testing.T) {
	namespace := cluster.Namespace(t)
	cluster.MustKubectl(t, namespace, theFirm, "apply", "-f", "-")
	k := newKubectl(t, namespace)
	tests := filepath.Join(t.TempDir(), "tests.yaml")
	if err := os.WriteFile(tests, []byte(expected), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"matterplane can ben view inquiry", 0, "ben ← ben-for-amira ← amira ← inquiry"},
		{"matterplane can ben edit inquiry", 1, "no rule allows it (D-11)"},
		{"matterplane can ben view none", 2, `there is no matter, case or collection "none" in ` + namespace},
		{"matterplane who inquiry -n " + namespace, 0, "2 users may do something on inquiry"},
		{"matterplane who inquiry -n elsewhere", 2, "there is nothing of ours"},
		{"matterplane why ben inquiry --context firm", 0, "ben follows amira onto the team of inquiry"},
		{"matterplane who inquiry --as=a-visitor", 2, "no right to list firms.matterplane.dev in namespace " + namespace + ": RBAC must grant the verb list"},
		{"matterplane test --tests " + tests, 1, "ben must edit inquiry, and may not"},
		{"matterplane test --run view --tests " + tests, 0, "ok    team  1 case"},
		{"matterplane test -n elsewhere --tests " + tests, 2, "there is nothing of ours"},
		{"matterplane test", 2, "a cluster holds no tests: say with --tests where they are"},
		{"matterplane graph inquiry", 0, "<svg "},
		{"matterplane why --help", 0, "kubectl matterplane why USER MATTER [flags]"},
		{"__complete matterplane why ", 0, "amira\tAmira Khan\nben\n"},
		{"__complete matterplane can ben view ", 0, "inquiry\n"},
		{"__complete matterplane who --user ", 0, "amira\tAmira Khan\nben\n"},
	} {
		t.Run(c.args, func(t *testing.T) {
			out, code := k.run(t, strings.Split(c.args, " ")...)
			if code != c.code || !strings.Contains(out, c.says) {
				t.Errorf("exit code %d, want %d; %q is not in\n%s", code, c.code, c.says, out)
			}
		})
	}
}

// kubectl is the real one, with the plugin in its PATH.
type kubectl struct{ path string }

func newKubectl(t *testing.T, namespace string) kubectl {
	t.Helper()
	dir := t.TempDir()
	binary := filepath.Join(dir, "matterplane")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, cluster.Path(t))
	build.Dir = cluster.Path(t)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the command line: %v\n%s", err, out)
	}
	for _, name := range []string{"kubectl-matterplane", "kubectl_complete-matterplane"} {
		if err := os.Symlink(binary, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	config := cluster.Config()
	kubeconfig := clientcmdapi.NewConfig()
	kubeconfig.Clusters["firm"] = &clientcmdapi.Cluster{Server: config.Host, CertificateAuthorityData: config.CAData}
	kubeconfig.AuthInfos["firm"] = &clientcmdapi.AuthInfo{ClientCertificateData: config.CertData, ClientKeyData: config.KeyData}
	kubeconfig.Contexts["firm"] = &clientcmdapi.Context{Cluster: "firm", AuthInfo: "firm", Namespace: namespace}
	kubeconfig.CurrentContext = "firm"
	file := filepath.Join(dir, "kubeconfig")
	if err := clientcmd.WriteToFile(*kubeconfig, file); err != nil {
		t.Fatal(err)
	}
	t.Setenv("KUBECONFIG", file)
	t.Setenv("PATH", dir+string(filepath.ListSeparator)+os.Getenv("PATH"))
	return kubectl{path: filepath.Join(cmp.Or(os.Getenv("KUBEBUILDER_ASSETS"), cluster.Path(t, "bin", "k8s")), "kubectl")}
}

// run returns what is printed on both outputs, and the exit code.
func (k kubectl) run(t *testing.T, args ...string) (string, int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), k.path, args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return out.String(), cmd.ProcessState.ExitCode()
}
