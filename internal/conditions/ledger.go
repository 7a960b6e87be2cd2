package conditions

import (
	"errors"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// Ledger adds LedgerIntact (L-8) by the error of decoding what is stored, and by
// whether the ledger says that what was stored before it could not be read.
func (s *Set) Ledger(err error, lost bool) *Set {
	switch {
	case errors.Is(err, ledger.ErrNewerVersion):
		return s.False(v1alpha1.ConditionLedgerIntact, v1alpha1.ReasonNewerVersion,
			"L-8: a newer version of matterplane wrote the ledger; it is kept as it is until that version runs again")
	case err != nil:
		return s.False(v1alpha1.ConditionLedgerIntact, v1alpha1.ReasonUnreadable, "L-8: "+err.Error())
	case lost:
		return s.False(v1alpha1.ConditionLedgerIntact, v1alpha1.ReasonUnreadable,
			"L-8: an earlier ledger could not be read: history from before is lost")
	}
	return s.True(v1alpha1.ConditionLedgerIntact, v1alpha1.ReasonIntact, "the ledger can be read")
}
