package importer

import (
	"slices"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/manifests"
	"github.com/matterplane/matterplane/internal/roster"
)

// Options say what goes into a firm beside its tables.
type Options struct {
	// Namespace is the firm's (W-1); empty for none.
	Namespace string
	// Delimiter separates cells; 0 has it found in each header.
	Delimiter rune
	// Ignore are the headers of columns that are left out.
	Ignore []string
	// FirmName, Lead and Backup are what the Firm says that is made where no file
	// declares one. Lead and Backup are named as tables name users.
	FirmName, Lead, Backup string
	// Declared are what files declare beside the tables.
	Declared roster.Objects
}

// Import is a firm made out of tables.
type Import struct {
	options  Options
	left     map[string]bool // columns of Options.Ignore that were there
	findings []check.Finding

	users   *directory
	assets  []*asset // of the tables
	links   map[string]*cell
	untyped map[manifests.Position]bool // rows whose type cannot be read
	matters *directory
	offices *listing
	clients *listing
	units   *listing

	documents []*document
	text      *page
}

// Make makes a firm out of tables. What cannot be made is told in Findings.
func Make(o Options, tables ...Table) *Import {
	m := &Import{options: o, left: map[string]bool{}, links: map[string]*cell{}, untyped: map[manifests.Position]bool{}}
	m.declared()
	rows := map[Kind][]row{}
	for _, t := range tables {
		rows[t.Kind] = append(rows[t.Kind], m.rows(t)...)
	}
	people := m.people(rows[Users])
	m.name(rows[Matters])
	for _, p := range people {
		m.user(p)
	}
	for _, a := range m.assets {
		m.matter(a)
	}
	for _, r := range rows[Assistants] {
		m.link(r)
	}
	m.firm()
	for _, l := range []*listing{m.offices, m.clients, m.units} {
		m.alike(l)
	}
	slices.SortFunc(m.documents, compareDocuments)
	m.text = &page{}
	m.text.documents(m.documents, o.Namespace)
	return m
}

// Objects returns how many objects were made, by kind.
func (m *Import) Objects() map[string]int {
	count := map[string]int{}
	for _, d := range m.documents {
		count[d.kind]++
	}
	return count
}

// Manifests returns all that was made as one text.
func (m *Import) Manifests() []byte { return m.text.text.Bytes() }

// Findings returns what is wrong: in the tables, and among what a check of Manifests,
// read from standard input, has found, at its place in the tables. Where a table is
// wrong, what a check finds that is no error may be no more than a consequence, and is
// left out.
func (m *Import) Findings(checked []check.Finding) []check.Finding {
	all := slices.Clone(m.findings)
	wrong := slices.ContainsFunc(all, func(f check.Finding) bool { return f.Severity == check.Error })
	for _, f := range checked {
		if wrong && f.Severity != check.Error || m.consequence(f) {
			continue
		}
		if c := m.cell(f.Position); c != nil {
			f.Position, f.Field = c.at, c.header
		}
		f.Related = slices.Clone(f.Related)
		for i, other := range f.Related {
			if c := m.cell(other.Position); c != nil {
				f.Related[i].Position = c.at
			}
		}
		all = append(all, f)
	}
	slices.SortFunc(all, check.Compare)
	return slices.CompactFunc(all, func(a, b check.Finding) bool { return check.Compare(a, b) == 0 })
}

// consequence says whether a finding only tells that a row is not of the type that it
// was to be, where that cannot be read.
func (m *Import) consequence(f check.Finding) bool {
	return f.ID == "M-8" && slices.ContainsFunc(f.Related, func(other check.Related) bool {
		c := m.cell(other.Position)
		return c != nil && m.untyped[c.at]
	})
}

// cell returns what a line of Manifests was made of, nil for a place elsewhere.
func (m *Import) cell(at manifests.Position) *cell {
	if at.File != manifests.StdinName || at.Line < 1 || at.Line > len(m.text.lines) {
		return nil
	}
	return m.text.lines[at.Line-1]
}

// wrong tells of a cell.
func (m *Import) wrong(c *cell, id, message, cure string) {
	m.findings = append(m.findings, check.Finding{
		ID: id, Severity: check.Error, Position: c.at, Field: c.header, Message: message, Cure: cure,
	})
}

// wrongBeside tells of a cell that is wrong because of another one.
func (m *Import) wrongBeside(c *cell, id, message, cure string, other *cell, what string) {
	m.wrong(c, id, message, cure)
	f := &m.findings[len(m.findings)-1]
	f.Related = []check.Related{{Position: other.at, Message: what}}
}
