package authority

import (
	"maps"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/roster"
)

// MatterChange is a write of a Matter: of a matter, a case or a collection.
type MatterChange struct{ Old, New *v1alpha1.Matter }

func (c MatterChange) creates() bool { return c.Old == nil }

func (c MatterChange) judge(actor Actor, v roster.View) (*asker, Decision) {
	w := &matterWrite{MatterChange: c, asker: newAsker(actor, at(v, actor.Person.Users...))}
	d := difference{}
	if c.Old != nil {
		d.old = c.Old
	}
	if c.New != nil {
		d.new = c.New
		w.edits = edits(&matterSpec, specOf(c.Old, func(o *v1alpha1.Matter) *v1alpha1.MatterSpec { return &o.Spec }), &c.New.Spec)
		d.edits = w.edits
	}
	if refusal, walled := w.walledOff(d); walled {
		return w.asker, Decision{Refusals: []Refusal{refusal}}
	}
	return w.asker, matters.judge(w, w.asker, d)
}

// matterWrite is a change of an asset and what is around it.
type matterWrite struct {
	*asker
	MatterChange

	edits []edit
	asset *access.Asset // as it was; derived when first asked for
}

// matters is what changing a Matter needs.
var matters = kind[*matterWrite]{
	guards:   matterGuards,
	creation: (*matterWrite).creation,
	deletion: (*matterWrite).deletion,
	advice:   matterAdvice,
}

// now returns the asset as it was, with its members and walls.
func (w *matterWrite) now() *access.Asset {
	if w.asset == nil {
		w.asset = access.AssetOf(w.view, w.Old)
	}
	return w.asset
}

// walledOff is U-6: a Person whom the asset walls off or excludes changes nothing
// on it, its own wall least of all, whatever else the Person is (P-2).
func (w *matterWrite) walledOff(d difference) (Refusal, bool) {
	if w.user == nil || w.Old == nil || !w.changes(d) {
		return Refusal{}, false
	}
	path, user := name, w.user.Name
	if len(d.edits) > 0 {
		path = d.edits[0].path
	}
	refusal := Refusal{Field: path, Rule: "U-6", Who: "Ask " + w.keeper() + "."}
	switch {
	case w.now().Conflicted(user) != nil:
		refusal.Reason = user + " is a conflicted user of " + w.Old.Name + " and changes nothing on it"
	case w.now().Excluded(user):
		refusal.Reason = user + " is excluded from " + w.Old.Name + " and changes nothing on it"
	default:
		return Refusal{}, false
	}
	return refusal, true
}

// changes says whether anything of the asset would be different, the annotations
// that the webhook keeps aside.
func (w *matterWrite) changes(d difference) bool {
	if w.New == nil || len(d.edits) > 0 || len(d.lifelines()) > 0 {
		return true
	}
	return !maps.Equal(w.Old.Labels, w.New.Labels) || !maps.Equal(theirs(w.Old.Annotations), theirs(w.New.Annotations))
}

// theirs returns the annotations that are not the webhook's to keep.
func theirs(annotations map[string]string) map[string]string {
	others := maps.Clone(annotations)
	maps.DeleteFunc(others, func(key, _ string) bool {
		return slices.Contains([]string{
			v1alpha1.LedgerAnnotation, v1alpha1.SinceAnnotation, v1alpha1.FirstUserAnnotation, v1alpha1.CreatedByAnnotation,
		}, key)
	})
	return others
}

// keeper names who can do what a walled off user cannot.
func (w *matterWrite) keeper() string {
	if lead := askLead(w.asker, w.Old); lead != "" {
		return lead
	}
	return "a user with the right Administrator"
}

// creation is U-4.
func (w *matterWrite) creation() []need {
	own := grant{
		who: "who leads it",
		holds: func(a *asker) bool {
			return a.is(w.New.Spec.Lead) && roster.IsParticipant(a.view, w.New.Spec.Lead) && w.managesGrouped(a)
		},
	}
	why := ""
	if matters := w.grouped(); len(matters) > 0 {
		own.who = "who leads it and may change the team of every matter that names it"
		why = firstByName(matters).Name + " names it already, and its team would be on that one too"
	}
	if lead := w.New.Spec.Lead; lead != "" {
		own.now = func(*asker) string { return own.who + " (" + lead + ")" }
	}
	return []need{{rule: "U-4", act: "create a " + asset(w.New), why: why, may: []grant{own, administratorRight, provisioner, staffer}}}
}

// grouped returns the matters that name a case or collection before it is there.
func (w *matterWrite) grouped() []*v1alpha1.Matter {
	if w.New.Spec.Type == v1alpha1.TypeMatter {
		return nil // one that is named all the same brings nobody (M-8)
	}
	return w.view.MattersOfGroup(w.New.Name)
}

// managesGrouped says whether the actor may change the teams of the matters that
// the new case or collection groups already: to create it changes them, as naming
// it would have. Or else whoever comes first would lead what others have named.
func (w *matterWrite) managesGrouped(a *asker) bool {
	return !slices.ContainsFunc(w.grouped(), func(m *v1alpha1.Matter) bool {
		decision, err := access.AssetOf(a.view, m).Decide(a.user.Name, access.ActionManageTeam)
		return err != nil || !decision.Allowed
	})
}

// deletion is U-5: walls go with what they protect.
func (w *matterWrite) deletion() []need {
	subject := w.Old
	if subject == nil {
		subject = w.New
	}
	return []need{{rule: "U-5", act: "delete a " + asset(subject), may: wallKeepers}}
}

// wallKeepers are those who change walls (U-5).
var wallKeepers = []grant{complianceRight, administratorRight, provisioner, waller}

// asset returns what an asset is called.
func asset(m *v1alpha1.Matter) string {
	switch m.Spec.Type {
	case v1alpha1.TypeCase:
		return "case"
	case v1alpha1.TypeCollection:
		return "collection"
	default:
		return "matter"
	}
}

// lead is the lead of the asset as it was, if it can be one.
func (w *matterWrite) lead() grant {
	return grant{
		who:   "the lead of the " + asset(w.Old),
		holds: func(a *asker) bool { return a.is(w.Old.Spec.Lead) && roster.IsParticipant(a.view, w.Old.Spec.Lead) },
		ask:   func(a *asker) string { return askLead(a, w.Old) },
	}
}

// teamAdministrator is a member with the highest matter role (M-10).
func (w *matterWrite) teamAdministrator() grant {
	return grant{
		who: "a member with the matter role MatterAdministrator",
		holds: func(a *asker) bool {
			if a.user == nil {
				return false
			}
			m := w.now().Member(a.user.Name)
			return m != nil && m.MatterRole == v1alpha1.MatterRoleAdministrator // one who is Excluded does not get here (U-6)
		},
		ask: func(a *asker) string { return askLead(a, w.Old) },
	}
}

// may says whether the actor may do something on the asset as it was (section D).
func (w *matterWrite) may(a *asker, action access.Action) bool {
	if a.user == nil {
		return false
	}
	decision, err := w.now().Decide(a.user.Name, action)
	return err == nil && decision.Allowed
}

func askLead(a *asker, m *v1alpha1.Matter) string {
	if lead := a.view.User(m.Spec.Lead); lead != nil && isAsked(a, lead.Name) {
		return address(lead) + " (lead of " + m.Name + ")"
	}
	return ""
}
