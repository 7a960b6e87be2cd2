package install

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/child"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/ports"
)

// program is the manager, built once.
var program = sync.OnceValues(func() (string, error) { return build("", ".") })

// release is one of several in a cluster: what the chart makes of its values, and a
// process with the arguments of its Deployment, under the rights of its account. The
// process is called as the release is, and so are its writes in managedFields.
type release struct {
	shard        string
	port, probes int
	installed    map[string]*unstructured.Unstructured
	args         []string

	process *child.Process
	output  *bytes.Buffer
}

func newRelease(t *testing.T, shard string) *release {
	t.Helper()
	r := &release{shard: shard, port: ports.Free(), probes: ports.Free()}
	// Tests before have left certificates that live for seconds.
	cluster.MustKubectl(t, r.name(), "", "delete", "secret", "matterplane-webhook-certs", "--ignore-not-found")
	t.Cleanup(func() { r.uninstall(t) })
	return r
}

// name is how it is called, and under what its writes are in managedFields.
func (r *release) name() string { return namespaceOf(r.shard) }

// upgrade installs what the chart makes of the shards, takes away what it no longer
// has, and starts the process anew, as a rollout would.
func (r *release) upgrade(t *testing.T, shards string) {
	t.Helper()
	r.apply(t, shards)
	r.stop(t)
	r.start(t)
}

func (r *release) apply(t *testing.T, shards string) {
	t.Helper()
	objects, err := rendered(t, fmt.Sprintf("{shards: %s, shard: %q}", shards, r.shard), "-namespace", r.name())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cluster.Kubectl(t, "", "", "get", "namespace", r.name()); err != nil {
		cluster.MustKubectl(t, "", "", "create", "namespace", r.name())
	}
	now := map[string]*unstructured.Unstructured{}
	for _, o := range objects {
		if hooks, _, _ := unstructured.NestedSlice(o.Object, "webhooks"); len(hooks) > 0 {
			r.call(t, o, hooks)
		}
		now[o.GetKind()+" "+o.GetNamespace()+"/"+o.GetName()] = o
	}
	cluster.MustKubectl(t, "", manifests(t, objects), "apply", "--server-side", "--force-conflicts", "-f", "-")
	for name, o := range r.installed {
		if now[name] == nil {
			r.delete(t, o)
		}
	}
	r.installed = now
	r.args = of[appsv1.Deployment](t, objects, "Deployment")[0].Spec.Template.Spec.Containers[0].Args
}

// call lets the API server call the process instead of a Service.
func (r *release) call(t *testing.T, configuration *unstructured.Unstructured, hooks []any) {
	t.Helper()
	for _, h := range hooks {
		hook := h.(map[string]any)
		path, _, err := unstructured.NestedString(hook, "clientConfig", "service", "path")
		if err != nil || path == "" {
			t.Fatalf("%s calls no path: %v", configuration.GetName(), err)
		}
		hook["clientConfig"] = map[string]any{"url": fmt.Sprintf("https://localhost:%d%s", r.port, path)}
		hook["timeoutSeconds"] = int64(30) // how fast it is, others ask
	}
	if err := unstructured.SetNestedSlice(configuration.Object, hooks, "webhooks"); err != nil {
		t.Fatal(err)
	}
}

// start starts the process and waits until it is ready.
func (r *release) start(t *testing.T) {
	t.Helper()
	built, err := program()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	link := filepath.Join(dir, r.name())
	if err := os.Symlink(built, link); err != nil {
		t.Fatal(err)
	}
	args := append(slices.Clone(r.args), "--kubeconfig="+r.kubeconfig(t, dir), "--leader-elect-namespace="+r.name(),
		"--webhook-host=localhost", fmt.Sprintf("--webhook-port=%d", r.port),
		"--metrics-bind-address=0", fmt.Sprintf("--health-probe-bind-address=localhost:%d", r.probes))
	r.output = &bytes.Buffer{}
	cmd := exec.Command(link, args...)
	cmd.Stdout, cmd.Stderr = r.output, r.output
	if r.process, err = child.Start(cmd); err != nil {
		t.Fatal(err)
	}
	cluster.Eventually(t, time.Minute, func() error { return r.ready(t.Context()) })
}

func (r *release) ready(ctx context.Context) error { return (&replica{probes: r.probes}).ready(ctx) }

// stop is what follows a SIGTERM.
func (r *release) stop(t *testing.T) {
	t.Helper()
	if r.process == nil {
		return
	}
	if err := r.process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	how := r.process.State()
	r.process = nil
	if !how.Success() || t.Failed() {
		t.Errorf("%s ended with %s, and said\n%s", r.name(), how, loud(r.output.String()))
	}
}

// loud returns the lines of a log that are more than information.
func loud(text string) string {
	var lines strings.Builder
	for line := range strings.Lines(text) {
		if !strings.Contains(line, `"level":"info"`) {
			lines.WriteString(line)
		}
	}
	return lines.String()
}

func (r *release) uninstall(t *testing.T) {
	t.Helper()
	r.stop(t)
	for _, name := range slices.Sorted(maps.Keys(r.installed)) {
		if o := r.installed[name]; o.GetKind() != "CustomResourceDefinition" {
			r.delete(t, o)
		}
	}
}

func (r *release) delete(t *testing.T, o *unstructured.Unstructured) {
	t.Helper()
	if err := client.IgnoreNotFound(cluster.Client().Delete(context.WithoutCancel(t.Context()), o)); err != nil {
		t.Errorf("deleting %s %s: %v", o.GetKind(), o.GetName(), err)
	}
}

// kubeconfig writes one of the release's own account.
func (r *release) kubeconfig(t *testing.T, dir string) string {
	t.Helper()
	c := cluster.Config()
	path := filepath.Join(dir, "kubeconfig")
	err := clientcmd.WriteToFile(clientcmdapi.Config{
		CurrentContext: "it",
		Contexts:       map[string]*clientcmdapi.Context{"it": {Cluster: "it", AuthInfo: "it"}},
		Clusters:       map[string]*clientcmdapi.Cluster{"it": {Server: c.Host, CertificateAuthorityData: c.CAData}},
		AuthInfos: map[string]*clientcmdapi.AuthInfo{"it": {
			ClientCertificateData: c.CertData, ClientKeyData: c.KeyData,
			Impersonate:       "system:serviceaccount:" + r.name() + ":" + account,
			ImpersonateGroups: []string{"system:serviceaccounts", "system:serviceaccounts:" + r.name(), "system:authenticated"},
		}},
	}, path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}
