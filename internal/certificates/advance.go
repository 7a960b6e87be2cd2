package certificates

import (
	"bytes"
	"crypto/x509"
	"errors"
	"maps"
	"time"
)

// Lives say how long certificates are good for. Each is renewed when a third of its
// life is left.
type Lives struct {
	Authority, Serving time.Duration
	// Settle is how long an authority has been in the webhook configurations before
	// anything that it signed is served: until every API server has heard of it.
	Settle time.Duration
}

// DefaultLives are those of a manager.
var DefaultLives = Lives{
	Authority: 5 * 365 * 24 * time.Hour,
	Serving:   90 * 24 * time.Hour,
	Settle:    10 * time.Minute,
}

// The keys of the Secret.
const (
	authoritiesKey  = "ca.crt" // all that are to be believed, newest first
	authorityKeyKey = "ca.key" // the newest one's
	servingKey      = "tls.crt"
	servingKeyKey   = "tls.key"
)

// Advance returns what the Secret holds next, the same if nothing is due, from what it
// holds now and for how long its newest authority has been believed. What can
// be read and is good stays; a second call in a row changes nothing.
func (l Lives) Advance(held map[string][]byte, host string, believed time.Duration, now time.Time) (map[string][]byte, error) {
	k := read(held, now)
	if k.authority == nil || late(k.authority.Certificate, now) {
		made, err := newAuthority(now, l.Authority)
		if err != nil {
			return nil, err
		}
		k.authority = made
		k.authorities = append([]*x509.Certificate{made.Certificate}, k.authorities...)
		believed = 0
	}
	if !k.serves(host, now) || believed >= l.Settle && k.mayImprove(now) {
		signed, err := k.authority.sign(host, now, l.Serving)
		if err != nil {
			return nil, err
		}
		k.serving = signed
	}
	return k.write(held)
}

// kept is what the Secret holds, as far as it is of use.
type kept struct {
	authority   *pair               // the newest; nil if none can sign
	authorities []*x509.Certificate // all that are to be believed, newest first
	serving     *pair
}

// read never fails: what cannot be read is made anew.
func read(held map[string][]byte, now time.Time) kept {
	var k kept
	authorities := certificates(held[authoritiesKey])
	for _, c := range authorities {
		if c.IsCA && now.Before(c.NotAfter) {
			k.authorities = append(k.authorities, c)
		}
	}
	if len(authorities) > 0 && len(k.authorities) > 0 && k.authorities[0].Equal(authorities[0]) {
		k.authority = pairOf(authorities[0], held[authorityKeyKey])
	}
	if chain := certificates(held[servingKey]); len(chain) > 0 {
		k.serving = pairOf(chain[0], held[servingKeyKey])
	}
	return k
}

// serves says whether the API server believes what is served now.
func (k kept) serves(host string, now time.Time) bool {
	if k.serving == nil {
		return false
	}
	roots := x509.NewCertPool()
	for _, c := range k.authorities {
		roots.AddCert(c)
	}
	_, err := k.serving.Verify(x509.VerifyOptions{DNSName: host, Roots: roots, CurrentTime: now})
	return err == nil
}

// mayImprove says whether a newer certificate is due: this one is late, or an
// older authority has signed it.
func (k kept) mayImprove(now time.Time) bool {
	return late(k.serving.Certificate, now) || k.serving.CheckSignatureFrom(k.authority.Certificate) != nil
}

// write returns the Secret's data: the very same where nothing has changed.
func (k kept) write(held map[string][]byte) (map[string][]byte, error) {
	authorityKey, err := k.authority.keyPEM()
	if err != nil {
		return nil, err
	}
	key, err := k.serving.keyPEM()
	if err != nil {
		return nil, err
	}
	next := map[string][]byte{
		authoritiesKey:  encode(k.authorities...),
		authorityKeyKey: authorityKey,
		servingKey:      encode(k.serving.Certificate),
		servingKeyKey:   key,
	}
	if maps.EqualFunc(next, held, bytes.Equal) {
		return held, nil
	}
	return next, nil
}

// late says whether less than a third of a certificate's life is left.
func late(c *x509.Certificate, now time.Time) bool {
	return now.After(c.NotAfter.Add(-c.NotAfter.Sub(c.NotBefore) / 3))
}

// newest returns the newest authority of a bundle.
func newest(bundle []byte) (*x509.Certificate, error) {
	all := certificates(bundle)
	if len(all) == 0 {
		return nil, errors.New("there is no authority in it")
	}
	return all[0], nil
}
