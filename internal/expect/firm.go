package expect

import (
	"fmt"
	"maps"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/answer"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
)

// Firm is the firm of a namespace, as expectations are held against it.
type Firm struct {
	namespace string
	view      roster.Directory
	units     access.Units
	positions *staffing.Positions
	users     []string // by name
	matters   []string // by name
	derived   map[string]*staffing.Everybody
}

// NewFirm returns the firm of a namespace.
func NewFirm(namespace string, objects roster.Objects) *Firm {
	f := &Firm{namespace: namespace, view: roster.NewSnapshot(objects), units: access.UnitsOf(objects.Firm), derived: map[string]*staffing.Everybody{}}
	f.positions = staffing.NewPositions(f.view)
	for _, u := range objects.Users {
		f.users = append(f.users, u.Name)
	}
	for _, m := range objects.Matters {
		f.matters = append(f.matters, m.Name)
	}
	slices.Sort(f.users)
	slices.Sort(f.matters)
	return f
}

// on derives everybody on an asset, and keeps those of the last one.
func (f *Firm) on(asset string) *staffing.Everybody {
	known := f.derived[asset]
	if known == nil {
		known = f.positions.Everybody(f.view.Matter(asset))
		clear(f.derived)
		f.derived[asset] = known
	}
	return known
}

// standing says where a user stands towards an asset, as answer.Explain does.
func (f *Firm) standing(user, asset string) answer.Standing {
	position := f.on(asset).Of(user)
	switch {
	case position.IsGranted():
		return answer.Granted
	case position.IsMember():
		return answer.Excluded
	case position.IsConflicted():
		return answer.WalledOff
	}
	return answer.None
}

// someone is a user whom a case is about.
type someone struct {
	name string
	at   *Name // where it is named; nil for one whom a selector picks
}

// people returns the users that are meant, and the names that mean nobody.
func (f *Firm) people(p People) (meant []someone, unknown []missing) {
	switch {
	case p.All:
		return f.picked(&PeopleWhere{})
	case p.Where != nil:
		return f.picked(p.Where)
	}
	for i := range p.Names {
		name := &p.Names[i]
		if f.view.User(name.Name) == nil {
			unknown = append(unknown, missing{*name, fmt.Sprintf("there is no user %q in %s", name.Name, f.namespace)})
		}
		meant = append(meant, someone{name: name.Name, at: name})
	}
	return meant, unknown
}

// missing is a name that names nothing.
type missing struct {
	Name

	text string
}

func (f *Firm) picked(w *PeopleWhere) (meant []someone, unknown []missing) {
	unknown = slices.Concat(
		absent(w.Office, func(name string) bool { return f.view.Office(name) != nil }, "there is no office %q in %s", f.namespace),
		absent(w.BusinessUnit, f.units.Has, "there is no business unit %q in %s", f.namespace),
		f.absentMatters(w.MembersOf), f.absentUsers(w.Except),
	)
	if len(unknown) > 0 {
		return nil, unknown
	}
	members := f.membersOf(w.MembersOf)
	for _, name := range f.users {
		if u := f.view.User(name); f.fits(w, u) && (members == nil || members[name]) && !named(w.Except, name) {
			meant = append(meant, someone{name: name})
		}
	}
	return meant, nil
}

func (f *Firm) fits(w *PeopleWhere, u *v1alpha1.FirmUser) bool {
	return u.Spec.Deactivated == w.Deactivated &&
		oneOf(w.SystemRole, roster.SystemRole(f.view, u)) && oneOf(w.UserRole, u.Spec.UserRole) &&
		oneOf(w.Right, u.Spec.Rights...) && oneOf(w.GlobalRole, u.Spec.GlobalRoles...) &&
		oneNamed(w.Office, u.Spec.Office) &&
		(len(w.BusinessUnit) == 0 || slices.ContainsFunc(w.BusinessUnit, func(n Name) bool { return f.units.In(n.Name, u.Spec.BusinessUnits) }))
}

// membersOf returns the members of some assets, Excluded or not (M-8); nil if none
// are asked for.
func (f *Firm) membersOf(assets []Name) map[string]bool {
	if len(assets) == 0 {
		return nil
	}
	members := map[string]bool{}
	for _, asset := range assets {
		for user := range f.on(asset.Name).Names() {
			members[user] = true
		}
	}
	return members
}

