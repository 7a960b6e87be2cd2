package plainjson

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// form is how values of a type are written.
type form int

const (
	// unknown values are never plain: this package does not read them.
	unknown form = iota
	text
	truth
	number
	own // the type reads itself
	pointer
	slice
	dictionary
	object
)

// plan is how values of a type are read, worked out once for each type.
type plan struct {
	form   form
	of     reflect.Type
	elem   *plan // of a pointer, slice or dictionary
	fields []field
}

// field is a field of an object, by the name that JSON has for it.
type field struct {
	name  string
	index []int
	plan  *plan
}

// mostFields is how many fields an object may have, so that a word of bits says which
// of them have been read.
const mostFields = 64

var (
	readsItself = reflect.TypeFor[json.Unmarshaler]()
	readsText   = reflect.TypeFor[encoding.TextUnmarshaler]()

	plans sync.Map // of reflect.Type, to *plan
)

// planOf returns how values of a type are read.
func planOf(t reflect.Type) *plan {
	if known, there := plans.Load(t); there {
		return known.(*plan)
	}
	p := newPlan(t, map[reflect.Type]bool{})
	plans.Store(t, p)
	return p
}

// newPlan works it out. A type that holds itself is unknown where it does.
func newPlan(t reflect.Type, within map[reflect.Type]bool) *plan {
	p := &plan{of: t}
	if within[t] {
		return p
	}
	within[t] = true
	defer delete(within, t)
	address := reflect.PointerTo(t)
	switch {
	case address.Implements(readsItself) && t.Kind() == reflect.Struct:
		p.form = own
		return p
	case t.Kind() == reflect.Pointer: // what it points to may read itself
	case address.Implements(readsItself), address.Implements(readsText), t.Implements(readsItself), t.Implements(readsText):
		return p
	}
	switch t.Kind() { //nolint:exhaustive // the others are unknown
	case reflect.String:
		p.form = text
	case reflect.Bool:
		p.form = truth
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		p.form = number
	case reflect.Pointer:
		p.form, p.elem = pointer, newPlan(t.Elem(), within)
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 { // which is written as a string
			p.form, p.elem = slice, newPlan(t.Elem(), within)
		}
	case reflect.Map:
		if t.Key() == reflect.TypeFor[string]() {
			p.form, p.elem = dictionary, newPlan(t.Elem(), within)
		}
	case reflect.Struct:
		p.fields = fieldsOf(t, within)
		if p.fields != nil && len(p.fields) <= mostFields {
			p.form = object
		}
	}
	return p
}

// fieldsOf returns the fields of a struct and of those embedded in it; none if this
// package does not know which of two fields a name stands for.
func fieldsOf(t reflect.Type, within map[reflect.Type]bool) []field {
	fields := []field{}
	known := map[string]int{} // how deep a name was found
	var named []int           // the embedded struct with a name whose own fields are passed over
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct {
			continue // its own fields are visible too
		}
		if name == "-" || !f.IsExported() || named != nil && len(f.Index) > len(named) && slices.Equal(f.Index[:len(named)], named) {
			continue
		}
		if f.Anonymous && f.Type.Kind() == reflect.Struct {
			named = f.Index
		}
		if depth, there := known[name]; there && depth < len(f.Index) {
			continue // the shallower hides the deeper
		}
		if _, there := known[name]; there || name == "" || f.Anonymous && f.Type.Kind() != reflect.Struct || strings.Contains(options, "string") {
			return nil
		}
		known[name] = len(f.Index)
		fields = append(fields, field{name: name, index: f.Index, plan: newPlan(f.Type, within)})
	}
	return fields
}
