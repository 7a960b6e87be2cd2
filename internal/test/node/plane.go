package node

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/matterplane/matterplane/internal/test/ports"
)

// Who is who in the cluster, as kubeadm calls them. The machinery of the tests is of
// system:masters and never asked for permission; nobody else is.
const (
	masters            = "tests"
	administrator      = "kubernetes-admin"
	administrators     = "kubeadm:cluster-admins"
	apiServer          = "kube-apiserver"
	controllerManager  = "system:kube-controller-manager"
	serviceAccountsKey = "service-accounts"
)

// controllers are those of kube-controller-manager that an installation meets.
var controllers = []string{
	"clusterrole-aggregation-controller",
	"deployment-controller",
	"disruption-controller",
	"endpointslice-controller",
	"garbage-collector-controller",
	"namespace-controller",
	"replicaset-controller",
	"root-ca-certificate-publisher-controller",
	"serviceaccount-controller",
}

// startupWithin is how long a program of the control plane may take to answer.
const startupWithin = time.Minute

// startPlane starts etcd, kube-apiserver and kube-controller-manager.
func (c *Cluster) startPlane(ctx context.Context) error {
	etcd, peers := ports.Free(), ports.Free()
	if err := c.start("etcd", c.etcdArgs(etcd, peers)...); err != nil {
		return err
	}
	args, err := c.apiServerArgs(etcd)
	if err != nil {
		return err
	}
	if err := c.start("kube-apiserver", args...); err != nil {
		return err
	}
	err = await(ctx, startupWithin, "the API server", func(ctx context.Context) error {
		_, err := c.client.Discovery().RESTClient().Get().AbsPath("/readyz").DoRaw(ctx)
		return err
	})
	if err != nil {
		return err
	}
	return c.start("kube-controller-manager", c.controllerManagerArgs()...)
}

// certify makes everybody's certificates.
func (c *Cluster) certify(context.Context) (err error) {
	if c.authority, err = newAuthority(c.dir); err != nil {
		return err
	}
	var nodes []net.IP
	for _, n := range machines {
		nodes = append(nodes, net.ParseIP(n.ip))
	}
	return errors.Join(
		c.authority.issue(masters, "system:masters"),
		c.authority.issue(administrator, administrators),
		c.authority.issue(apiServer, "tests"),
		c.authority.issue(controllerManager, "tests"),
		c.authority.issue(serviceAccountsKey, "tests"),
		c.authority.issue(kubeletUser, "tests", nodes...),
		c.authority.issue(proxy, "tests"),
	)
}

// connect chooses where the API server will be, and makes the client of the tests' own
// machinery and everybody's kubeconfig.
func (c *Cluster) connect(context.Context) (err error) {
	c.port = ports.Free()
	for user, file := range map[string]string{administrator: c.Kubeconfig(), controllerManager: c.file("controller-manager.kubeconfig")} {
		if err := c.writeKubeconfig(file, &clientcmdapi.AuthInfo{
			ClientCertificate: c.authority.certFile(user), ClientKey: c.authority.keyFile(user),
		}, c.authority.certFile("ca")); err != nil {
			return err
		}
	}
	config := &rest.Config{Host: c.server(), QPS: -1, TLSClientConfig: rest.TLSClientConfig{
		CAFile: c.authority.certFile("ca"), CertFile: c.authority.certFile(masters), KeyFile: c.authority.keyFile(masters),
	}}
	if c.client, err = kubernetes.NewForConfig(config); err != nil {
		return fmt.Errorf("making a client: %w", err)
	}
	c.informers = informers.NewSharedInformerFactory(c.client, again)
	c.nodes = c.informers.Core().V1().Nodes().Lister()
	c.services = c.informers.Core().V1().Services().Lister()
	c.slices = c.informers.Discovery().V1().EndpointSlices().Lister()
	return nil
}

func (c *Cluster) server() string { return fmt.Sprintf("https://127.0.0.1:%d", c.port) }

// writeKubeconfig writes a kubeconfig of somebody who trusts an authority.
func (c *Cluster) writeKubeconfig(path string, who *clientcmdapi.AuthInfo, authority string) error {
	config := clientcmdapi.NewConfig()
	config.Clusters["tests"] = &clientcmdapi.Cluster{Server: c.server(), CertificateAuthority: authority}
	config.AuthInfos["tests"] = who
	config.Contexts["tests"] = &clientcmdapi.Context{Cluster: "tests", AuthInfo: "tests"}
	config.CurrentContext = "tests"
	if err := clientcmd.WriteToFile(*config, path); err != nil {
		return fmt.Errorf("writing a kubeconfig: %w", err)
	}
	return nil
}

