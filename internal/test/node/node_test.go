package node

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

const (
	namespace  = "matterplane-system"
	deployment = "deployment/matterplane-controller-manager"
)

// TestCluster: what people and tools expect of nodes, they get of these.
func TestCluster(t *testing.T) {
	n := Start(t)
	n.MustKubectl(t, "apply", "--server-side", "-k", cluster.Path(t, "config", "default"))
	n.MustKubectl(t, "-n", namespace, "rollout", "status", deployment, "--timeout=2m")
	one := strings.TrimSpace(n.MustKubectl(t, "-n", namespace, "get", "pods", "-o", "jsonpath={.items[0].metadata.name}"))

	t.Run("spread", func(t *testing.T) { spread(t, n) })
	t.Run("account", func(t *testing.T) { account(t, n, one) })
	t.Run("logs", func(t *testing.T) { logs(t, n, one) })
	t.Run("ports", func(t *testing.T) { forwarded(t, n) })
	t.Run("restart", func(t *testing.T) { restart(t, n, one) })
	t.Run("pending", func(t *testing.T) { pending(t, n) })
}

// spread: three pods, one on each node, as the scheduler would do it.
func spread(t *testing.T, n *Cluster) {
	t.Helper()
	nodes := n.MustKubectl(t, "-n", namespace, "get", "pods", "-o", "jsonpath={.items[*].spec.nodeName}")
	for _, m := range machines {
		if strings.Count(nodes, m.name) != 1 {
			t.Errorf("the nodes of the pods are %s", nodes)
		}
	}
}

// account: a pod is its ServiceAccount and nobody else, and has the rights that are
// bound to it.
func account(t *testing.T, n *Cluster, name string) {
	t.Helper()
	p, err := n.pods.named(namespace, name)
	if err != nil {
		t.Fatal(err)
	}
	as := []string{"--kubeconfig", filepath.Join(p.dir(), "kubeconfig")}
	who := n.MustKubectl(t, append(as, "auth", "whoami", "-o", "jsonpath={.status.userInfo}")...)
	for _, want := range []string{"system:serviceaccount:matterplane-system:matterplane-controller-manager", name} {
		if !strings.Contains(who, want) {
			t.Errorf("the pod is %s, without %s", who, want)
		}
	}
	if out, err := n.Kubectl(t, append(as, "auth", "can-i", "create", "secrets")...); err == nil {
		t.Errorf("may it create Secrets? %s", out)
	}
}

// logs: a part of them, by time and by lines, and those that come until the pod ends.
func logs(t *testing.T, n *Cluster, pod string) {
	t.Helper()
	get := func(args ...string) string {
		t.Helper()
		return n.MustKubectl(t, append([]string{"-n", namespace, "logs", pod}, args...)...)
	}
	all := get()
	if !strings.Contains(all, "Starting EventSource") {
		t.Errorf("the log is\n%s", all)
	}
	if last := get("--tail=1"); !strings.HasSuffix(all, last) || strings.Count(last, "\n") != 1 {
		t.Errorf("the last line is %q", last)
	}
	stamped := get("--tail=1", "--timestamps")
	at, _, _ := strings.Cut(stamped, " ")
	when, err := time.Parse(time.RFC3339Nano, at)
	if err != nil {
		t.Error(err)
	}
	if later := get("--since-time=" + when.Add(time.Hour).Format(time.RFC3339)); later != "" {
		t.Errorf("what is written in an hour is\n%s", later)
	}
	if out, err := n.Kubectl(t, "-n", namespace, "logs", pod, "--previous"); err == nil {
		t.Errorf("of no previous container it shows\n%s", out)
	}
}

// forwarded: several connections through one kubectl, to a Deployment.
func forwarded(t *testing.T, n *Cluster) {
	t.Helper()
	program, err := n.program("kubectl")
	if err != nil {
		t.Fatal(err)
	}
	forward := exec.CommandContext(t.Context(), program, "--kubeconfig", n.Kubeconfig(), "-n", namespace, "port-forward", deployment, ":8081")
	out, err := forward.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := forward.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = forward.Process.Kill() // it would go on
		_ = forward.Wait()
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var port int
	if _, err := fmt.Sscanf(line, "Forwarding from 127.0.0.1:%d -> 8081", &port); err != nil {
		t.Fatalf("it says %q: %v", line, err)
	}
	for range 3 {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, fmt.Sprintf("http://127.0.0.1:%d/readyz?verbose", port), http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		http.DefaultClient.CloseIdleConnections()
		if err != nil || !strings.Contains(string(text), "[+]webhooks ok") {
			t.Errorf("it answers %s, %v:\n%s", answer.Status, err, text)
		}
	}
}

// restart: a container that dies is started again, says so, and is ready again.
func restart(t *testing.T, n *Cluster, name string) {
	t.Helper()
	p, err := n.pods.named(namespace, name)
	if err != nil {
		t.Fatal(err)
	}
	p.mu.Lock()
	dying := p.process
	p.mu.Unlock()
	dying.Kill()
	n.MustKubectl(t, "-n", namespace, "wait", "pod/"+name, "--for=jsonpath={.status.containerStatuses[0].restartCount}=1", "--timeout=1m")
	n.MustKubectl(t, "-n", namespace, "wait", "pod/"+name, "--for=condition=Ready", "--timeout=1m")
	code := n.MustKubectl(t, "-n", namespace, "get", "pod", name, "-o", "jsonpath={.status.containerStatuses[0].lastState.terminated.exitCode}")
	if code != "137" {
		t.Errorf("a killed container's code is %s", code)
	}
}

// pending: what cannot run here does not, and says why.
func pending(t *testing.T, n *Cluster) {
	t.Helper()
	n.MustKubectl(t, "run", "other", "--image=nginx")
	n.MustKubectl(t, "wait", "pod/other", "--for=condition=PodScheduled=False", "--timeout=1m")
	why := n.MustKubectl(t, "get", "pod", "other", "-o", "jsonpath={.status.phase}: {.status.conditions[0].message}")
	if want := "Pending: the tests' nodes run our image only, not nginx"; why != want {
		t.Errorf("it says %q, want %q", why, want)
	}
	n.MustKubectl(t, "delete", "pod", "other")
}
