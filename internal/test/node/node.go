// Package node gives a test a whole cluster, on any machine, without root and without
// containers: what is applied to it runs, answers and ends as on a cluster of a
// platform team.
//
//	n := node.Start(t)
//	exec.Command("kubectl", "--kubeconfig", n.Kubeconfig(), "apply", "--server-side", "-f", "dist/install.yaml")
//	exec.Command("kubectl", "--kubeconfig", n.Kubeconfig(), "-n", "matterplane-system", "rollout", "status", "deployment")
//
// Logs, forwarded ports, rollouts, drains and Helm's --wait work. It takes some fifteen
// seconds to start, and a kube-controller-manager, which make test builds.
//
//	                  real                          |      of the tests
//	                                                |
//	kubectl ──► kube-apiserver ──► etcd             |
//	               ▲   │  └──── by egress selector ─┼─► network: Services and pod IPs
//	               │   │                            |      │
//	   kube-controller-manager: Deployments,        |      ▼ to 127.0.0.1
//	   ReplicaSets, EndpointSlices, budgets,        |   kubelets of three nodes, which run
//	   accounts, namespaces, garbage                |   a pod of our image as a process
//	               │                                |      │
//	               └──────────── watches ───────────┼──────┘
//	                  the manager, go build of this tree, under its pod's own token
//
// Real is who decides: the API server with its admission plugins (but for the one that
// taints new nodes), the controllers that an installation meets (plane.go), RBAC, the
// webhook configurations as they ship, with their Service and their CA. The manager has the rights of its pod's ServiceAccount and no others, by a
// token that it is given as a pod is.
//
// Not real is where it runs. Pods of one container of our image are bound to the node
// with the fewest; all others stay Pending, and say why. Their processes share this
// machine: a pod has an IP that only the API server can reach, its ports are free ones
// here, its volumes are directories, and what its arguments say of both is put in their
// place (see translate.go). Its hostname is this machine's. Nothing isolates it:
// security contexts, NetworkPolicies, limits, affinities and taints are not looked at.
// Tokens are not renewed: a cluster lives as long as one test.
package node

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	corelisters "k8s.io/client-go/listers/core/v1"
	discoverylisters "k8s.io/client-go/listers/discovery/v1"

	"github.com/matterplane/matterplane/internal/child"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// Cluster is a cluster of one test.
type Cluster struct {
	top string // of the repository
	dir string

	port      int // the API server's
	authority *authority
	client    kubernetes.Interface // of the tests' own machinery
	plane     []*child.Process

	informers informers.SharedInformerFactory
	nodes     corelisters.NodeLister
	services  corelisters.ServiceLister
	slices    discoverylisters.EndpointSliceLister

	kubelets, network net.Listener
	pods              *pods
	running           sync.WaitGroup
}

// Start starts a cluster, in which nothing is installed. It ends with the test, and
// whatever ends the test binary ends it too. The log of a test that failed shows the
// ends of the cluster's own logs.
func Start(t testing.TB) *Cluster {
	t.Helper()
	c := &Cluster{top: cluster.Path(t), dir: t.TempDir()}
	c.pods = newPods()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	t.Cleanup(func() {
		cancel()
		c.stop()
		if t.Failed() {
			c.showLogs(t)
		}
	})
	for _, step := range []func(context.Context) error{
		c.findPrograms, c.buildImage, c.certify, c.connect, c.serveKubelets, c.serveNetwork, c.startPlane,
		c.addAdministrator, c.addNodes, c.watch, c.awaitAccounts,
	} {
		if err := step(ctx); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// Kubeconfig is the file of the administrator: bound to cluster-admin by RBAC, as
// kubeadm does it, and not one of system:masters.
func (c *Cluster) Kubeconfig() string { return c.file("kubeconfig") }

// Kubectl runs the real kubectl as the administrator and returns what it prints. An
// error wraps the *exec.ExitError and says what kubectl printed as its error.
func (c *Cluster) Kubectl(t testing.TB, args ...string) (string, error) {
	t.Helper()
	program, err := c.program("kubectl")
	if err != nil {
		t.Fatal(err)
	}
	flags := []string{"--kubeconfig", c.Kubeconfig(), "--cache-dir", c.file("kubectl-cache")}
	cmd := exec.CommandContext(t.Context(), program, append(flags, args...)...)
	cmd.Env = append(os.Environ(), "KUBERC=off") // nobody's own settings
	out, err := cmd.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		err = fmt.Errorf("kubectl %s: %w: %s", strings.Join(args, " "), err, bytes.TrimSpace(exit.Stderr))
	}
	return string(out), err
}

// MustKubectl is Kubectl where an error ends the test.
func (c *Cluster) MustKubectl(t testing.TB, args ...string) string {
	t.Helper()
	out, err := c.Kubectl(t, args...)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return out
}

func (c *Cluster) file(name string) string { return filepath.Join(c.dir, name) }

// addAdministrator gives the administrator its role, as kubeadm does.
func (c *Cluster) addAdministrator(ctx context.Context) error {
	binding := &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: administrators},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "cluster-admin"},
		Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: administrators}},
	}
	if _, err := c.client.RbacV1().ClusterRoleBindings().Create(ctx, binding, metav1.CreateOptions{}); err != nil {
		return fmt.Errorf("making an administrator: %w", err)
	}
	return nil
}

