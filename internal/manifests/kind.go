package manifests

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// kinds make an empty object of each of our kinds.
var kinds = map[string]func() client.Object{
	"AssistantLink": func() client.Object { return &v1alpha1.AssistantLink{} },
	"Firm":          func() client.Object { return &v1alpha1.Firm{} },
	"FirmUser":      func() client.Object { return &v1alpha1.FirmUser{} },
	"Matter":        func() client.Object { return &v1alpha1.Matter{} },
	"Office":        func() client.Object { return &v1alpha1.Office{} },
}

var kindNames = []string{"AssistantLink", "Firm", "FirmUser", "Matter", "Office"}

// KindOf returns the kind of an object of ours, empty for others.
func KindOf(object client.Object) string {
	switch object.(type) {
	case *v1alpha1.AssistantLink:
		return "AssistantLink"
	case *v1alpha1.Firm:
		return "Firm"
	case *v1alpha1.FirmUser:
		return "FirmUser"
	case *v1alpha1.Matter:
		return "Matter"
	case *v1alpha1.Office:
		return "Office"
	}
	return ""
}

// head is what an object says of its kind.
type head struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
}

// isList says whether the object is a list of objects, of any kind or of ours.
func (h head) isList() bool {
	item, list := strings.CutSuffix(h.Kind, "List")
	return list && (h.APIVersion == "v1" && item == "" || h.APIVersion == v1alpha1.GroupVersion.String() && kinds[item] != nil)
}

// fault says what is wrong with a head that is meant to be one of ours, in which
// field, with what would be right; nothing for those of others.
func (h head) fault() (field, message string) {
	group, _, _ := strings.Cut(h.APIVersion, "/")
	ours := group == v1alpha1.GroupVersion.Group
	meant := closest(h.Kind, kindNames)
	switch {
	case h.APIVersion == v1alpha1.GroupVersion.String() && kinds[h.Kind] != nil:
		return "", ""
	case ours && h.APIVersion != v1alpha1.GroupVersion.String():
		return "apiVersion", h.APIVersion + " is not known: this program reads " + v1alpha1.GroupVersion.String()
	case ours && h.Kind == "":
		return "kind", "missing: one of " + strings.Join(kindNames, ", ")
	case ours && meant != "":
		return "kind", "there is no " + h.Kind + " in " + h.APIVersion + ": did you mean " + meant + "?"
	case ours:
		return "kind", "there is no " + h.Kind + " in " + h.APIVersion + ", only " + strings.Join(kindNames, ", ")
	case kinds[h.Kind] != nil && h.APIVersion == "":
		return "apiVersion", "missing: a " + h.Kind + " of ours is " + v1alpha1.GroupVersion.String()
	case kinds[h.Kind] != nil && resembles(group):
		return "apiVersion", h.APIVersion + " is not known: did you mean " + v1alpha1.GroupVersion.String() + "?"
	}
	return "", ""
}

// resembles says whether a group is likely to be ours, misspelt.
func resembles(group string) bool {
	word, _, _ := strings.Cut(v1alpha1.GroupVersion.Group, ".")
	return strings.Contains(strings.ToLower(group), word) || distance(strings.ToLower(group), v1alpha1.GroupVersion.Group) <= 3
}

// Closest returns the name that a misspelt word is likely to mean, the first of
// several; empty if none is near.
func Closest(word string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return closest(word, names)
}

// closest returns the name that a word is likely to mean, empty if none is near.
func closest(word string, names []string) string {
	if len(word) > 64 {
		return ""
	}
	near := func(name string) int { return distance(strings.ToLower(word), strings.ToLower(name)) }
	best := slices.MinFunc(names, func(a, b string) int { return near(a) - near(b) })
	if near(best) > 1+len(best)/4 {
		return ""
	}
	return best
}

// distance is how many letters have to be put in, left out or changed.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}

// closestField returns the field that the last step of a path is likely to mean,
// among those that are there in a type; empty if none is near.
func closestField(of reflect.Type, path string) string {
	steps := strings.Split(path, ".")
	for _, name := range steps[:len(steps)-1] {
		name, _, _ = strings.Cut(name, "[")
		if of = fieldsOf(of)[name]; of == nil {
			return ""
		}
	}
	names := slices.Sorted(maps.Keys(fieldsOf(of)))
	if len(names) == 0 {
		return ""
	}
	return closest(steps[len(steps)-1], names)
}

// fieldsOf returns the fields of a struct, or of the items of a list, by their
// names in JSON.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	fields := map[string]reflect.Type{}
	for field := range t.Fields() {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if strings.Contains(options, "inline") {
			maps.Copy(fields, fieldsOf(field.Type))
		} else if name != "" && name != "-" {
			fields[name] = field.Type
		}
	}
	return fields
}
