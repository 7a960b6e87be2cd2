package report

import (
	"cmp"
	"os"
	"strings"

	"golang.org/x/term"
)

// The widths of a report. In a wider terminal the eye would lose the line, in a
// narrower one the columns have no room.
const (
	narrowest    = 60
	defaultWidth = 80
	widest       = 100
)

// Style is how a report looks.
type Style struct {
	// Width is the most cells that a line has: 80 if it is 0, and always from 60 to 100.
	Width int
	// Color says whether to write colours and bold type.
	Color bool
	// ASCII says to rule and mark in ASCII. Names are written as they are.
	ASCII bool
}

// NewStyle returns the style that suits out: as wide as the terminal, in colour
// only on a terminal that has it and where NO_COLOR is not set, and with marks
// beyond ASCII only where the locale is UTF-8.
func NewStyle(out *os.File) Style {
	fd := int(out.Fd())
	if !term.IsTerminal(fd) {
		return newStyle(false, 0, os.Getenv)
	}
	width, _, err := term.GetSize(fd)
	if err != nil {
		width = 0
	}
	return newStyle(true, width, os.Getenv)
}

func newStyle(terminal bool, width int, getenv func(string) string) Style {
	locale := cmp.Or(getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG"))
	charset := strings.ReplaceAll(strings.ToLower(locale), "-", "")
	return Style{
		Width: width,
		Color: terminal && getenv("NO_COLOR") == "" && getenv("TERM") != "dumb",
		ASCII: !strings.Contains(charset, "utf8"),
	}.bounded()
}

func (s Style) bounded() Style {
	s.Width = min(max(cmp.Or(s.Width, defaultWidth), narrowest), widest)
	return s
}

// color is the code of a colour or weight on a terminal.
type color string

const (
	plain  color = ""
	bold   color = "1"
	dim    color = "2"
	red    color = "31"
	yellow color = "33"
)

func (s Style) paint(c color, text string) string {
	if !s.Color || c == plain || text == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}

// marks are the signs of a report, one cell each but for those of a tree, which have two.
type marks struct {
	heavy string // under the heading of a firm
	rule  string // under that of a client
	wall  string // beside those who are walled off
	why   string // before a reason
	dot   string // between facts

	branch, last string // before a branch of a tree, and before its last
	stem         string // beside what stands between two branches
}

func (s Style) marks() marks {
	if s.ASCII {
		return marks{heavy: "=", rule: "-", wall: "|", why: ">", dot: "-", branch: "+-", last: "`-", stem: "| "}
	}
	return marks{heavy: "═", rule: "─", wall: "┃", why: "↳", dot: "·", branch: "├─", last: "└─", stem: "│ "}
}
