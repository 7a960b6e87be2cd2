package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/check/format"
)

// Findings prints what a check has found, each in a line as compilers write it, so
// that editors find the place, with its cure and what else it takes to understand it
// below, and what there is of each severity at the end. Of more than r.Shown it says
// how many there are. Lines are not broken.
func Findings(w io.Writer, r format.Report, style Style) error {
	out := bufio.NewWriter(w)
	shown := r.Findings
	if r.Shown > 0 {
		shown = shown[:min(r.Shown, len(shown))]
	}
	for _, f := range shown {
		fmt.Fprintf(out, "%s %s %s %s\n", style.paint(bold, clean(f.Position.String())+":"),
			style.paint(severityColor[f.Severity], string(f.Severity)+":"), clean(format.Message(f)), style.paint(dim, "["+f.ID+"]"))
		if f.Cure != "" {
			fmt.Fprintf(out, "    %s\n", clean(f.Cure))
		}
		for _, other := range f.Related {
			fmt.Fprintf(out, "    %s\n", style.paint(dim, clean(other.Position.String()+": "+other.Message)))
		}
	}
	if more := len(r.Findings) - len(shown); more > 0 {
		fmt.Fprintf(out, "and %d more; -o json has all\n", more)
	}
	if len(r.Findings) > 0 {
		fmt.Fprintln(out)
	}
	fmt.Fprintln(out, summaryOf(r))
	return out.Flush()
}

var severityColor = map[check.Severity]color{check.Error: red, check.Warning: yellow, check.Note: bold}

// summaryOf is the last line: 2 errors and 1 note in 214 objects; 3 ignored.
func summaryOf(r format.Report) string {
	var found []string
	for _, s := range check.Severities {
		if n := r.Count(s); n > 0 {
			found = append(found, count(n, string(s), string(s)+"s"))
		}
	}
	line := "Nothing found"
	switch n := len(found); n {
	case 0:
	case 1:
		line = found[0]
	default:
		line = strings.Join(found[:n-1], ", ") + " and " + found[n-1]
	}
	line += " in " + count(r.Objects, "object", "objects")
	if left := r.Left(); left > 0 {
		line += fmt.Sprintf("; %d ignored", left)
	}
	return line + "."
}
