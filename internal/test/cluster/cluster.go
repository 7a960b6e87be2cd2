// Package cluster gives a test binary one real control plane: etcd, an API
// server with RBAC on, this project's CRDs and, if asked for, its webhooks.
//
//	func TestMain(m *testing.M) { cluster.Main(m) }
//
//	func TestSomething(t *testing.T) {
//		ns := cluster.Namespace(t)
//		cluster.MustKubectl(t, ns, manifest, "apply", "-f", "-")
//	}
//
// There is no controller manager in it: namespaces are never deleted and nothing
// is garbage collected, so that every test has a namespace of its own instead.
package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/wait"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
	"sigs.k8s.io/controller-runtime/pkg/webhook"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Option changes what Main starts.
type Option func(*plane)

// WithWebhooks installs the webhook configurations in the given files or
// directories, named from the top of the repository. Nothing answers them until
// the test binary serves WebhookServer.
func WithWebhooks(paths ...string) Option {
	return func(p *plane) { p.webhooks.Paths = append(p.webhooks.Paths, paths...) }
}

// Main starts the control plane, runs the tests, stops it and exits. However the
// test binary ends, by a panic, a timeout or a signal, the control plane ends too.
func Main(m *testing.M, opts ...Option) {
	if os.Getenv(diffEnv) != "" {
		os.Exit(diff(os.Args[1:]))
	}
	if binaries := os.Getenv(keeperEnv); binaries != "" {
		exit(keep(binaries))
	}
	stop, err := start(opts)
	if err != nil {
		exit(errors.Join(err, stop()))
	}
	code := m.Run()
	endLifetime()
	if err := stop(); err != nil {
		exit(err)
	}
	os.Exit(code)
}

// lifetime ends with the last test.
var lifetime, endLifetime = context.WithCancel(context.Background())

// Lifetime returns a context that ends with the last test: whatever several tests
// share stops with it, before the control plane, which waits for its watches.
func Lifetime() context.Context { return lifetime }

// Config returns a copy of the connection of an ordinary administrator: bound to
// cluster-admin by RBAC, as kubeadm does it, and not one of system:masters, who
// are never asked for permission. Impersonate others with it.
func Config() *rest.Config { return rest.CopyConfig(current.config) }

// Kubeconfig is the file of the administrator, for other programs than kubectl.
func Kubeconfig() string { return current.kubeconfig }

// Client returns the administrator's client. It reads and writes without a cache.
func Client() client.Client { return current.client }

// Scheme returns a new scheme with this project's kinds and those of Kubernetes.
func Scheme() *runtime.Scheme {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{clientgoscheme.AddToScheme, v1alpha1.AddToScheme} {
		if err := add(scheme); err != nil {
			panic(err) // a kind registered twice: nothing that a caller could do
		}
	}
	return scheme
}

// WebhookServer returns where the API server looks for the webhooks of
// WithWebhooks, and the directory of the certificate that it trusts there.
func WebhookServer() webhook.Options {
	hooks := &current.webhooks
	return webhook.Options{
		Host:    hooks.LocalServingHost,
		Port:    hooks.LocalServingPort,
		CertDir: hooks.LocalServingCertDir,
	}
}

// current is the control plane of this test binary.
var current plane

// plane is a control plane as its users see it.
type plane struct {
	kubectl    string // the program
	kubeconfig string // the administrator's
	config     *rest.Config
	client     client.Client
	webhooks   envtest.WebhookInstallOptions
}

// start sets current. What it returns stops what was started, even after an error.
func start(opts []Option) (stop func() error, err error) {
	for _, o := range opts {
		o(&current)
	}
	stop = func() error { return nil }
	top, err := repository()
	if err != nil {
		return stop, err
	}
	binaries, err := assets(top)
	if err != nil {
		return stop, err
	}
	current.kubectl = filepath.Join(binaries, "kubectl")
	current.kubeconfig, stop, err = startKeeper(binaries)
	if err != nil {
		return stop, err
	}
	stopKeeper := stop
	stop = func() error { return errors.Join(current.webhooks.Cleanup(), stopKeeper()) }
	if err := current.connect(); err != nil {
		return stop, err
	}
	return stop, current.install(top)
}

// connect makes the administrator's client and waits for its role to be in force.
func (p *plane) connect() error {
	config, err := clientcmd.BuildConfigFromFlags("", p.kubeconfig)
	if err != nil {
		return fmt.Errorf("reading the administrator's kubeconfig: %w", err)
	}
	config.QPS = -1 // the API server's own limits are enough
	p.config = config
	p.client, err = client.New(config, client.Options{Scheme: Scheme()})
	if err != nil {
		return fmt.Errorf("connecting as the administrator: %w", err)
	}

	var refused error
	err = wait.PollUntilContextTimeout(context.Background(), pollInterval, time.Minute, true,
		func(ctx context.Context) (bool, error) {
			refused = p.client.List(ctx, &corev1.NamespaceList{})
			return refused == nil, nil
		})
	if err != nil {
		return fmt.Errorf("waiting for the administrator's role: %w", refused)
	}
	return nil
}

// exit ends the process, with the error if there is one.
func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "test cluster:", err)
		os.Exit(1)
	}
	os.Exit(0)
}
