package certificates

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"time"

	"k8s.io/client-go/util/cert"
	"k8s.io/client-go/util/keyutil"
)

// skew is how far clocks of API servers and of managers may be apart.
const skew = time.Hour

// pair is a certificate with its key.
type pair struct {
	*x509.Certificate

	key *ecdsa.PrivateKey
}

// newAuthority returns an authority that signs serving certificates and nothing else.
func newAuthority(now time.Time, life time.Duration) (*pair, error) {
	return create(nil, now, life, &x509.Certificate{
		// Two of them differ by name, so that one is never taken for the other.
		Subject:               pkix.Name{CommonName: "matterplane webhooks " + now.UTC().Format(time.RFC3339Nano)},
		KeyUsage:              x509.KeyUsageCertSign,
		IsCA:                  true,
		MaxPathLenZero:        true,
		BasicConstraintsValid: true,
	})
}

// sign returns a certificate to serve a host with.
func (p *pair) sign(host string, now time.Time, life time.Duration) (*pair, error) {
	return create(p, now, life, &x509.Certificate{
		Subject:     pkix.Name{CommonName: host},
		DNSNames:    []string{host},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	})
}

// create makes a certificate like template; without a signer it signs itself.
func create(signer *pair, now time.Time, life time.Duration, template *x509.Certificate) (*pair, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("making a key: %w", err)
	}
	template.NotBefore, template.NotAfter = now.Add(-min(skew, life)), now.Add(life)
	if signer == nil {
		signer = &pair{Certificate: template, key: key}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, signer.Certificate, key.Public(), signer.key)
	if err != nil {
		return nil, fmt.Errorf("making a certificate: %w", err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("reading a certificate: %w", err)
	}
	return &pair{Certificate: made, key: key}, nil
}

// pairOf returns a certificate with its key, nil if the key is not its own.
func pairOf(c *x509.Certificate, key []byte) *pair {
	parsed, err := keyutil.ParsePrivateKeyPEM(key)
	if err != nil {
		return nil
	}
	private, ok := parsed.(*ecdsa.PrivateKey)
	if !ok || !private.PublicKey.Equal(crypto.PublicKey(c.PublicKey)) {
		return nil
	}
	return &pair{Certificate: c, key: private}
}

func (p *pair) keyPEM() ([]byte, error) {
	der, err := x509.MarshalECPrivateKey(p.key)
	if err != nil {
		return nil, fmt.Errorf("encoding a key: %w", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: keyutil.ECPrivateKeyBlockType, Bytes: der}), nil
}

// certificates reads what a PEM text holds, nothing if any of it is broken.
func certificates(text []byte) []*x509.Certificate {
	all, err := cert.ParseCertsPEM(text)
	if err != nil {
		return nil
	}
	return all
}

func encode(all ...*x509.Certificate) []byte {
	text, _ := cert.EncodeCertificates(all...) // into memory
	return text
}
