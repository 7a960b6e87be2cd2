package authority_test

import (
	"slices"
	"testing"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/matrix"
)

// Short names for what tests edit.
type (
	fu = v1alpha1.FirmUser
	fm = v1alpha1.Firm
	ma = v1alpha1.Matter
)

func TestMatrix(t *testing.T) {
	t.Parallel()
	for _, part := range matrix.Chapters() {
		for _, row := range part.Rows {
			t.Run(part.Title+"/"+row.Change, func(t *testing.T) {
				t.Parallel()
				for _, actor := range matrix.Actors {
					check(t, row, actor)
				}
			})
		}
	}
}

func check(t *testing.T, row matrix.Row, actor matrix.Actor) {
	t.Helper()
	there := row.Objects(t, actor.Name)
	view := roster.NewSnapshot(there)
	decision, err := authority.Decide(matrix.AtFirm(view, actor.Is), row.Does(there), view)
	if err != nil {
		t.Fatalf("%s: %v", actor.Name, err)
	}
	want := row.RuleFor(actor.Name)
	switch {
	case want == "" && !decision.Allowed():
		t.Errorf("%s may, and is refused: %v", actor.Name, decision.Refusals)
	case want != "" && decision.Allowed():
		t.Errorf("%s may not (%s), and is allowed", actor.Name, want)
	case want != "" && !slices.ContainsFunc(decision.Refusals, func(refusal authority.Refusal) bool { return refusal.Rule == want }):
		t.Errorf("%s is refused by %v, not by %s", actor.Name, decision.Refusals, want)
	case want != "" && !decision.Forbidden():
		t.Errorf("%s: refused for what would be, not for who asks: %v", actor.Name, decision.Refusals)
	}
}
