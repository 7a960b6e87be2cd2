package format_test

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	reader "github.com/joshdk/go-junit"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/check/format"
	"github.com/matterplane/matterplane/internal/manifests"
)

// hostile is what a file may hold that somebody sends in a pull request.
const hostile = "50% [x](y)\r\n::error::owned, a:b \x1b[31m\x00 {0} <b> ✗ 𝔐 \u202e"

func at(file string, line, column int) manifests.Position {
	return manifests.Position{File: file, Line: line, Column: column}
}

// findings are one of each severity, one of a file as such and one from a pipe.
func findings() []check.Finding {
	return []check.Finding{
		{
			ID: "Schema", Severity: check.Warning, Position: at("acme/a b:c.yaml", 7, 3),
			Kind: "Matter", Namespace: "acme", Name: "inquiry", Field: "spec.lead",
			Message: "eve is deactivated", Cure: "Name an active user.",
			Related: []check.Related{{Position: at("acme/people.yaml", 3, 1), Message: "eve is deactivated here"}},
		},
		{ID: "Unreadable", Severity: check.Error, Position: at("acme/gone.yaml", 0, 0), Message: "cannot be read"},
		{ID: "UnknownField", Severity: check.Note, Position: at(manifests.StdinName, 2, 0), Message: hostile},
	}
}

func written(t *testing.T, write func(io.Writer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestFailed(t *testing.T) {
	for _, c := range []struct {
		failOn check.Severity
		worst  check.Severity
		want   bool
	}{
		{check.Error, check.Error, true},
		{check.Error, check.Warning, false},
		{check.Warning, check.Error, true},
		{check.Warning, check.Warning, true},
		{check.Warning, check.Note, false},
		{check.Note, check.Note, true},
		{"", check.Error, false},
	} {
		r := format.Report{FailOn: c.failOn, Findings: []check.Finding{{Severity: c.worst}}}
		if got := r.Failed(); got != c.want {
			t.Errorf("fails on %q, has %s: %t", c.failOn, c.worst, got)
		}
	}
	if (format.Report{FailOn: check.Note}).Failed() {
		t.Error("nothing found, and failed")
	}
}

// The document of docs/answers.md.
func TestJSON(t *testing.T) {
	r := format.Report{Findings: findings()[:1], Objects: 9, Ignored: map[string]int{"W-2": 3}}
	var got any
	if err := json.Unmarshal(written(t, r.JSON), &got); err != nil {
		t.Fatal(err)
	}
	type object = map[string]any
	want := object{
		"apiVersion": "answers.matterplane.dev/v1", "kind": "Findings",
		"summary": object{"objects": 9.0, "errors": 0.0, "warnings": 1.0, "notes": 0.0, "ignored": object{"W-2": 3.0}},
		"findings": []any{object{
			"id": "Schema", "severity": "warning", "position": object{"file": "acme/a b:c.yaml", "line": 7.0, "column": 3.0},
			"kind": "Matter", "namespace": "acme", "name": "inquiry", "field": "spec.lead",
			"message": "eve is deactivated", "cure": "Name an active user.",
			"related": []any{object{
				"position": object{"file": "acme/people.yaml", "line": 3.0, "column": 1.0}, "message": "eve is deactivated here",
			}},
		}},
	}
	if diff := cmp.Diff(any(want), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if none := string(written(t, format.Report{}.JSON)); !strings.Contains(none, `"findings": []`) {
		t.Errorf("no list where nothing was found:\n%s", none)
	}
}

// A real reader finds each ID, and each finding where it belongs.
func TestJUnit(t *testing.T) {
	r := format.Report{Findings: findings(), FailOn: check.Error, Ignored: map[string]int{"W-2": 3}}
	suites, err := reader.Ingest(written(t, r.JUnit))
	if err != nil || len(suites) != 1 {
		t.Fatalf("%d suites, %v", len(suites), err)
	}
	all := len(check.Describe())
	want := reader.Totals{Tests: all, Failed: 1, Skipped: 3, Passed: all - 4}
	if diff := cmp.Diff(want, suites[0].Totals); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	seen := map[string]reader.Test{}
	for _, test := range suites[0].Tests {
		seen[test.Classname] = test
	}
	if got := seen["Unreadable"]; got.Name != "acme/gone.yaml" || got.Message != "cannot be read" || got.Status != reader.StatusFailed {
		t.Errorf("the error is %#v", got)
	}
	if got := seen["Schema"]; got.Name != "Matter acme/inquiry: spec.lead" || got.Properties["line"] != "7" ||
		got.Message != "acme/a b:c.yaml:7:3: warning: spec.lead: eve is deactivated. Name an active user." {
		t.Errorf("the warning is %#v", got)
	}
	if got := seen["W-2"]; got.Message != "ignored: 3 found" || got.Status != reader.StatusSkipped {
		t.Errorf("the ignored is %#v", got)
	}
	if got := seen["Malformed"]; got.Status != reader.StatusPassed {
		t.Errorf("what was not found is %#v", got)
	}
	r.FailOn = check.Warning
	if got := string(written(t, r.JUnit)); !strings.Contains(got, `failures="2"`) ||
		!strings.Contains(got, "acme/a b:c.yaml:7:3: warning&#xA;Name an active user.&#xA;acme/people.yaml:3:1: eve is deactivated here") {
		t.Errorf("failing on warnings:\n%s", got)
	}
}

// What GitLab documents of a code quality report: these fields, one of five
// severities, a fingerprint of its own, a path in the repository, no byte order mark.
func TestGitLab(t *testing.T) {
	twice := append(findings(), findings()...)
	out := written(t, format.Report{Findings: twice, Path: inRepository}.GitLab)
	var issues []struct {
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
	dec := json.NewDecoder(bytes.NewReader(out))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&issues); err != nil || out[0] != '[' {
		t.Fatalf("%v in\n%s", err, out)
	}
	prints := map[string]bool{}
	for _, i := range issues {
		prints[i.Fingerprint] = true
		if !slices.Contains([]string{"info", "minor", "major", "critical", "blocker"}, i.Severity) || i.Description == "" || i.Location.Lines.Begin < 1 {
			t.Errorf("the issue %+v", i)
		}
	}
	if len(prints) != len(twice) {
		t.Errorf("%d fingerprints of %d findings", len(prints), len(twice))
	}
	if got := issues[0]; got.Severity != "minor" || got.Location.Path != "firms/acme/a b:c.yaml" || got.CheckName != "Schema" ||
		got.Description != "Schema: spec.lead: eve is deactivated. Name an active user." {
		t.Errorf("the first is %+v", got)
	}
	if got := string(written(t, format.Report{}.GitLab)); got != "[]\n" {
		t.Errorf("nothing found is %q", got)
	}
}

// inRepository is how a check in the folder firms of a repository sees its files.
func inRepository(file string) string {
	if file == manifests.StdinName || strings.HasPrefix(file, "/") {
		return file
	}
	return "firms/" + file
}
