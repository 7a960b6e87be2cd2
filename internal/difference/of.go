package difference

import (
	"maps"
	"slices"

	"github.com/matterplane/matterplane/internal/answer"
	"github.com/matterplane/matterplane/internal/roster"
)

// Firms are firms as files or a cluster declare them: source.Firms and manifests.Set
// are.
type Firms interface {
	// Namespaces returns those in which there is anything.
	Namespaces() []string
	// Objects returns the objects of a namespace, none where there is nothing.
	Objects(namespace string) roster.Objects
}

// Side is one of the two that are compared.
type Side struct {
	Firms

	// Name is how it was named: a directory, a revision.
	Name string
}

// Of returns what changes where base stands and head is applied on top of it, and
// what head does not declare is deleted. Neither is changed.
func Of(base, head Side) (Difference, error) {
	d := Difference{APIVersion: answer.Version, Kind: "Difference", Base: base.Name, Head: head.Name, Firms: []Firm{}}
	namespaces := map[string]bool{}
	for _, namespace := range slices.Concat(base.Namespaces(), head.Namespaces()) {
		namespaces[namespace] = true
	}
	for _, namespace := range slices.Sorted(maps.Keys(namespaces)) {
		if firm := firmOf(namespace, base.Objects(namespace), head.Objects(namespace)); firm.changes() {
			d.Firms = append(d.Firms, firm)
		}
	}
	return d, nil
}

// firmOf returns what changes in one firm.
func firmOf(namespace string, base, head roster.Objects) Firm {
	end := endOf(base)
	p := planOf(baseOf(base, end), end, head)
	taken := p.write(p.order())
	c := compare(p, p.after(taken), nil)
	f := Firm{Namespace: namespace, Matters: c.matters()}
	f.Roles = c.roleList()
	f.Summary = c.summary(f.Roles, f.Matters)
	required, cautions := c.requirements()
	f.Requirements = required
	f.Cautions = slices.Concat(carried(p.base, head), c.anew(), c.settings(), c.depends(p, taken), cautions)
	return f
}

// changes says whether there is anything to tell of the firm.
func (f *Firm) changes() bool {
	return len(f.Roles)+len(f.Matters)+len(f.Requirements)+len(f.Cautions) > 0
}
