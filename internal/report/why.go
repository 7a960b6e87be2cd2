package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/answer"
	"github.com/matterplane/matterplane/internal/staffing"
)

// Why prints why a user is on a team or not and walled off or not: each reason as
// a sentence with its rules, and the path that it takes.
func Why(w io.Writer, why answer.Why, style Style) error {
	p := newPage(w, style)
	color, standing := standingWords(why)
	p.text(margin{}, bold, why.User, "on", why.Asset)
	p.text(margin{}, color, standing+".")
	for _, part := range []struct {
		heading string
		reasons []staffing.Reason
	}{
		{"On the team, because", why.Team},
		{"Walled off, because", why.Wall},
		{"The wall keeps the member out, because", why.Exclusions},
		{"Spared by a wall, because", why.Exemptions},
		{"Not on the team by what could have been", why.NotTeam},
		{"Not walled off by what could have been", why.NotWall},
	} {
		p.reasons(part.heading, part.reasons)
	}
	if len(why.Team)+len(why.NotTeam)+len(why.Wall)+len(why.NotWall) == 0 {
		p.blank()
		p.text(margin{}, plain, "Nothing leads from "+why.User+" to its team or its walls.")
	}
	p.blank()
	p.row(margin{}, p.answerColumns(len("may"), actionWidth+len(",")+gap+actionWidth),
		say(bold, "may"), mayDo(why.Decisions), becauseOf(access.Permitted{Decisions: why.Decisions}))
	return p.out.Flush()
}

// reasons prints a heading and the reasons under it, as the branches of a tree.
func (p *page) reasons(heading string, reasons []staffing.Reason) {
	if len(reasons) == 0 {
		return
	}
	p.blank()
	p.text(margin{}, bold, heading)
	for i, reason := range reasons {
		first, then := p.marks.branch, p.marks.stem
		if i == len(reasons)-1 {
			first, then = p.marks.last, "  "
		}
		for n, line := range p.reason(reason) {
			mark := then
			if n == 0 {
				mark = first
			}
			fmt.Fprintln(p.out, strings.TrimRight(p.style.paint(dim, mark)+" "+line, " "))
		}
	}
}

// reason lays out a reason beside a branch: a sentence, its rules, and the path.
func (p *page) reason(reason staffing.Reason) []string {
	width := p.style.Width - len("|- ")
	lines := wrap(width, []string{reason.Text + " (" + strings.Join(reason.Rules, ", ") + ")"})
	if len(reason.Path) == 0 {
		return lines
	}
	return append(lines, wrap(width, strings.SplitAfter(reason.Path.String(), arrow))...)
}

// arrow stands between two steps of a path.
const arrow = " ← "

// standingWords say in a sentence where the user stands.
func standingWords(why answer.Why) (color, string) {
	switch why.Standing {
	case answer.Granted:
		return plain, "On the team, with access"
	case answer.Excluded:
		return red, "On the team, but kept out by a wall"
	case answer.WalledOff:
		return red, "Not on the team, and walled off"
	case answer.None:
	}
	if why.Unknown {
		return plain, "Not on the team: there is no such user"
	}
	return plain, "Not on the team, and not walled off"
}
