// Package oracle answers who may change what a second time: plain tables read from
// RULES.md sections P, R and U alone, a line for a field, without regard to speed.
// The real answer, internal/authority, is tested against it with random firms,
// askers and changes.
//
// Who is on a team and behind a wall, and who may see a matter, it asks of
// staffing and access, which have judges of their own (internal/test/model).
package oracle

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// Asker is who asks, as the API server tells it (P-1, P-2): several of these at once.
type Asker struct {
	Username                     string
	Company                      string
	Support, Restorer            bool
	Provisioner, Staffer, Waller bool
	UsernamePrefix               string // before the email in usernames
}

// Question is whether an asker may turn one object of a firm into another. Without
// an old one it is a creation, without a new one a deletion.
type Question struct {
	Asker    Asker
	Firm     roster.Objects
	Old, New metav1.Object
}

// Verdict is the answer to a question.
type Verdict struct {
	// Asked are the lines of the tables that the change meets or does not: the
	// field, with names in brackets left out, a space, and the rule. A line that is
	// not met refuses the change for who asks.
	Asked map[string]bool
	// Broken are the rules that refuse it for what would be, whoever asks. It is
	// told only to who could otherwise make the change.
	Broken map[string]bool
}

// Answer judges a question.
func Answer(q Question) Verdict {
	v := Verdict{Asked: map[string]bool{}, Broken: map[string]bool{}}
	f := factsOf(q)
	switch {
	case f.barred:
		v.Asked[object+" P-1"] = false
	case q.Asker.Restorer && q.Old == nil: // L-8
		v.Asked[object+" L-8"] = true
	default:
		f.ask(v.Asked)
	}
	if len(v.Refused()) == 0 && !v.Asked[object+" L-8"] {
		f.judge(v.Broken)
	}
	return v
}

// Refused lists the lines that are not met, sorted.
func (v Verdict) Refused() []string {
	var refused []string
	for line, met := range v.Asked {
		if !met {
			refused = append(refused, line)
		}
	}
	slices.Sort(refused)
	return refused
}

// object is the field of what is about an object as a whole.
const object = "metadata.name"

// who is a sentence of the rules about somebody: true of whoever may.
type who func(*facts) bool

// anyOf says that each of some may.
func anyOf(some ...who) who {
	return func(f *facts) bool {
		for _, w := range some {
			if w(f) {
				return true
			}
		}
		return false
	}
}

// row is a line of a table: who may change a part of a spec, by which rule.
type row[S any] struct {
	field, rule string
	part        func(S) any
	may         who
}

// table is what the rules say of a kind.
type table[S any] struct {
	rows []row[S]
	// create and remove are what these need: each rule by itself.
	create, remove map[string]who
}

func (t table[S]) ask(f *facts, old, changed S, asked map[string]bool) {
	if f.New == nil {
		demand(f, object, t.remove, asked)
		return
	}
	if f.Old == nil {
		demand(f, object, t.create, asked)
	}
	for _, r := range t.rows {
		if differ(r.part(old), r.part(changed)) {
			note(asked, r.field+" "+r.rule, r.may(f))
		}
	}
	for _, lifeline := range f.lifelines() {
		for _, may := range t.remove {
			note(asked, lifeline+" R-8", may(f))
		}
	}
}

func demand(f *facts, field string, rules map[string]who, asked map[string]bool) {
	for rule, may := range rules {
		note(asked, field+" "+rule, may(f))
	}
}

// note says whether a line is met: each time that it is asked, or not.
func note(asked map[string]bool, line string, met bool) {
	before, again := asked[line]
	asked[line] = met && (before || !again)
}

// ask asks the tables whether who asks may.
func (f *facts) ask(asked map[string]bool) {
	switch f.kind().(type) {
	case *v1alpha1.Firm:
		firms.ask(f, f.firm(f.Old), f.firm(f.New), asked)
	case *v1alpha1.Office:
		offices.ask(f, f.office(f.Old), f.office(f.New), asked)
	case *v1alpha1.FirmUser:
		users.ask(f, f.user(f.Old), f.user(f.New), asked)
	case *v1alpha1.AssistantLink:
		links.ask(f, f.link(f.Old), f.link(f.New), asked)
	case *v1alpha1.Matter:
		if f.Old != nil && f.changes() && f.walledOff() { // U-6: nothing, whoever else it is
			asked[object+" U-6"] = false
			return
		}
		matters.ask(f, f.matter(f.Old), f.matter(f.New), asked)
	}
}
