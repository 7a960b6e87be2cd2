package live

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
)

// What styles know of a spec is what its JSON shows: maps, lists whose entries
// have a key, and lists of words.

// entryKeys are the fields that name an entry of a list, one or the other.
var entryKeys = []string{"user", "set", "name"}

// nameOf returns the name of a list's entry, which is a word or has a key.
func nameOf(entry any) string {
	fields, isMap := entry.(map[string]any)
	if !isMap {
		return fmt.Sprint(entry)
	}
	for _, name := range entryKeys {
		if value, there := fields[name]; there {
			return fmt.Sprint(value)
		}
	}
	panic(fmt.Sprintf("nothing names %v", entry))
}

// isKey says whether a field names the entry that has it.
func isKey(field string) bool { return slices.Contains(entryKeys, field) }

// canonical returns a value with its lists in order and without what is empty:
// neither says anything.
func canonical(value any) any {
	switch value := value.(type) {
	case map[string]any:
		clean := map[string]any{}
		for name, below := range value {
			if below = canonical(below); below != nil {
				clean[name] = below
			}
		}
		if len(clean) > 0 {
			return clean
		}
		return nil
	case []any:
		var clean []any
		for _, below := range value {
			clean = append(clean, canonical(below))
		}
		slices.SortFunc(clean, func(a, b any) int { return cmp.Compare(nameOf(a), nameOf(b)) })
		if len(clean) > 0 {
			return clean
		}
		return nil
	}
	return value
}

// shuffle puts the lists of a value into any order.
func shuffle(random *rand.Rand, value any) {
	switch value := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			shuffle(random, value[name])
		}
	case []any:
		for _, below := range value {
			shuffle(random, below)
		}
		random.Shuffle(len(value), func(i, j int) { value[i], value[j] = value[j], value[i] })
	}
}

// fields returns the spec of an object; of none an empty one.
func fields(spec any) map[string]any {
	if m, ok := spec.(map[string]any); ok {
		return m
	}
	return map[string]any{}
}

// pick draws one of those.
func pick[E any](random *rand.Rand, from []E) E { return from[random.IntN(len(from))] }
