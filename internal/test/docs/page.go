// Package docs holds the pages under docs to what they say: every command that a
// page shows is run, in order, and must print what the page prints. A page may lie in
// a folder; its commands run at the top of the repository all the same, in a copy
// where docs and config are, and where they may write.
//
// What is run are the blocks of code that are marked "console":
//
//	```console
//	$ kubectl get matter penmark-fund
//	NAME           TYPE     …
//	```
//
// A line that starts with "$ " is a command for a shell; it goes on in the next
// line after a backslash. What follows, up to the next command, is what it prints
// on both of its outputs. A command that defines a function of the shell, exports
// variables or goes elsewhere is there for all later ones of the page. A page has a firm
// of its own; a line
//
//	<!-- docs: a new firm -->
//	<!-- docs: a new firm without webhooks -->
//
// starts another one.
//
// Before each command the firm has settled. One that only reads is run until it
// prints what the page prints, or fails after a deadline: Events are told late. What
// may differ is in Masked, and the firm's namespace, which the pages call
// harcourt-vane. With -update, what is printed is written into the pages instead.
package docs

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Page is a page of the documentation.
type Page struct {
	lines []string // without their ends
	Steps []Step
}

// Step is a command, or a new firm for all later ones.
type Step struct {
	Line    int    // of the page, from 1
	Firm    string // the words of the comment that asks for a new one
	Command string
	Output  string

	from, to int // the lines of the output
}

var directive = regexp.MustCompile(`^<!-- docs: (.*) -->$`)

// Parse reads a page.
func Parse(text string) (Page, error) {
	p := Page{lines: strings.Split(text, "\n")}
	fence := ""
	for i := 0; i < len(p.lines); i++ {
		line := p.lines[i]
		switch found := directive.FindStringSubmatch(line); {
		case fence == "" && found != nil:
			p.Steps = append(p.Steps, Step{Line: i + 1, Firm: found[1]})
		case fence == "" && strings.HasPrefix(line, "```"):
			fence = line
		case line == "```":
			fence = ""
		case fence != "```console":
		case strings.HasPrefix(line, "$ "):
			step, next := p.command(i)
			p.Steps = append(p.Steps, step)
			i = next - 1
		default:
			return p, fmt.Errorf("line %d: output of no command: %q", i+1, line)
		}
	}
	if fence != "" {
		return p, fmt.Errorf("a block does not end: %s", fence)
	}
	return p, nil
}

// command reads the command that starts in a line, and its output. It returns the
// line after both.
func (p *Page) command(at int) (s Step, next int) {
	s = Step{Line: at + 1, Command: strings.TrimPrefix(p.lines[at], "$ ")}
	at++
	for strings.HasSuffix(s.Command, "\\") && at < len(p.lines) {
		s.Command += "\n" + p.lines[at]
		at++
	}
	s.from = at
	for at < len(p.lines) && p.lines[at] != "```" && !strings.HasPrefix(p.lines[at], "$ ") {
		at++
	}
	for s.to = at; s.to > s.from && p.lines[s.to-1] == ""; {
		s.to--
	}
	s.Output = strings.Join(p.lines[s.from:s.to], "\n")
	return s, at
}

// With returns the text of the page with other outputs for some steps.
func (p *Page) With(outputs map[int]string) string {
	lines := slices.Clone(p.lines)
	for i, step := range slices.Backward(p.Steps) {
		output, other := outputs[i]
		if !other {
			continue
		}
		var printed []string
		if output != "" {
			printed = strings.Split(output, "\n")
		}
		lines = slices.Replace(lines, step.from, step.to, printed...)
	}
	return strings.Join(lines, "\n")
}

var (
	function = regexp.MustCompile(`^([a-z]+\(\) \{|(export|cd) )`)
	readers  = []string{"get", "events", "describe"}
)

// Defines says whether a command only defines a function, exports variables or goes to
// another directory: what later ones build on.
func (s *Step) Defines() bool { return function.MatchString(s.Command) }

// Stays says whether a command goes on until Ctrl-C.
func (s *Step) Stays() bool {
	return strings.HasPrefix(s.Command, "make run") && !strings.Contains(s.Command, "--once")
}

// Reads says whether a command changes nothing, and may be run until it prints
// what is expected. Functions are for reading.
func (s *Step) Reads() bool {
	words := strings.Fields(s.Command)
	if len(words) > 1 && words[0] == "kubectl" {
		return slices.Contains(readers, words[1]) && !strings.Contains(s.Command, ">")
	}
	return words[0] != "kubectl" && !strings.Contains(s.Command, "kubectl ")
}

var (
	moment = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`)
	seen   = regexp.MustCompile(`(?m)^(\d+(ms|[smhd]))+  +`)
	took   = regexp.MustCompile(`(?m) +(\d+m)?\d+\.\d+s$`)
	port   = regexp.MustCompile(`127\.0\.0\.1:\d+`)
	data   = regexp.MustCompile(`(/matterplane-devcluster-)\d+/`)
	age    = regexp.MustCompile(`(?m)([ \t])(\d+(ms|[smhd]))+$`)
	spaces = regexp.MustCompile(`(?m)[ \t]+$`)
)

// Masked returns what must be the same in every run: not what time it is, nor how
// old something is or how long it took where that starts or ends a line, nor the ports
// and temporary directories of this machine, nor blanks that end a line.
func Masked(output string) string {
	output = spaces.ReplaceAllString(strings.TrimRight(output, "\n"), "")
	output = took.ReplaceAllString(output, " <age>")
	output = port.ReplaceAllString(output, "127.0.0.1:<port>")
	output = data.ReplaceAllString(output, "$1<number>/")
	output = seen.ReplaceAllString(output, "<age>  ")
	output = age.ReplaceAllString(output, "$1<age>")
	return moment.ReplaceAllString(output, "<time>")
}
