package importer

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
)

// person is a row of the roster.
type person struct {
	row

	name          string
	given, family *cell
	email         *cell // in lower case
}

// callings are the words by which a user is known.
func callings(email, given, family string) []string {
	words := []string{email}
	if given != "" && family != "" {
		words = append(words, given+" "+family, family+", "+given)
	}
	return words
}

// people names the users of a roster and makes them known, before anything names them.
func (m *Import) people(rows []row) []*person {
	var all []*person
	known := map[string]*cell{}
	for _, u := range m.options.Declared.Users {
		known[u.Name] = &cell{}
	}
	for _, r := range rows {
		p := &person{row: r, email: lowered(r.get(colEmail))}
		p.given, p.family = m.personName(r)
		var from *cell
		if p.name, from = m.objectName(r, p.email, emailName); p.name == "" {
			continue
		}
		if first, twice := known[p.name]; twice {
			m.sameName(r, from, p.name, first)
			continue
		}
		known[p.name] = from
		m.users.add(p.name, callings(text(p.email), text(p.given), text(p.family))...)
		all = append(all, p)
	}
	return all
}

func emailName(c *cell) (string, bool) { return nameOf(local(c.text)) }

// lowered is an email as the API wants it.
func lowered(c *cell) *cell {
	if c == nil {
		return nil
	}
	return &cell{header: c.header, text: strings.ToLower(c.text), at: c.at}
}

func text(c *cell) string {
	if c == nil {
		return ""
	}
	return c.text
}

// objectName returns the name of the object that a row is, and the cell that gives it:
// what the column says, or what it is made of.
func (m *Import) objectName(r row, of *cell, how func(*cell) (string, bool)) (string, *cell) {
	if c := r.get(colObjectName); c != nil {
		if len(c.text) > maxName || len(validation.IsDNS1123Subdomain(c.text)) > 0 {
			m.wrong(c, "W-2", fmt.Sprintf("%q is no name of an object", c.text), "Write at most 63 small letters, digits and hyphens, such as amira-khan.")
			return "", nil
		}
		return c.text, c
	}
	if of == nil && !r.whole {
		return "", nil
	}
	if of == nil {
		m.wrong(r.at, "MissingName", "nothing in this row gives it a name", "Give it an email or a number, or a name in a column "+colObjectName+".")
		return "", nil
	}
	name, ok := how(of)
	if !ok {
		m.wrong(of, "MissingName", fmt.Sprintf("%q cannot be written in plain letters, of which names are made", of.text),
			"Give the row a name of its own in a column "+colObjectName+".")
	}
	return name, of
}

// sameName tells of two rows of one name, or of a row and a file. Of a row that cannot
// be trusted enough has been told.
func (m *Import) sameName(r row, c *cell, name string, first *cell) {
	if !r.whole {
		return
	}
	cure := "If these are two, give one of them another name in a column " + colObjectName + "."
	if first.at.File == "" {
		m.wrong(c, "DuplicateObject", fmt.Sprintf("%s is declared in a file already", name), "Take it out of the file or out of the table. "+cure)
		return
	}
	m.wrongBeside(c, "DuplicateObject", fmt.Sprintf("two %s would be called %s: that of line %d as well", r.kind, name, first.at.Line), cure, first, "the first one")
}

// personName returns given and family name, taking a full name apart where that can be
// done without guessing.
func (m *Import) personName(r row) (given, family *cell) {
	given, family = r.get(colGivenName), r.get(colFamilyName)
	full := r.get(colFullName)
	if full == nil || !r.whole {
		return given, family
	}
	part := func(text string) *cell {
		return &cell{header: full.header, text: strings.TrimSpace(text), at: full.at}
	}
	last, first, comma := strings.Cut(full.text, ",")
	words := strings.Fields(full.text)
	switch {
	case given != nil || family != nil:
		if g, f := text(given), text(family); folded(full.text) != folded(g+" "+f) && folded(full.text) != folded(f+", "+g) {
			m.wrong(full, "WrongType", fmt.Sprintf("%q is not %q: which of them is right?", full.text, strings.TrimSpace(g+" "+f)), "Write them alike, or leave one of the columns out.")
		}
	case comma && !strings.Contains(first, ",") && strings.TrimSpace(first) != "" && strings.TrimSpace(last) != "":
		return part(first), part(last)
	case !comma && len(words) == 2:
		return part(words[0]), part(words[1])
	default:
		m.wrong(full, "WrongType", fmt.Sprintf("which part of %q is the family name?", full.text), "Write it as Family, Given, or in two columns.")
	}
	return given, family
}

// user makes a FirmUser.
func (m *Import) user(p *person) {
	var spec fields
	spec.text("email", p.email)
	spec.text("givenName", p.given)
	spec.text("familyName", p.family)
	office := m.listed(m.offices, p.get(colOffice))
	spec.value("office", p.get(colOffice), office)
	if c, deactivated := m.deactivated(p.row); deactivated {
		spec.add(c, "deactivated", true)
	}
	spec.value("systemRole", p.get(colSystemRole), m.one(p.get(colSystemRole), systemRoles))
	spec.value("userRole", p.get(colUserRole), m.one(p.get(colUserRole), userRoles))
	spec.list("rights", p.get(colRights), m.ones(p.get(colRights), rights))
	spec.list("globalRoles", p.get(colGlobalRoles), m.ones(p.get(colGlobalRoles), globalRoles))
	var units []item
	for _, part := range list(p.get(colBusinessUnits)) {
		if name := m.listed(m.units, part); name != "" {
			units = append(units, item{part, name})
		}
	}
	spec.list("businessUnits", p.get(colBusinessUnits), units)
	spec.list("delegates", p.get(colDelegates), m.findAll(m.users, p.get(colDelegates), "W-3"))
	if m.truth(p.get(colUpload)) {
		spec.add(p.get(colUpload), "matterDataUpload", true)
	}
	var identities []item
	for _, part := range list(p.get(colIdentities)) {
		identities = append(identities, item{part, part.text})
	}
	spec.list("identities", p.get(colIdentities), identities)
	m.documents = append(m.documents, &document{kind: "FirmUser", name: p.name, file: fileOf("people", office), at: p.at, spec: spec})
}

// ones are the values that the parts of a cell mean.
func (m *Import) ones(c *cell, among words) []item {
	var all []item
	for _, part := range list(c) {
		if value := m.one(part, among); value != "" {
			all = append(all, item{part, value})
		}
	}
	return all
}

// deactivated says whether an account is deactivated, and which cell says so. Where a
// column says who is active, every row must: an empty cell means yes to some, no to
// others, and to open an account again by accident is worse than to ask.
func (m *Import) deactivated(r row) (*cell, bool) {
	for _, column := range []string{colActive, colStatus} {
		if r.heads[column] != nil && r.get(column) == nil && r.whole {
			m.wrong(&cell{header: r.heads[column].text, at: r.at.at}, "WrongType", "does not say whether the account is active", "Fill in the cell.")
		}
	}
	if c := r.get(colActive); c != nil {
		return c, m.one(c, truths) == "no"
	}
	if c := r.get(colStatus); c != nil {
		return c, m.one(c, accounts) == "Inactive"
	}
	c := r.get(colDeactivated)
	return c, m.truth(c)
}
