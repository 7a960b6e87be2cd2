package access

import (
	"iter"
	"maps"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// Matters is on which assets a user may do something.
type Matters struct {
	// Everywhere is what the user may do on every asset of the firm, those that On
	// names aside: what D-4 and D-10 give to roles and rights that reach everywhere,
	// and who has none of these may do nothing there. One decision for each of the
	// Actions.
	Everywhere []Decision
	// On are the assets on which the user may do more than that, by another rule
	// too, or less, because a wall stands there; by name.
	On iter.Seq[Permitted]
}

// MattersOf returns on which assets a user may do something (section D). It asks
// about assets on which the user, or one whom it assists, is named or stands on the
// other side, and about those that its units, its clients and its office bring;
// about no other of the firm, however many there are.
func MattersOf(v roster.Directory, user string) Matters {
	s := surroundingsOf(v)
	p := personOf(s, user)
	everywhere := s.on(&v1alpha1.Matter{}, p, nil).decisions()
	return Matters{Everywhere: everywhere, On: func(yield func(Permitted) bool) {
		if !roster.IsActive(v, user) {
			return
		}
		around := around(v, s, user)
		reached := p.reach(v, s.units())
		maps.Copy(reached, around)
		for _, name := range slices.Sorted(maps.Keys(reached)) {
			decisions := s.on(reached[name], p, around).decisions()
			if differ(everywhere, decisions) && !yield(Permitted{User: user, Asset: name, Decisions: decisions}) {
				return
			}
		}
	}}
}

// on returns who asks about an asset. Towards one that is not around it, the user
// has no position.
func (s *surroundings) on(m *v1alpha1.Matter, p *person, around assets) *asker {
	a := &Asset{surroundings: s, matter: m}
	if around[m.Name] == nil {
		return &asker{person: p, asset: a}
	}
	return a.asker(p)
}

// differ says whether decisions allow something else, or by other rules.
func differ(a, b []Decision) bool {
	return !slices.EqualFunc(a, b, func(a, b Decision) bool {
		return a.Allowed == b.Allowed && (!a.Allowed || slices.Equal(a.Rules, b.Rules))
	})
}

// assets are some assets of a firm, by name.
type assets map[string]*v1alpha1.Matter

func (a assets) add(some ...*v1alpha1.Matter) {
	for _, m := range some {
		a[m.Name] = m
	}
}

// reach returns the assets that the person's units, clients and office bring, its
// position left out (D-7 to D-10).
func (p *person) reach(v roster.Directory, units Units) assets {
	found := assets{}
	if p.spec.UserRole != "" || p.has(v1alpha1.RightAdministrator) || p.has(v1alpha1.RightCompliance) || p.has(v1alpha1.RightAccounting) {
		for _, unit := range units.Effective(p.spec.BusinessUnits) {
			found.add(v.MattersOfUnit(unit)...)
		}
	}
	for _, client := range p.firm.Clients {
		if client.Manager == p.name {
			found.add(v.MattersOfClient(client.Name)...)
		}
	}
	if p.systemRole == v1alpha1.RoleFirmOfficeAdministrator && p.invoicesSeen() == v1alpha1.InvoicesOwnOffice && p.spec.Office != "" {
		found.add(v.MattersOfOffice(p.spec.Office)...)
	}
	return found
}
