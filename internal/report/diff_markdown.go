package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/difference"
)

// Comment says how a comment on a pull request is written.
type Comment struct {
	// Command is what shows all, for where the comment has no room for it.
	Command string
	// Limit is the most bytes; 0 for what GitHub takes.
	Limit int
}

const (
	// maxComment is a little less than the 65,536 characters that GitHub takes.
	maxComment = 64_000
	// maxOpen is how many rows stand open; more are folded, matter by matter.
	maxOpen = 24
	// maxRequired and maxRoles are how many rows of these stand in a comment: beyond
	// that nobody reads on.
	maxRequired = 12
	maxRoles    = 30
	// maxPaths is how many paths stand beside one change.
	maxPaths = 3
)

// DiffMarkdown writes who gains and who loses access as a comment on a pull request.
// It is never longer than its limit: what has no room is counted in its last line,
// which names the command that shows it. No name can be taken for Markdown.
func DiffMarkdown(w io.Writer, d difference.Difference, c Comment) error {
	_, err := io.WriteString(w, comment(d, c))
	return err
}

func comment(d difference.Difference, c Comment) string {
	limit := c.Limit
	if limit == 0 {
		limit = maxComment
	}
	closing := ".\n"
	if c.Command != "" {
		closing = ". " + code(c.Command) + " shows all.\n"
	}
	const opening, most = "\nLeft out: ", "1234567890 firms, 1234567890 matters, 1234567890 further lines"
	b := &bounded{room: limit - len(opening) - len(most) - len(closing)}
	b.add("### Access: " + code(d.Base) + " → " + code(d.Head) + "\n\n")
	all := total(d)
	facts := headline(all)
	for i := range facts {
		facts[i] = "**" + facts[i] + "**"
	}
	switch {
	case len(facts) == 0:
		b.add(nothing + "\n")
	case len(d.Firms) > 1:
		b.add(strings.Join(facts, ", ") + ": " + reach(all) + " of " + count(len(d.Firms), "firm", "firms") + ".\n")
	default:
		b.add(strings.Join(facts, ", ") + ": " + reach(all) + " of " + code(d.Firms[0].Namespace) + ".\n")
	}
	for _, firm := range d.Firms {
		b.firm(firm, len(d.Firms) > 1)
	}
	if left := b.left(); left != "" {
		b.text.WriteString(opening + left + closing)
	}
	return b.text.String()
}

// bounded is a comment as far as it is written.
type bounded struct {
	text strings.Builder
	room int

	firms, matters, rows int // that have no room
}

// add writes a part if there is room for all of it.
func (b *bounded) add(part string) bool {
	if len(part) > b.room {
		return false
	}
	b.room -= len(part)
	b.text.WriteString(part)
	return true
}

// left says what has no room.
func (b *bounded) left() string {
	var parts []string
	for _, part := range []struct {
		n         int
		one, many string
	}{{b.firms, "firm", "firms"}, {b.matters, "matter", "matters"}, {b.rows, "further line", "further lines"}} {
		if part.n > 0 {
			parts = append(parts, count(part.n, part.one, part.many))
		}
	}
	return strings.Join(parts, ", ")
}

func (b *bounded) firm(firm difference.Firm, several bool) {
	if several {
		facts := strings.Join(headline(firm.Summary), ", ")
		if facts == "" {
			facts = nothing
		}
		if !b.add("\n#### " + code(firm.Namespace) + "\n\n" + facts + "\n") {
			b.firms++
			return
		}
	}
	b.required(grouped(firm.Requirements))
	b.cautions(firm.Cautions)
	b.roles(firm.Roles)
	rows, matters := 0, furthest(firm.Matters)
	for _, m := range matters {
		rows += len(m.Users)
	}
	if rows <= maxOpen {
		b.open(matters)
		return
	}
	b.overview(matters)
	for _, m := range matters {
		b.folded(m)
	}
}

// required says, where it cannot be overlooked, what the rules ask of whoever
// applies the change.
func (b *bounded) required(needs []required) {
	for i, need := range needs {
		if i == 0 && !b.add("\n> [!WARNING]\n> **Refused, unless whoever applies it may:**\n") {
			b.rows += len(needs)
			return
		}
		named := need.of[:min(len(need.of), maxNamed)]
		line := "> - **" + prose(need.Rule) + "** " + prose(need.Reason) + ": " + codes(named)
		if more := len(need.of) - len(named); more > 0 {
			line += fmt.Sprintf(" and %d more", more)
		}
		line += "."
		if need.Nobody {
			line += " **Refused whoever makes it.**"
		}
		if need.Who != "" {
			line += "<br>" + prose(need.Who)
		}
		if i >= maxRequired || !b.add(line+"\n") {
			b.rows += len(needs) - i
			return
		}
	}
}

