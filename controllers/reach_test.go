package controllers

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// TestReachTakesEverySetOfEveryAsset (C-2): an asset that is reached as an opponent
// of another is still asked for the sets in which it is itself, whichever of the
// two comes first.
func TestReachTakesEverySetOfEveryAsset(t *testing.T) {
	t.Parallel()
	m := newMemory(t.Context(), t)
	for _, o := range byID(firm.Written(t, `
		matter m1 staff=amira set=trial/us
		matter m2 staff=amira set=trial/them,auction/a
		matter m3 set=auction/b
	`)) {
		m.apply(change{after: o})
	}
	first, second := m.view().Matter("m1"), m.view().Matter("m2")
	for _, assets := range [][]*v1alpha1.Matter{{first, second}, {second, first}} {
		got := slices.Sorted(maps.Keys(reach(m.view(), assets)))
		if diff := cmp.Diff([]string{"m1", "m2", "m3"}, got); diff != "" {
			t.Errorf("from %s, then %s (-want +got):\n%s", assets[0].Name, assets[1].Name, diff)
		}
	}
}
