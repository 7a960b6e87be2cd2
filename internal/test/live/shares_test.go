package live

import (
	"maps"
	"math/rand/v2"
	"slices"
)

// required are the fields without which nothing is valid that has them.
var required = []string{"type", "assistant", "timekeeper", "side"}

// shares divides a spec among field managers, so that every word, every entry and
// every field of an entry is one's, the other's or both's.
func shares(random *rand.Rand, spec map[string]any, managers int) []map[string]any {
	everybody := make([]int, managers)
	for i := range everybody {
		everybody[i] = i
	}
	return divide(random, spec, everybody)
}

// divide gives each of some managers its share of a map's fields, what names an
// entry to all of them.
func divide(random *rand.Rand, all map[string]any, among []int) []map[string]any {
	parts := make([]map[string]any, among[len(among)-1]+1)
	for _, m := range among {
		parts[m] = map[string]any{}
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		switch value := all[name].(type) {
		case map[string]any:
			for m, part := range divide(random, value, some(random, among)) {
				if len(part) > 0 {
					parts[m][name] = part
				}
			}
		case []any:
			for m, part := range deal(random, value, among) {
				if part != nil {
					parts[m][name] = part
				}
			}
		default:
			owners := some(random, among)
			if isKey(name) || slices.Contains(required, name) {
				owners = among
			}
			for _, m := range owners {
				parts[m][name] = value
			}
		}
	}
	return parts
}

// deal gives each of some managers its share of a list's entries.
func deal(random *rand.Rand, entries []any, among []int) [][]any {
	parts := make([][]any, among[len(among)-1]+1)
	for _, entry := range entries {
		owners := some(random, among)
		fields, isMap := entry.(map[string]any)
		if !isMap {
			for _, m := range owners {
				parts[m] = append(parts[m], entry)
			}
			continue
		}
		for m, part := range divide(random, fields, owners) {
			if part != nil {
				parts[m] = append(parts[m], part)
			}
		}
	}
	return parts
}

// some returns one or more of those, in order.
func some(random *rand.Rand, of []int) []int {
	chosen := slices.DeleteFunc(slices.Clone(of), func(int) bool { return random.IntN(2) == 0 })
	if len(chosen) == 0 {
		return []int{pick(random, of)}
	}
	return chosen
}
