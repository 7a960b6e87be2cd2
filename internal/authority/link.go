package authority

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// AssistantLinkChange is a write of an AssistantLink.
type AssistantLinkChange struct{ Old, New *v1alpha1.AssistantLink }

func (c AssistantLinkChange) creates() bool { return c.Old == nil }

func (c AssistantLinkChange) judge(actor Actor, v roster.View) (*asker, Decision) {
	w := &linkWrite{AssistantLinkChange: c, asker: newAsker(actor, at(v, actor.Person.Users...))}
	d := difference{}
	if c.New != nil {
		d.new, w.link = c.New, c.New
		d.edits = edits(&linkSpec, specOf(c.Old, func(o *v1alpha1.AssistantLink) *v1alpha1.AssistantLinkSpec { return &o.Spec }), &c.New.Spec)
	}
	if c.Old != nil {
		d.old, w.link = c.Old, c.Old
	}
	return w.asker, links.judge(w, w.asker, d)
}

// linkWrite is a change of a link.
type linkWrite struct {
	*asker
	AssistantLinkChange

	link *v1alpha1.AssistantLink // as it was, or as it is created
}

// links is what changing an AssistantLink needs (U-3).
var links = kind[*linkWrite]{
	guards: map[string]*guard[*linkWrite]{
		"spec.assistant":  {rules: "A-3", needs: (*linkWrite).fixed},
		"spec.timekeeper": {rules: "A-3", needs: (*linkWrite).fixed},
	},
	creation: (*linkWrite).creation,
	deletion: (*linkWrite).deletion,
	advice:   linkAdvice,
}

// fixed is A-3; the schema says so first.
func (w *linkWrite) fixed([]edit) []need {
	if w.creates() {
		return nil
	}
	return []need{{rule: "A-3", act: "change whom a link names: delete it and create another"}}
}

func (w *linkWrite) creation() []need {
	return []need{{rule: "U-3", act: "link an assistant to a timekeeper", may: []grant{
		firmAdministrator, w.officeOf(w.link.Spec.Timekeeper), provisioner, staffer,
	}}}
}

func (w *linkWrite) deletion() []need {
	return []need{{rule: "U-3", act: "unlink an assistant from a timekeeper", may: []grant{
		firmAdministrator, w.officeOf(w.link.Spec.Timekeeper), w.officeOf(w.link.Spec.Assistant), provisioner, staffer,
	}}}
}

// officeOf is the administrator of a user's office; a user who does not exist is
// in nobody's own.
func (w *linkWrite) officeOf(user string) grant {
	var office string
	if u := w.view.User(user); u != nil {
		office = u.Spec.Office
	}
	own := officeAdministrator(office)
	if office == "" {
		own.who = "the Firm Office Administrator of the office of " + user
	}
	return own
}
