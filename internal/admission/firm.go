package admission

import (
	"context"
	"errors"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// firms are the rules of the kind Firm.
type firms struct {
	plain[*v1alpha1.Firm]

	desk *desk
}

// advance implements rules. Who asks matters only where the window would close or
// open (P-5).
func (f *firms) advance(ctx context.Context, w *write[*v1alpha1.Firm], want annotations) error {
	stored, err := ledger.DecodeFirm(want[v1alpha1.LedgerAnnotation])
	if errors.Is(err, ledger.ErrNewerVersion) {
		return nil
	}
	next := stored.Advance(&w.new.Spec, false)
	if byAdministrator := stored.Advance(&w.new.Spec, true); !w.create && byAdministrator != next {
		acts, err := f.byAdministrator(ctx, w)
		if err != nil {
			return err
		}
		if acts {
			next = byAdministrator
		}
	}
	if next != stored {
		want[v1alpha1.LedgerAnnotation] = next.Encode()
	}
	return nil
}

// byAdministrator says whether it is the present lead or backup who asks, before
// the write (P-5), active and nobody else (P-1). It reads live (P-6).
func (f *firms) byAdministrator(ctx context.Context, w *write[*v1alpha1.Firm]) (bool, error) {
	person, err := f.desk.person(ctx, f.desk.cluster.Cached(w.namespace), w.namespace, w.username)
	if err != nil {
		return false, err
	}
	acting, designated := person.Acting(), w.old.Spec.Administrators
	return acting != nil && (acting.Name == designated.Lead || acting.Name == designated.Backup), nil
}
