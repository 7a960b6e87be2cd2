package format

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/manifests"
)

// maxAnnotations is how many of a severity GitHub shows for a step.
const maxAnnotations = 10

// commands are what GitHub calls the severities.
var commands = map[check.Severity]string{check.Error: "error", check.Warning: "warning", check.Note: "notice"}

// GitHub writes the findings as workflow commands, which GitHub shows beside the lines
// of a pull request: the first ten of each severity, which is as many as it takes. The
// others follow for whoever reads the log.
func (r Report) GitHub(w io.Writer) error {
	out := bufio.NewWriter(w)
	shown := map[check.Severity]int{}
	var left []check.Finding
	for _, f := range r.Findings {
		shown[f.Severity]++
		if shown[f.Severity] > maxAnnotations {
			left = append(left, f)
			continue
		}
		r.annotate(out, f)
	}
	if len(left) > 0 {
		fmt.Fprintf(out, "GitHub shows %d annotations of a severity. These are the other %d:\n", maxAnnotations, len(left))
	}
	for _, f := range left {
		fmt.Fprintf(out, "- %s\n", oneLine(fmt.Sprintf("%s: %s: %s [%s]", r.position(f.Position), f.Severity, sentence(f), f.ID)))
	}
	return out.Flush()
}

func (r Report) annotate(w io.Writer, f check.Finding) {
	var properties []string
	add := func(name, value string) { properties = append(properties, name+"="+property.Replace(value)) }
	if f.Position.File != manifests.StdinName {
		add("file", r.path(f.Position.File))
	}
	if f.Position.Line > 0 {
		add("line", fmt.Sprint(f.Position.Line))
	}
	if f.Position.Column > 0 {
		add("col", fmt.Sprint(f.Position.Column))
	}
	title := f.ID
	if name := object(f); name != "" {
		title += ": " + name
	}
	add("title", title)
	lines := []string{sentence(f)}
	for _, other := range f.Related {
		lines = append(lines, r.position(other.Position)+": "+other.Message)
	}
	fmt.Fprintf(w, "::%s %s::%s\n", commands[f.Severity], strings.Join(properties, ","), data.Replace(strings.Join(lines, "\n")))
}

// What GitHub documents for the text of a command, and for its properties. A line
// ends a command; what comes after it could be another one.
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// oneLine keeps a line of the log from being two, of which the second could be a command.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, text)
}