func (c *Cluster) etcdArgs(port, peers int) []string {
	clients, own := fmt.Sprintf("http://127.0.0.1:%d", port), fmt.Sprintf("http://127.0.0.1:%d", peers)
	return []string{
		"--data-dir=" + c.file("etcd"),
		"--listen-client-urls=" + clients, "--advertise-client-urls=" + clients,
		"--listen-peer-urls=" + own, "--initial-advertise-peer-urls=" + own, "--initial-cluster=default=" + own,
		"--unsafe-no-fsync", // nobody reads it again
		"--log-level=warn",
	}
}

func (c *Cluster) apiServerArgs(etcd int) ([]string, error) {
	egress := c.file("egress.yaml")
	if err := os.WriteFile(egress, []byte(c.egress()), 0o600); err != nil {
		return nil, fmt.Errorf("writing how the API server reaches the cluster: %w", err)
	}
	a := c.authority
	return []string{
		fmt.Sprintf("--etcd-servers=http://127.0.0.1:%d", etcd),
		"--bind-address=127.0.0.1",
		fmt.Sprintf("--secure-port=%d", c.port),
		"--tls-cert-file=" + a.certFile(apiServer), "--tls-private-key-file=" + a.keyFile(apiServer),
		"--client-ca-file=" + a.certFile("ca"),
		"--authorization-mode=RBAC",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + a.keyFile(serviceAccountsKey),
		"--service-account-signing-key-file=" + a.keyFile(serviceAccountsKey),
		"--service-cluster-ip-range=" + serviceRange,
		"--egress-selector-config-file=" + egress,
		"--kubelet-certificate-authority=" + a.certFile("ca"),
		"--kubelet-client-certificate=" + a.certFile(apiServer), "--kubelet-client-key=" + a.keyFile(apiServer),
		"--kubelet-preferred-address-types=InternalIP",
		// A new node is ready at once: nobody would take the taint away.
		"--disable-admission-plugins=TaintNodesByCondition",
		// A loopback address is no endpoint that a pod could reach.
		"--advertise-address=127.0.0.1", "--endpoint-reconciler-type=none",
	}, nil
}

func (c *Cluster) controllerManagerArgs() []string {
	return []string{
		"--kubeconfig=" + c.file("controller-manager.kubeconfig"),
		"--controllers=" + strings.Join(controllers, ","),
		// Each has the rights of its own account, and its name: admission knows some.
		"--use-service-account-credentials",
		"--root-ca-file=" + c.authority.certFile("ca"),
		"--leader-elect=false",
		"--secure-port=0",
		"--controller-start-interval=0s",
		"--kube-api-qps=200", "--kube-api-burst=400",
	}
}

// start starts a program of the control plane.
func (c *Cluster) start(name string, args ...string) error {
	program, err := c.program(name)
	if err != nil {
		return err
	}
	log, err := os.Create(c.file(name + ".log"))
	if err != nil {
		return fmt.Errorf("opening the log of %s: %w", name, err)
	}
	p, err := launch(log, os.Environ(), program, args...)
	if err != nil {
		return errors.Join(err, log.Close())
	}
	c.plane = append(c.plane, p)
	go func() {
		<-p.Done()
		log.Close()
	}()
	return nil
}

// findPrograms says at once which is missing.
func (c *Cluster) findPrograms(context.Context) error {
	for _, name := range []string{"etcd", "kube-apiserver", "kube-controller-manager", "kubectl"} {
		if _, err := c.program(name); err != nil {
			return err
		}
	}
	return nil
}

// program finds one where make leaves it, or where KUBEBUILDER_ASSETS says.
func (c *Cluster) program(name string) (string, error) {
	for _, dir := range []string{os.Getenv("KUBEBUILDER_ASSETS"), filepath.Join(c.top, "bin", "k8s")} {
		if path := filepath.Join(dir, name); dir != "" {
			if _, err := os.Stat(path); err == nil {
				return path, nil
			}
		}
	}
	return "", fmt.Errorf("no %s in bin/k8s: run `make bin/k8s bin/k8s/kube-controller-manager`", name)
}

// await waits until a condition returns no error.
func await(ctx context.Context, within time.Duration, what string, condition func(context.Context) error) error {
	var last error
	err := wait.PollUntilContextTimeout(ctx, 50*time.Millisecond, within, true, func(ctx context.Context) (bool, error) {
		last = condition(ctx)
		return last == nil, nil
	})
	if err != nil {
		return fmt.Errorf("waiting for %s: %w", what, errors.Join(err, last))
	}
	return nil
}

// tail returns the last lines of what somebody wrote.
func tail(r io.Reader, lines int) string {
	text, err := io.ReadAll(r)
	if err != nil {
		return err.Error()
	}
	all := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
