package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/answer"
)

// Decisions prints whether a user may do something, as a colleague would say it:
// the answer first, then the reason, then the path.
func Decisions(w io.Writer, d answer.Decisions, style Style) error {
	p := newPage(w, style)
	if len(d.Decisions) == 1 {
		p.decision(d, d.Decisions[0])
		p.ask(margin{indent: len("Yes.") + gap}, d)
		return p.out.Flush()
	}
	p.text(margin{}, bold, d.User, "on", d.Matter)
	widths := p.answerColumns(actionWidth, len("yes"))
	p.row(margin{}, widths, say(dim, "action"), say(dim, "may"), say(dim, "because"))
	for _, decision := range d.Decisions {
		p.row(margin{}, widths, say(plain, string(decision.Action)), yesOrNo(decision.Allowed), p.why(decision))
	}
	p.ask(margin{}, d)
	return p.out.Flush()
}

// ask says who can put the user on the team.
func (p *page) ask(m margin, d answer.Decisions) {
	if len(d.Ask) > 0 {
		p.text(m, plain, append([]string{"Who can put " + d.User + " on the team (U-4):"}, joined(",", d.Ask)...)...)
	}
}

// actionWidth is that of the longest action.
const actionWidth = len(access.ActionViewInvoices)

// answerColumns are the widths of some columns, and of a last one that takes the rest.
func (p *page) answerColumns(widths ...int) []int {
	rest := p.style.Width
	for _, width := range widths {
		rest -= width + gap
	}
	return append(widths, rest)
}

func yesOrNo(allowed bool) cell {
	if allowed {
		return say(plain, "yes")
	}
	return say(red, "no")
}

// decision prints one answer as sentences.
func (p *page) decision(d answer.Decisions, decision access.Decision) {
	verdict, may, link := say(bold, "Yes."), "may", ","
	if !decision.Allowed {
		verdict, may, link = say(red, "No."), "may not", ":"
	}
	act := fmt.Sprintf("%s %s %s%s", d.User, may, decision.Action.On(d.Matter), link)
	p.row(margin{}, p.answerColumns(len("Yes.")), verdict, say(plain, act, ruleWords(decision, decision.Rules[0])+"."))
	indent := margin{indent: len("Yes.") + gap}
	p.text(indent, dim, decision.Path)
	for i, also := range decision.Rules[1:] {
		p.text(indent, plain, "Also "+ruleWords(decision, also)+".")
		p.text(indent, dim, decision.Paths[i+1])
	}
}

// why says why in a cell: the reason, and the path.
func (p *page) why(decision access.Decision) cell {
	phrases := []string{ruleWords(decision, decision.Rules[0])}
	if decision.Path != "" {
		phrases[0] += ":"
		phrases = append(phrases, decision.Path)
	}
	if more := decision.Rules[1:]; len(more) > 0 {
		phrases = append(phrases, "(and "+strings.Join(more, ", ")+")")
	}
	return say(plain, phrases...)
}

// ruleWords say why a rule of section D decides so.
func ruleWords(d access.Decision, rule string) string {
	return map[string]string{
		"D-1":  accountWords(d),
		"D-2":  "a wall keeps the user out",
		"D-3":  "the matter excludes the user by name",
		"D-4":  "a 3rd party biller posts invoices and does nothing else",
		"D-5":  "the matter is closed",
		"D-6":  "as a member of the team",
		"D-7":  "by a right, in the business unit",
		"D-8":  "by a user role or right, in the business unit",
		"D-9":  "as the manager of the client",
		"D-10": "by a role or right that reaches every matter",
		"D-11": "no rule allows it",
	}[rule] + " (" + rule + ")"
}

func accountWords(d access.Decision) string {
	if strings.HasSuffix(d.Path, "deactivated") {
		return "the account is deactivated"
	}
	return "there is no such user"
}

