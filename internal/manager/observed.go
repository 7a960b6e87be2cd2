package manager

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"path/filepath"

	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/matterplane/matterplane/internal/certificates"
	"github.com/matterplane/matterplane/internal/observe"
)

// traced makes spans of what the manager does, if that is asked for, and of the
// requests that it sends for it. What it returns belongs to the manager, too.
func (o Options) traced(ctx context.Context, config *rest.Config) (func(ctrl.Manager) error, error) {
	exporter, err := observe.Export(ctx, o.TracesEndpoint)
	if err != nil || exporter == nil {
		return func(ctrl.Manager) error { return nil }, err
	}
	config.Wrap(observe.Requests)
	return func(mgr ctrl.Manager) error { return mgr.Add(exporter) }, nil
}

// serving returns the certificate that the webhooks serve.
func (o Options) serving(served *certificates.Served) func() (*x509.Certificate, error) {
	return func() (*x509.Certificate, error) {
		if served != nil {
			return leaf(served.GetCertificate(nil))
		}
		c, err := tls.LoadX509KeyPair(filepath.Join(o.WebhookCertDir, "tls.crt"), filepath.Join(o.WebhookCertDir, "tls.key"))
		return leaf(&c, err)
	}
}

func leaf(c *tls.Certificate, err error) (*x509.Certificate, error) {
	if err != nil {
		return nil, err
	}
	return c.Leaf, nil
}
