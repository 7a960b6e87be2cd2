package format

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/junit"
	"github.com/matterplane/matterplane/internal/manifests"
)

// JUnit writes a suite in which every ID is a class. An ID that is not found is a case
// that passed; every finding is one that failed, or was skipped if it is too mild to
// fail the check. No case is named by a line: a finding is the same one when it moves.
func (r Report) JUnit(w io.Writer) error {
	found := map[string][]check.Finding{}
	for _, f := range r.Findings {
		found[f.ID] = append(found[f.ID], f)
	}
	suite := junit.Suite{Name: "matterplane check"}
	for _, rule := range check.Describe() {
		if len(found[rule.ID]) > 0 {
			for _, f := range found[rule.ID] {
				suite.Cases = append(suite.Cases, r.testcase(f))
			}
			continue
		}
		c := junit.Case{Class: rule.ID, Name: rule.Title}
		if n, ignored := r.Ignored[rule.ID]; ignored {
			c.Skipped = fmt.Sprintf("ignored: %d found", n)
		}
		suite.Cases = append(suite.Cases, c)
	}
	return junit.Write(w, suite)
}

func (r Report) testcase(f check.Finding) junit.Case {
	file := r.path(f.Position.File)
	name := cmp.Or(object(f), file)
	if f.Field != "" {
		name += ": " + f.Field
	}
	c := junit.Case{Class: f.ID, Name: name, File: file, Line: f.Position.Line}
	if !r.fails(f.Severity) {
		c.Skipped = fmt.Sprintf("%s: %s: %s", r.position(f.Position), f.Severity, sentence(f))
		return c
	}
	c.Failure = Message(f)
	var detail strings.Builder
	fmt.Fprintf(&detail, "%s: %s", r.position(f.Position), f.Severity)
	if f.Cure != "" {
		fmt.Fprintf(&detail, "\n%s", f.Cure)
	}
	for _, other := range f.Related {
		fmt.Fprintf(&detail, "\n%s: %s", r.position(other.Position), other.Message)
	}
	c.Detail = detail.String()
	return c
}

// position is a place with the path that CI systems know.
func (r Report) position(p manifests.Position) string {
	p.File = r.path(p.File)
	return p.String()
}
