package admission

import (
	"context"
	"errors"

	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// matters are the rules of the kind Matter.
type matters struct{ plain[*v1alpha1.Matter] }

// advance implements rules. A ledger of which nothing changes keeps its bytes, and
// so does one of a newer version (L-8).
func (matters) advance(_ context.Context, w *write[*v1alpha1.Matter], want annotations) error {
	stored, err := ledger.DecodeMatter(want[v1alpha1.LedgerAnnotation])
	if errors.Is(err, ledger.ErrNewerVersion) {
		return nil
	}
	next := advanced(w, stored, w.around)
	if w.around.err != nil {
		return w.around.err
	}
	if next.Like(stored, stored, 0) != ledger.Same {
		want[v1alpha1.LedgerAnnotation] = next.Encode()
	}
	return nil
}

// advanced returns the ledger that a write leaves. The operator completes what is
// missing and records nothing that is awaited (L-4, L-7). Nor does a request that
// leaves the spec as it is: it is no write of the matter, and what applies the
// same again, or asks what that would change, is told that nothing does. A matter
// that comes with its ledger is restored as it was (L-8), whatever of the firm is
// there by then.
func advanced(w *write[*v1alpha1.Matter], stored ledger.Matter, around ledger.Around) ledger.Matter {
	restored := w.create && stored.Version != 0
	sameSpec := !w.create && equality.Semantic.DeepEqual(w.old.Spec, w.new.Spec)
	if w.operator || restored || sameSpec {
		return stored.Complement(&w.new.Spec, around, w.now)
	}
	return stored.Advance(&w.new.Spec, around, w.now)
}

// allows implements rules: a ledger may be any that the write would have left a
// moment ago. One that lacks nothing but knowledge of what has changed since is
// nobody's fault, and a conflict.
func (matters) allows(_ context.Context, w *write[*v1alpha1.Matter], key, value string) (bool, error) {
	if key != v1alpha1.LedgerAnnotation {
		return false, nil
	}
	found, err := ledger.DecodeMatter(value)
	if err != nil {
		return false, nil //nolint:nilerr // what no webhook of ours has written is not allowed
	}
	stored, err := ledger.DecodeMatter(w.stored()[v1alpha1.LedgerAnnotation])
	if errors.Is(err, ledger.ErrNewerVersion) {
		return false, nil
	}
	best := ledger.Different
	for _, around := range w.around.moments(w.now) {
		best = max(best, found.Like(advanced(w, stored, around), stored, slack))
	}
	if w.around.err != nil {
		return false, w.around.err
	}
	if best == ledger.SameHistory {
		return false, apierrors.NewConflict(v1alpha1.GroupVersion.WithResource("matters").GroupResource(), w.new.Name,
			errors.New("L-4: the Firm or the case has changed while this was being written; try again"))
	}
	return best == ledger.Same, nil
}