// People prints who may do something on a matter.
func People(w io.Writer, a answer.People, style Style) error {
	p := newPage(w, style)
	asked := "do something on " + a.Matter
	if len(a.Actions) > 0 {
		asked = words(a.Actions, a.Matter)
	}
	p.text(margin{}, bold, count(len(a.Users), "user", "users")+" may "+asked)
	user := len("user")
	for _, u := range a.Users {
		user = max(user, cells(u.User))
	}
	p.permitted("user", user, about(a.Users, a.Actions), func(u access.Permitted) string { return u.User })
	if len(a.WalledOff) > 0 {
		p.text(margin{indent: 2, mark: p.marks.wall, color: red}, plain, append([]string{"walled off:"}, joined(",", a.WalledOff)...)...)
	}
	return p.out.Flush()
}

// about leaves of all decisions those on some actions; all, if none is named.
func about(users []access.Permitted, actions []access.Action) []access.Permitted {
	if len(actions) == 0 {
		return users
	}
	some := slices.Clone(users)
	for i, u := range some {
		some[i].Decisions = slices.DeleteFunc(slices.Clone(u.Decisions), func(d access.Decision) bool { return !slices.Contains(actions, d.Action) })
	}
	return some
}

// permitted prints a row for each that is permitted something.
func (p *page) permitted(label string, width int, all []access.Permitted, name func(access.Permitted) string) {
	if len(all) == 0 {
		return
	}
	room := p.style.Width - 2*gap
	may := len("may")
	for _, one := range all {
		may = max(may, cells(strings.Join(mayDo(one.Decisions).phrases, " ")))
	}
	share := fit(room, width, min(may, actionWidth+len(",")+gap+actionWidth), room)
	p.row(margin{}, share, say(dim, label), say(dim, "may"), say(dim, "because"))
	for _, one := range all {
		p.row(margin{}, share, say(plain, name(one)), mayDo(one.Decisions), becauseOf(one))
	}
}

// mayDo names the actions that are allowed.
func mayDo(decisions []access.Decision) cell {
	var actions []string
	for _, d := range decisions {
		if d.Allowed {
			actions = append(actions, string(d.Action))
		}
	}
	switch len(actions) {
	case 0:
		return say(red, "nothing")
	case len(access.Actions):
		return say(plain, "everything")
	}
	return say(plain, joined(",", actions)...)
}

// becauseOf says by which rules and along which paths, each once; of who may do
// nothing, what refuses first.
func becauseOf(one access.Permitted) cell {
	decisions := slices.DeleteFunc(slices.Clone(one.Decisions), func(d access.Decision) bool { return !d.Allowed })
	if len(decisions) == 0 {
		decisions = one.Decisions[:1]
	}
	var phrases []string
	for _, d := range decisions {
		for i, rule := range d.Rules {
			along := rule
			if d.Paths[i] != "" {
				along += ": " + d.Paths[i]
			}
			if !slices.Contains(phrases, along) {
				phrases = append(phrases, along)
			}
		}
	}
	return say(plain, joined(";", phrases)...)
}

func words(actions []access.Action, matter string) string {
	all := make([]string, len(actions))
	for i, a := range actions {
		all[i] = a.On(matter)
	}
	return strings.Join(all, " or ")
}

// Matters prints on which matters a user may do something.
func Matters(w io.Writer, a answer.Matters, style Style) error {
	p := newPage(w, style)
	everywhere := access.Permitted{User: a.User, Decisions: a.Everywhere}
	p.text(margin{}, bold, fmt.Sprintf("%s on %s", a.User, count(len(a.Matters), "matter", "matters")))
	width := len("matter")
	for _, m := range a.Matters {
		width = max(width, cells(m.Asset))
	}
	all := a.Matters
	everywhere.Asset = "any other"
	all = append(slices.Clip(all), everywhere)
	p.permitted("matter", max(width, len(everywhere.Asset)), all, func(m access.Permitted) string { return m.Asset })
	return p.out.Flush()
}
