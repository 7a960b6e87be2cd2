// Package manager runs the controllers and the admission webhooks against a
// cluster.
package manager

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/healthz"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/controllers"
	"github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/certificates"
	"github.com/matterplane/matterplane/internal/metrics"
	"github.com/matterplane/matterplane/internal/observe"
	"github.com/matterplane/matterplane/internal/roster"
)

// probeWithin is how long a probe waits for the caches before it says no.
const probeWithin = 100 * time.Millisecond

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
	klog.SetLogger(observe.OfLibraries(logger))
	if err := boundMemory(); err != nil {
		return err
	}
	defer SpareCollections()()
	config, err := restConfig(options.Kubeconfig)
	if err != nil {
		return fmt.Errorf("reading the kubeconfig: %w", err)
	}
	mgr, err := New(ctx, config, options)
	if err != nil {
		return err
	}
	return mgr.Start(drained(ctx))
}

// New returns a manager with controllers, webhooks and probes, not started yet. When the
// context ends, its webhooks begin to drain.
func New(ctx context.Context, config *rest.Config, options Options) (ctrl.Manager, error) {
	if err := options.Shard.Validate(); err != nil {
		return nil, err
	}
	options.Admission.Elsewhere = options.Shard.elsewhere()
	// The API server's priority and fairness decides who waits, not the client.
	config = rest.CopyConfig(config)
	config.QPS = -1
	config.Wrap(controllers.NotAgain)
	config.Wrap(controllers.Brief)
	if options.LeaderElection {
		config.Wrap(controllers.NewFence(options.Shard.Lease(), renewWithin).Wrap)
	}
	traced, err := options.traced(ctx, config)
	if err != nil {
		return nil, err
	}
	served, keeper, err := options.keep(config)
	if err != nil {
		return nil, fmt.Errorf("setting up the certificates: %w", err)
	}
	mgr, err := ctrl.NewManager(config, options.forRuntime(ctx.Done(), served))
	if err != nil {
		return nil, fmt.Errorf("building the manager: %w", err)
	}
	if err := traced(mgr); err != nil {
		return nil, fmt.Errorf("setting up the traces: %w", err)
	}
	if served != nil {
		if err := errors.Join(mgr.Add(served), mgr.Add(keeper)); err != nil {
			return nil, fmt.Errorf("setting up the certificates: %w", err)
		}
	}
	cached, err := cacheview.New(ctx, mgr.GetCache())
	if err != nil {
		return nil, fmt.Errorf("indexing the caches: %w", err)
	}
	if err := controllers.Setup(mgr, cached); err != nil {
		return nil, err
	}
	standing := metrics.NewStanding(metrics.Stored{
		All:  cached.All,
		Firm: func(namespace string) roster.View { return cached.Firm(namespace) },
	})
	if err := mgr.Add(standing); err != nil {
		return nil, fmt.Errorf("setting up the metrics: %w", err)
	}
	if options.Webhooks {
		if err := admission.Setup(mgr, cached, options.Admission); err != nil {
			return nil, fmt.Errorf("setting up the webhooks: %w", err)
		}
		metrics.Serving(options.serving(served))
	}
	if err := addProbes(mgr, options, served); err != nil {
		return nil, fmt.Errorf("setting up the probes: %w", err)
	}
	return mgr, nil
}

// addProbes says that the manager lives, and that it is ready once its caches are
// filled and its webhooks answer, with a certificate that the API server believes.
func addProbes(mgr ctrl.Manager, options Options, served *certificates.Served) error {
	filled := func(req *http.Request) error {
		ctx, cancel := context.WithTimeout(req.Context(), probeWithin)
		defer cancel()
		if !mgr.GetCache().WaitForCacheSync(ctx) {
			return errors.New("the caches are not filled yet")
		}
		return nil
	}
	answers := healthz.Ping
	if options.Webhooks {
		answers = options.answers(mgr.GetWebhookServer().StartedChecker(), served)
	}
	return errors.Join(
		mgr.AddHealthzCheck("ping", healthz.Ping),
		mgr.AddReadyzCheck("caches", filled),
		mgr.AddReadyzCheck("webhooks", answers),
	)
}

func restConfig(kubeconfig string) (*rest.Config, error) {
	if kubeconfig == "" {
		return ctrl.GetConfig()
	}
	return clientcmd.BuildConfigFromFlags("", kubeconfig)
}
