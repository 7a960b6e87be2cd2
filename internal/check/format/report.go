// Package format writes findings as programs read them: each format as its readers
// document it, and tested with one of them or with its schema. For people there is
// internal/report.
package format

import (
	"slices"
	"strings"

	"github.com/matterplane/matterplane/internal/check"
)

// Report is what a check has found.
type Report struct {
	// Findings are those that were not ignored, sorted by check.Compare.
	Findings []check.Finding
	// Shown is how many of them are printed for people at most; 0 is all.
	Shown int
	// Ignored is how many findings were left out, by ID; an ID that was to be ignored is
	// there even if nothing was found.
	Ignored map[string]int
	// Objects is how many objects were looked at.
	Objects int
	// FailOn is the mildest severity that fails the check; empty if none does.
	FailOn check.Severity
	// Path returns a file's path from the top of the repository, with slashes, which is
	// how CI systems find it; an absolute one where it is not in the repository. Nil
	// leaves them as they are.
	Path func(file string) string
	// Version is that of the program: a release's, such as v1.2.0, or what else is known.
	Version string
}

// Failed says whether any finding fails the check.
func (r Report) Failed() bool {
	return slices.ContainsFunc(r.Findings, func(f check.Finding) bool { return r.fails(f.Severity) })
}

func (r Report) fails(s check.Severity) bool {
	at, mildest := slices.Index(check.Severities, s), slices.Index(check.Severities, r.FailOn)
	return at <= mildest // FailOn is at -1 where nothing fails
}

// Count returns how many findings there are of a severity.
func (r Report) Count(s check.Severity) int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Severity == s {
			n++
		}
	}
	return n
}

// Left returns how many findings were left out.
func (r Report) Left() int {
	n := 0
	for _, count := range r.Ignored {
		n += count
	}
	return n
}

func (r Report) path(file string) string {
	if r.Path == nil {
		return file
	}
	return r.Path(file)
}

// object names what a finding is about, empty for text that is no object.
func object(f check.Finding) string {
	if f.Kind == "" || f.Name == "" {
		return ""
	}
	if f.Namespace == "" {
		return f.Kind + " " + f.Name
	}
	return f.Kind + " " + f.Namespace + "/" + f.Name
}

// Message is what a finding says, with its field where it does not name that itself.
func Message(f check.Finding) string {
	if f.Field == "" || strings.Contains(f.Message, f.Field) {
		return f.Message
	}
	return f.Field + ": " + f.Message
}

// sentence is what is wrong and what would be right.
func sentence(f check.Finding) string {
	if f.Cure == "" {
		return Message(f)
	}
	message := Message(f)
	if !strings.HasSuffix(message, ".") && !strings.HasSuffix(message, "?") {
		message += "."
	}
	return message + " " + f.Cure
}
