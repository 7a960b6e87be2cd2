package importer

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strings"
	"unicode"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// document is an object as it is written.
type document struct {
	kind, name string
	file       string // in which it is kept
	at         *cell
	spec       fields
}

// compareDocuments orders documents by kind, as people read a firm, and by name: where
// a row stands in its table must not move what is kept in Git.
func compareDocuments(a, b *document) int {
	return cmp.Or(cmp.Compare(order[a.kind], order[b.kind]), cmp.Compare(a.file, b.file), cmp.Compare(a.name, b.name))
}

var order = map[string]int{"Firm": 0, "Office": 1, "FirmUser": 2, "Matter": 3, "AssistantLink": 4}

func compareWords(a, b string) int { return cmp.Compare(a, b) }

// fields are those of an object, in their order. A value is a string, true, fields, or
// a list of items.
type fields []field

type field struct {
	at    *cell
	name  string
	value any
}

// item is one of a list: a string or fields.
type item struct {
	at    *cell
	value any
}

func (f *fields) add(at *cell, name string, value any) { *f = append(*f, field{at, name, value}) }

// text adds what a cell says, if it says anything.
func (f *fields) text(name string, c *cell) {
	if c != nil {
		f.add(c, name, c.text)
	}
}

// value adds a value that is not empty.
func (f *fields) value(name string, c *cell, value string) {
	if value != "" {
		f.add(c, name, value)
	}
}

// list adds a list that is not empty.
func (f *fields) list(name string, c *cell, items []item) {
	if len(items) > 0 {
		f.add(c, name, items)
	}
}

// page is text of which every line is known from which cell it comes.
type page struct {
	text  bytes.Buffer
	lines []*cell
}

func (p *page) line(at *cell, text string) {
	p.text.WriteString(text)
	p.text.WriteByte('\n')
	p.lines = append(p.lines, at)
}

// documents writes documents, in a namespace if there is one.
func (p *page) documents(all []*document, namespace string) {
	for i, d := range all {
		if i > 0 {
			p.line(nil, "---")
		}
		whole := d.at
		if whole.header != "" {
			whole = &cell{at: whole.at}
		}
		p.line(whole, "apiVersion: "+v1alpha1.GroupVersion.String())
		p.line(whole, "kind: "+d.kind)
		p.line(whole, "metadata:")
		p.line(whole, "  name: "+scalar(d.name))
		if namespace != "" {
			p.line(whole, "  namespace: "+scalar(namespace))
		}
		if len(d.spec) > 0 {
			p.line(whole, "spec:")
			p.fields(d.spec, "  ", "  ")
		}
	}
}

// fields writes fields in block style, one line each, the first of them behind a lead.
func (p *page) fields(all fields, lead, indent string) {
	for _, f := range all {
		begin := lead + f.name + ":"
		lead = indent
		switch value := f.value.(type) {
		case fields:
			p.line(f.at, begin)
			p.fields(value, indent+"  ", indent+"  ")
		case []item:
			p.line(f.at, begin)
			for _, i := range value {
				if of, is := i.value.(fields); is {
					p.fields(of, indent+"- ", indent+"  ")
				} else {
					p.line(i.at, indent+"- "+scalar(i.value))
				}
			}
		default:
			p.line(f.at, begin+" "+scalar(value))
		}
	}
}

// scalar writes a value: as people would, where that can mean nothing else in any
// version of YAML, else as JSON does.
func scalar(value any) string {
	text, is := value.(string)
	if !is {
		return "true"
	}
	if plain(text) {
		return text
	}
	var quoted bytes.Buffer
	out := json.NewEncoder(&quoted)
	out.SetEscapeHTML(false)
	if err := out.Encode(text); err != nil {
		panic(err) // a string can always be written
	}
	return strings.TrimSuffix(quoted.String(), "\n")
}

// reserved are words that some version of YAML takes for something else.
var reserved = map[string]bool{"y": true, "yes": true, "n": true, "no": true, "true": true, "false": true, "on": true, "off": true, "null": true}

func plain(text string) bool {
	if text == "" || reserved[strings.ToLower(text)] || strings.HasSuffix(text, " ") {
		return false
	}
	for i, c := range text {
		switch {
		case unicode.IsLetter(c):
		case i == 0:
			return false
		case !unicode.IsDigit(c) && !unicode.IsMark(c) && !strings.ContainsRune(" ._@+/()'&,-", c):
			return false
		}
	}
	return true
}
