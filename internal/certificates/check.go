package certificates

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strconv"

	"k8s.io/client-go/util/cert"
)

// Check returns a probe: it calls the server at that port of this machine as the API
// server would, by its name, and believes whom the API server is told to believe.
func Check(port int, host string, roots func() (*x509.CertPool, error)) func(*http.Request) error {
	address := net.JoinHostPort("localhost", strconv.Itoa(port))
	return func(req *http.Request) error {
		pool, err := roots()
		if err != nil {
			return err
		}
		dialer := tls.Dialer{Config: &tls.Config{ServerName: host, RootCAs: pool, MinVersion: tls.VersionTLS12}}
		conn, err := dialer.DialContext(req.Context(), "tcp", address)
		if err != nil {
			return fmt.Errorf("calling the webhooks as %s: %w", host, err)
		}
		return conn.Close()
	}
}

// RootsIn reads who vouches for a certificate from the directory in which cert-manager
// leaves both.
func RootsIn(dir string) func() (*x509.CertPool, error) {
	return func() (*x509.CertPool, error) {
		return cert.NewPool(filepath.Join(dir, authoritiesKey))
	}
}
