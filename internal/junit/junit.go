// Package junit writes the XML in which CI systems read test results.
//
// There is no standard, only readers. This is what those of GitLab, Jenkins and GitHub's
// actions have in common, and no more: suites of cases, each passed, failed or skipped.
package junit

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Suite is a group of cases. Readers show its name as a heading, or not at all.
type Suite struct {
	Name  string
	Cases []Case
}

// Case is one thing that was looked at. It passed unless it says otherwise.
type Case struct {
	// Name says what was expected, Class what it was expected of. GitLab knows a case by
	// the two: Write numbers those that share them.
	Name, Class string
	// File and Line are where it is written, if that is known. They are all that Jenkins'
	// xUnit schema does not have; its junit step, GitLab and others take them.
	File string
	Line int
	// Failure says in a line what went wrong; empty if nothing did.
	Failure string
	// Detail says more of a failure, in as many lines as it takes.
	Detail string
	// Skipped says why nobody looked; empty if somebody did. A failure counts first.
	Skipped string
}

// Write writes a report of the suites, in the order given. Whatever the texts hold, it is
// well formed: what XML has no character for becomes U+FFFD. The same suites give the same
// bytes: there are no times in it.
func Write(w io.Writer, suites ...Suite) error {
	doc := report{Name: "matterplane"}
	seen := names{}
	for _, s := range suites {
		out := s.written(seen)
		doc.add(out.counts)
		doc.Suites = append(doc.Suites, out)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// report is the document. Readers differ on which counts they believe: all are there.
type report struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	counts
	Suites []suite `xml:"testsuite"`
}

type suite struct {
	Name string `xml:"name,attr"`
	counts
	Skipped int        `xml:"skipped,attr"`
	Cases   []testcase `xml:"testcase"`
}

type counts struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
}

func (c *counts) add(d counts) {
	c.Tests += d.Tests
	c.Failures += d.Failures
}

type testcase struct {
	Class   string   `xml:"classname,attr"`
	Name    string   `xml:"name,attr"`
	File    string   `xml:"file,attr,omitempty"`
	Line    int      `xml:"line,attr,omitempty"`
	Failure *outcome `xml:"failure"`
	Skipped *outcome `xml:"skipped"`
}

type outcome struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// names are the cases so far, by class and name.
type names map[[2]string]bool

// own returns the name, numbered if another case of the class has it.
func (n names) own(class, name string) string {
	own := name
	for i := 2; n[[2]string{class, own}]; i++ {
		own = fmt.Sprintf("%s (%d)", name, i)
	}
	n[[2]string{class, own}] = true
	return own
}

// written is the suite as XML, its cases named as no other is.
func (s Suite) written(seen names) suite {
	out := suite{Name: s.Name, Cases: slices.Grow([]testcase(nil), len(s.Cases))}
	for _, c := range s.Cases {
		t := c.written()
		t.Name = seen.own(c.Class, c.Name)
		out.Tests++
		switch {
		case t.Failure != nil:
			out.Failures++
		case t.Skipped != nil:
			out.Skipped++
		}
		out.Cases = append(out.Cases, t)
	}
	return out
}

func (c Case) written() testcase {
	t := testcase{Class: c.Class, Name: c.Name, File: c.File, Line: c.Line}
	switch {
	case c.Failure != "":
		t.Failure = &outcome{Message: c.Failure, Text: c.text()}
	case c.Skipped != "":
		t.Skipped = &outcome{Message: c.Skipped}
	}
	return t
}

// text is the body of a failure. GitLab shows it and not the message, so that it says both.
func (c Case) text() string {
	if c.Detail == "" || strings.HasPrefix(c.Detail, c.Failure) {
		return max(c.Detail, c.Failure)
	}
	return c.Failure + "\n\n" + c.Detail
}
