package access_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/test/firm"
)

func unitsOf(t firm.T, options string) access.Units {
	return access.UnitsOf(firm.Parse(t, "firm "+options).Firm)
}

func TestUnits(t *testing.T) {
	tree := unitsOf(t, "units=group,uk/group,tax/uk,us/group,lost/gone billing-units=london/uk,hq/lost")
	for _, tc := range []struct{ own, want string }{
		{own: "", want: ""},
		{own: "group", want: "group london tax uk us"},
		{own: "uk", want: "london tax uk"},
		{own: "tax,us", want: "tax us"},
		{own: "lost", want: "hq lost"},
		{own: "gone", want: ""},
	} {
		if got := strings.Join(tree.Effective(strings.Split(tc.own, ",")), " "); got != tc.want {
			t.Errorf("who belongs to %q is in %q, want %q", tc.own, got, tc.want)
		}
	}
	for unit, want := range map[string]string{"london": "london", "hq": "hq", "tax": "", "group": "", "gone": ""} {
		if got := tree.BillingUnit(unit); got != want {
			t.Errorf("the billing unit of %s is %q, want %q", unit, got, want)
		}
	}
	if diff := cmp.Diff("lost", tree.Orphans()[0].Name); diff != "" || len(tree.Orphans()) != 1 || tree.Cycles() != nil {
		t.Errorf("orphans %v, cycles %v", tree.Orphans(), tree.Cycles())
	}
}

func TestTheBillingUnitIsTheNearest(t *testing.T) {
	tree := unitsOf(t, "billing-units=group,uk/group units=tax/uk,us/group,c/d,e/c billing-units=d/c")
	for unit, want := range map[string]string{"tax": "uk", "uk": "uk", "us": "group", "c": "d", "e": "d"} {
		if got := tree.BillingUnit(unit); got != want {
			t.Errorf("the billing unit of %s is %q, want %q", unit, got, want)
		}
	}
}

func TestInACycleEachUnitIsBelowEveryOther(t *testing.T) {
	units := unitsOf(t, "units=z/y,y/x,x/z,below/x,self/self")
	if diff := cmp.Diff([][]string{{"self"}, {"x", "y", "z"}}, units.Cycles()); diff != "" {
		t.Error(diff)
	}
	for own, want := range map[string]string{"x": "below x y z", "y": "below x y z", "below": "below", "self": "self"} {
		if diff := cmp.Diff(strings.Fields(want), units.Effective([]string{own})); diff != "" {
			t.Errorf("who belongs to %s is in: %s", own, diff)
		}
	}
	if diff := cmp.Diff([]string{"below", "x", "z", "y"}, units.AtOrAbove("below")); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutAFirmThereAreNoUnits(t *testing.T) {
	units := access.UnitsOf(nil)
	if units.Has("uk") || units.In("uk", []string{"uk"}) || units.Effective([]string{"uk"}) != nil {
		t.Error("there is a unit")
	}
}

// A unit is at or above another if parents lead from the one to the other.
func TestAtOrAboveIsReachability(t *testing.T) {
	names := []string{"a", "b", "c", "d", "e", "gone"}
	rapid.Check(t, func(t *rapid.T) {
		parents := map[string]string{}
		var options []string
		for _, unit := range names[:5] {
			parents[unit] = rapid.SampledFrom(names).Draw(t, unit)
			options = append(options, unit+"/"+parents[unit])
		}
		units := unitsOf(t, "units="+strings.Join(options, ","))
		for _, unit := range names[:5] {
			reached := map[string]bool{}
			for at, steps := unit, 0; at != "gone" && steps < len(names); at, steps = parents[at], steps+1 {
				reached[at] = true
			}
			for _, above := range names {
				if got := units.In(unit, []string{above}); got != reached[above] {
					t.Errorf("%s in %s: %t, by %v", unit, above, got, options)
				}
			}
		}
	})
}

// FuzzUnits is about any list of units, however it leads in circles or nowhere: no
// question about it goes on for ever, and the answers agree (S-5).
func FuzzUnits(f *testing.F) {
	for _, text := range []string{"", "a", "a/a", "a/b b/a", "a/b b/c c/b d/a!", "a/x b/a! c/b", "a/b b/c c/d d/b e/d! f/f! a/f"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var spec v1alpha1.FirmSpec
		for word := range strings.FieldsSeq(text) {
			word, bills := strings.CutSuffix(word, "!")
			name, parent, _ := strings.Cut(word, "/")
			if name == "" {
				continue // the schema has none, and nobody is in it
			}
			spec.BusinessUnits = append(spec.BusinessUnits, v1alpha1.BusinessUnit{Name: name, Parent: parent, BillingUnit: bills})
		}
		units := access.UnitsOf(&v1alpha1.Firm{Spec: spec})
		for _, unit := range spec.BusinessUnits {
			line := units.AtOrAbove(unit.Name)
			if len(line) > len(spec.BusinessUnits) || line[0] != unit.Name {
				t.Fatalf("above %q are %q", unit.Name, line)
			}
			for _, above := range line {
				if !units.In(unit.Name, []string{above}) || !slices.Contains(units.Effective([]string{above}), unit.Name) {
					t.Errorf("%q is above %q, and who is in it is not in that", above, unit.Name)
				}
			}
			if billing := units.BillingUnit(unit.Name); billing != "" && !slices.Contains(line, billing) {
				t.Errorf("the billing unit of %q is %q", unit.Name, billing)
			}
		}
		for _, cycle := range units.Cycles() {
			for _, unit := range cycle {
				if !units.In(unit, cycle[:1]) || !units.In(cycle[0], []string{unit}) {
					t.Errorf("of the cycle %q %q is not below every other", cycle, unit)
				}
			}
		}
	})
}

// TestManyUnitsInOneLine asks of the longest line that a Firm can list, and of the
// largest circle.
func TestManyUnitsInOneLine(t *testing.T) {
	const most = 500
	for name, top := range map[string]string{"a line": "", "a circle": "unit-499", "a line to nowhere": "limbo"} {
		spec := v1alpha1.FirmSpec{BusinessUnits: []v1alpha1.BusinessUnit{{Name: "unit-0", Parent: top}}}
		for i := range most - 1 {
			spec.BusinessUnits = append(spec.BusinessUnits, v1alpha1.BusinessUnit{Name: fmt.Sprintf("unit-%d", i+1), Parent: fmt.Sprintf("unit-%d", i)})
		}
		units := access.UnitsOf(&v1alpha1.Firm{Spec: spec})
		if got := len(units.AtOrAbove("unit-499")); got != most {
			t.Errorf("%s: %d units are at or above the last, want %d", name, got, most)
		}
		if got := len(units.Effective([]string{"unit-0"})); got != most {
			t.Errorf("%s: who is in the first is in %d, want %d", name, got, most)
		}
	}
}
