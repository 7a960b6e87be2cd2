package importer

import (
	"fmt"

	"github.com/matterplane/matterplane/internal/manifests"
)

// link makes an AssistantLink, called after its two as in all our examples.
func (m *Import) link(r row) {
	need := func(column string) string {
		if r.get(column) == nil {
			m.wrong(r.at, "MissingName", "nobody stands in the column "+column, "Name both, or take the row out.")
		}
		return m.find(m.users, r.get(column), "W-3")
	}
	assistant, timekeeper := need(colAssistant), need(colTimekeeper)
	if assistant == "" || timekeeper == "" {
		return
	}
	name := shortened(assistant + "-for-" + timekeeper)
	if first := m.links[name]; first != nil {
		m.wrongBeside(r.at, "A-4", fmt.Sprintf("that %s assists %s stands in line %d already", assistant, timekeeper, first.at.Line), "Take one of the rows out.", first, "the first one")
		return
	}
	m.links[name] = r.at
	spec := fields{{r.get(colAssistant), "assistant", assistant}, {r.get(colTimekeeper), "timekeeper", timekeeper}}
	m.documents = append(m.documents, &document{kind: "AssistantLink", name: name, file: "assistants.yaml", at: r.at, spec: spec})
}

// firm makes the Firm where no file declares it, and what else rows have named.
func (m *Import) firm() {
	for _, o := range m.offices.sorted() {
		m.documents = append(m.documents, &document{
			kind: "Office", name: o.name, file: "offices.yaml", at: o.at, spec: fields{{o.at, "displayName", o.display}},
		})
	}
	if m.options.Declared.Firm != nil {
		return
	}
	at := &cell{at: manifests.Position{File: firmFile}}
	var spec fields
	if m.options.FirmName != "" {
		spec.add(at, "displayName", m.options.FirmName)
	}
	var administrators fields
	for _, a := range []struct{ flag, field, user string }{
		{"--lead", "lead", m.options.Lead}, {"--backup", "backup", m.options.Backup},
	} {
		if a.user != "" {
			said := &cell{text: a.user, at: manifests.Position{File: a.flag}}
			administrators.value(a.field, said, m.find(m.users, said, "R-1"))
		}
	}
	if len(administrators) > 0 {
		spec.add(at, "administrators", administrators)
	}
	var clients, units []item
	for _, c := range m.clients.sorted() {
		entry := fields{{c.at, "name", c.name}, {c.at, "displayName", c.display}}
		entry.value("manager", c.managerAt, c.manager)
		clients = append(clients, item{c.at, entry})
	}
	for _, u := range m.units.sorted() {
		units = append(units, item{u.at, fields{{u.at, "name", u.name}, {u.at, "displayName", u.display}}})
	}
	spec.list("clients", at, clients)
	spec.list("businessUnits", at, units)
	m.documents = append(m.documents, &document{kind: "Firm", name: "firm", file: firmFile, at: at, spec: spec})
}
