package expect

import (
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/answer"
	"github.com/matterplane/matterplane/internal/manifests"
	"github.com/matterplane/matterplane/internal/staffing"
)

// Results are what came of the tests, as a document for programs.
type Results struct {
	APIVersion string   `json:"apiVersion"`
	Kind       string   `json:"kind"`
	Tests      []Result `json:"tests"`
	Summary    Summary  `json:"summary"`
}

// Summary counts.
type Summary struct {
	Cases  int `json:"cases"`
	Failed int `json:"failed"`
	// Expectations are how many users and matters were held to something.
	Expectations int `json:"expectations"`
}

// Result is what came of one test.
type Result struct {
	Name      string       `json:"name"`
	Namespace string       `json:"namespace"`
	File      string       `json:"file"`
	Line      int          `json:"line,omitempty"`
	Cases     []CaseResult `json:"cases"`
}

// CaseResult is what came of one case.
type CaseResult struct {
	Name         string `json:"name"`
	File         string `json:"file"`
	Line         int    `json:"line,omitempty"`
	Passed       bool   `json:"passed"`
	Expectations int    `json:"expectations"`
	// Failures are what is not as expected, the first maxFailures of them.
	Failures []Failure `json:"failures,omitempty"`
	// More is how many others there are.
	More int `json:"more,omitempty"`
}

// maxFailures is how many failures of one case are told.
const maxFailures = 20

// Failure is one expectation that is not met.
type Failure struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	User   string `json:"user,omitempty"`
	Matter string `json:"matter,omitempty"`
	// Message says what was expected and what is, in a sentence.
	Message string `json:"message"`
	// Decision is what the rules say, where it is about an action (section D).
	Decision *access.Decision `json:"decision,omitempty"`
	// Standing is where the user stands, and Reasons are why (sections M and C).
	Standing answer.Standing   `json:"standing,omitempty"`
	Reasons  []staffing.Reason `json:"reasons,omitempty"`
}

// Position is where the expectation is written.
func (f Failure) Position() manifests.Position {
	return manifests.Position{File: f.File, Line: f.Line, Column: f.Column}
}

// Passed says whether all cases passed.
func (r Result) Passed() bool { return r.Failed() == 0 }

// Failed is how many cases did not pass.
func (r Result) Failed() int {
	failed := 0
	for _, c := range r.Cases {
		if !c.Passed {
			failed++
		}
	}
	return failed
}
