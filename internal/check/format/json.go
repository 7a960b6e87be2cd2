package format

import (
	"encoding/json"
	"io"

	"github.com/matterplane/matterplane/internal/answer"
	"github.com/matterplane/matterplane/internal/check"
)

// document is the one that docs/answers.md describes.
type document struct {
	APIVersion string          `json:"apiVersion"`
	Kind       string          `json:"kind"`
	Summary    summary         `json:"summary"`
	Findings   []check.Finding `json:"findings"`
}

type summary struct {
	Objects  int            `json:"objects"`
	Errors   int            `json:"errors"`
	Warnings int            `json:"warnings"`
	Notes    int            `json:"notes"`
	Ignored  map[string]int `json:"ignored,omitempty"`
}

// JSON writes the findings as a document of kind Findings. Files are named as they
// were given.
func (r Report) JSON(w io.Writer) error {
	doc := document{
		APIVersion: answer.Version,
		Kind:       "Findings",
		Summary: summary{
			Objects: r.Objects, Ignored: r.Ignored,
			Errors: r.Count(check.Error), Warnings: r.Count(check.Warning), Notes: r.Count(check.Note),
		},
		Findings: r.Findings,
	}
	if doc.Findings == nil {
		doc.Findings = []check.Finding{}
	}
	return encode(w, doc)
}

func encode(w io.Writer, document any) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(document)
}
