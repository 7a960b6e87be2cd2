package check

import (
	"cmp"
	"slices"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/manifests"
)

// report gathers what rules find. Places are looked up last, text by text.
type report struct{ found []placed }

// placed is a finding about a field of an object.
type placed struct {
	Finding

	of      client.Object
	at      string // the path of its place, if that is not Field
	related []elsewhere
}

// elsewhere is another place that a finding is about.
type elsewhere struct {
	of            client.Object
	path, message string
}

func (r *report) add(found ...placed) { r.found = append(r.found, found...) }

// errorIn, warningIn and noteIn begin a finding about a field.
func errorIn(of client.Object, id, path, message, cure string) placed {
	return placed{Finding: Finding{ID: id, Severity: Error, Field: path, Message: message, Cure: cure}, of: of}
}

func warningIn(of client.Object, id, path, message, cure string) placed {
	p := errorIn(of, id, path, message, cure)
	p.Severity = Warning
	return p
}

func noteIn(of client.Object, id, path, message, cure string) placed {
	p := errorIn(of, id, path, message, cure)
	p.Severity = Note
	return p
}

// about puts a finding that is about no field at a place.
func (p placed) about(path string) placed {
	p.Field, p.at = "", path
	return p
}

// beside adds another place.
func (p placed) beside(of client.Object, path, message string) placed {
	p.related = append(p.related, elsewhere{of, path, message})
	return p
}

// place is a field whose position is asked for.
type place struct {
	of   client.Object
	path string
}

// findings are what was gathered, with positions.
func (r *report) findings(set *manifests.Set) []Finding {
	positions := r.positions(set)
	all := make([]Finding, 0, len(r.found))
	for _, p := range r.found {
		f := p.Finding
		f.Position = positions[place{p.of, cmp.Or(p.at, p.Field)}]
		f.Kind, f.Namespace, f.Name = manifests.KindOf(p.of), p.of.GetNamespace(), p.of.GetName()
		for _, other := range p.related {
			f.Related = append(f.Related, Related{Position: positions[place{other.of, other.path}], Message: other.message})
		}
		all = append(all, f)
	}
	return all
}

// positions looks up every place once, in the order of the texts: a Set takes one
// text apart at a time.
func (r *report) positions(set *manifests.Set) map[place]manifests.Position {
	positions := map[place]manifests.Position{}
	for _, p := range r.found {
		positions[place{p.of, cmp.Or(p.at, p.Field)}] = manifests.Position{}
		for _, other := range p.related {
			positions[place{other.of, other.path}] = manifests.Position{}
		}
	}
	type started struct {
		place

		start manifests.Position
	}
	all := make([]started, 0, len(positions))
	for p := range positions {
		all = append(all, started{p, set.Position(p.of, "")})
	}
	slices.SortFunc(all, func(a, b started) int {
		return cmp.Or(
			cmp.Compare(a.start.File, b.start.File), cmp.Compare(a.start.Line, b.start.Line), cmp.Compare(a.start.Column, b.start.Column))
	})
	for _, s := range all {
		positions[s.place] = set.Position(s.of, s.path)
	}
	return positions
}
