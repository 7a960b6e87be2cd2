package format

import (
	"io"

	"github.com/matterplane/matterplane/internal/check"
)

// issue is one of a code quality report, as GitLab documents it.
type issue struct {
	Description string `json:"description"`
	CheckName   string `json:"check_name"`
	Fingerprint string `json:"fingerprint"`
	Severity    string `json:"severity"`
	Location    struct {
		Path  string `json:"path"`
		Lines struct {
			Begin int `json:"begin"`
		} `json:"lines"`
	} `json:"location"`
}

// gitlabSeverities are what GitLab calls the severities.
var gitlabSeverities = map[check.Severity]string{check.Error: "major", check.Warning: "minor", check.Note: "info"}

// GitLab writes the findings as a code quality report, which GitLab shows in a merge
// request: what is new, what is gone, and beside the lines.
func (r Report) GitLab(w io.Writer) error {
	prints := r.fingerprints()
	issues := make([]issue, 0, len(r.Findings))
	for i, f := range r.Findings {
		one := issue{
			Description: f.ID + ": " + sentence(f), CheckName: f.ID,
			Fingerprint: prints[i], Severity: gitlabSeverities[f.Severity],
		}
		one.Location.Path = r.path(f.Position.File)
		one.Location.Lines.Begin = max(f.Position.Line, 1) // it takes no issue of a file as such
		issues = append(issues, one)
	}
	return encode(w, issues)
}
