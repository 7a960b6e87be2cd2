package render

import (
	"fmt"
	"reflect"
	"strconv"
	"sync"
	"unicode/utf8"

	"sigs.k8s.io/yaml"
)

// YAML returns an object as YAML, byte for byte as kubectl would print it.
func YAML(o Object) ([]byte, error) { return AppendYAML(nil, o) }

// AppendYAML appends an object as YAML, byte for byte as kubectl would print it.
//
// The library takes the JSON apart into maps and puts these together again, which
// takes longer than to read and derive a firm. What statuses are made of, words and
// sentences, needs none of its care: it is printed here, and all else there.
func AppendYAML(text []byte, o Object) ([]byte, error) {
	if printed, ok := appendPlain(text, ofObject, reflect.ValueOf(&o).Elem()); ok {
		return printed, nil
	}
	declared, err := JSON(o)
	if err != nil {
		return nil, err
	}
	printed, err := yaml.JSONToYAML(declared)
	if err != nil {
		return nil, fmt.Errorf("printing %s %s: %w", o.Kind, o.Metadata.Name, err)
	}
	return append(text, printed...), nil
}

var ofObject = fields(reflect.TypeFor[Object](), 0)

// appendPlain appends a struct as a document, if it holds nothing but what is known
// how the library prints it.
func appendPlain(text []byte, fields []field, v reflect.Value) ([]byte, bool) {
	d, _ := documents.Get().(*document)
	defer documents.Put(d)
	*d = document{yaml: text}
	d.object(fields, v, len(newLine(0)), "{}")
	text, strange := d.yaml, d.strange
	*d = document{} // it keeps nothing of the object
	return append(text, '\n'), !strange
}

// documents are documents to be printed anew: each is reached by functions that could
// be any, so that one of its own would have to be made for every object.
var documents = sync.Pool{New: func() any { return &document{} }}

// document is YAML that is being printed.
type document struct {
	yaml    []byte
	strange bool           // it is for the library
	last    [4]printedList // of names, the last behind each dash
	item    entry          // the one that is being printed
}

// printedList is a list that stands in a document, behind so many spaces and a dash.
type printedList struct {
	first    any // points to the first name, to know them again by
	length   int
	dash     string
	from, to int // where it is printed
}

// object prints the fields of a struct. The first stands where the line is begun:
// so much of what stands before it is there. Of a struct without fields it prints
// what there is for none.
func (d *document) object(fields []field, v reflect.Value, begun int, none string) {
	first := true
	for i := range fields {
		f := &fields[i]
		value := v.FieldByIndex(f.at)
		if f.omitted != nil && f.omitted(value) {
			continue
		}
		line := f.line
		if first {
			line, first = line[begun:], false
		}
		d.yaml = append(d.yaml, line...)
		f.value(d, value)
	}
	if first {
		d.yaml = append(d.yaml, none...)
	}
}

// names prints a list of names.
func (d *document) names(name plan, v reflect.Value, dash string) {
	if v.Len() == 0 {
		d.list(name, v, dash)
		return
	}
	d.once(v.Index(0).Addr().Interface(), v.Len(), dash, func() { d.list(name, v, dash) })
}

// once prints a list of names, which begins with the first: where many entries have one
// and the same, as members have the systems of the firm, once, and then copies it.
func (d *document) once(first any, length int, dash string, list func()) {
	last := d.lastBehind(dash)
	if last.first == first && last.length == length && last.dash == dash {
		d.yaml = append(d.yaml, d.yaml[last.from:last.to]...)
		return
	}
	from := len(d.yaml)
	list()
	*last = printedList{first, length, dash, from, len(d.yaml)}
}

// lastBehind returns where the last list is kept that was printed behind a dash. Where
// there are too many dashes, some share a place.
func (d *document) lastBehind(dash string) *printedList {
	for i := range d.last {
		if kept := &d.last[i]; kept.dash == dash || kept.dash == "" {
			return kept
		}
	}
	return &d.last[len(d.last)-1]
}

// list prints the items of a list.
func (d *document) list(item plan, v reflect.Value, dash string) {
	switch {
	case v.IsNil():
		d.yaml = append(d.yaml, " null"...)
	case v.Len() == 0:
		d.yaml = append(d.yaml, " []"...)
	}
	for i := range v.Len() {
		d.yaml = append(d.yaml, dash...)
		item(d, v.Index(i))
	}
}

// number prints a number; the library prints large ones otherwise.
func (d *document) number(n int64) {
	const large = 1e14
	d.strange = d.strange || n >= large || n <= -large
	d.yaml = strconv.AppendInt(d.yaml, n, 10)
}

func (d *document) truth(b bool) { d.yaml = strconv.AppendBool(d.yaml, b) }

// text prints a string that begins at a column; where it is long it goes on in lines
// that are indented so far.
func (d *document) text(value string, indent, column int) {
	switch manner(value) {
	case plain:
		if column+len(value) <= width {
			d.yaml = append(d.yaml, value...)
			return
		}
		d.folded(value, indent, column, false)
	case singleQuoted:
		d.yaml = append(d.yaml, '\'')
		d.folded(value, indent, column+1, true)
		d.yaml = append(d.yaml, '\'')
	case doubleQuoted:
		d.yaml = append(append(append(d.yaml, '"'), value...), '"')
	case strange:
		d.strange = true
	}
}

// width is after how many columns the library begins a new line at the next space.
const width = 80

// folded prints words, those in quotes with their own quotes twice.
func (d *document) folded(value string, indent, column int, inQuotes bool) {
	for i := range len(value) {
		b := value[i]
		// It begins and ends with no space, and no two stand together.
		if b == ' ' && column > width {
			d.yaml = append(d.yaml, '\n')
			for range indent {
				d.yaml = append(d.yaml, ' ')
			}
			column = indent
			continue
		}
		if b == '\'' && inQuotes {
			d.yaml = append(d.yaml, '\'')
			column++
		}
		d.yaml = append(d.yaml, b)
		if utf8.RuneStart(b) {
			column++
		}
	}
}
