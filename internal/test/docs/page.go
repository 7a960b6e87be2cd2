// Package docs holds the pages of the repository to what they say: every command that
// a page shows is run, in order, and must print what the page prints. A page may lie in
// a folder; its commands run at the top of the repository all the same, in a copy
// where docs and config are, and where they may write.
//
// What is run are the blocks of code that are marked "console", and there are no others
// that show a command: a page with one is refused.
//
//	```console
//	$ kubectl get matter penmark-fund
//	NAME           TYPE     …
//	```
//
// A line that starts with "$ " is a command for a shell; it goes on in the next
// line after a backslash. What follows, up to the next command, is what it prints
// on both of its outputs; a line "…" stands for any number of lines that are left out.
// A command that defines a function of the shell, exports
// variables or goes elsewhere is there for all later ones of the page. A page has a firm
// of its own; a line
//
//	<!-- docs: a new firm -->
//	<!-- docs: a new firm without webhooks -->
//
// starts another one. Some pages need another place:
//
//	<!-- docs: no firm -->     the cluster, in which the page makes its own
//	<!-- docs: a checkout -->  all of the repository, in a copy
//	<!-- docs: a cluster with nodes -->      another cluster, in which pods run
//	<!-- docs: matterplane in a cluster -->  another, where it is installed, and no firm yet
//	<!-- docs: the firm again -->            back from there
//
// What a page tells about has to be done first, and no reader should copy it, such as
// what breaks a cluster. A comment does it:
//
//	<!-- docs: $ kubectl delete clusterrolebinding matterplane-controller-manager -->
//
// What .ci/run runs itself, as make test, is the only command that is not typed.
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

// Step is a command, or another place for all later ones.
type Step struct {
	Line    int    // of the page, from 1
	Place   string // the words of the comment that asks for it
	Command string
	Hidden  bool // no reader sees the command, which has to succeed
	Output  string

	from, to int // the lines of the output
}

var (
	directive = regexp.MustCompile(`^<!-- docs: (.*) -->$`)
	opening   = regexp.MustCompile("^ *(?:```+|~~~+) *([\\w+-]*)")
	prompt    = regexp.MustCompile(`^ *\$ `)
	// unrun are the languages of what readers take for commands.
	unrun = []string{"sh", "bash", "shell", "zsh", "fish", "shell-session", "shellsession", "sh-session", "powershell"}
)

// Parse reads a page. It refuses one that shows commands that nobody would run.
func Parse(text string) (Page, error) {
	p := Page{lines: strings.Split(text, "\n")}
	fence := ""
	for i := 0; i < len(p.lines); i++ {
		line := p.lines[i]
		opens := opening.FindStringSubmatch(line)
		switch found := directive.FindStringSubmatch(line); {
		case fence == "" && found != nil:
			p.Steps = append(p.Steps, directed(i+1, found[1]))
		case fence == "" && opens != nil && (slices.Contains(unrun, opens[1]) || opens[1] == "console" && line != "```console"):
			return Page{}, fmt.Errorf("line %d: nobody runs %q: a block of commands starts with ```console", i+1, line)
		case fence == "" && opens != nil:
			fence = line
		case fence != "" && opens != nil && opens[1] == "":
			fence = ""
		case fence != "```console" && prompt.MatchString(line):
			return Page{}, fmt.Errorf("line %d: nobody runs %q: it is in no block marked console", i+1, line)
		case fence != "```console":
		case strings.HasPrefix(line, "$ "):
			step, next := p.command(i)
			p.Steps = append(p.Steps, step)
			i = next - 1
		default:
			return Page{}, fmt.Errorf("line %d: output of no command: %q", i+1, line)
		}
	}
	if fence != "" {
		return Page{}, fmt.Errorf("a block does not end: %s", fence)
	}
	return p, nil
}

// directed is what a comment asks for.
func directed(line int, words string) Step {
	if command, is := strings.CutPrefix(words, "$ "); is {
		return Step{Line: line, Command: command, Hidden: true}
	}
	return Step{Line: line, Place: words}
}

// command reads the command that starts in a line, and its output. It returns the
// line after both.
func (p *Page) command(at int) (s Step, next int) {
	s = Step{Line: at + 1, Command: strings.TrimPrefix(p.lines[at], "$ ")}
	at++
	for goesOn(s.Command) && at < len(p.lines) {
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

// goesOn says whether a command goes on in the next line: after a backslash, a pipe or
// "&&", or in the middle of what is quoted.
func goesOn(command string) bool {
	var quote rune
	escaped := false
	for _, r := range command {
		switch {
		case escaped:
			escaped = false
		case r == '\\' && quote != '\'':
			escaped = true
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '\'' || r == '"':
			quote = r
		}
	}
	return escaped || quote != 0 || strings.HasSuffix(command, "|") || strings.HasSuffix(command, "&&")
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
	readers  = []string{"get", "events", "describe", "logs"}
)

// Defines says whether a command only defines a function, exports variables or goes to
// another directory: what later ones build on.
func (s *Step) Defines() bool { return function.MatchString(s.Command) }

// Stays says whether a command goes on until Ctrl-C.
func (s *Step) Stays() bool {
	return strings.HasPrefix(s.Command, "make run") && !strings.Contains(s.Command, "--once")
}

// Remains says whether a command goes on beside the shell.
func (s *Step) Remains() bool { return strings.HasSuffix(s.Command, " &") }

// Runs says whether a page starts a control plane of its own.
func (p *Page) Runs() bool {
	return slices.ContainsFunc(p.Steps, func(s Step) bool { return s.Stays() })
}

// Reads says whether a command changes nothing, and may be run until it prints
// what is expected. Functions are for reading.
func (s *Step) Reads() bool {
	words := strings.Fields(s.Command)
	if words[0] == "kubectl" {
		return slices.Contains(readers, verb(words[1:])) && !strings.Contains(s.Command, ">")
	}
	return words[0] != "kubectl" && !strings.Contains(s.Command, "kubectl ")
}

// verb is the first word that is no flag, nor what -n says.
func verb(words []string) string {
	for i, word := range words {
		if !strings.HasPrefix(word, "-") && (i == 0 || words[i-1] != "-n") {
			return word
		}
	}
	return ""
}
