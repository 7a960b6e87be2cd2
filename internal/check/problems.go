package check

import (
	"strings"

	"github.com/matterplane/matterplane/internal/manifests"
)

// problems are what reading the files has found: nothing there can be stored.
func problems(set *manifests.Set) []Finding {
	var found []Finding
	for _, p := range set.Problems() {
		f := Finding{ID: string(p.Cause), Severity: Error, Position: p.Position, Field: p.Field, Message: strings.TrimPrefix(p.Message, "W-2: ")}
		if p.Cause == manifests.WrongName {
			f.ID = "W-2"
		}
		if p.Other != (manifests.Position{}) {
			f.Related = []Related{{Position: p.Other, Message: "the first one"}}
		}
		found = append(found, f)
	}
	return found
}
