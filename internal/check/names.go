package check

import (
	"slices"
	"sync"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/manifests"
	"github.com/matterplane/matterplane/internal/roster"
)

// names are what a firm's files declare, for telling which one a misspelt name means.
type names struct {
	users, offices, cases, collections, clients, units, systems, sets []string

	mu    sync.Mutex
	known map[string]string
}

func newNames(o roster.Objects) *names {
	n := &names{known: map[string]string{}}
	for _, office := range o.Offices {
		n.offices = append(n.offices, office.Name)
	}
	for _, user := range o.Users {
		n.users = append(n.users, user.Name)
	}
	for _, m := range o.Matters {
		switch m.Spec.Type {
		case v1alpha1.TypeCase:
			n.cases = append(n.cases, m.Name)
		case v1alpha1.TypeCollection:
			n.collections = append(n.collections, m.Name)
		case v1alpha1.TypeMatter:
		}
		for _, side := range m.Spec.OpposingTeamSets {
			n.sets = append(n.sets, side.Set)
		}
	}
	slices.Sort(n.sets)
	n.sets = slices.Compact(n.sets)
	if o.Firm != nil {
		for _, client := range o.Firm.Spec.Clients {
			n.clients = append(n.clients, client.Name)
		}
		for _, unit := range o.Firm.Spec.BusinessUnits {
			n.units = append(n.units, unit.Name)
		}
		n.systems = o.Firm.Spec.Systems
	}
	return n
}

// instead says what could be written in place of a name that is nobody's: the name
// that it is likely to mean, or what else would do.
func (n *names) instead(word string, among []string, otherwise string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	key := word + "\x00" + otherwise
	if cure, known := n.known[key]; known {
		return cure
	}
	near := slices.DeleteFunc(slices.Clone(among), func(name string) bool { return name == word || !alike(name, word) })
	n.known[key] = otherwise
	if len(near) > 0 {
		if meant := manifests.Closest(word, near); meant != "" {
			n.known[key] = "Did you mean " + meant + "? " + otherwise
		}
	}
	return n.known[key]
}

// alike says whether two names could be one misspelt: cheaply, as there are many.
func alike(a, b string) bool {
	return a != "" && b != "" && max(len(a), len(b))-min(len(a), len(b)) <= 3 && (a[0] == b[0] || a[len(a)-1] == b[len(b)-1])
}
