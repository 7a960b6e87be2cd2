package manager

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"sync"

	"k8s.io/client-go/util/cert"
)

// selfSigned shows whoever asks a certificate that this process made for itself when it
// was first asked: nothing vouches for it, but nobody listens in. Its key is of an
// elliptic curve, which takes no time. The RSA key that controller-runtime would make
// took a third of what a restart used of the processors.
func selfSigned(config *tls.Config) {
	certificate := sync.OnceValues(newCertificate)
	config.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return certificate() }
}

func newCertificate() (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("making a key for the metrics server: %w", err)
	}
	signed, err := cert.NewSelfSignedCACert(cert.Config{CommonName: "matterplane", AltNames: cert.AltNames{DNSNames: []string{"localhost"}}}, key)
	if err != nil {
		return nil, fmt.Errorf("making a certificate for the metrics server: %w", err)
	}
	return &tls.Certificate{Certificate: [][]byte{signed.Raw}, PrivateKey: key, Leaf: signed}, nil
}
