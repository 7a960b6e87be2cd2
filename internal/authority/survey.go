package authority

import (
	"slices"
	"strings"

	"github.com/matterplane/matterplane/internal/roster"
)

// Requirement is what one thing about a change requires of whoever makes it.
type Requirement struct {
	// Field is the path of what requires it, as Refusal has it, and Also are those of what
	// requires the same.
	Field string
	Also  []string
	// Rule is what asks for it: R-4.
	Rule string
	// Reason is what it takes the right to: "make someone Firm Administrator". For what
	// nobody may, it is what is wrong.
	Reason string
	// Who says who may, as things stand, and who among them is to be asked: a sentence.
	// For what nobody may, what would do instead.
	Who string
	// Nobody says that it is refused whoever makes it.
	Nobody bool
}

// Required returns all that a change to a firm requires, of whomever: what Decide would
// refuse to an actor whom no rule allows anything, and what it refuses to everybody
// . What Kubernetes RBAC decides alone (P-3) is not in it.
func Required(change Change, v roster.View) []Requirement {
	s := &survey{}
	_, decision := change.judge(Actor{survey: s}, v)
	required := s.needs
	for _, refusal := range decision.Refusals {
		if refusal.Kind == Forbidden {
			continue
		}
		r := Requirement{Field: refusal.Field, Rule: refusal.Rule, Reason: refusal.Reason, Who: refusal.Who, Nobody: true}
		if !slices.ContainsFunc(required, r.equal) {
			required = append(required, r)
		}
	}
	return required
}

func (r Requirement) equal(other Requirement) bool {
	return r.Field == other.Field && r.Rule == other.Rule && r.Reason == other.Reason && r.Who == other.Who && r.Nobody == other.Nobody
}

// survey collects what a change requires.
type survey struct{ needs []Requirement }

// need notes what is needed for some fields, which are one at least.
func (s *survey) need(n need, a *asker, paths []string) {
	var who []string
	ask := ""
	for _, g := range n.may {
		name := g.who
		if g.now != nil {
			name = g.now(a)
		}
		if name == "" || slices.Contains(who, name) {
			continue
		}
		who = append(who, name)
		if ask == "" && g.ask != nil {
			ask = g.ask(a)
		}
	}
	r := Requirement{Rule: n.rule, Reason: n.act, Nobody: len(who) == 0}
	if n.why != "" {
		r.Reason += ": " + n.why
	}
	if !r.Nobody {
		r.Who = upper(or(who)) + "."
	}
	if ask != "" {
		r.Who += " Ask " + ask + "."
	}
	for i := range s.needs {
		if known := &s.needs[i]; known.Rule == r.Rule && known.Reason == r.Reason && known.Who == r.Who {
			known.Also = append(known.Also, paths...)
			return
		}
	}
	r.Field, r.Also = paths[0], paths[1:]
	s.needs = append(s.needs, r)
}

// outermost returns the paths of edits, those left out that are inside of another: what
// a new entry says.
func outermost(edits []edit) []string {
	var paths []string
	for _, e := range edits {
		if !slices.ContainsFunc(paths, func(outer string) bool { return e.path == outer || strings.HasPrefix(e.path, outer+".") }) {
			paths = append(paths, e.path)
		}
	}
	return paths
}

// upper begins a sentence.
func upper(text string) string { return string(text[0]-'a'+'A') + text[1:] }