// awaitAccounts waits until the controllers are at work: namespaces have accounts, and
// these the authority that pods trust.
func (c *Cluster) awaitAccounts(ctx context.Context) error {
	return await(ctx, startupWithin, "the controllers", func(ctx context.Context) error {
		if _, err := c.client.CoreV1().ServiceAccounts(metav1.NamespaceDefault).Get(ctx, "default", metav1.GetOptions{}); err != nil {
			return err
		}
		_, err := c.client.CoreV1().ConfigMaps(metav1.NamespaceDefault).Get(ctx, "kube-root-ca.crt", metav1.GetOptions{})
		return err
	})
}

// stop ends everything, those first that need others. Nothing of it is used again, so
// that nobody is asked.
func (c *Cluster) stop() {
	if c.informers != nil {
		c.informers.Shutdown() // waits until nobody looks at pods any more
	}
	c.running.Wait()
	for _, p := range slices.Backward(c.plane) {
		p.Kill()
	}
}

// log is where a part of the tests' own machinery tells what went wrong.
func (c *Cluster) log(name string) *log.Logger {
	out, err := os.OpenFile(c.file("tests.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return log.Default()
	}
	return log.New(out, name+": ", log.Ltime)
}

// showLogs shows the ends of all logs.
func (c *Cluster) showLogs(t testing.TB) {
	t.Helper()
	logs, err := filepath.Glob(c.file("*.log"))
	if err != nil {
		t.Error(err)
	}
	for _, path := range logs {
		log, err := os.Open(path)
		if err != nil {
			t.Error(err)
			continue
		}
		t.Logf("%s:\n%s", filepath.Base(path), tail(log, 15))
		log.Close()
	}
	c.pods.showLogs(t)
}

// machines are the nodes, which all are this machine.
var machines = []struct{ name, zone, ip string }{
	{"node-1", "zone-a", "192.0.2.1"},
	{"node-2", "zone-b", "192.0.2.2"},
	{"node-3", "zone-c", "192.0.2.3"},
}

// addNodes tells the API server of the nodes.
func (c *Cluster) addNodes(ctx context.Context) error {
	for _, m := range machines {
		node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: m.name, Labels: map[string]string{
			corev1.LabelHostname: m.name, corev1.LabelTopologyZone: m.zone,
		}}}
		created, err := c.client.CoreV1().Nodes().Create(ctx, node, metav1.CreateOptions{})
		if err != nil {
			return fmt.Errorf("adding %s: %w", m.name, err)
		}
		created.Status = corev1.NodeStatus{
			Addresses: []corev1.NodeAddress{
				{Type: corev1.NodeInternalIP, Address: m.ip}, {Type: corev1.NodeHostName, Address: m.name},
			},
			DaemonEndpoints: corev1.NodeDaemonEndpoints{KubeletEndpoint: corev1.DaemonEndpoint{Port: kubeletPort}},
			NodeInfo:        corev1.NodeSystemInfo{KubeletVersion: "of-the-tests", OSImage: "no containers"},
			Conditions: []corev1.NodeCondition{{
				Type: corev1.NodeReady, Status: corev1.ConditionTrue, Reason: "Test",
				LastHeartbeatTime: metav1.NewTime(time.Now()), LastTransitionTime: metav1.NewTime(time.Now()),
			}},
		}
		if _, err := c.client.CoreV1().Nodes().UpdateStatus(ctx, created, metav1.UpdateOptions{}); err != nil {
			return fmt.Errorf("adding %s: %w", m.name, err)
		}
	}
	return nil
}
