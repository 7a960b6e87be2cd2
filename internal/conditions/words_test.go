package conditions_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/conditions"
	"github.com/matterplane/matterplane/internal/ledger"
)

func TestNamesListsTenAndCountsTheOthers(t *testing.T) {
	names := []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"}
	for n, want := range map[int]string{
		0:  "",
		1:  "a",
		10: "a, b, c, d, e, f, g, h, i, j",
		11: "a, b, c, d, e, f, g, h, i, j and 1 more",
		12: "a, b, c, d, e, f, g, h, i, j and 2 more",
	} {
		if got := conditions.Names(names[:n]); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestReferences(t *testing.T) {
	var missing, wrong, both conditions.References
	missing.Missing("spec.office", "Office", "zurich")
	wrong.WrongType("spec.case", "k1", "Collection", "Case")
	both.WrongType("spec.case", "k1", "Collection", "Case")
	both.Missing("spec.office", "Office", "zurich")
	for want, refs := range map[string]conditions.References{
		"ReferencesResolved=True AllFound: everything named is there":                                                       {},
		"ReferencesResolved=False NotFound: spec.office: no Office named zurich":                                            missing,
		"ReferencesResolved=False WrongType: spec.case: k1 is a Collection, not a Case":                                     wrong,
		"ReferencesResolved=False NotFound: spec.office: no Office named zurich; spec.case: k1 is a Collection, not a Case": both,
	} {
		if diff := cmp.Diff(want, told(conditions.For(1).References(refs).List())[1]); diff != "" {
			t.Error(diff)
		}
	}
}

func TestLedger(t *testing.T) {
	for _, tc := range []struct {
		err  error
		lost bool
		want string
	}{
		{want: "LedgerIntact=True Intact: the ledger can be read"},
		{lost: true, want: "LedgerIntact=False Unreadable: L-8: an earlier ledger could not be read: history from before is lost"},
		{err: fmt.Errorf("%w: v must be 1", ledger.ErrUnreadable), lost: true, want: "LedgerIntact=False Unreadable: L-8: the ledger cannot be read: v must be 1"},
		{err: errors.New("whatever"), want: "LedgerIntact=False Unreadable: L-8: whatever"},
		{
			err:  fmt.Errorf("%w: 2", ledger.ErrNewerVersion),
			want: "LedgerIntact=False NewerVersion: L-8: a newer version of matterplane wrote the ledger; it is kept as it is until that version runs again",
		},
	} {
		if diff := cmp.Diff(tc.want, told(conditions.For(1).Ledger(tc.err, tc.lost).List())[1]); diff != "" {
			t.Error(diff)
		}
	}
}
