package staffing

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// Each part of a derivation asks the View for itself what it needs around an asset,
// and most of them are about the same asset in a row. So what was found for the last
// one is kept, until another is asked about.

// groups are the case and the collections of a matter.
type groups struct {
	of          *v1alpha1.Matter
	byCase      *v1alpha1.Matter
	collections []*v1alpha1.Matter
}

// history is the ledger of an asset.
type history struct {
	of   *v1alpha1.Matter
	kept ledger.Matter
}

// ledger returns the ledger of an asset.
func (d *derivation) ledger(asset *v1alpha1.Matter) ledger.Matter {
	if d.history.of != asset {
		d.history = history{asset, d.view.Ledger(asset)}
	}
	return d.history.kept
}

// caseOf returns the case of a matter, nil if it names none, or one that is
// missing or of another type (M-8).
func (d *derivation) caseOf(asset *v1alpha1.Matter) *v1alpha1.Matter {
	if ledger.CaseName(&asset.Spec) == "" {
		return nil
	}
	return d.groupsOf(asset).byCase
}

// collectionsOf returns the collections of a matter, by name; those that are
// missing or of another type are left out (M-8).
func (d *derivation) collectionsOf(asset *v1alpha1.Matter) []*v1alpha1.Matter {
	if asset.Spec.Type != v1alpha1.TypeMatter || len(asset.Spec.Collections) == 0 {
		return nil
	}
	return d.groupsOf(asset).collections
}

func (d *derivation) groupsOf(matter *v1alpha1.Matter) *groups {
	if d.groups.of == matter {
		return &d.groups
	}
	d.groups = groups{of: matter}
	if matter.Spec.Case != "" {
		d.groups.byCase = ofType(d.view.Matter(matter.Spec.Case), v1alpha1.TypeCase)
	}
	for _, name := range sortedUnique(matter.Spec.Collections) {
		if c := ofType(d.view.Matter(name), v1alpha1.TypeCollection); c != nil {
			d.groups.collections = append(d.groups.collections, c)
		}
	}
	return &d.groups
}

func ofType(asset *v1alpha1.Matter, kind v1alpha1.AssetType) *v1alpha1.Matter {
	if asset == nil || asset.Spec.Type != kind {
		return nil
	}
	return asset
}
