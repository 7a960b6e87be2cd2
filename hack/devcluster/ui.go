package main

import (
	"fmt"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/term"
)

// quiet is how long a log that nobody watches goes without a line.
const quiet = 20 * time.Second

const (
	red   = "31"
	green = "32"
	dim   = "2"
)

// ui shows the steps, one line each, at most 80 columns wide.
type ui struct {
	out      *os.File
	terminal bool
	color    bool
}

func newUI(out *os.File) *ui {
	terminal := term.IsTerminal(int(out.Fd())) && os.Getenv("TERM") != "dumb"
	return &ui{out: out, terminal: terminal, color: terminal && os.Getenv("NO_COLOR") == ""}
}

// line is the line of one step. While the step lasts, a terminal shows what it
// does right now.
type line struct {
	*ui
	name  string
	start time.Time
	last  time.Time
}

func (u *ui) begin(name string) *line {
	now := time.Now()
	l := &line{ui: u, name: name, start: now, last: now}
	if u.terminal {
		l.rewrite("…", dim, "")
	}
	return l
}

// say shows what the step is doing.
func (l *line) say(what string) {
	switch {
	case l.terminal:
		l.rewrite("…", dim, what)
	case time.Since(l.last) >= quiet:
		l.rewrite("…", dim, what)
		fmt.Fprintln(l.out)
		l.last = time.Now()
	}
}

func (l *line) done(result string) {
	l.rewrite("✓", green, result)
	fmt.Fprintln(l.out)
}

func (l *line) failed() {
	l.rewrite("✗", red, "")
	fmt.Fprintln(l.out)
}

func (l *line) rewrite(mark, color, text string) {
	if l.terminal {
		fmt.Fprint(l.out, "\r\x1b[K")
	}
	const width = 50
	if utf8.RuneCountInString(text) > width {
		text = string([]rune(text)[:width-1]) + "…"
	}
	text += strings.Repeat(" ", width-utf8.RuneCountInString(text))
	elapsed := fmt.Sprintf("%6.1fs", time.Since(l.start).Seconds())
	fmt.Fprintf(l.out, "  %s %-15s %s %s", l.paint(color, mark), l.name, text, l.paint(dim, elapsed))
}

// warn tells of what went wrong and is not the end yet.
func (u *ui) warn(err error) {
	fmt.Fprintf(u.out, "  %s %v\n", u.paint(red, "!"), err)
}

func (u *ui) paint(color, text string) string {
	if !u.color {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}
