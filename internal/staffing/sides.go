package staffing

import (
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// sides returns the sides that an asset takes, by set: its own, and its case's
// for each set that it does not name itself (C-2). A Collection takes none.
func (d *derivation) sides(asset *v1alpha1.Matter) []v1alpha1.OpposingTeamSide {
	if asset.Spec.Type == v1alpha1.TypeCollection {
		return nil
	}
	sides := slices.Clone(asset.Spec.OpposingTeamSets)
	if c := d.caseOf(asset); c != nil {
		for _, side := range c.Spec.OpposingTeamSets {
			if ownSide(asset, side.Set) == "" {
				sides = append(sides, side)
			}
		}
	}
	slices.SortFunc(sides, func(a, b v1alpha1.OpposingTeamSide) int { return strings.Compare(a.Set, b.Set) })
	return sides
}

// opponents returns the assets on another side of a set, a matter's own case and
// a case's own matters left out (C-2).
func (d *derivation) opponents(asset *v1alpha1.Matter, side v1alpha1.OpposingTeamSide) []*v1alpha1.Matter {
	var opponents []*v1alpha1.Matter
	consider := func(other *v1alpha1.Matter, takes string) {
		if takes != side.Side && other.Name != asset.Name && !d.grouped(asset, other) {
			opponents = append(opponents, other)
		}
	}
	for _, other := range d.view.MattersOnSet(side.Set) {
		takes := ownSide(other, side.Set)
		consider(other, takes)
		if other.Spec.Type != v1alpha1.TypeCase {
			continue
		}
		for _, matter := range Inheriting(d.view, other, side.Set) {
			consider(matter, takes)
		}
	}
	return opponents
}

// Inheriting returns the matters of a case that are on its side of a set because
// they do not name the set themselves (C-2).
func Inheriting(v roster.View, group *v1alpha1.Matter, set string) []*v1alpha1.Matter {
	var inheriting []*v1alpha1.Matter
	for _, matter := range v.MattersOfGroup(group.Name) {
		if matter.Spec.Case == group.Name && ownSide(matter, set) == "" {
			inheriting = append(inheriting, matter)
		}
	}
	return inheriting
}

// grouped says whether one of two assets is the case of the other.
func (d *derivation) grouped(a, b *v1alpha1.Matter) bool {
	return isCaseOf(a, b) || isCaseOf(b, a)
}

func isCaseOf(group, matter *v1alpha1.Matter) bool {
	return group.Spec.Type == v1alpha1.TypeCase && matter.Spec.Type == v1alpha1.TypeMatter && matter.Spec.Case == group.Name
}

// ownSide returns the side of a set that an asset names itself, empty if none.
func ownSide(asset *v1alpha1.Matter, set string) string {
	for _, side := range asset.Spec.OpposingTeamSets {
		if side.Set == set {
			return side.Side
		}
	}
	return ""
}
