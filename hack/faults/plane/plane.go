// Package plane runs a real etcd and kube-apiserver whose processes can be killed
// and started again where they were, and reads from etcd itself every value that
// an object ever had.
package plane

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/ports"
)

// The identities that the API server knows by their tokens.
const (
	// Masters is this program; it may do all that the API server can.
	Masters = "token-of-masters"
	// Administrator is an ordinary cluster administrator, who writes the firms.
	Administrator = "token-of-administrator"
	// Manager is the ServiceAccount that ships, with nothing but its rights.
	Manager = "token-of-manager"
	// Company is a client of the firms (P-2).
	Company = "token-of-company"
	// Cleaner deletes what is no longer needed, as Kubernetes deletes namespaces.
	Cleaner = "token-of-cleaner"
)

// tokens is what the API server is told of them: token, user, uid, groups.
var tokens = strings.Join([]string{
	Masters + `,faults,1,system:masters`,
	Administrator + `,kubernetes-admin,2,kubeadm:cluster-admins`,
	Manager + `,` + ManagerUser + `,3,"system:serviceaccounts,system:serviceaccounts:` + Namespace + `"`,
	Company + `,acme-portal,4,matterplane:company:acme`,
	Cleaner + `,system:serviceaccount:kube-system:namespace-controller,5,system:masters`,
}, "\n") + "\n"

// patience bounds what takes seconds on an idle machine.
const patience = 3 * time.Minute

// Plane is a control plane on this machine.
type Plane struct {
	Dir string     // of all that it keeps
	URL string     // of the API server
	CA  *Authority // whom every server here is signed by

	bin, root string
	etcdURL   string
	etcdArgs  []string
	apiArgs   []string
	etcd      *Process
	apiServer *Process
	history   *History

	Client  client.Client // of Masters
	Webhook Webhook
}

// New starts a control plane from the binaries in bin, and installs what the
// repository at root ships for it. The arguments given to kube-apiserver come last,
// so that they hold.
func New(ctx context.Context, dir, bin, root string, apiArgs ...string) (*Plane, error) {
	p := &Plane{Dir: dir, bin: bin, root: root}
	if err := p.prepare(); err != nil {
		return nil, err
	}
	p.apiArgs = append(p.apiArgs, apiArgs...)
	if err := errors.Join(p.StartEtcd(ctx), p.StartAPIServer(ctx)); err != nil {
		return p, err
	}
	p.history = newHistory(p.etcdURL)
	err := p.install(ctx)
	return p, err
}

// Follow makes History read all that was stored since the start, until the context
// ends. Whoever measures time does without.
func (p *Plane) Follow(ctx context.Context) { go p.history.follow(ctx) }

// prepare writes certificates and tokens, and decides on ports.
func (p *Plane) prepare() (err error) {
	if p.CA, err = NewAuthority("ca"); err != nil {
		return err
	}
	if _, err := p.CA.Serve(p.file("pki"), time.Now().Add(24*time.Hour)); err != nil {
		return err
	}
	if err := os.WriteFile(p.file("tokens.csv"), []byte(tokens), 0o600); err != nil {
		return fmt.Errorf("writing the tokens: %w", err)
	}
	etcd, peer, api, hook := ports.Free(), ports.Free(), ports.Free(), ports.Free()
	p.etcdURL, p.URL, p.Webhook = "http://"+Loopback(etcd), "https://"+Loopback(api), Webhook{Port: hook}
	p.etcdArgs = []string{
		"--data-dir=" + p.file("etcd"), "--log-level=warn",
		"--listen-client-urls=" + p.etcdURL, "--advertise-client-urls=" + p.etcdURL,
		"--listen-peer-urls=http://" + Loopback(peer), "--initial-advertise-peer-urls=http://" + Loopback(peer),
		"--initial-cluster=default=http://" + Loopback(peer),
	}
	key, cert := p.file("pki", "tls.key"), p.file("pki", "tls.crt")
	p.apiArgs = []string{
		"--etcd-servers=" + p.etcdURL, "--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", api),
		"--tls-cert-file=" + cert, "--tls-private-key-file=" + key, "--cert-dir=" + p.file("pki"),
		"--token-auth-file=" + p.file("tokens.csv"), "--authorization-mode=RBAC",
		"--disable-admission-plugins=ServiceAccount",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + key, "--service-account-signing-key-file=" + key,
		"--service-cluster-ip-range=10.0.0.0/24", "--advertise-address=127.0.0.1", "--endpoint-reconciler-type=none",
		"--etcd-compaction-interval=0", // the judge reads every value there ever was
	}
	p.Client, err = p.ClientOf(Masters)
	return err
}

// StartEtcd starts etcd, again if it was killed.
func (p *Plane) StartEtcd(ctx context.Context) (err error) {
	if p.etcd, err = Start("etcd", p.file("etcd.log"), filepath.Join(p.bin, "etcd"), p.etcdArgs...); err != nil {
		return err
	}
	return p.Answers(ctx, p.etcd, p.etcdURL+"/readyz")
}

// StartAPIServer starts the API server, again if it was killed.
func (p *Plane) StartAPIServer(ctx context.Context) (err error) {
	p.apiServer, err = Start("kube-apiserver", p.file("kube-apiserver.log"), filepath.Join(p.bin, "kube-apiserver"), p.apiArgs...)
	if err != nil {
		return err
	}
	return p.Answers(ctx, p.apiServer, p.URL+"/readyz")
}

// KillEtcd kills etcd (SIGKILL).
func (p *Plane) KillEtcd() { p.etcd.Kill() }

// KillAPIServer kills the API server (SIGKILL).
func (p *Plane) KillAPIServer() { p.apiServer.Kill() }

// ProcessorTime is what the API server and etcd have used of the processors.
func (p *Plane) ProcessorTime() (apiServer, etcd time.Duration) {
	return p.apiServer.ProcessorTime(), p.etcd.ProcessorTime()
}

// History is everything that etcd has stored of our kinds since the start, once
// somebody follows it.
func (p *Plane) History() *History { return p.history }

// Close ends the control plane.
func (p *Plane) Close() {
	if p.apiServer != nil {
		p.apiServer.Terminate(10 * time.Second)
	}
	if p.etcd != nil {
		p.etcd.Terminate(5 * time.Second)
	}
}

// ConfigOf returns the connection of one of the identities.
func (p *Plane) ConfigOf(token string) *rest.Config {
	return &rest.Config{
		Host: p.URL, BearerToken: token, QPS: -1, UserAgent: "faults",
		TLSClientConfig: rest.TLSClientConfig{CAData: p.CA.PEM},
	}
}

// ClientOf returns a client of one of the identities. The API server need not be there yet.
func (p *Plane) ClientOf(token string) (client.Client, error) {
	known := runtime.NewScheme()
	if err := errors.Join(clientgoscheme.AddToScheme(known), v1alpha1.AddToScheme(known)); err != nil {
		return nil, fmt.Errorf("registering the kinds: %w", err)
	}
	c, err := client.New(p.ConfigOf(token), client.Options{Scheme: known})
	if err != nil {
		return nil, fmt.Errorf("creating a client: %w", err)
	}
	return c, nil
}

func (p *Plane) file(elem ...string) string {
	return filepath.Join(append([]string{p.Dir}, elem...)...)
}

// Loopback is a port of this machine, for nobody else.
func Loopback(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }
