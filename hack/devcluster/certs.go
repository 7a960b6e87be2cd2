package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"time"
)

const (
	authorityLifetime = 10 * 365 * 24 * time.Hour
	leafLifetime      = 365 * 24 * time.Hour
	renewBefore       = 30 * 24 * time.Hour
)

// certificate is a certificate with its key, and the files that hold them.
type certificate struct {
	*x509.Certificate
	key               *ecdsa.PrivateKey
	certFile, keyFile string
}

// authority returns a self-signed certificate of that name.
func (d dataDir) authority(name string) (*certificate, error) {
	return d.certificate("pki", name, nil, &x509.Certificate{
		Subject:               pkix.Name{CommonName: "devcluster " + name},
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		IsCA:                  true,
		BasicConstraintsValid: true,
	})
}

// serving returns a certificate for a server on this machine. Servers of one
// kind that talk to each other are each other's clients, too.
func (d dataDir) serving(dir, name string, ca *certificate, usages ...x509.ExtKeyUsage) (*certificate, error) {
	return d.certificate(dir, name, ca, &x509.Certificate{
		Subject:     pkix.Name{CommonName: name},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: append(usages, x509.ExtKeyUsageServerAuth),
		DNSNames:    []string{"localhost"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	})
}

// identity returns a certificate that names a user and a group.
func (d dataDir) identity(ca *certificate, user, group string) (*certificate, error) {
	return d.certificate("pki", user, ca, &x509.Certificate{
		Subject:     pkix.Name{CommonName: user, Organization: []string{group}},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
}

// certificate returns what the data directory holds under that name, if it is
// still good, or else a new one like template. Without a signer it signs itself.
func (d dataDir) certificate(dir, name string, signer *certificate, template *x509.Certificate) (*certificate, error) {
	c := &certificate{certFile: d.file(dir, name+".crt"), keyFile: d.file(dir, name+".key")}
	if c.load(signer) {
		return c, nil
	}
	if err := c.create(signer, template); err != nil {
		return nil, fmt.Errorf("creating certificate %s: %w", name, err)
	}
	return c, nil
}

// load reads the files and reports whether they hold a certificate that the
// signer signed and that is good for some time.
func (c *certificate) load(signer *certificate) bool {
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return false
	}
	key, ok := pair.PrivateKey.(*ecdsa.PrivateKey)
	if !ok || time.Until(pair.Leaf.NotAfter) < renewBefore {
		return false
	}
	c.Certificate, c.key = pair.Leaf, key
	return signer == nil || c.CheckSignatureFrom(signer.Certificate) == nil
}

func (c *certificate) create(signer *certificate, template *x509.Certificate) (err error) {
	if c.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		return err
	}
	template.NotBefore = time.Now().Add(-time.Minute)
	template.NotAfter = time.Now().Add(leafLifetime)
	if signer == nil {
		template.NotAfter = time.Now().Add(authorityLifetime)
		signer = &certificate{Certificate: template, key: c.key}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, signer.Certificate, c.key.Public(), signer.key)
	if err != nil {
		return err
	}
	if c.Certificate, err = x509.ParseCertificate(der); err != nil {
		return err
	}
	// The API server reads keys of this form only.
	key, err := x509.MarshalECPrivateKey(c.key)
	if err != nil {
		return err
	}
	if err := writeFile(c.keyFile, encode("EC PRIVATE KEY", key)); err != nil {
		return err
	}
	return writeFile(c.certFile, encode("CERTIFICATE", der))
}

func encode(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// certPEM is the certificate as its file has it.
func (c *certificate) certPEM() []byte { return encode("CERTIFICATE", c.Raw) }

// keyPEM is the key as its file has it.
func (c *certificate) keyPEM() ([]byte, error) { return os.ReadFile(c.keyFile) }
