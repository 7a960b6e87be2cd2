package manager

import (
	"crypto/tls"
	"fmt"
	"time"

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
	"github.com/matterplane/matterplane/internal/certificates"
)

// Options says how the manager runs. Every field is a flag of the command.
type Options struct {
	Kubeconfig string

	Shard Shard

	Webhooks       bool
	WebhookPort    int
	WebhookCertDir string
	// WebhookCertSecret is a Secret, as namespace/name, in which the leader keeps the
	// webhooks' certificates itself; WebhookCertDir then means nothing.
	WebhookCertSecret string
	// WebhookHost is the name by which the API server calls the webhooks. The probe
	// says no while that would fail; without a name it does not ask.
	WebhookHost  string
	Certificates Certificates

	Admission admission.Options

	MetricsAddress string
	MetricsCertDir string
	ProbeAddress   string
	PprofAddress   string
	LogLevel       string
	// TracesEndpoint is where spans are sent; without one, nowhere unless
	// OpenTelemetry's own variables say.
	TracesEndpoint string

	LeaderElection          bool
	LeaderElectionNamespace string

	// UniqueNames lets several managers run in one process, as tests do.
	UniqueNames bool
}

// Certificates say how the leader keeps certificates (internal/certificates).
type Certificates struct {
	Lives certificates.Lives
	// Every is how often managers look at the Secret.
	Every time.Duration
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
		Certificates:   Certificates{Lives: certificates.DefaultLives, Every: time.Minute},
		MetricsAddress: "0",
		ProbeAddress:   ":8081",
		PprofAddress:   "0",
		LogLevel:       "info",
	}
}

// leaseLasts is for how long nobody else leads after a lease was renewed, and renewWithin
// for how long the leader may take itself for it, and tries to renew.
const (
	leaseLasts  = 15 * time.Second
	renewWithin = 10 * time.Second
)

// forRuntime returns the options of controller-runtime; the webhooks serve what is
// given, nil for what lies in WebhookCertDir, and drain once ending is closed.
func (o Options) forRuntime(ending <-chan struct{}, served *certificates.Served) ctrl.Options {
	server := webhook.Options{Port: o.WebhookPort, CertDir: o.WebhookCertDir}
	if served != nil {
		server.TLSOpts = append(server.TLSOpts, func(c *tls.Config) { c.GetCertificate = served.GetCertificate })
	}
	return ctrl.Options{
		Scheme:    NewScheme(),
		NewCache:  cacheview.NewPrompt,
		NewClient: cacheview.NewClient,
		Cache:     o.Shard.caches(CacheOptions()),
		Client: client.Options{Cache: &client.CacheOptions{
			EnableReadYourWritesConsistency: new(true),
		}},
		WebhookServer:           drainedServer{Server: webhook.NewServer(server), ending: ending},
		Metrics:                 o.metrics(),
		HealthProbeBindAddress:  o.ProbeAddress,
		PprofBindAddress:        o.PprofAddress,
		LeaderElection:          o.LeaderElection,
		LeaderElectionID:        o.Shard.Lease(),
		LeaderElectionNamespace: o.LeaderElectionNamespace,
		LeaseDuration:           new(leaseLasts),
		RenewDeadline:           new(renewWithin),
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
