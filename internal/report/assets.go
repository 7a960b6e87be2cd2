package report

import (
	"cmp"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// asset is a matter, case or collection in its place: under its case or not.
type asset struct {
	*v1alpha1.Matter
	inCase bool
}

// indent is how far in the asset stands.
func (a asset) indent() int {
	if a.inCase {
		return caseIndent
	}
	return 0
}

// client is a client and the assets that are shown under it.
type client struct {
	name   string
	assets []asset
}

// clients returns the clients that have assets, by name, work for no client last.
// Each has its cases first, their matters below them, then its collections, then
// its other matters. A matter goes with its case, whosever client that is.
func clients(matters []*v1alpha1.Matter) []client {
	matters = byName(matters)
	cases := map[string]bool{}
	for _, matter := range matters {
		cases[matter.Name] = matter.Spec.Type == v1alpha1.TypeCase
	}
	below := map[string][]asset{}
	var top []*v1alpha1.Matter
	for _, matter := range matters {
		if matter.Spec.Type == v1alpha1.TypeMatter && cases[matter.Spec.Case] {
			below[matter.Spec.Case] = append(below[matter.Spec.Case], asset{matter, true})
			continue
		}
		top = append(top, matter)
	}
	slices.SortStableFunc(top, func(a, b *v1alpha1.Matter) int {
		return cmp.Or(compareClients(a.Spec.Client, b.Spec.Client), cmp.Compare(rank(a), rank(b)))
	})

	var all []client
	for _, matter := range top {
		if len(all) == 0 || all[len(all)-1].name != matter.Spec.Client {
			all = append(all, client{name: matter.Spec.Client})
		}
		last := &all[len(all)-1]
		last.assets = append(last.assets, asset{matter, false})
		last.assets = append(last.assets, below[matter.Name]...)
	}
	return all
}

// rank puts cases before collections before matters.
func rank(matter *v1alpha1.Matter) int {
	switch matter.Spec.Type {
	case v1alpha1.TypeCase:
		return 0
	case v1alpha1.TypeCollection:
		return 1
	case v1alpha1.TypeMatter:
		return 2
	}
	return 3
}

// compareClients sorts by name, and no client last.
func compareClients(a, b string) int {
	if a == "" || b == "" {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}
