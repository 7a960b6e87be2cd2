package manifests

import (
	"cmp"
	"fmt"
	"slices"
)

// Position is a place in a text, counted from 1. Column counts characters. Line
// and Column are 0 where only the file can be told.
type Position struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

// String returns the position as editors and compilers write it.
func (p Position) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// compare orders positions by file, line and column.
func (p Position) compare(q Position) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// Cause says of what kind a Problem is; it is stable, for programs to go by.
type Cause string

// The causes.
const (
	// Unreadable is a file that cannot be read, is no text, or is too large.
	Unreadable Cause = "Unreadable"
	// Malformed is text that is no YAML or JSON, or no object.
	Malformed Cause = "Malformed"
	// UnknownKind is a kind, version or group that looks like one of ours.
	UnknownKind Cause = "UnknownKind"
	// UnknownField is a field that the kind does not have.
	UnknownField Cause = "UnknownField"
	// DuplicateField is a field that is there twice.
	DuplicateField Cause = "DuplicateField"
	// WrongType is a value that the field cannot hold.
	WrongType Cause = "WrongType"
	// MissingName is an object without a name of its own.
	MissingName Cause = "MissingName"
	// WrongName is a Firm whose name is not firm (W-2).
	WrongName Cause = "WrongName"
	// DuplicateObject is an object that is declared twice.
	DuplicateObject Cause = "DuplicateObject"
	// TooLarge is an object that no API server stores.
	TooLarge Cause = "TooLarge"
	// BadOverlay is an overlay that cannot be built, or that would fetch.
	BadOverlay Cause = "BadOverlay"
)

// Problem is something wrong in what was read.
type Problem struct {
	Position Position
	Cause    Cause
	// Field is the path of the field, empty where it is not about one.
	Field string
	// Message says what is wrong and what would be right.
	Message string
	// Other is the other of two places, such as of two objects of one name.
	Other Position
}

// String returns the problem in one line.
func (p Problem) String() string {
	if p.Field == "" {
		return fmt.Sprintf("%s: %s", p.Position, p.Message)
	}
	return fmt.Sprintf("%s: %s: %s", p.Position, p.Field, p.Message)
}

// sortProblems puts problems in the order in which a reader meets them.
func sortProblems(problems []Problem) {
	slices.SortStableFunc(problems, func(a, b Problem) int { return a.Position.compare(b.Position) })
}
