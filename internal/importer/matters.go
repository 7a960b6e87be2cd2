package importer

import (
	"fmt"
	"strings"
)

// asset is a row of the table of matters.
type asset struct {
	row

	name string
}

// name names the matters and makes them known, before any names its case.
func (m *Import) name(rows []row) {
	known := map[string]*cell{}
	for _, a := range m.options.Declared.Matters {
		known[a.Name] = &cell{}
	}
	for _, r := range rows {
		number := r.get(colNumber)
		name, from := m.objectName(r, number, func(c *cell) (string, bool) { return nameOf(c.text) })
		if name == "" {
			continue
		}
		if first, twice := known[name]; twice {
			m.sameName(r, from, name, first)
			continue
		}
		known[name] = from
		m.assets = append(m.assets, &asset{row: r, name: name})
		m.matters.add(name, text(number), text(r.get(colDisplayName)))
	}
}

// matter makes a Matter.
func (m *Import) matter(a *asset) {
	var spec fields
	if kind := m.one(a.get(colType), assetTypes); kind != "" {
		spec.add(a.get(colType), "type", kind)
	} else {
		spec.add(a.at, "type", "Matter")
		m.untyped[a.at.at] = a.get(colType) != nil || !a.whole
	}
	spec.text("displayName", a.get(colDisplayName))
	client := m.listed(m.clients, a.get(colClient))
	spec.value("client", a.get(colClient), client)
	m.managed(a, client)
	spec.value("office", a.get(colOffice), m.listed(m.offices, a.get(colOffice)))
	spec.value("businessUnit", a.get(colBusinessUnit), m.listed(m.units, a.get(colBusinessUnit)))
	spec.value("case", a.get(colCase), m.find(m.matters, a.get(colCase), "M-8"))
	spec.list("collections", a.get(colCollections), m.findAll(m.matters, a.get(colCollections), "M-8"))
	spec.value("state", a.get(colState), m.one(a.get(colState), states))
	if m.truth(a.get(colConfidential)) {
		spec.add(a.get(colConfidential), "confidential", true)
	}
	spec.value("lead", a.get(colLead), m.find(m.users, a.get(colLead), "M-12"))
	var follow fields
	follow.value("staffing", a.get(colTeamFollows), m.one(a.get(colTeamFollows), settings))
	follow.value("conflictedUsers", a.get(colWallFollows), m.one(a.get(colWallFollows), settings))
	if len(follow) > 0 {
		spec.add(follow[0].at, "assistantsFollow", follow)
	}
	m.team(&spec, a)
	m.entries(&spec, "conflictedUsers", a.get(colConflicted))
	m.entries(&spec, "excludedUsers", a.get(colExcluded))
	spec.list("opposingTeamSets", a.get(colSides), m.sides(a.get(colSides)))
	m.documents = append(m.documents, &document{kind: "Matter", name: a.name, file: fileOf("matters", client), at: a.at, spec: spec})
}

// team makes the entries of the team, in the order of its columns. Who is in two of
// them is told: which role is meant is not.
func (m *Import) team(spec *fields, a *asset) {
	var entries []item
	first := map[string]*cell{}
	for _, of := range []struct{ column, field, value string }{
		{colAdministrators, "matterRole", "MatterAdministrator"},
		{colEditors, "matterRole", "MatterEditor"},
		{colMembers, "", ""},
		{colBillers, "matterRole", "BillingOnly"},
		{colSupport, "staffingType", "SupportStaff"},
	} {
		for _, found := range m.findAll(m.users, a.get(of.column), "M-12") {
			user := found.value.(string)
			if other := first[user]; other != nil {
				m.wrongBeside(found.at, "DuplicateField", fmt.Sprintf("%s is on the team already, as one of %s", user, other.header),
					"Name everybody in one column only.", other, "there")
				continue
			}
			first[user] = found.at
			entry := fields{{found.at, "user", user}}
			if of.field != "" {
				entry.add(found.at, of.field, of.value)
			}
			entries = append(entries, item{found.at, entry})
		}
	}
	if len(entries) > 0 {
		spec.list("staffing", entries[0].at, entries)
	}
}

// entries makes a list of users.
func (m *Import) entries(spec *fields, field string, c *cell) {
	var all []item
	for _, found := range m.findAll(m.users, c, "W-3") {
		all = append(all, item{found.at, fields{{found.at, "user", found.value}}})
	}
	spec.list(field, c, all)
}

// sides makes sides of opposing team sets, each written as set: side.
func (m *Import) sides(c *cell) []item {
	var all []item
	for _, part := range list(c) {
		set, side, two := strings.Cut(part.text, ":")
		setName, setOK := nameOf(set)
		sideName, sideOK := nameOf(side)
		if !two || !setOK || !sideOK {
			m.wrong(part, "WrongType", fmt.Sprintf("%q is no side of an opposing team set", part.text), "Write set: side, such as kestrel-auction: penmark.")
			continue
		}
		all = append(all, item{part, fields{{part, "set", setName}, {part, "side", sideName}}})
	}
	return all
}

// managed notes who manages a client. All rows of a client must agree.
func (m *Import) managed(a *asset, client string) {
	c := a.get(colClientManager)
	manager := m.find(m.users, c, "W-3")
	if manager != "" && a.get(colClient) == nil {
		m.wrong(c, "W-3", "a client's manager without a client", "Name the client, or empty the cell.")
	}
	if manager == "" || client == "" {
		return
	}
	if m.clients.fix {
		for _, listed := range m.options.Declared.Firm.Spec.Clients {
			if listed.Name == client && listed.Manager != manager {
				m.wrong(c, "DuplicateField", fmt.Sprintf("the Firm names %s as the manager of %s", orNobody(listed.Manager), client), "Mend the file, or the table.")
			}
		}
		return
	}
	listed := m.clients.made[client]
	if listed.manager != "" && listed.manager != manager {
		m.wrongBeside(c, "DuplicateField", fmt.Sprintf("the client %s has one manager, and two are named: %s and %s", client, listed.manager, manager),
			"Name the same one in all rows of the client.", listed.managerAt, "the first one")
		return
	}
	if listed.manager == "" {
		listed.manager, listed.managerAt = manager, c
	}
}

func orNobody(name string) string {
	if name == "" {
		return "nobody"
	}
	return name
}
