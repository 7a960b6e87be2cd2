package access

import (
	"maps"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Units is the tree of a firm's business units (S-5). In a cycle each unit is
// below every other; a unit whose parent is not listed is a root.
type Units struct {
	listed map[string]v1alpha1.BusinessUnit
	names  []string // sorted
	cycles [][]string
	cyclic map[string]bool
}

// UnitsOf returns the units that a Firm lists; without a Firm there are none.
func UnitsOf(firm *v1alpha1.Firm) Units {
	u := Units{listed: map[string]v1alpha1.BusinessUnit{}, cyclic: map[string]bool{}}
	if firm == nil {
		return u
	}
	for _, unit := range firm.Spec.BusinessUnits {
		u.listed[unit.Name] = unit
	}
	u.names = slices.Sorted(maps.Keys(u.listed))
	u.findCycles()
	return u
}

// Has says whether the Firm lists a unit.
func (u Units) Has(unit string) bool {
	_, listed := u.listed[unit]
	return listed
}

// AtOrAbove returns a unit and those above it, nearest first, each once; nothing
// of a unit that the Firm does not list.
func (u Units) AtOrAbove(unit string) []string {
	var line []string
	for entry := ""; u.Has(unit) && unit != entry; unit = u.listed[unit].Parent {
		line = append(line, unit)
		if entry == "" && u.cyclic[unit] {
			entry = unit
		}
	}
	return line
}

// In says whether one who belongs to the given units is in a unit: at one of
// them or below.
func (u Units) In(unit string, own []string) bool {
	return slices.ContainsFunc(u.AtOrAbove(unit), func(above string) bool { return slices.Contains(own, above) })
}

// Effective returns all units in which one who belongs to the given units is, by name.
func (u Units) Effective(own []string) []string {
	var in []string
	for _, unit := range u.names {
		if u.In(unit, own) {
			in = append(in, unit)
		}
	}
	return in
}

// BillingUnit returns the nearest unit at or above a unit at which invoices are
// kept, empty if there is none.
func (u Units) BillingUnit(unit string) string {
	for _, name := range u.AtOrAbove(unit) {
		if u.listed[name].BillingUnit {
			return name
		}
	}
	return ""
}

// Cycles returns the units that are above each other, each cycle by name, the
// cycles by their first names.
func (u Units) Cycles() [][]string { return u.cycles }

// findCycles walks up from each unit until it comes to one where it has been. If
// that was on the same walk, the way from there on is a cycle.
func (u *Units) findCycles() {
	walked := make(map[string]int, len(u.names))
	for i, unit := range u.names {
		walk := i + 1
		for u.Has(unit) && walked[unit] == 0 {
			walked[unit] = walk
			unit = u.listed[unit].Parent
		}
		if walked[unit] == walk {
			u.addCycle(unit)
		}
	}
	slices.SortFunc(u.cycles, slices.Compare)
}

func (u *Units) addCycle(unit string) {
	var cycle []string
	for ; !u.cyclic[unit]; unit = u.listed[unit].Parent {
		u.cyclic[unit] = true
		cycle = append(cycle, unit)
	}
	slices.Sort(cycle)
	u.cycles = append(u.cycles, cycle)
}

// Orphans returns the units whose parent is not listed, by name.
func (u Units) Orphans() []v1alpha1.BusinessUnit {
	var orphans []v1alpha1.BusinessUnit
	for _, unit := range u.names {
		if parent := u.listed[unit].Parent; parent != "" && !u.Has(parent) {
			orphans = append(orphans, u.listed[unit])
		}
	}
	return orphans
}
