package staffing

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// person is what derivation asks of a user whatever the asset. Many assets have the
// same people, and each asset asks several of these things: so they are found
// together, and worked out once.
type person struct {
	user        string
	ignored     v1alpha1.IgnoredReason // why it is no participant (W-6)
	participant bool

	assistants, timekeepers           []*v1alpha1.AssistantLink // the accepted links to them
	askedAssistants, askedTimekeepers bool
}

// person returns a user as derivation knows it, whether or not it exists.
func (d *derivation) person(user string) *person {
	if d.last != nil && d.last.user == user { // many questions in a row are about the same
		return d.last
	}
	if known := d.people[user]; known != nil {
		d.last = known
		return known
	}
	p := take(&d.room)
	p.user = user
	p.ignored, p.participant = roster.Standing(d.view, user)
	d.people[user] = p
	return p
}

// take returns the next of many that are made at once.
func take[T any](room *[]T) *T {
	if len(*room) == cap(*room) {
		*room = make([]T, 0, min(max(8, 2*cap(*room)), 256))
	}
	*room = (*room)[:len(*room)+1]
	return &(*room)[len(*room)-1]
}

// assistantsOf returns the accepted links to those who assist a person, by assistant.
func (d *derivation) assistantsOf(p *person) []*v1alpha1.AssistantLink {
	if !p.askedAssistants {
		p.assistants, p.askedAssistants = d.links.Assistants(p.user), true
	}
	return p.assistants
}

// timekeepersOf returns the accepted links to those whom a person assists, by timekeeper.
func (d *derivation) timekeepersOf(p *person) []*v1alpha1.AssistantLink {
	if !p.askedTimekeepers {
		p.timekeepers, p.askedTimekeepers = d.links.Timekeepers(p.user), true
	}
	return p.timekeepers
}
