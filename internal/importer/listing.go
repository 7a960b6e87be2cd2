package importer

import (
	"fmt"
	"maps"
	"slices"

	"github.com/matterplane/matterplane/internal/check"
)

// listing is what rows name and a firm lists: offices, clients, business units. Where
// files list any, rows name only those. Where none do, naming one makes it.
type listing struct {
	*directory

	rule string
	fix  bool // files say which there are
	made map[string]*made
}

// made is something that is there because a row names it.
type made struct {
	name, display string
	at            *cell
	manager       string // of a client
	managerAt     *cell
}

func newListing(what, rule string) *listing {
	return &listing{directory: newDirectory(what), rule: rule, made: map[string]*made{}}
}

// declared makes known what files declare.
func (m *Import) declared() {
	m.users, m.matters = newDirectory("user"), newDirectory("matter")
	m.offices, m.clients, m.units = newListing("office", "W-3"), newListing("client", "W-3"), newListing("business unit", "S-5")
	d := m.options.Declared
	for _, u := range d.Users {
		m.users.add(u.Name, callings(u.Spec.Email, u.Spec.GivenName, u.Spec.FamilyName)...)
	}
	for _, a := range d.Matters {
		m.matters.add(a.Name, a.Spec.DisplayName)
	}
	for _, o := range d.Offices {
		m.offices.fix = true
		m.offices.add(o.Name, o.Spec.DisplayName)
	}
	if d.Firm == nil {
		return
	}
	m.clients.fix, m.units.fix = true, true
	for _, c := range d.Firm.Spec.Clients {
		m.clients.add(c.Name, c.DisplayName)
	}
	for _, u := range d.Firm.Spec.BusinessUnits {
		m.units.add(u.Name, u.DisplayName)
	}
}

// listed returns the name of what a cell means. Where rows make it, two that would have
// the same name are told, however they are written.
func (m *Import) listed(l *listing, c *cell) string {
	if c == nil {
		return ""
	}
	if l.fix {
		return m.find(l.directory, c, l.rule)
	}
	name, ok := nameOf(c.text)
	if !ok {
		m.wrong(c, "MissingName", fmt.Sprintf("%q cannot be written in plain letters, of which names are made", c.text),
			fmt.Sprintf("Declare the %s in a file, and name the file with -f.", l.what))
		return ""
	}
	first := l.made[name]
	if first == nil {
		l.made[name] = &made{name: name, display: c.text, at: c}
		return name
	}
	switch stands, says := folded(first.display), folded(c.text); {
	case stands != says && stands != name && says != name:
		m.wrongBeside(c, "DuplicateObject", fmt.Sprintf("%q and %q would both be the %s %s", c.text, first.display, l.what, name),
			"Write one like the other if they are the same; else declare both in a file, and name the file with -f.", first.at, "the first one")
		return ""
	case stands == name && says != name, (stands == name) == (says == name) && c.text > first.display:
		first.display = c.text // the same in whatever order the rows stand; of London and LONDON the former
	}
	return name
}

// alike warns of two that rows make and that are one letter apart: one of them may be
// misspelt, and what is said of the one is then not said of the other.
func (m *Import) alike(l *listing) {
	all := l.sorted()
	for i, a := range all {
		for _, b := range all[i+1:] {
			if min(len(a.name), len(b.name)) < 5 || !oneApart(a.name, b.name) {
				continue
			}
			m.findings = append(m.findings, check.Finding{
				ID: "DuplicateObject", Severity: check.Warning, Position: b.at.at, Field: b.at.header,
				Message: fmt.Sprintf("the %s %q is one letter away from %q", l.what, b.display, a.display),
				Cure:    "Write one like the other if they are the same.",
				Related: []check.Related{{Position: a.at.at, Message: "the other one"}},
			})
		}
	}
}

// oneApart says whether it takes one letter, put in, left out or changed, to make one
// name of the other.
func oneApart(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch len(b) - len(a) {
	case 0:
		return i < len(a) && a[i+1:] == b[i+1:]
	case 1:
		return a[i:] == b[i+1:]
	}
	return false
}

// sorted returns what was made, by name.
func (l *listing) sorted() []*made {
	return slices.SortedFunc(maps.Values(l.made), func(a, b *made) int { return compareWords(a.name, b.name) })
}
