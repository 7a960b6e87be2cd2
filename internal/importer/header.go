package importer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/internal/manifests"
)

// header reads the names of the columns. It returns false where rows cannot be read.
func (r *reader) header(record []string, text []byte) bool {
	seen, known := map[string]*cell{}, 0
	r.read = map[string]*cell{}
	for i, content := range record {
		h := head{cell: cell{at: r.pos(i, text)}}
		h.text, _ = clean(content)
		h.header = h.text
		c := column(r.table.Kind, h.text)
		switch first := seen[means(c)]; {
		case r.ignored(h.text):
			h.left = true
		case h.text == "":
			h.wrong = true
		case c == nil:
			r.wrong(&h.cell, "UnknownField", fmt.Sprintf("there is no column %q in a table of %s", h.text, r.table.Kind), r.unknown(h.text))
			h.left = true
		case first != nil:
			r.wrongBeside(&h.cell, "DuplicateField", fmt.Sprintf("the column %s is there already: %q and %q say the same", c.Name, first.text, h.text),
				fmt.Sprintf("Take one of them out, or leave it out with --ignore-column %q.", h.text), first, "the first one")
			h.left = true
		default:
			h.column, seen[means(c)], r.read[c.Name] = c, &h.cell, &h.cell
			known++
		}
		r.heads = append(r.heads, h)
	}
	if known == 0 {
		return false
	}
	return r.needed(seen)
}

// means is what a column says: several say whether an account is deactivated.
func means(c *Column) string {
	switch {
	case c == nil:
		return ""
	case c.Name == colActive, c.Name == colStatus:
		return colDeactivated
	}
	return c.Name
}

// needed tells of columns without which no row can be read.
func (r *reader) needed(seen map[string]*cell) bool {
	there := func(column string) bool { return seen[column] != nil }
	var missing string
	switch r.table.Kind {
	case Users:
		if !there(colEmail) && !there(colObjectName) {
			missing = colEmail
		}
	case Matters:
		if !there(colNumber) && !there(colObjectName) {
			missing = colNumber
		}
	case Assistants:
		for _, column := range []string{colAssistant, colTimekeeper} {
			if !there(column) {
				missing = cmp.Or(missing, column)
			}
		}
	}
	if missing == "" {
		return true
	}
	r.wrong(r.place(1+r.first, 1), "MissingName", fmt.Sprintf("no column is called %s: who or what a row is about is not said", missing), columnsCure(r.table.Kind))
	return false
}

// ignored says whether a column is to be left out, and notes that it was there.
func (r *reader) ignored(header string) bool {
	for _, name := range r.options.Ignore {
		if letters(name) == letters(header) && letters(header) != "" {
			r.left[name] = true
			return true
		}
	}
	return false
}

// unknown says what to do about a column that is not known.
func (r *reader) unknown(header string) string {
	var words []string
	for _, c := range columns[r.table.Kind] {
		words = append(append(words, c.Name), c.Also...)
	}
	cure := fmt.Sprintf("Leave it out with --ignore-column %q, or name one that there is: %s.", header, strings.Join(names(r.table.Kind), ", "))
	if meant := manifests.Closest(header, words); meant != "" {
		cure = fmt.Sprintf("Did you mean %s? ", meant) + cure
	}
	return cure
}

func columnsCure(of Kind) string {
	return fmt.Sprintf("The columns of %s are %s.", of, strings.Join(names(of), ", "))
}

// Unused returns the columns that were to be ignored and are in no table.
func (m *Import) Unused() []string {
	return slices.DeleteFunc(slices.Clone(m.options.Ignore), func(name string) bool { return m.left[name] })
}
