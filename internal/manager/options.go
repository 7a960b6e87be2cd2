package manager

import (
	"crypto/tls"
	"fmt"

	"github.com/go-logr/logr"
	"go.uber.org/zap/zapcore"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/config"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	"sigs.k8s.io/controller-runtime/pkg/metrics/filters"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/webhook"

	"github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/cacheview"
)

// Options says how the manager runs. Every field is a flag of the command.
type Options struct {
	Kubeconfig string

	Webhooks       bool
	WebhookPort    int
	WebhookCertDir string
	Admission      admission.Options

	MetricsAddress string
	MetricsCertDir string
	ProbeAddress   string
	PprofAddress   string
	LogLevel       string

	LeaderElection          bool
	LeaderElectionNamespace string

	// UniqueNames lets several managers run in one process, as tests do.
	UniqueNames bool
}

// Defaults returns the options that the shipped Deployment starts from.
func Defaults() Options {
	return Options{
		Webhooks:       true,
		WebhookPort:    9443,
		WebhookCertDir: "/tmp/k8s-webhook-server/serving-certs",
		Admission: admission.Options{
			SupportGroup:       "matterplane:support",
			CompanyGroupPrefix: "matterplane:company:",
			Operator:           admission.DefaultOperator,
		},
		MetricsAddress: "0",
		ProbeAddress:   ":8081",
		PprofAddress:   "0",
		LogLevel:       "info",
	}
}

func (o Options) forRuntime() ctrl.Options {
	return ctrl.Options{
		Scheme:   NewScheme(),
		NewCache: cacheview.NewPrompt,
		Cache:    CacheOptions(),
		Client: client.Options{Cache: &client.CacheOptions{
			EnableReadYourWritesConsistency: new(true),
		}},
		WebhookServer:           webhook.NewServer(webhook.Options{Port: o.WebhookPort, CertDir: o.WebhookCertDir}),
		Metrics:                 o.metrics(),
		HealthProbeBindAddress:  o.ProbeAddress,
		PprofBindAddress:        o.PprofAddress,
		LeaderElection:          o.LeaderElection,
		LeaderElectionID:        "matterplane.dev",
		LeaderElectionNamespace: o.LeaderElectionNamespace,
		// A lease given up at once lets the next manager start at once; nothing
		// runs after Start returns.
		LeaderElectionReleaseOnCancel: true,
		Controller:                    config.Controller{SkipNameValidation: new(o.UniqueNames)},
	}
}

// metrics serves metrics to those whom the API server lets read them.
func (o Options) metrics() metricsserver.Options {
	served := metricsserver.Options{BindAddress: o.MetricsAddress, CertDir: o.MetricsCertDir}
	if o.MetricsAddress != "0" {
		served.SecureServing = true
		served.FilterProvider = filters.WithAuthenticationAndAuthorization
	}
	if o.MetricsCertDir == "" {
		served.TLSOpts = []func(*tls.Config){selfSigned}
	}
	return served
}

func newLogger(level string) (logr.Logger, error) {
	parsed, err := zapcore.ParseLevel(level)
	if err != nil {
		return logr.Logger{}, fmt.Errorf("--log-level: %w", err)
	}
	return zap.New(zap.Level(parsed)), nil
}
