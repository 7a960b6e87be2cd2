package admission

import (
	"context"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// offices are the rules of the kind Office.
type offices struct{ plain[*v1alpha1.Office] }

// stamp implements rules: whichever Company creates an office is named (U-8).
func (offices) stamp(_ context.Context, w *write[*v1alpha1.Office], want annotations) error {
	if w.company != "" {
		want[v1alpha1.CreatedByAnnotation] = w.company
	}
	return nil
}
