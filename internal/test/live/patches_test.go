package live

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
)

// mergePatch returns the JSON merge patch that leads from one value to another. A
// lengthy one also says what is so already.
func mergePatch(have, want map[string]any, lengthy bool) map[string]any {
	patch := map[string]any{}
	for name := range have {
		if _, wanted := want[name]; !wanted {
			patch[name] = nil
		}
	}
	for name, value := range want {
		was, isMap := have[name].(map[string]any)
		wanted, stays := value.(map[string]any)
		switch {
		case isMap && stays:
			if below := mergePatch(was, wanted, lengthy); len(below) > 0 {
				patch[name] = below
			}
		case lengthy || !reflect.DeepEqual(have[name], value):
			patch[name] = value
		}
	}
	return patch
}

// operation is one of a JSON patch.
type operation struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value"`
}

// jsonPatch is a JSON patch in the making: entry by entry, by index, and each time
// with a test that what is there is what it takes it for.
type jsonPatch struct {
	random     *rand.Rand
	operations []operation
}

func (p *jsonPatch) do(op, path string, value any) {
	p.operations = append(p.operations, operation{op, path, value})
}

// fields leads from one map to another.
func (p *jsonPatch) fields(path string, have, want map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(have)) {
		at := path + "/" + strings.ReplaceAll(name, "/", "~1")
		if wanted, stays := want[name]; stays {
			p.value(at, have[name], wanted)
			continue
		}
		p.do("test", at, have[name])
		p.do("remove", at, nil)
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if _, there := have[name]; !there {
			p.do("add", path+"/"+name, want[name])
		}
	}
}

// value leads from one value to another at the same place.
func (p *jsonPatch) value(path string, have, want any) {
	if reflect.DeepEqual(have, want) {
		return
	}
	if before, ok := have.(map[string]any); ok {
		if after, ok := want.(map[string]any); ok {
			p.fields(path, before, after)
			return
		}
	}
	if before, ok := have.([]any); ok {
		if after, ok := want.([]any); ok && p.random.IntN(4) > 0 {
			p.list(path, before, after)
			return
		}
	}
	p.do("test", path, have)
	p.do("replace", path, want)
}

// list leads from one list to another, but for the order.
func (p *jsonPatch) list(path string, have, want []any) {
	left := slices.Clone(have)
	for i, entry := range slices.Backward(have) { // the last first: those before keep their place
		at := fmt.Sprintf("%s/%d", path, i)
		if wanted := indexOf(want, entry); wanted >= 0 {
			p.value(at, entry, want[wanted])
			continue
		}
		p.do("test", at, entry)
		p.do("remove", at, nil)
		left = slices.Delete(left, i, i+1)
	}
	for _, entry := range want {
		if indexOf(left, entry) >= 0 {
			continue
		}
		at := p.random.IntN(len(left) + 1)
		p.do("add", fmt.Sprintf("%s/%d", path, at), entry)
		left = slices.Insert(left, at, entry)
	}
}

// indexOf returns where a list has the entry of that name, -1 if nowhere.
func indexOf(list []any, entry any) int {
	return slices.IndexFunc(list, func(e any) bool { return nameOf(e) == nameOf(entry) })
}
