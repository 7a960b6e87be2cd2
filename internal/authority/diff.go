package authority

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// edit is a field that a change changes.
type edit struct {
	field string // its row among the guards: spec.staffing[].matterRole
	path  string // where it is: spec.staffing[amira-khan].matterRole
	key   string // of the entry in which it is: amira-khan
}

// node is a part of a spec. How specs are built is worked out once, so that a field
// that is added to a type shows in every difference, guarded or not.
type node struct {
	field    string
	index    int // in the struct above
	children []node
	key      int // the index of the key of a list's entries, -1 where there are none
	isKey    bool
	set      bool
}

// keys are the fields by which entries of lists are told apart.
var keys = map[reflect.Type]string{
	reflect.TypeFor[v1alpha1.Client]():           "Name",
	reflect.TypeFor[v1alpha1.BusinessUnit]():     "Name",
	reflect.TypeFor[v1alpha1.StaffingEntry]():    "User",
	reflect.TypeFor[v1alpha1.ConflictedEntry]():  "User",
	reflect.TypeFor[v1alpha1.ExcludedEntry]():    "User",
	reflect.TypeFor[v1alpha1.OpposingTeamSide](): "Set",
}

var (
	firmSpec   = nodeOf(reflect.TypeFor[v1alpha1.FirmSpec](), "spec")
	officeSpec = nodeOf(reflect.TypeFor[v1alpha1.OfficeSpec](), "spec")
	userSpec   = nodeOf(reflect.TypeFor[v1alpha1.FirmUserSpec](), "spec")
	linkSpec   = nodeOf(reflect.TypeFor[v1alpha1.AssistantLinkSpec](), "spec")
	matterSpec = nodeOf(reflect.TypeFor[v1alpha1.MatterSpec](), "spec")
)

func nodeOf(t reflect.Type, field string) node {
	n := node{field: field, key: -1}
	if t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct {
		t = t.Elem()
	}
	if t.Kind() == reflect.Slice {
		if t = t.Elem(); t.Kind() != reflect.Struct {
			n.set = true
			return n
		}
		key, known := t.FieldByName(keys[t])
		if !known {
			panic(fmt.Sprintf("%s: entries of type %s have no key in authority.keys", field, t))
		}
		n.field, n.key = field+"[]", key.Index[0]
	}
	if t.Kind() != reflect.Struct {
		return n
	}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		child := nodeOf(t.Field(i).Type, n.field+"."+name)
		child.index, child.isKey = i, i == n.key
		n.children = append(n.children, child)
	}
	return n
}

// leaves returns the fields of a spec that hold something.
func (n *node) leaves() []string {
	if len(n.children) == 0 {
		return []string{n.field}
	}
	var leaves []string
	for i := range n.children {
		leaves = append(leaves, n.children[i].leaves()...)
	}
	return leaves
}

// edits returns the fields in which two specs differ, in their order. Lists are
// what they are to the API server: sets, or maps by their key; how they are
// ordered, and whether an empty one is written down, makes no difference.
func edits[S any](n *node, old, changed *S) []edit {
	var none S
	if old == nil {
		old = &none
	}
	if changed == nil {
		changed = &none
	}
	var found []edit
	n.diff(reflect.ValueOf(old).Elem(), reflect.ValueOf(changed).Elem(), "", &found)
	return found
}

func (n *node) diff(a, b reflect.Value, key string, found *[]edit) {
	switch {
	case n.key >= 0:
		n.diffEntries(a, b, found)
	case len(n.children) > 0:
		a, b = pointed(a), pointed(b)
		for i := range n.children {
			child := &n.children[i]
			child.diff(a.Field(child.index), b.Field(child.index), key, found)
		}
	case n.set && !sameSet(a, b), !n.set && !sameValue(a, b):
		*found = append(*found, edit{field: n.field, path: n.at(key), key: key})
	}
}

// diffEntries compares the entries of two lists by their keys.
func (n *node) diffEntries(a, b reflect.Value, found *[]edit) {
	entry := func(a, b reflect.Value, key string) {
		for i := range n.children {
			child := &n.children[i]
			child.diff(a.Field(child.index), b.Field(child.index), key, found)
		}
	}
	if n.sameKeys(a, b) {
		for i := range a.Len() {
			entry(a.Index(i), b.Index(i), a.Index(i).Field(n.key).String())
		}
		return
	}
	none := reflect.Zero(a.Type().Elem())
	before := n.byKey(a)
	for i := range b.Len() {
		key := b.Index(i).Field(n.key).String()
		was := none
		if at := before[key]; len(at) > 0 { // of several under one key in their order
			was, before[key] = a.Index(at[0]), at[1:]
		}
		entry(was, b.Index(i), key)
	}
	for i := range a.Len() {
		key := a.Index(i).Field(n.key).String()
		if slices.Contains(before[key], i) {
			entry(a.Index(i), none, key)
		}
	}
}

// sameKeys says whether two lists have the same keys in the same order, as most
// that are compared do.
func (n *node) sameKeys(a, b reflect.Value) bool {
	if a.Len() != b.Len() {
		return false
	}
	for i := range a.Len() {
		if a.Index(i).Field(n.key).String() != b.Index(i).Field(n.key).String() {
			return false
		}
	}
	return true
}

// byKey returns where in a list the entries of each key are.
func (n *node) byKey(list reflect.Value) map[string][]int {
	where := make(map[string][]int, list.Len())
	for i := range list.Len() {
		key := list.Index(i).Field(n.key).String()
		where[key] = append(where[key], i)
	}
	return where
}

// at returns where the field is: in the entry of that key, or the entry itself
// where the field is its key.
func (n *node) at(key string) string {
	list, rest, keyed := strings.Cut(n.field, "[]")
	switch {
	case !keyed:
		return n.field
	case n.isKey:
		return list + "[" + key + "]"
	}
	return list + "[" + key + "]" + rest
}

// pointed returns what a pointer points at, which for nil is nothing said.
func pointed(v reflect.Value) reflect.Value {
	if v.Kind() != reflect.Pointer {
		return v
	}
	if v.IsNil() {
		return reflect.Zero(v.Type().Elem())
	}
	return v.Elem()
}

func sameValue(a, b reflect.Value) bool {
	if a.Kind() == reflect.Pointer {
		return a.IsNil() == b.IsNil() && (a.IsNil() || a.Elem().Equal(b.Elem()))
	}
	return a.Equal(b)
}

// sameSet says whether two lists of words hold the same, in whatever order.
func sameSet(a, b reflect.Value) bool {
	within := func(a, b reflect.Value) bool {
		for i := range a.Len() {
			found := false
			for j := 0; j < b.Len() && !found; j++ {
				found = a.Index(i).String() == b.Index((i+j)%b.Len()).String()
			}
			if !found {
				return false
			}
		}
		return true
	}
	return within(a, b) && within(b, a)
}
