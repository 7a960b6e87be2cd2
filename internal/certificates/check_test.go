package certificates

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestCheckBelievesWhomTheAPIServerBelieves and nobody else: what listens, and
// nothing more, is not ready.
func TestCheckBelievesWhomTheAPIServerBelieves(t *testing.T) {
	t.Parallel()
	now := time.Now()
	long := Lives{Authority: time.Hour, Serving: time.Hour}
	good := advanced(t, long, host, now)
	cases := map[string]struct {
		served map[string][]byte
		roots  []byte
		want   string
	}{
		"as it should be":   {good, good[authoritiesKey], ""},
		"another authority": {good, advanced(t, long, host, now)[authoritiesKey], "unknown authority"},
		"another name":      {advanced(t, long, "elsewhere", now), nil, "elsewhere"},
		"it has expired":    {advanced(t, Lives{Authority: 3 * time.Hour, Serving: time.Hour}, host, now.Add(-2*time.Hour)), nil, "expired"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.roots == nil {
				c.roots = c.served[authoritiesKey]
			}
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, authoritiesKey), c.roots, 0o600); err != nil {
				t.Fatal(err)
			}
			err := Check(serve(t, c.served), host, RootsIn(dir))(probe(t))
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("it says %v, want %q", err, c.want)
			}
		})
	}
}

func TestCheckWithoutACertificate(t *testing.T) {
	t.Parallel()
	served := &Served{}
	if err := Check(1, host, served.Roots)(probe(t)); !errors.Is(err, errNone) {
		t.Errorf("before there is one: %v", err)
	}
	if _, err := served.GetCertificate(nil); !errors.Is(err, errNone) {
		t.Errorf("before there is one it serves: %v", err)
	}
	nothing := func() (*x509.CertPool, error) { return x509.NewCertPool(), nil }
	if err := Check(1, host, nothing)(probe(t)); err == nil {
		t.Error("where nobody listens")
	}
}

func advanced(t *testing.T, lives Lives, host string, now time.Time) map[string][]byte {
	t.Helper()
	held, err := lives.Advance(nil, host, 0, now)
	if err != nil {
		t.Fatal(err)
	}
	return held
}

func probe(t *testing.T) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", nil)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// serve answers with what the Secret holds and returns the port.
func serve(t *testing.T, held map[string][]byte) int {
	t.Helper()
	certificate, err := tls.X509KeyPair(held[servingKey], held[servingKeyKey])
	if err != nil {
		t.Fatal(err)
	}
	l, err := tls.Listen("tcp", "localhost:0", &tls.Config{Certificates: []tls.Certificate{certificate}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err == nil {
				_ = conn.(*tls.Conn).HandshakeContext(t.Context())
				conn.Close()
			}
		}
	}()
	return l.Addr().(*net.TCPAddr).Port
}
