package certificates

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/cert"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/manager"
)

// Served is what the Secret holds, for a server of every manager, leading or not.
type Served struct {
	Client client.Client // without a cache: it may read this Secret by name only
	Secret types.NamespacedName
	// Every is how often it looks.
	Every time.Duration

	now atomic.Pointer[servable]
}

// servable is a certificate, and who vouches for it.
type servable struct {
	certificate tls.Certificate
	roots       *x509.CertPool
}

var (
	_ manager.LeaderElectionRunnable = (*Served)(nil)

	errNone = errors.New("there is no certificate yet: the leader writes one into the Secret")
)

// NeedLeaderElection implements manager.LeaderElectionRunnable.
func (s *Served) NeedLeaderElection() bool { return false }

// Start follows the Secret until the context ends. What cannot be read changes
// nothing: the certificate of before is served.
func (s *Served) Start(ctx context.Context) error {
	logger := log.FromContext(ctx).WithName("certificates")
	repeat(ctx, s.Every, time.Second, func() error {
		err := s.look(ctx)
		if err != nil && !errors.Is(err, errNone) && ctx.Err() == nil {
			logger.Error(err, "reading the webhooks' certificate", "secret", s.Secret)
		}
		return err
	})
	return nil
}

func (s *Served) look(ctx context.Context) error {
	secret := &corev1.Secret{}
	if err := s.Client.Get(ctx, s.Secret, secret); err != nil {
		return fmt.Errorf("reading the Secret: %w", err)
	}
	if len(secret.Data[servingKey]) == 0 {
		return errNone
	}
	certificate, err := tls.X509KeyPair(secret.Data[servingKey], secret.Data[servingKeyKey])
	if err != nil {
		return fmt.Errorf("reading the certificate: %w", err)
	}
	roots, err := cert.NewPoolFromBytes(secret.Data[authoritiesKey])
	if err != nil {
		return fmt.Errorf("reading the authorities: %w", err)
	}
	s.now.Store(&servable{certificate: certificate, roots: roots})
	return nil
}

// GetCertificate is for a tls.Config.
func (s *Served) GetCertificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	now := s.now.Load()
	if now == nil {
		return nil, errNone
	}
	return &now.certificate, nil
}

// Roots are who vouches for what is served.
func (s *Served) Roots() (*x509.CertPool, error) {
	now := s.now.Load()
	if now == nil {
		return nil, errNone
	}
	return now.roots, nil
}

// repeat does something now and then until the context ends: every so often, sooner
// again where it failed.
func repeat(ctx context.Context, every, again time.Duration, do func() error) {
	for {
		pause := every
		if do() != nil {
			pause = min(again, every)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}
