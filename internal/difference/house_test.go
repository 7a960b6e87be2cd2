package difference_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/difference"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// lone is one firm, in the namespace hale.
type lone roster.Objects

func (l lone) Namespaces() []string { return []string{"hale"} }

func (l lone) Objects(string) roster.Objects { return roster.Objects(l) }

// side names a firm.
func side(name string, objects roster.Objects) difference.Side {
	return difference.Side{Firms: lone(objects), Name: name}
}

// between returns what changes of the firm hale, which may be nothing.
func between(t firm.T, base, head roster.Objects) difference.Firm {
	t.Helper()
	d, err := difference.Of(side("base", base), side("head", head))
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Firms) == 0 {
		return difference.Firm{}
	}
	return d.Firms[0]
}

// lines is what changes, a line for each user on each matter and for each role.
func lines(f difference.Firm) []string {
	var told []string
	for _, r := range f.Roles {
		line := fmt.Sprintf("role %s: %s => %s", r.User, strings.Join(r.Was, ", "), strings.Join(r.Is, ", "))
		if r.Everywhere > 0 {
			line += fmt.Sprintf(" everywhere(%d)%s%s", r.Everywhere, signed("+", r.Gained), signed("-", r.Lost))
		}
		if len(r.Otherwise) > 0 {
			line += " otherwise " + strings.Join(r.Otherwise, ",")
		}
		told = append(told, line)
	}
	for _, m := range f.Matters {
		for _, u := range m.Users {
			line := fmt.Sprintf("%s%s %s: %s%s%s", m.Name, strings.ToLower(m.Event), u.User, u.Effect, signed("+", u.Gained), signed("-", u.Lost))
			if u.Wall != "" {
				line += " wall " + u.Wall
			}
			told = append(told, line+fmt.Sprintf(" (%s => %s)", stands(u.Was), stands(u.Is)))
		}
	}
	return told
}

func stands(p difference.Place) string {
	words := []string{string(p.Standing)}
	if p.MatterRole != "" {
		words = append(words, p.MatterRole)
	}
	for _, t := range p.Through {
		if !slices.Contains(words, t.Because) {
			words = append(words, t.Because)
		}
	}
	return strings.Join(words, " ")
}

func signed(sign string, actions []access.Action) string {
	text := ""
	for _, a := range actions {
		text += " " + sign + string(a)
	}
	return text
}
