package controllers

import (
	"errors"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/ledger"
)

// missingStamps returns the stamp that an object lacks: since, which its
// creationTimestamp tells (L-7, L-9). Who created it cannot be told afterwards.
func missingStamps(object client.Object) map[string]string {
	if _, err := ledger.ParseTime(object.GetAnnotations()[v1alpha1.SinceAnnotation]); err == nil {
		return nil
	}
	return map[string]string{v1alpha1.SinceAnnotation: ledger.At(object.GetCreationTimestamp().Time).String()}
}

// stampsOnly is what kinds without a ledger may miss.
func stampsOnly[T client.Object](_ *cacheview.View, object T, _ time.Time) map[string]string {
	return missingStamps(object)
}

// missingOfMatter returns the stamps and the ledger that an asset lacks, its
// ledger advanced with what is around it now (L-7). One of a newer version is
// kept as it is (L-8).
func missingOfMatter(v *cacheview.View, m *v1alpha1.Matter, now time.Time) map[string]string {
	missing := missingStamps(m)
	stored, err := v.StoredLedger(m)
	if errors.Is(err, ledger.ErrNewerVersion) || stored.Complete(&m.Spec) {
		return missing
	}
	return withLedger(missing, stored.Complement(&m.Spec, v, ledger.At(now)).Encode())
}

// missingOfFirm returns the stamps and the ledger that a Firm lacks (L-7, L-8).
func missingOfFirm(_ *cacheview.View, f *v1alpha1.Firm, _ time.Time) map[string]string {
	missing := missingStamps(f)
	stored, err := ledger.DecodeFirm(f.Annotations[v1alpha1.LedgerAnnotation])
	if errors.Is(err, ledger.ErrNewerVersion) || stored.Version != 0 {
		return missing
	}
	return withLedger(missing, stored.Advance(&f.Spec, false).Encode())
}

func withLedger(missing map[string]string, encoded string) map[string]string {
	if missing == nil {
		missing = map[string]string{}
	}
	missing[v1alpha1.LedgerAnnotation] = encoded
	return missing
}
