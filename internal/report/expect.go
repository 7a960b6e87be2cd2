package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/matterplane/matterplane/internal/expect"
)

// Expectations prints what came of tests: each failure with its reasons, then a line
// a test. All cases are named if asked for.
func Expectations(w io.Writer, results expect.Results, all bool, style Style) error {
	p := newPage(w, style)
	name := 0
	for _, test := range results.Tests {
		name = max(name, cells(test.Name))
		for _, c := range test.Cases {
			p.expected(test, c, all)
		}
	}
	widths := p.answerColumns(len(failed), name)
	for _, test := range results.Tests {
		verdict, cases := say(plain, passed), count(len(test.Cases), "case", "cases")
		if n := test.Failed(); n > 0 {
			verdict, cases = say(red, failed), fmt.Sprintf("%d of %s failed", n, cases)
		}
		p.row(margin{}, widths, verdict, say(plain, test.Name), say(plain, cases))
	}
	return p.out.Flush()
}

// What is said of a case.
const (
	passed = "ok"
	failed = "FAIL"
)

func (p *page) expected(test expect.Result, c expect.CaseResult, all bool) {
	widths, what := p.answerColumns(len(failed)), test.Name+": "+c.Name
	if c.Passed {
		if all {
			p.row(margin{}, widths, say(plain, passed), say(plain, what))
		}
		return
	}
	p.row(margin{}, widths, say(red, failed), say(bold, what))
	indent := margin{indent: len(failed) + gap}
	for _, failure := range c.Failures {
		for i, line := range failureWords(failure) {
			switch {
			case i == 0:
				p.text(indent, plain, failure.Position().String()+":", line)
			case strings.Contains(line, arrow):
				p.text(margin{indent: indent.indent + gap}, dim, strings.SplitAfter(line, arrow)...)
			default:
				p.text(margin{indent: indent.indent + gap}, plain, line)
			}
		}
	}
	if c.More > 0 {
		p.text(indent, plain, fmt.Sprintf("and %d more", c.More))
	}
	p.blank()
}

// FailureLines says in lines what is not as expected in a case, each with its place.
func FailureLines(c expect.CaseResult) []string {
	var lines []string
	for _, failure := range c.Failures {
		for i, line := range failureWords(failure) {
			if i == 0 {
				line = failure.Position().String() + ": " + line
			} else {
				line = "  " + line
			}
			lines = append(lines, clean(line))
		}
	}
	if c.More > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", c.More))
	}
	return lines
}

// maxWays is how many reasons are told of one failure.
const maxWays = 3

// failureWords say what was expected and what is, the rules that decide so, and the
// ways that lead there.
func failureWords(f expect.Failure) []string {
	lines := []string{f.Message}
	var paths []string
	if f.Decision != nil {
		for i, rule := range f.Decision.Rules {
			lead := ": "
			if i > 0 {
				lead = "; "
			}
			lines[0] += lead + ruleWords(*f.Decision, rule)
			paths = append(paths, f.Decision.Paths[i])
		}
	}
	for _, path := range paths {
		if path != "" {
			lines = append(lines, path)
		}
	}
	for _, reason := range f.Reasons[:min(len(f.Reasons), maxWays)] {
		lines = append(lines, reason.Text+" ("+strings.Join(reason.Rules, ", ")+")")
	}
	if more := len(f.Reasons) - maxWays; more > 0 {
		lines = append(lines, fmt.Sprintf("and %s more", count(more, "reason", "reasons")))
	}
	return lines
}
