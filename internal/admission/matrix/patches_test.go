package matrix_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// mergePatchOf returns the JSON merge patch that leads from one object to another.
func mergePatchOf(have, want *unstructured.Unstructured) ([]byte, error) {
	old, err := have.MarshalJSON()
	if err != nil {
		return nil, err
	}
	next, err := want.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return jsonpatch.CreateMergePatch(old, next)
}

// jsonPatchOf returns the JSON patch that leads from one object to another.
func jsonPatchOf(have, want *unstructured.Unstructured) ([]byte, error) {
	return json.Marshal(operations("", have.Object, want.Object))
}

// operation is one of a JSON patch.
type operation struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value,omitempty"`
}

// operations returns the JSON patch that leads from one value to another, field by
// field.
func operations(path string, have, want map[string]any) []operation {
	all := []operation{}
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	for _, name := range slices.Sorted(maps.Keys(have)) {
		at := path + "/" + escape.Replace(name)
		wanted, stays := want[name]
		was, isMap := have[name].(map[string]any)
		becomes, remains := wanted.(map[string]any)
		switch {
		case !stays:
			all = append(all, operation{Op: "remove", Path: at})
		case isMap && remains:
			all = append(all, operations(at, was, becomes)...)
		case !reflect.DeepEqual(have[name], wanted):
			all = append(all, operation{Op: "replace", Path: at, Value: wanted})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if _, there := have[name]; !there {
			all = append(all, operation{Op: "add", Path: path + "/" + escape.Replace(name), Value: want[name]})
		}
	}
	return all
}

// adds says whether nothing that is there goes away: what changes is added or
// becomes another value.
func adds(have, want any) bool {
	switch have := have.(type) {
	case map[string]any:
		want, _ := want.(map[string]any)
		for name, value := range have {
			if next, stays := want[name]; !stays || !adds(value, next) {
				return false
			}
		}
	case []any:
		want, _ := want.([]any)
		for i, entry := range have {
			if i >= len(want) || !adds(entry, want[i]) {
				return false
			}
			if _, isMap := entry.(map[string]any); !isMap && !reflect.DeepEqual(entry, want[i]) {
				return false
			}
		}
	}
	return true
}
