package metrics

import (
	"crypto/x509"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
)

// certificate tells Prometheus when what the webhooks serve ends.
var certificate expiry

// expiry is a metric that is there while a certificate is.
type expiry struct {
	of atomic.Pointer[func() (*x509.Certificate, error)]
}

// Serving says where to find the certificate that this process's webhooks serve. It is
// asked whenever Prometheus asks.
func Serving(certificateOf func() (*x509.Certificate, error)) { certificate.of.Store(&certificateOf) }

// Describe implements prometheus.Collector.
func (*expiry) Describe(to chan<- *prometheus.Desc) { to <- certificateExpiry.desc() }

// Collect implements prometheus.Collector. Without a certificate there is no metric, and
// the manager is not ready.
func (e *expiry) Collect(to chan<- prometheus.Metric) {
	of := e.of.Load()
	if of == nil {
		return
	}
	served, err := (*of)()
	if err != nil {
		return
	}
	to <- prometheus.MustNewConstMetric(certificateExpiry.desc(), prometheus.GaugeValue, float64(served.NotAfter.Unix()))
}
