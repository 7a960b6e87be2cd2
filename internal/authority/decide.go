package authority

import (
	"fmt"
	"reflect"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/internal/roster"
)

// Change is a write of one object: FirmChange, OfficeChange, FirmUserChange,
// AssistantLinkChange or MatterChange. Without an old object it is a creation,
// without a new one a deletion; status is no part of it.
type Change interface {
	// creates says whether it is a creation.
	creates() bool
	// judge answers an actor whom nothing refuses by name.
	judge(actor Actor, v roster.View) (*asker, Decision)
}

// Decide says whether an actor may make a change to a firm: which rules refuse what
// of it and who could make it, and what is unwise about it. The View may be
// a little behind, but for its Firm and the users of the Person, who are read live
// (P-6). An error is the actor's: the API server could not say for what it is
// authorized, and the answer depends on it.
func Decide(actor Actor, change Change, v roster.View) (Decision, error) {
	if refusal, barred := barred(actor.Person, actor.Username); barred {
		return Decision{Refusals: []Refusal{refusal}}, nil
	}
	if actor.Restorer && change.creates() { // anything, as it was (L-8)
		return Decision{}, nil
	}
	a, decision := change.judge(actor, v)
	if !decision.Allowed() && a.err != nil {
		return Decision{}, a.err
	}
	return decision, nil
}

// barred says whether a Person is refused everything (P-1), whatever else it is (P-2).
func barred(p Person, username string) (Refusal, bool) {
	refusal := Refusal{Field: name, Rule: "P-1"}
	switch {
	case len(p.Users) > 1:
		var users []string
		for _, u := range p.Users {
			users = append(users, u.Name)
		}
		slices.Sort(users)
		refusal.Reason = fmt.Sprintf("%s is the email or an identity of %s, so none of them can act", shown(username), named(users))
		refusal.Who = "A Firm Administrator can give each a name of their own."
	case len(p.Users) == 1 && p.Users[0].Spec.Deactivated:
		refusal.Reason = fmt.Sprintf("%s is %s, whose account is deactivated", shown(username), p.Users[0].Name)
		refusal.Who = "An administrator can activate it."
	default:
		return Refusal{}, false
	}
	return refusal, true
}

// name is the path of what is not about one field: a creation, a deletion.
const name = "metadata.name"

// kind is what the rules ask about a change of the objects of one kind.
type kind[W any] struct {
	// guards are what changing each field needs, at a creation too: what is set there
	// is changed from nothing.
	guards map[string]*guard[W]
	// creation and deletion are what these need beside.
	creation, deletion func(W) []need
	// laws say what a write may not leave, whoever makes it; in removal, a deletion.
	laws, removal []func(W) []Refusal
	// advice warns of what is allowed and unwise.
	advice []func(W) []string
}

// difference is what a change changes.
type difference struct {
	old, new metav1.Object // nil for none
	edits    []edit
}

// judge answers a change: first who may, then what may be, then what is wise.
func (k *kind[W]) judge(w W, a *asker, d difference) Decision {
	refused := k.forbidden(w, a, d)
	laws := k.laws
	if d.new == nil {
		laws = k.removal
	}
	if len(refused) == 0 || a.survey != nil {
		for _, law := range laws {
			refused = append(refused, law(w)...)
		}
	}
	decision := Decision{Refusals: refused}
	if len(refused) == 0 && d.new != nil {
		for _, advice := range k.advice {
			decision.Warnings = append(decision.Warnings, advice(w)...)
		}
	}
	return decision
}

// forbidden returns what the actor has no right to.
func (k *kind[W]) forbidden(w W, a *asker, d difference) []Refusal {
	if d.new == nil {
		return unmet(a, k.deletion(w), name)
	}
	var refused []Refusal
	if d.old == nil {
		refused = unmet(a, k.creation(w), name)
	}
	refused = append(refused, refusals(w, a, k.guards, d.edits)...)
	for _, part := range d.lifelines() {
		refused = append(refused, unmet(a, part.needs(k.deletion(w)), "metadata."+string(part))...)
	}
	return refused
}

// unmet refuses the needs that the actor does not meet.
func unmet(a *asker, needs []need, path string) []Refusal {
	var refused []Refusal
	for _, n := range needs {
		switch {
		case n.met(a):
		case a.survey != nil:
			a.survey.need(n, a, []string{path})
		default:
			refused = append(refused, n.refusal(a, path))
		}
	}
	return refused
}

// lifeline is a part of metadata that decides whether an object goes: whoever
// changes it had better be allowed to delete the object.
type lifeline string

const (
	finalizers      lifeline = "finalizers"
	ownerReferences lifeline = "ownerReferences"
)

// lifelines returns those that a write changes.
func (d difference) lifelines() []lifeline {
	var old metav1.Object = &metav1.ObjectMeta{}
	if d.old != nil {
		old = d.old
	}
	var changed []lifeline
	if !slices.Equal(old.GetFinalizers(), d.new.GetFinalizers()) {
		changed = append(changed, finalizers)
	}
	if owners := old.GetOwnerReferences(); len(owners)+len(d.new.GetOwnerReferences()) > 0 && !reflect.DeepEqual(owners, d.new.GetOwnerReferences()) {
		changed = append(changed, ownerReferences)
	}
	return changed
}

// needs returns what changing the lifeline needs: what deleting the object would.
func (l lifeline) needs(deletion []need) []need {
	needs := make([]need, 0, len(deletion))
	for _, n := range deletion {
		n.rule, n.act = "R-8", "change "+string(l)+", like who can "+n.act
		needs = append(needs, n)
	}
	return needs
}
