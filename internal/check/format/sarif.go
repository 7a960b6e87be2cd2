package format

import (
	"io"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/manifests"
)

// repository is where the pages are that explain the IDs.
const repository = "https://github.com/matterplane/matterplane"

// sourceRoot stands for the top of the repository, wherever that is on a machine.
const sourceRoot = "SRCROOT"

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// SARIF writes the findings as a SARIF 2.1.0 log. All IDs are listed as rules, found
// or not. An ID's fingerprint outlives edits elsewhere in the file; GitHub adds its
// own, from the text of the line.
func (r Report) SARIF(w io.Writer) error {
	rules := check.Describe()
	at := make(map[string]int, len(rules))
	run := sarifRun{
		Tool:       sarifTool{Driver: r.driver(rules)},
		ColumnKind: "unicodeCodePoints",
		Roots: map[string]sarifRoot{sourceRoot: {Description: sarifText{
			Text: "The top of the repository that was checked.",
		}}},
		Results: make([]sarifResult, 0, len(r.Findings)),
	}
	for i, rule := range rules {
		at[rule.ID] = i
	}
	prints := r.fingerprints()
	for i, f := range r.Findings {
		result := r.result(f)
		result.Fingerprints = map[string]string{"matterplane/v1": prints[i]}
		if index, known := at[f.ID]; known {
			result.RuleIndex = &index
		}
		run.Results = append(run.Results, result)
	}
	return encode(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

func (r Report) driver(rules []check.Description) sarifDriver {
	d := sarifDriver{Name: "matterplane", InformationURI: repository, Version: r.Version}
	if released(r.Version) {
		d.SemanticVersion = strings.TrimPrefix(r.Version, "v")
	}
	for _, rule := range rules {
		page := r.page(rule.Page)
		d.Rules = append(d.Rules, sarifRule{
			ID:    rule.ID,
			Short: sarifText{Text: rule.Title},
			Full:  sarifText{Text: rule.Title + "."},
			Help: sarifHelp{
				Text:     rule.Title + ". " + page,
				Markdown: rule.Title + ". [What it means and what to do about it](" + page + ")",
			},
			HelpURI:       page,
			Configuration: sarifConfiguration{Level: rule.Severity},
		})
	}
	return d
}

// page is where a page can be read as it was when this version was released.
func (r Report) page(page string) string {
	version := "main"
	if released(r.Version) {
		version = r.Version
	}
	return repository + "/blob/" + path.Join(version, page)
}

func (r Report) result(f check.Finding) sarifResult {
	result := sarifResult{
		RuleID: f.ID, Level: f.Severity, Message: sarifText{Text: sentence(f)},
		Locations: []sarifLocation{{Physical: r.place(f.Position)}},
	}
	if name := object(f); name != "" {
		result.Locations[0].Logical = []sarifLogical{{
			Name: f.Name, Kind: f.Kind,
			QualifiedName: strings.Join(slices.DeleteFunc([]string{f.Namespace, f.Kind, f.Name, f.Field}, func(s string) bool { return s == "" }), "/"),
		}}
	}
	for i, other := range f.Related {
		result.Related = append(result.Related, sarifLocation{
			ID: new(i + 1), Physical: r.place(other.Position), Message: &sarifText{Text: other.Message},
		})
	}
	return result
}

func (r Report) place(p manifests.Position) sarifPhysical {
	file := r.path(p.File)
	to := sarifArtifact{URI: (&url.URL{Path: file}).String(), Base: sourceRoot}
	if path.IsAbs(file) {
		to = sarifArtifact{URI: (&url.URL{Scheme: "file", Path: file}).String()}
	}
	place := sarifPhysical{Artifact: to}
	if p.Line > 0 {
		place.Region = &sarifRegion{Line: p.Line, Column: p.Column}
	}
	return place
}
