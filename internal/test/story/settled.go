package story

import (
	"errors"
	"fmt"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// Settle waits until every object has the status that the pure rooms derive from
// what is stored, and then checks the invariants on every object.
func (f *Firm) Settle() {
	f.t.Helper()
	seen, unsettled := -1, error(nil)
	cluster.Eventually(f.t, settleWithin, func() error {
		objects, writes, lost := f.chronicle.stored()
		if lost != nil {
			f.t.Fatal(lost)
		}
		if writes != seen {
			seen, unsettled = writes, f.unsettled(objects)
		}
		return unsettled
	})
	f.settledAt = seen
	f.checkInvariants()
}

// unsettled says what is missing until the firm is settled.
func (f *Firm) unsettled(objects []client.Object) error {
	f.mu.Lock()
	expected := maps.Clone(f.version)
	f.mu.Unlock()
	seen := make(map[ID]uint64, len(objects))
	for _, o := range objects {
		seen[idOf(o)] = versionOf(o)
	}
	for id, version := range expected { // 0 stands for its deletion
		if at, there := seen[id]; there != (version != 0) || at < version {
			return fmt.Errorf("the last write of %s has not been seen", id)
		}
	}
	view := roster.NewSnapshot(gather(objects))
	for _, o := range objects {
		if err := errors.Join(annotated(o), upToDate(view, o)); err != nil {
			return fmt.Errorf("%s: %w", idOf(o), err)
		}
	}
	return nil
}

// upToDate says how the status of an object differs from what is derived.
func upToDate(v roster.View, o client.Object) error {
	if observed := partOf(o).observed; observed != o.GetGeneration() {
		return fmt.Errorf("generation %d is not observed, but %d", o.GetGeneration(), observed)
	}
	if diff := cmp.Diff(derived(v, o), timeless(o), cmpopts.EquateEmpty()); diff != "" {
		return fmt.Errorf("the status is not what is derived (-derived +stored):\n%s", diff)
	}
	return nil
}

// annotated says what an object lacks of stamps and ledger (L-7). A ledger of a
// newer version is kept as it is (L-8).
func annotated(o client.Object) error {
	annotations := o.GetAnnotations()
	if _, err := ledger.ParseTime(annotations[v1alpha1.SinceAnnotation]); err != nil {
		return fmt.Errorf("the stamp %s: %w", v1alpha1.SinceAnnotation, err)
	}
	complete, err := true, error(nil)
	switch o := o.(type) {
	case *v1alpha1.Firm:
		var kept ledger.Firm
		kept, err = ledger.DecodeFirm(annotations[v1alpha1.LedgerAnnotation])
		complete = kept.Version != 0
	case *v1alpha1.Matter:
		var kept ledger.Matter
		kept, err = ledger.DecodeMatter(annotations[v1alpha1.LedgerAnnotation])
		complete = kept.Complete(&o.Spec)
	}
	switch {
	case errors.Is(err, ledger.ErrNewerVersion):
		return nil
	case err == nil && !complete:
		return fmt.Errorf("the ledger lags the spec: %q", annotations[v1alpha1.LedgerAnnotation])
	}
	return err
}

// StillSettled fails the test if anything was written since the firm settled.
func (f *Firm) StillSettled(t testing.TB) {
	t.Helper()
	for _, change := range f.chronicle.since(f.settledAt) {
		t.Errorf("%s: %s was written although the firm was settled:\n%s", f.Namespace, change.ID, change.Diff())
	}
}

// Diff tells what a write changed.
func (c Change) Diff() string {
	return cmp.Diff(unmanaged(c.Before), unmanaged(c.After), cmpopts.EquateEmpty())
}

// unmanaged returns an object without what every write changes.
func unmanaged(o client.Object) client.Object {
	if o == nil {
		return nil
	}
	o = copyOf(o)
	o.SetManagedFields(nil)
	o.SetResourceVersion("")
	return o
}
