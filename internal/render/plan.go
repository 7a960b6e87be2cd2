package render

import (
	"cmp"
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// A plan prints values of one type at one depth of a document. All that does not
// depend on the value is settled when it is made, once: which fields there are, in
// which order, and what stands before each.
type plan func(d *document, v reflect.Value)

// member plans what stands behind a key. The key's line begins with so many spaces,
// and has so many columns before the value.
func member(t reflect.Type, indent, column int) plan {
	switch scalar := scalar(t, indent+2, column); {
	case scalar != nil:
		return func(d *document, v reflect.Value) {
			d.yaml = append(d.yaml, ' ')
			scalar(d, v)
		}
	case isMarshaler(t):
		return strangeOne
	}
	switch t.Kind() { //nolint:exhaustive // all others are strange
	case reflect.Struct:
		fields := fields(t, indent+2)
		return func(d *document, v reflect.Value) { d.object(fields, v, 0, " {}") }
	case reflect.Slice:
		item, dash := item(t.Elem(), indent), newLine(indent)+"- "
		if t.Elem().Kind() == reflect.String {
			return func(d *document, v reflect.Value) { d.names(item, v, dash) }
		}
		return func(d *document, v reflect.Value) { d.list(item, v, dash) }
	case reflect.Pointer:
		pointed := member(t.Elem(), indent, column)
		return func(d *document, v reflect.Value) {
			if v.IsNil() {
				d.yaml = append(d.yaml, " null"...)
				return
			}
			pointed(d, v.Elem())
		}
	case reflect.Interface:
		return dynamic(indent, column)
	}
	return strangeOne
}

// item plans what stands behind the dash of an item of a list.
func item(t reflect.Type, indent int) plan {
	if scalar := scalar(t, indent+2, indent+2); scalar != nil {
		return scalar
	}
	if t.Kind() != reflect.Struct || isMarshaler(t) {
		return strangeOne
	}
	if typed := typed[t]; typed != nil {
		return func(d *document, v reflect.Value) {
			e := d.entry(indent + 2)
			typed(e, v.Addr().Interface())
			e.end()
		}
	}
	fields := fields(t, indent+2)
	begun := len(newLine(indent + 2))
	return func(d *document, v reflect.Value) { d.object(fields, v, begun, "{}") }
}

// scalar plans a string, a number or a truth, and returns nil for all others. Where
// a string is long it goes on in lines that are indented so far.
func scalar(t reflect.Type, indent, column int) plan {
	if isMarshaler(t) {
		return nil
	}
	switch t.Kind() { //nolint:exhaustive // all others are no scalars, or strange
	case reflect.String:
		return func(d *document, v reflect.Value) { d.text(v.String(), indent, column) }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(d *document, v reflect.Value) { d.number(v.Int()) }
	case reflect.Bool:
		return func(d *document, v reflect.Value) { d.truth(v.Bool()) }
	}
	return nil
}

// dynamic plans what is of another type every time.
func dynamic(indent, column int) plan {
	var known sync.Map // of reflect.Type to plan
	return func(d *document, v reflect.Value) {
		if v.IsNil() {
			d.yaml = append(d.yaml, " null"...)
			return
		}
		v = v.Elem()
		found, ok := known.Load(v.Type())
		if !ok {
			found, _ = known.LoadOrStore(v.Type(), member(v.Type(), indent, column))
		}
		of, _ := found.(plan)
		of(d, v)
	}
}

// strangeOne leaves the document to the library.
func strangeOne(d *document, _ reflect.Value) { d.strange = true }

// field is a field of an object.
type field struct {
	key     string
	at      []int
	omitted func(reflect.Value) bool // nil for never
	line    string                   // the end of the line before, spaces, the key and its colon
	value   plan
}

// fields plans the fields of an object that are so far indented, in the order in
// which they are printed.
func fields(t reflect.Type, indent int) []field {
	var all []field
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-" || !f.IsExported() && !f.Anonymous:
		case f.Anonymous && name == "":
			for _, in := range fields(f.Type, indent) {
				in.at = append(slices.Clone(f.Index), in.at...)
				all = append(all, in)
			}
		default:
			all = append(all, fieldOf(f, cmp.Or(name, f.Name), options, indent))
		}
	}
	slices.SortFunc(all, func(a, b field) int { return strings.Compare(a.key, b.key) })
	return all
}

func fieldOf(f reflect.StructField, key, options string, indent int) field {
	planned := field{
		key: key, at: f.Index, line: newLine(indent) + key + ":",
		omitted: omitted(f.Type, options), value: member(f.Type, indent, indent+len(key)+len(": ")),
	}
	switch {
	case f.Type == reflect.TypeFor[metav1.Time]() && key == "lastTransitionTime":
		planned.omitted = reflect.Value.IsZero // as JSON has it too
	case !isPlainKey(key) || strings.Contains(options, "string"):
		planned.value = strangeOne
	}
	return planned
}

// omitted says how encoding/json decides to leave out a field; nil for never.
func omitted(t reflect.Type, options string) func(reflect.Value) bool {
	switch {
	case strings.Contains(options, "omitzero"):
		return reflect.Value.IsZero
	case !strings.Contains(options, "omitempty"):
		return nil
	}
	switch t.Kind() { //nolint:exhaustive // the others are never empty
	case reflect.Slice, reflect.Map, reflect.Array, reflect.String:
		return func(v reflect.Value) bool { return v.Len() == 0 }
	case reflect.Struct:
		return nil
	}
	return reflect.Value.IsZero
}

// isPlainKey says whether a key is of letters alone, and not a word that means
// something in YAML.
func isPlainKey(key string) bool {
	for i := range len(key) {
		if !isLetter(key[i]) {
			return false
		}
	}
	return key != "" && len(key) <= 64 && !meansSomething(key)
}

// isMarshaler says whether a type says itself how it is printed.
func isMarshaler(t reflect.Type) bool {
	for _, known := range [...]reflect.Type{reflect.TypeFor[json.Marshaler](), reflect.TypeFor[encoding.TextMarshaler]()} {
		if t.Implements(known) || reflect.PointerTo(t).Implements(known) {
			return true
		}
	}
	return false
}

func newLine(indent int) string { return "\n" + strings.Repeat(" ", indent) }

// lines and dashes begin lines that are so far indented, and items of lists there.
var lines, dashes = func() (lines, dashes [16]string) {
	for i := range lines {
		lines[i] = newLine(i)
		dashes[i] = lines[i] + "- "
	}
	return lines, dashes
}()