func (b *bounded) cautions(cautions []string) {
	for i, caution := range cautions {
		head := ""
		if i == 0 {
			head = "\n> [!NOTE]\n"
		}
		if i >= maxRequired || !b.add(head+"> - "+prose(caution)+"\n") {
			b.rows += len(cautions) - i
			return
		}
	}
}

func (b *bounded) roles(roles []difference.Role) {
	for i, role := range roles {
		head := ""
		if i == 0 {
			head = "\n**On every matter**\n\n| user | was | is | may |\n|---|---|---|---|\n"
		}
		if i >= maxRoles || !b.add(head+roleRow(role)) {
			b.rows += len(roles) - i
			return
		}
	}
}

func roleRow(role difference.Role) string {
	was, is := roleMoved(role)
	where, but, more := reaches(role)
	said := strings.Join(mayCells(role.Gained, role.Lost), "; ")
	if where != "" {
		said += " " + where
	}
	if len(but) > 0 {
		said += ", otherwise on " + codes(but)
	}
	if more > 0 {
		said += fmt.Sprintf(" and %d more", more)
	}
	return row(code(role.User), orDash(was), orDash(is), said)
}

// mayCells say in a cell what a user may do more and less than before.
func mayCells(gained, lost []access.Action) []string {
	var may []string
	if len(gained) > 0 {
		may = append(may, "**gains** "+actionsOf(gained))
	}
	if len(lost) > 0 {
		may = append(may, "**loses** "+actionsOf(lost))
	}
	return may
}

// orDash are words in a cell.
func orDash(words []string) string {
	if text := prose(strings.Join(words, ", ")); text != "" {
		return text
	}
	return "–"
}

func row(cells ...string) string { return "| " + strings.Join(cells, " | ") + " |\n" }

const (
	matterHead = "| matter | user | what changes | through |\n|---|---|---|---|\n"
	userHead   = "| user | what changes | through |\n|---|---|---|\n"
)

// open shows all matters in one table.
func (b *bounded) open(matters []difference.Matter) {
	for i, m := range matters {
		head := ""
		if i == 0 {
			head = "\n" + matterHead
		}
		if i > 0 && b.matters > 0 {
			b.matters++
			continue
		}
		rows := []string{head}
		for n, u := range m.Users {
			name := ""
			if n == 0 {
				name = title(m)
			}
			rows = append(rows, row(append([]string{name}, changed(u)...)...))
		}
		if !b.add(strings.Join(rows, "")) {
			b.matters++
		}
	}
}

// title names a matter in a cell.
func title(m difference.Matter) string {
	text := code(m.Name)
	if m.DisplayName != "" {
		text += " " + prose(m.DisplayName)
	}
	if m.Event != "" {
		text += " *" + strings.ToLower(prose(m.Event)) + "*"
	}
	return text
}

// changed are the cells for one user: who, what changes, through what.
func changed(u difference.User) []string {
	effects := mayCells(u.Gained, u.Lost)
	if effect := effectWord(u.Effect); len(effects) == 0 && effect != "" {
		effects = append(effects, "**"+effect+"**")
	}
	if wall := wallWord(u); wall != "" {
		effects = append(effects, "**"+wall+"**")
	}
	var through []string
	if moved := movedWords(u); moved != "" {
		through = append(through, prose(moved))
	}
	paths := u.Deciding()
	for _, t := range paths[:min(len(paths), maxPaths)] {
		path := code(t.Path)
		if len(t.Rules) > 0 {
			path += " (" + prose(rulesOf(t)) + ")"
		}
		through = append(through, path)
	}
	if more := len(paths) - maxPaths; more > 0 {
		through = append(through, fmt.Sprintf("and by %d more", more))
	}
	return []string{code(u.User), strings.Join(effects, "; "), strings.Join(through, "; ")}
}

// maxOverview is how many matters stand in the table that comes before the folds.
const maxOverview = 20

// overview shows on which matters most happens.
func (b *bounded) overview(matters []difference.Matter) {
	if !b.add("\n| matter | what changes |\n|---|---|\n") {
		return // each is counted where it is folded
	}
	for _, m := range matters[:min(len(matters), maxOverview)] {
		if !b.add(row(title(m), strings.Join(tally(m), ", "))) {
			return
		}
	}
	if more := len(matters) - maxOverview; more > 0 {
		b.add(fmt.Sprintf("\nand %s.\n", count(more, "more matter", "more matters")))
	}
}

// folded shows one matter, folded.
func (b *bounded) folded(m difference.Matter) {
	name := htmlCode(m.Name)
	rows := "\n<details><summary>" + name + ": " + strings.Join(tally(m), ", ") + "</summary>\n\n" + userHead
	const end = "\n</details>\n"
	b.room -= len(end)
	if b.matters > 0 || !b.add(rows) {
		b.matters++
		b.room += len(end)
		return
	}
	for i, u := range m.Users {
		if !b.add(row(changed(u)...)) {
			b.rows += len(m.Users) - i
			break
		}
	}
	b.text.WriteString(end)
}