// some returns the assets that are meant, and the names that mean none.
func (f *Firm) some(m Matters) (meant []string, unknown []missing) {
	switch {
	case m.All:
		return f.matters, nil
	case m.Where == nil:
		for _, name := range m.Names {
			if f.view.Matter(name.Name) != nil {
				meant = append(meant, name.Name)
			}
		}
		return meant, f.absentMatters(m.Names)
	}
	w := m.Where
	unknown = slices.Concat(
		absent(w.Client, f.hasClient, "the Firm lists no client %q in %s", f.namespace),
		absent(w.Office, func(name string) bool { return f.view.Office(name) != nil }, "there is no office %q in %s", f.namespace),
		absent(w.BusinessUnit, f.units.Has, "there is no business unit %q in %s", f.namespace),
		f.absentMatters(slices.Concat(w.Case, w.Collection, w.Except)),
		absent(w.OpposingTeamSet, func(set string) bool { return len(f.view.MattersOnSet(set)) > 0 }, "nothing is in an opposing team set %q in %s", f.namespace),
	)
	if len(unknown) > 0 {
		return nil, unknown
	}
	for _, name := range f.matters {
		if f.suits(w, f.view.Matter(name)) && !named(w.Except, name) {
			meant = append(meant, name)
		}
	}
	return meant, nil
}

func (f *Firm) suits(w *MattersWhere, m *v1alpha1.Matter) bool {
	state := m.Spec.State
	if state == "" {
		state = v1alpha1.StateOpen
	}
	return oneOf(w.Type, m.Spec.Type) && oneOf(w.State, state) &&
		(w.Confidential == nil || *w.Confidential == m.Spec.Confidential) &&
		oneNamed(w.Client, m.Spec.Client) && oneNamed(w.Office, m.Spec.Office) &&
		oneNamed(w.BusinessUnit, f.units.AtOrAbove(m.Spec.BusinessUnit)...) &&
		oneNamed(w.Case, m.Spec.Case) && oneNamed(w.Collection, m.Spec.Collections...) &&
		oneNamed(w.OpposingTeamSet, f.sets(m)...)
}

// sets returns the sets that an asset is in, itself or through its case (C-2).
func (f *Firm) sets(m *v1alpha1.Matter) []string {
	sets := roster.SetsOf(m)
	if c := f.view.Matter(m.Spec.Case); m.Spec.Type == v1alpha1.TypeMatter && c != nil && c.Spec.Type == v1alpha1.TypeCase {
		sets = slices.Concat(sets, roster.SetsOf(c))
	}
	return sets
}

func (f *Firm) hasClient(name string) bool {
	firm, _ := f.view.Firm()
	return firm != nil && slices.ContainsFunc(firm.Spec.Clients, func(c v1alpha1.Client) bool { return c.Name == name })
}

func (f *Firm) absentMatters(names []Name) []missing {
	return absent(names, func(name string) bool { return f.view.Matter(name) != nil }, "there is no matter, case or collection %q in %s", f.namespace)
}

func (f *Firm) absentUsers(names []Name) []missing {
	return absent(names, func(name string) bool { return f.view.User(name) != nil }, "there is no user %q in %s", f.namespace)
}

func absent(names []Name, there func(string) bool, format, namespace string) []missing {
	var unknown []missing
	for _, name := range names {
		if !there(name.Name) {
			unknown = append(unknown, missing{name, fmt.Sprintf(format, name.Name, namespace)})
		}
	}
	return unknown
}

func named(names []Name, name string) bool {
	return slices.ContainsFunc(names, func(n Name) bool { return n.Name == name })
}

// oneNamed says whether one of some names is wanted; all are where none is.
func oneNamed(wanted []Name, has ...string) bool {
	return len(wanted) == 0 || slices.ContainsFunc(has, func(name string) bool { return named(wanted, name) })
}

func oneOf[W comparable](wanted []W, has ...W) bool {
	return len(wanted) == 0 || slices.ContainsFunc(has, func(word W) bool { return slices.Contains(wanted, word) })
}

// whoMay returns the users who may do something on an asset, by name (section D).
func (f *Firm) whoMay(asset string, action access.Action) map[string]access.Decision {
	may := map[string]access.Decision{}
	who, err := access.Who(f.view, asset, action)
	if err != nil {
		return nil // the asset is there, and the action known
	}
	for permitted := range who {
		may[permitted.User] = permitted.Decisions[slices.Index(access.Actions, action)]
	}
	return may
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
