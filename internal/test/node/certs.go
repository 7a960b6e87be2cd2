package node

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"

	"k8s.io/client-go/util/cert"
	"k8s.io/client-go/util/keyutil"
)

// life is how long the certificates of a cluster last: longer than any test.
const life = 24 * time.Hour

// authority vouches for everybody in a cluster and keeps their certificates as files
// of a directory: NAME.crt and NAME.key, its own as ca.crt.
type authority struct {
	dir  string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(dir string) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("making the authority's key: %w", err)
	}
	signed, err := cert.NewSelfSignedCACert(cert.Config{CommonName: "tests"}, key)
	if err != nil {
		return nil, fmt.Errorf("making the authority: %w", err)
	}
	a := &authority{dir: dir, cert: signed, key: key}
	if err := a.write("ca", signed.Raw, key); err != nil {
		return nil, err
	}
	return a, nil
}

// issue writes a certificate of a user in a group, who serves at these addresses too.
func (a *authority) issue(user, group string, addresses ...net.IP) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fmt.Errorf("making the key of %s: %w", user, err)
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		return fmt.Errorf("drawing a serial number: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: user, Organization: []string{group}},
		NotBefore:    time.Now().Add(-time.Minute),
		NotAfter:     time.Now().Add(life),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
		DNSNames:     []string{"localhost"},
		IPAddresses:  append(addresses, net.IPv4(127, 0, 0, 1)),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, key.Public(), a.key)
	if err != nil {
		return fmt.Errorf("signing the certificate of %s: %w", user, err)
	}
	return a.write(user, der, key)
}

func (a *authority) write(name string, der []byte, key *ecdsa.PrivateKey) error {
	signed, err := x509.ParseCertificate(der)
	if err != nil {
		return fmt.Errorf("reading the certificate of %s: %w", name, err)
	}
	text, err := cert.EncodeCertificates(signed)
	if err != nil {
		return fmt.Errorf("encoding the certificate of %s: %w", name, err)
	}
	secret, err := keyutil.MarshalPrivateKeyToPEM(key)
	if err != nil {
		return fmt.Errorf("encoding the key of %s: %w", name, err)
	}
	if err := os.WriteFile(a.certFile(name), text, 0o600); err != nil {
		return fmt.Errorf("writing the certificate of %s: %w", name, err)
	}
	if err := os.WriteFile(a.keyFile(name), secret, 0o600); err != nil {
		return fmt.Errorf("writing the key of %s: %w", name, err)
	}
	return nil
}

func (a *authority) certFile(name string) string { return filepath.Join(a.dir, name+".crt") }
func (a *authority) keyFile(name string) string  { return filepath.Join(a.dir, name+".key") }

// server is how one of them serves to the API server, and to nobody else.
func (a *authority) server(name string) (*tls.Config, error) {
	pair, err := tls.LoadX509KeyPair(a.certFile(name), a.keyFile(name))
	if err != nil {
		return nil, fmt.Errorf("reading the certificate of %s: %w", name, err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return &tls.Config{
		MinVersion:   tls.VersionTLS12,
		Certificates: []tls.Certificate{pair},
		ClientCAs:    pool,
		ClientAuth:   tls.RequireAndVerifyClientCert,
		NextProtos:   []string{"http/1.1"}, // connections are taken over, which HTTP/2 does not allow
		VerifyConnection: func(state tls.ConnectionState) error {
			if who := state.PeerCertificates[0].Subject.CommonName; who != apiServer {
				return fmt.Errorf("%s is not the API server", who)
			}
			return nil
		},
	}, nil
}
