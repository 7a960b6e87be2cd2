package cli

import (
	"github.com/spf13/cobra"

	"github.com/matterplane/matterplane/internal/manager"
)

// managerVerb is the one verb that goes on for long.
const managerVerb = "manager"

// newManager returns the command that runs controllers and webhooks.
func newManager() *cobra.Command {
	options := manager.Defaults()
	cmd := &cobra.Command{
		Use:   managerVerb,
		Short: "Run the controllers and the admission webhooks",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return manager.Run(cmd.Context(), options)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&options.Kubeconfig, "kubeconfig", options.Kubeconfig, "kubeconfig of the cluster; unset: the one around this process")
	flags.StringVar(&options.Shard.Name, "shard", options.Shard.Name, "name of the shard that --namespaces are: its lease is NAME.matterplane.dev, its webhook configurations are matterplane-mutating-NAME and matterplane-validating-NAME")
	flags.StringSliceVar(&options.Shard.Namespaces, "namespaces", options.Shard.Namespaces, "firms to serve; unset: all")
	flags.StringSliceVar(&options.Shard.Except, "except-namespaces", options.Shard.Except, "firms that shards serve, where this manager serves all others")
	flags.BoolVar(&options.Webhooks, "webhooks", options.Webhooks, "serve the admission webhooks")
	flags.IntVar(&options.WebhookPort, "webhook-port", options.WebhookPort, "port of the webhook server")
	flags.StringVar(&options.WebhookCertDir, "webhook-cert-dir", options.WebhookCertDir, "directory of the webhook server's tls.crt and tls.key")
	flags.StringVar(&options.WebhookCertSecret, "webhook-cert-secret", options.WebhookCertSecret, "namespace/name of a Secret in which the leader keeps the webhook server's certificates, instead of the directory; needs --webhook-host")
	flags.StringVar(&options.WebhookHost, "webhook-host", options.WebhookHost, "name by which the API server calls the webhooks; /readyz then says no while it would not believe the certificate")
	flags.StringVar(&options.MetricsAddress, "metrics-bind-address", options.MetricsAddress, "where metrics are served, with authentication; 0: nowhere")
	flags.StringVar(&options.MetricsCertDir, "metrics-cert-dir", options.MetricsCertDir, "directory of the metrics server's tls.crt and tls.key; unset: a certificate that it makes for itself")
	flags.StringVar(&options.ProbeAddress, "health-probe-bind-address", options.ProbeAddress, "where /healthz and /readyz are served")
	flags.StringVar(&options.PprofAddress, "pprof-bind-address", options.PprofAddress, "where profiles are served, to whoever can reach them; 0: nowhere")
	flags.BoolVar(&options.LeaderElection, "leader-elect", options.LeaderElection, "let one of several managers run the controllers; all serve webhooks")
	flags.StringVar(&options.LeaderElectionNamespace, "leader-elect-namespace", options.LeaderElectionNamespace, "namespace of the lease; unset: the one around this process")
	flags.StringVar(&options.LogLevel, "log-level", options.LogLevel, "debug, info or error")
	flags.StringVar(&options.TracesEndpoint, "traces-endpoint", options.TracesEndpoint, "where traces are sent by OTLP over gRPC, such as http://collector:4317; unset: where OTEL_EXPORTER_OTLP_ENDPOINT says, else nowhere")
	flags.StringVar(&options.Admission.UsernamePrefix, "username-prefix", options.Admission.UsernamePrefix, "prefix that the API server puts before an email in a username (P-1)")
	flags.StringVar(&options.Admission.SupportGroup, "support-group", options.Admission.SupportGroup, "group of Support (P-2)")
	flags.StringVar(&options.Admission.CompanyGroupPrefix, "company-group-prefix", options.Admission.CompanyGroupPrefix, "prefix of a Company's group, before the client's name (P-2)")
	flags.StringSliceVar(&options.Admission.Restorers, "restorer", options.Admission.Restorers, "usernames that may create objects with their ledgers, for the time of a restore (P-2, L-8)")
	flags.StringVar(&options.Admission.Operator, "operator", options.Admission.Operator, "username of the manager's own ServiceAccount (P-2)")
	return cmd
}
