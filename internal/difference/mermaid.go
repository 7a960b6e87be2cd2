package difference

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/matterplane/matterplane/internal/access"
)

// What a picture shows at most: beyond that nobody sees anything, and Mermaid draws
// no more than 500 arrows and 50,000 characters.
const (
	maxDrawn = 40 // users on matters
	maxPaths = 2  // of each
	maxLabel = 60 // characters
)

// Mermaid draws who gains and who loses what, through what, as a flow chart of
// Mermaid: from the user along the path to the matter. Names are written so that none
// can be taken for Mermaid. It draws those on whom most depends, and counts the rest.
func (d Difference) Mermaid() string {
	c := &chart{styles: map[string][]string{}}
	c.line("flowchart LR")
	for i, firm := range d.Firms {
		if c.drawn == maxDrawn {
			c.left += firm.pairs()
			continue
		}
		if len(d.Firms) > 1 {
			c.line("  subgraph f%d[\"%s\"]", i, label(firm.Namespace))
		}
		c.firm(firm)
		if len(d.Firms) > 1 {
			c.line("  end")
		}
	}
	switch {
	case c.left > 0:
		c.line(`  more["and %d more"]`, c.left)
	case c.drawn == 0:
		c.line(`  none["nobody gains or loses access"]`)
	}
	c.line("  classDef user stroke-width:2px")
	c.line("  classDef matter fill:#fff8c5,stroke:#9a6700,color:#1f2328")
	for _, s := range styles {
		if arrows := c.styles[s.name]; len(arrows) > 0 {
			c.line("  linkStyle %s %s", strings.Join(arrows, ","), s.style)
		}
	}
	return c.text.String()
}

// styles are those of the arrows, in the order in which they are written.
var styles = []struct{ name, arrow, style string }{
	{"gains", "-->", "stroke:#bc4c00,stroke-width:2px"},
	{"loses", "-.->", "stroke:#6e7781,stroke-width:2px"},
	{"changes", "-->", "stroke:#0969da,stroke-width:2px"},
	{"wall", "-.->", "stroke:#cf222e,stroke-width:3px"},
}

// chart is a flow chart as far as it is drawn.
type chart struct {
	text   strings.Builder
	kinds  map[string]string // of the names of users and matters, in the firm that is being drawn
	nodes  map[string]string // likewise
	arrows map[string]bool   // likewise

	count, links, drawn, left int
	styles                    map[string][]string
}

func (c *chart) line(format string, args ...any) { fmt.Fprintf(&c.text, format+"\n", args...) }

func (c *chart) firm(firm Firm) {
	c.kinds, c.nodes, c.arrows = map[string]string{}, map[string]string{}, map[string]bool{}
	for _, m := range firm.Matters {
		for _, u := range m.Users {
			c.kinds[u.User] = "user"
		}
	}
	for _, m := range firm.Matters {
		c.kinds[m.Name] = "matter"
	}
	for _, role := range firm.Roles {
		if len(role.Gained)+len(role.Lost) == 0 {
			continue
		}
		if c.drawn == maxDrawn {
			c.left++
			continue
		}
		c.drawn++
		style := "changes"
		switch {
		case len(role.Lost) == 0:
			style = "gains"
		case len(role.Gained) == 0:
			style = "loses"
		}
		c.arrow(style, what(role.Gained, role.Lost, ""), c.node("user", role.User), c.node("matter", "every matter"))
	}
	for _, m := range firm.Matters {
		for i := range m.Users {
			if c.drawn == maxDrawn {
				c.left++
				continue
			}
			c.drawn++
			c.user(m.Name, &m.Users[i])
		}
	}
}

// pairs is how many users on matters the firm has, and users on every matter.
func (f *Firm) pairs() int {
	n := 0
	for _, role := range f.Roles {
		if len(role.Gained)+len(role.Lost) > 0 {
			n++
		}
	}
	for _, m := range f.Matters {
		n += len(m.Users)
	}
	return n
}

