package report

import (
	"io"
	"strings"

	"github.com/matterplane/matterplane/internal/difference"
)

// Diff prints who gains and who loses access: what the firm's rules require for the
// change first, since without it there is none, then what reaches furthest.
func Diff(w io.Writer, d difference.Difference, style Style) error {
	p := newPage(w, style)
	p.text(margin{}, bold, "Access from "+d.Base+" to "+d.Head)
	all := total(d)
	facts := headline(all)
	if len(facts) == 0 {
		p.text(margin{}, plain, nothing)
	} else {
		p.text(margin{}, plain, append(joined(",", facts), "("+reach(all)+")")...)
	}
	for _, firm := range d.Firms {
		p.blank()
		if len(d.Firms) > 1 {
			p.text(margin{}, bold, firm.Namespace)
			p.text(margin{}, dim, joined(",", headline(firm.Summary))...)
			p.rule(p.marks.heavy)
		}
		p.firmDiff(firm)
	}
	return p.out.Flush()
}

func (p *page) firmDiff(firm difference.Firm) {
	first := true
	section := func(heading string, there bool) bool {
		if there && !first {
			p.blank()
		}
		if there {
			first = false
			p.text(margin{}, bold, heading)
		}
		return there
	}
	needs := grouped(firm.Requirements)
	if section("Refused, unless whoever applies it may", len(needs) > 0) {
		for _, need := range needs {
			p.required(need)
		}
	}
	if section("Mind", len(firm.Cautions) > 0) {
		for _, caution := range firm.Cautions {
			p.text(margin{indent: 2}, yellow, caution)
		}
	}
	if section("On every matter", len(firm.Roles) > 0) {
		p.roles(firm.Roles)
	}
	for _, matter := range furthest(firm.Matters) {
		if !first {
			p.blank()
		}
		first = false
		p.matterDiff(matter)
	}
}

// required prints what a rule asks of whoever applies the change.
func (p *page) required(need required) {
	const rule = 6
	widths := []int{rule, p.style.Width - rule - gap}
	color, who := plain, need.Who
	if need.Nobody {
		color, who = red, strings.TrimSpace("Refused whoever makes it. "+who)
	}
	named := need.of[:min(len(need.of), maxNamed)]
	phrases := joined(",", named)
	if more := len(need.of) - len(named); more > 0 {
		phrases = append(phrases, "and "+count(more, "more", "more"))
	}
	m := margin{indent: 2, mark: "!", color: red}
	p.row(m, widths, say(color, need.Rule), say(plain, append([]string{need.Reason + ":"}, phrases...)...))
	p.row(margin{indent: 2}, widths, say(plain), say(dim, who))
}

// maxNamed is how many objects are named that need the same.
const maxNamed = 6

func (p *page) roles(roles []difference.Role) {
	user := 0
	for _, role := range roles {
		user = max(user, cells(role.User)+2)
	}
	share := fit(p.style.Width-gap, user, p.style.Width)
	for _, role := range roles {
		was, is := roleMoved(role)
		var said []string
		if len(was) > 0 {
			said = append([]string{"was"}, joined(",", was)...)
		}
		if len(was) > 0 && len(is) > 0 {
			said[len(said)-1] += ";"
		}
		if len(is) > 0 {
			said = append(append(said, "now"), joined(",", is)...)
		}
		p.row(sign(len(role.Gained) > 0, len(role.Lost) > 0), share, say(plain, role.User), say(plain, said...))
		where, but, more := reaches(role)
		for _, part := range []struct {
			verb    string
			actions string
		}{{"gains", actionsOf(role.Gained)}, {"loses", actionsOf(role.Lost)}} {
			if part.actions != "" {
				p.row(margin{}, share, say(plain), say(plain, part.verb, part.actions, where))
			}
		}
		if len(but) > 0 {
			said := append([]string{"otherwise on"}, joined(",", but)...)
			if more > 0 {
				said = append(said, "and "+count(more, "more", "more"))
			}
			p.row(margin{}, share, say(plain), say(dim, said...))
		}
	}
}

// sign marks a line as a diff does: gains, loses, or some of both.
func sign(gains, loses bool) margin {
	m := margin{indent: 2, mark: "~", once: true}
	switch {
	case gains && !loses:
		m.mark, m.color = "+", yellow
	case loses && !gains:
		m.mark = "-"
	}
	return m
}

// whatPhrases say what changes for a user: what it may do more or less, and whether
// a wall moves.
func whatPhrases(u difference.User) []string {
	may := mayWords(u.Gained, u.Lost)
	if len(u.Gained) == 0 || len(u.Lost) == 0 {
		may = strings.TrimSpace(effectWord(u.Effect) + " " + may)
	}
	var phrases []string
	if may != "" {
		phrases = strings.SplitAfter(may, ", ")
	}
	if wall := wallWord(u); wall != "" {
		if len(phrases) > 0 {
			phrases[len(phrases)-1] += ";"
		}
		phrases = append(phrases, wall)
	}
	return phrases
}

func (p *page) matterDiff(m difference.Matter) {
	name := []string{m.Name}
	if m.DisplayName != "" {
		name = append(name, m.DisplayName)
	}
	facts := tally(m)
	if m.Event != "" {
		facts = append([]string{strings.ToLower(m.Event)}, facts...)
	}
	p.text(margin{}, bold, strings.Join(name, ": "))
	p.text(margin{}, dim, joined(",", facts)...)
	user := 0
	for _, u := range m.Users {
		user = max(user, cells(u.User)+2)
	}
	share := fit(p.style.Width-gap, min(user, p.style.Width/3), p.style.Width)
	for _, u := range m.Users {
		p.userDiff(u, share)
	}
}

// userDiff prints what changes for a user, and below it through what.
func (p *page) userDiff(u difference.User, widths []int) {
	mark, color := sign(len(u.Gained) > 0, len(u.Lost) > 0), plain
	if u.Wall != "" {
		color = red
	}
	if u.Wall != "" && len(u.Gained)+len(u.Lost) == 0 {
		mark.mark, mark.color = p.marks.wall, red
	}
	said := whatPhrases(u)
	if moved := movedWords(u); moved != "" {
		if len(said) > 0 {
			said[len(said)-1] += ";"
		}
		said = append(said, strings.SplitAfter(moved, ", now ")...)
	}
	p.row(mark, widths, say(plain, u.User), say(color, said...))
	for _, t := range u.Deciding() {
		through := strings.SplitAfter(t.Path, arrow)
		if len(t.Rules) > 0 {
			through = append(through, "("+rulesOf(t)+")")
		}
		p.row(margin{}, widths, say(plain), say(dim, through...))
	}
}
