package model

import (
	"maps"
	"slices"
)

// set is a set of names; only true is ever stored.
type set map[string]bool

// add puts all of some into s.
func (s set) add(some set) {
	for name := range some {
		s[name] = true
	}
}

// sorted returns the names in order (W-5), nil for none.
func (s set) sorted() []string { return slices.Sorted(maps.Keys(s)) }

// put adds a name to the set under a key, and makes that set if need be.
func put(sets map[string]set, key, name string) {
	if sets[key] == nil {
		sets[key] = set{}
	}
	sets[key][name] = true
}
