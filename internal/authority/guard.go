package authority

import (
	"slices"
	"strings"
)

// guard says what a change of a field needs: what it names, all of it, has to be
// met, each by whatever the actor is. A guard that needs nothing leaves the field
// to Kubernetes RBAC (P-3).
type guard[W any] struct {
	rules string // that it enforces: R-4, or P-3 for none
	needs func(w W, edits []edit) []need
}

// need is something that only some may do.
type need struct {
	rule string
	act  string // what they may do: "make someone Firm Administrator"
	why  string // why that is what the change is, in the firm's words; may be empty
	may  []grant

	// Where the sentence or the place is another than for most:
	path   string
	reason string
}

// grant is a way to be allowed.
type grant struct {
	who    string // "a Firm Administrator"
	holds  func(*asker) bool
	ask    func(*asker) string // whom to ask, "amira@firm.example (lead)"; nil or empty for nobody known
	remote bool                // whether holds asks the API server

	// now says in words of its own who that is as things stand, empty where it is nobody;
	// nil where who says it.
	now func(*asker) string
}

// met says whether the actor may. All who can be told without asking the API
// server are tried before those who cannot.
func (n need) met(a *asker) bool {
	for _, remote := range []bool{false, true} {
		if slices.ContainsFunc(n.may, func(g grant) bool { return g.remote == remote && g.holds(a) }) {
			return true
		}
	}
	return false
}

// refusal says who could have met the need.
func (n need) refusal(a *asker, path string) Refusal {
	who := make([]string, 0, len(n.may))
	ask := ""
	for _, g := range n.may {
		who = append(who, g.who)
		if ask == "" && g.ask != nil {
			ask = g.ask(a)
		}
	}
	reason := "nobody can " + n.act
	if len(who) > 0 {
		reason = "only " + or(who) + " can " + n.act
	}
	if n.reason != "" {
		reason = n.reason
	}
	if n.why != "" {
		reason += ": " + n.why
	}
	if n.path != "" {
		path = n.path
	}
	refusal := Refusal{Field: path, Rule: n.rule, Reason: reason + "; " + a.describe()}
	if ask != "" {
		refusal.Who = "Ask " + ask + "."
	}
	return refusal
}

// refusals asks of a change what its guards need of the actor. What several fields
// need alike is asked, and refused, once.
func refusals[W any](w W, a *asker, guards map[string]*guard[W], edits []edit) []Refusal {
	var order []*guard[W]
	by := map[*guard[W]][]edit{}
	var refused []Refusal
	for _, e := range edits {
		g, guarded := guards[e.field]
		if !guarded { // a test fails first: no field is without a guard
			refused = append(refused, Refusal{Field: e.path, Rule: "P-3", Reason: "no rule says who can change this field"})
			continue
		}
		if by[g] == nil {
			order = append(order, g)
		}
		by[g] = append(by[g], e)
	}
	for _, g := range order {
		if g.needs == nil {
			continue
		}
		for _, n := range g.needs(w, by[g]) {
			if n.met(a) {
				continue
			}
			if a.survey != nil {
				a.survey.need(n, a, outermost(by[g]))
				continue
			}
			refused = append(refused, n.also(by[g]).refusal(a, by[g][0].path))
		}
	}
	return refused
}

// also names the other fields that need the same, those of entries that are named
// already left out.
func (n need) also(edits []edit) need {
	var others []string
	for i := 1; i < len(edits); i++ {
		inside := func(outer edit) bool {
			return outer.path == edits[i].path || strings.HasPrefix(edits[i].path, outer.path+".")
		}
		if e := edits[i]; !slices.ContainsFunc(edits[max(0, i-maxNamed):i], inside) {
			others = append(others, e.path)
		}
	}
	if len(others) > 0 {
		why := "so too " + named(others)
		if n.why != "" {
			why = n.why + ", and " + why
		}
		n.why = why
	}
	return n
}
