// Package manager runs the controllers and the admission webhooks against a
// cluster.
package manager

import (
	"context"
	"errors"
	"fmt"

	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/healthz"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/controllers"
	"github.com/matterplane/matterplane/internal/admission"
)

// NewScheme returns a scheme of our kinds and those of Kubernetes.
func NewScheme() *runtime.Scheme {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{clientgoscheme.AddToScheme, v1alpha1.AddToScheme} {
		if err := add(scheme); err != nil {
			panic(err) // types that do not register are a bug, not a circumstance
		}
	}
	return scheme
}

// Run runs the manager until the context ends.
func Run(ctx context.Context, options Options) error {
	logger, err := newLogger(options.LogLevel)
	if err != nil {
		return err
	}
	log.SetLogger(logger)
	config, err := restConfig(options.Kubeconfig)
	if err != nil {
		return fmt.Errorf("reading the kubeconfig: %w", err)
	}
	mgr, err := New(ctx, config, options)
	if err != nil {
		return err
	}
	return mgr.Start(ctx)
}

// New returns a manager with controllers, webhooks and probes, not started yet.
func New(ctx context.Context, config *rest.Config, options Options) (ctrl.Manager, error) {
	// The API server's priority and fairness decides who waits, not the client.
	config = rest.CopyConfig(config)
	config.QPS = -1
	mgr, err := ctrl.NewManager(config, options.forRuntime())
	if err != nil {
		return nil, fmt.Errorf("building the manager: %w", err)
	}
	if err := controllers.Setup(ctx, mgr); err != nil {
		return nil, err
	}
	var ready healthz.Checker = healthz.Ping
	if options.Webhooks {
		if err := admission.Setup(mgr, options.Admission); err != nil {
			return nil, fmt.Errorf("setting up the webhooks: %w", err)
		}
		ready = mgr.GetWebhookServer().StartedChecker()
	}
	return mgr, errors.Join(mgr.AddHealthzCheck("ping", healthz.Ping), mgr.AddReadyzCheck("webhooks", ready))
}

func restConfig(kubeconfig string) (*rest.Config, error) {
	if kubeconfig == "" {
		return ctrl.GetConfig()
	}
	return clientcmd.BuildConfigFromFlags("", kubeconfig)
}
