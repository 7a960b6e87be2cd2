// Package check says what is wrong in files before a cluster sees them: what the
// API server would refuse, and what the rules would show in conditions or refuse,
// with the place of each.
package check

import (
	"cmp"

	"github.com/matterplane/matterplane/internal/manifests"
)

// Severity says what a finding would do to a firm.
type Severity string

// The severities, the gravest first.
const (
	// Error is what a cluster would refuse or leave without effect.
	Error Severity = "error"
	// Warning is what takes effect, and may not be meant.
	Warning Severity = "warning"
	// Note is what a reviewer should know.
	Note Severity = "note"
)

// Severities are all of them, the gravest first.
var Severities = []Severity{Error, Warning, Note}

// Finding is something wrong, with its place and its cure.
type Finding struct {
	// ID is stable, for --ignore and for programs: the rule's, such as M-12, or a name
	// for what no rule says, such as UnknownField. Each has a page under docs/findings.
	ID       string   `json:"id"`
	Severity Severity `json:"severity"`
	// Position is where it is written. Line and Column are 0 where only the file is known.
	Position manifests.Position `json:"position"`
	// Kind, Namespace and Name are the object's; empty for text that is none.
	Kind      string `json:"kind,omitempty"`
	Namespace string `json:"namespace,omitempty"`
	Name      string `json:"name,omitempty"`
	// Field is the path of the field: spec.staffing[amira-khan].user.
	Field string `json:"field,omitempty"`
	// Message says what is wrong, in a sentence.
	Message string `json:"message"`
	// Cure says what would be right, in a sentence; empty where the message says it.
	Cure string `json:"cure,omitempty"`
	// Related are other places that it takes to understand it, such as the other side.
	Related []Related `json:"related,omitempty"`
}

// Related is another place that a finding is about.
type Related struct {
	Position manifests.Position `json:"position"`
	Message  string             `json:"message"`
}

// Compare orders findings by file, line and column, then by ID, field and message.
func Compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Position.File, b.Position.File),
		cmp.Compare(a.Position.Line, b.Position.Line),
		cmp.Compare(a.Position.Column, b.Position.Column),
		cmp.Compare(a.ID, b.ID),
		cmp.Compare(a.Field, b.Field),
		cmp.Compare(a.Message, b.Message),
	)
}