// user draws what changes for a user on a matter.
func (c *chart) user(matter string, u *User) {
	style := strings.ToLower(string(u.Effect))
	if u.Wall != "" {
		style = "wall"
	}
	said := what(u.Gained, u.Lost, u.Wall)
	if len(u.Gained)+len(u.Lost) == 0 && u.Effect == Changes {
		said = strings.TrimPrefix("changes, "+said, ", ")
	}
	said = strings.TrimSuffix(said, ", ")
	paths := u.Deciding()
	if len(paths) == 0 {
		paths = []Through{{}}
	}
	for _, through := range paths[:min(len(paths), maxPaths)] {
		steps := strings.Split(through.Path, " ← ")
		if len(steps) < 2 || steps[0] != u.User {
			steps = []string{u.User, cmp.Or(through.Path, matter)}
		}
		if steps[len(steps)-1] == matter {
			steps = steps[:len(steps)-1]
		}
		from := c.node("user", u.User)
		for _, step := range steps[1:] {
			to := c.node("step", step)
			c.arrow(style, said, from, to)
			from, said = to, ""
		}
		c.arrow(style, said, from, c.node("matter", matter))
		said = ""
	}
}

// node draws a user, a matter or what lies between, once. What lies between is the
// user or matter of that name if there is one.
func (c *chart) node(kind, name string) string {
	if kind == "step" {
		kind = cmp.Or(c.kinds[name], kind)
	}
	id, drawn := c.nodes[kind+" "+name]
	if !drawn {
		id = fmt.Sprintf("n%d", c.count)
		c.count++
		c.nodes[kind+" "+name] = id
		switch kind {
		case "user":
			c.line("  %s([\"%s\"]):::user", id, label(name))
		case "matter":
			c.line("  %s[\"%s\"]:::matter", id, label(name))
		default:
			c.line("  %s[\"%s\"]", id, label(name))
		}
	}
	return id
}

// arrow draws an arrow, once for the same words; without any, where there is none.
func (c *chart) arrow(name, said, from, to string) {
	pair := strings.Join([]string{name, from, to}, " ")
	if from == to || c.arrows[pair+" "+said] || said == "" && c.arrows[pair] {
		return
	}
	c.arrows[pair], c.arrows[pair+" "+said] = true, true
	i := slices.IndexFunc(styles, func(s struct{ name, arrow, style string }) bool { return s.name == name })
	if i < 0 {
		i = len(styles) - 1 // Walls
	}
	if said != "" {
		said = `|"` + said + `"|`
	}
	c.line("  %s %s%s %s", from, styles[i].arrow, said, to)
	c.styles[styles[i].name] = append(c.styles[styles[i].name], fmt.Sprint(c.links))
	c.links++
}

// what says what changes: what happens to a wall, and what the user may do more and
// less.
func what(gained, lost []access.Action, wall string) string {
	var parts []string
	if wall != "" {
		parts = append(parts, "wall "+strings.ToLower(wall))
	}
	if len(gained) > 0 {
		parts = append(parts, "gains "+actions(gained))
	}
	if len(lost) > 0 {
		parts = append(parts, "loses "+actions(lost))
	}
	return label(strings.Join(parts, ", "))
}

// actions names the first action, and counts the others: more nobody reads on an arrow.
func actions(all []access.Action) string {
	switch len(all) {
	case len(access.Actions):
		return "everything"
	case 1:
		return string(all[0])
	}
	return fmt.Sprintf("%s and %d more", all[0], len(all)-1)
}

// label is text as Mermaid shows it: what is neither letter nor digit may mean
// something to it, in quotes too, and is written as a number.
func label(text string) string {
	var b strings.Builder
	for i, r := range []rune(text) {
		switch {
		case i == maxLabel:
			b.WriteString("…")
			return b.String()
		case unicode.IsLetter(r), unicode.IsDigit(r), r == ',', r == '-' && i > 0:
			b.WriteRune(r)
		case unicode.IsSpace(r):
			b.WriteRune(' ')
		case unicode.IsGraphic(r):
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
