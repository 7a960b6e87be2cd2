package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/check/format"
	"github.com/matterplane/matterplane/internal/manifests"
)

func TestFindings(t *testing.T) {
	t.Parallel()
	place := func(file string, line, column int) manifests.Position {
		return manifests.Position{File: file, Line: line, Column: column}
	}
	r := format.Report{Objects: 214, Ignored: map[string]int{"W-2": 3, "M-12": 1}, Findings: []check.Finding{
		{
			ID: "M-12", Severity: check.Warning, Position: place("acme/inquiry.yaml", 7, 9), Field: "spec.lead",
			Message: "eve is deactivated and has no effect.", Cure: "Name an active user.",
			Related: []check.Related{{Position: place("acme/people.yaml", 3, 1), Message: "eve"}},
		},
		{ID: "Malformed", Severity: check.Error, Position: place("a\x1b[2J.yaml", 0, 0), Message: "two\nlines \u202eand more"},
		{ID: "D-1", Severity: check.Error, Position: place("b.yaml", 2, 0), Field: "spec.x", Message: "spec.x is named."},
	}}
	const want = `acme/inquiry.yaml:7:9: warning: spec.lead: eve is deactivated and has no effect. [M-12]
    Name an active user.
    acme/people.yaml:3:1: eve
a [2J.yaml: error: two lines and more [Malformed]
b.yaml:2: error: spec.x is named. [D-1]

2 errors and 1 warning in 214 objects; 4 ignored.
`
	for _, style := range []Style{{}, {Color: true}} {
		var out strings.Builder
		if err := Findings(&out, r, style); err != nil {
			t.Fatal(err)
		}
		got := out.String()
		if style.Color {
			for _, painted := range []string{"\x1b[33mwarning:\x1b[0m", "\x1b[31merror:\x1b[0m", "\x1b[1macme/inquiry.yaml:7:9:\x1b[0m"} {
				if !strings.Contains(got, painted) {
					t.Errorf("%q is not in\n%s", painted, got)
				}
			}
			for _, code := range []string{"0", "1", "2", "31", "33"} {
				got = strings.ReplaceAll(got, "\x1b["+code+"m", "")
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%+v (-want +got)\n%s", style, diff)
		}
	}
}

func TestSummaryOfFindings(t *testing.T) {
	t.Parallel()
	some := func(severities ...check.Severity) (found []check.Finding) {
		for _, s := range severities {
			found = append(found, check.Finding{Severity: s})
		}
		return found
	}
	for _, c := range []struct {
		r    format.Report
		want string
	}{
		{format.Report{Objects: 1}, "Nothing found in 1 object."},
		{format.Report{Objects: 2, Ignored: map[string]int{"W-2": 0}}, "Nothing found in 2 objects."},
		{format.Report{Findings: some(check.Error)}, "1 error in 0 objects."},
		{format.Report{Objects: 9, Findings: some(check.Note, check.Error, check.Warning, check.Note)}, "1 error, 1 warning and 2 notes in 9 objects."},
	} {
		if got := summaryOf(c.r); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
