package ledger_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/matterplane/matterplane/internal/ledger"
)

// FuzzDecodeMatter wants of any annotation that it is read or refused, and that
// what is read is written in a way that reads the same.
func FuzzDecodeMatter(f *testing.F) {
	seed(f, damagedMatter)
	f.Fuzz(func(t *testing.T, annotation string) {
		got, err := ledger.DecodeMatter(annotation)
		if settled(t, annotation, got.Version, err) {
			return
		}
		again, err := ledger.DecodeMatter(got.Encode())
		if diff := cmp.Diff(got, again, cmpopts.EquateEmpty()); diff != "" || err != nil {
			t.Errorf("L-8: written anew it reads with error %v (-first +again)\n%s", err, diff)
		}
	})
}

// FuzzDecodeFirm wants the same of the ledger of a Firm.
func FuzzDecodeFirm(f *testing.F) {
	seed(f, damagedFirm)
	f.Fuzz(func(t *testing.T, annotation string) {
		got, err := ledger.DecodeFirm(annotation)
		if settled(t, annotation, got.Version, err) {
			return
		}
		again, err := ledger.DecodeFirm(got.Encode())
		if diff := cmp.Diff(got, again); diff != "" || err != nil {
			t.Errorf("L-8: written anew it reads with error %v (-first +again)\n%s", err, diff)
		}
	})
}

// settled says whether there is no ledger to write anew: the annotation is empty,
// or was refused as it should be.
func settled(t *testing.T, annotation string, version int, err error) bool {
	t.Helper()
	switch {
	case err != nil:
		if !is(err, ledger.ErrUnreadable) && !is(err, ledger.ErrNewerVersion) {
			t.Errorf("L-8: got an error of no class: %v", err)
		}
		return true
	case annotation == "":
		return true
	case version != ledger.Version:
		t.Errorf("L-8: read as version %d, so as absent or newer, without an error", version)
		return true
	}
	return false
}

func seed(f *testing.F, own map[string]string) {
	f.Helper()
	f.Add("")
	f.Add(documented)
	f.Add(large(12).Encode())
	f.Add(`{"closed":true,` + first + `,"v":1}`)
	for _, annotations := range []map[string]string{damage[ledger.ErrUnreadable], damage[ledger.ErrNewerVersion], own} {
		for _, what := range slices.Sorted(maps.Keys(annotations)) {
			if annotation := annotations[what]; len(annotation) < 4096 {
				f.Add(annotation)
			}
		}
	}
}
