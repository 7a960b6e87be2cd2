package manifests

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/roster"
)

// Set is what was read: the firms, and what was wrong. Any number may read it at
// once. Its objects must not be changed.
type Set struct {
	firms    map[string]*roster.Objects
	sources  map[client.Object]source
	built    map[client.Object][]byte
	problems []Problem

	mu   sync.Mutex
	last lastTree
}

// lastTree is the tree of the part that was last asked about: whoever asks about
// one field asks about the next.
type lastTree struct {
	text   *text
	offset int64
	part   *part
	root   *yaml.Node
}

// id is by what an object is known.
type id struct{ kind, namespace, name string }

// collect makes a Set of what the parts hold, in their order. Of two objects of
// one name the first counts.
func collect(all []found, namespace string) *Set {
	total := 0
	for i := range all {
		total += len(all[i].objects)
	}
	s := &Set{firms: map[string]*roster.Objects{}, sources: make(map[client.Object]source, total), built: map[client.Object][]byte{}}
	known := make(map[id]client.Object, total)
	for i := range all {
		s.problems = append(s.problems, all[i].problems...)
		for _, d := range all[i].objects {
			if d.GetNamespace() == "" {
				d.SetNamespace(namespace)
			}
			if d.GetGeneration() == 0 {
				d.SetGeneration(1) // as it is once it has been created
			}
			key := id{KindOf(d.Object), d.GetNamespace(), d.GetName()}
			if first, twice := known[key]; twice {
				s.problems = append(s.problems, again(key, d.source, s.sources[first]))
				continue
			}
			known[key] = d.Object
			s.sources[d.Object] = d.source
			if d.built != nil {
				s.built[d.Object] = d.built
			}
			s.firm(d.GetNamespace()).Add(d.Object)
		}
	}
	sortProblems(s.problems)
	return s
}

// again tells of an object that has been declared before.
func again(key id, here, first source) Problem {
	return Problem{
		Position: here.start(), Cause: DuplicateObject, Other: first.start(),
		Message: key.kind + " " + key.name + " of " + key.namespace + " is declared twice: first at " + first.start().String(),
	}
}

func (s *Set) firm(namespace string) *roster.Objects {
	if s.firms[namespace] == nil {
		s.firms[namespace] = &roster.Objects{}
	}
	return s.firms[namespace]
}

// Namespaces returns the namespaces in which anything is declared, by name.
func (s *Set) Namespaces() []string { return slices.Sorted(maps.Keys(s.firms)) }

// Objects returns the objects of a namespace, each kind in the order in which it
// was read.
func (s *Set) Objects(namespace string) roster.Objects {
	if firm := s.firms[namespace]; firm != nil {
		return *firm
	}
	return roster.Objects{}
}

// View returns a View of the firm of a namespace. Its ledgers are those of the
// annotations, and where there are none those that applying the files from nothing
// would leave, in whatever order (W-3, L-2 to L-4, L-7).
func (s *Set) View(namespace string) *roster.Snapshot {
	return roster.NewSnapshot(s.Objects(namespace))
}

// Problems returns what was wrong, in order of files and lines.
func (s *Set) Problems() []Problem { return s.problems }

// Len returns how many objects there are.
func (s *Set) Len() int { return len(s.sources) }

// All returns all objects, by namespace, kind and name.
func (s *Set) All() iter.Seq[client.Object] {
	return slices.Values(slices.SortedFunc(maps.Keys(s.sources), func(a, b client.Object) int {
		return cmp.Or(cmp.Compare(a.GetNamespace(), b.GetNamespace()), cmp.Compare(KindOf(a), KindOf(b)), cmp.Compare(a.GetName(), b.GetName()))
	}))
}

// Position returns where a field of an object is written: its name, or of an item
// of a list its beginning. Where the field is not written, it is the closest that
// is: a missing spec.type is where spec is. Where the file has changed since it was
// read, or for an object of another Set, it is the beginning of the object, or
// nothing.
//
// The path is as field.Error has it, an item's key in place of its number allowed:
// spec.staffing[3].user, spec.staffing[amira-khan],
// metadata.annotations[matterplane.dev/since].
//
// Of what an overlay has built it is the place in the file that the object comes
// from: exact for what that file says, the beginning of the object for what a
// patch or a generator has added.
func (s *Set) Position(object client.Object, path string) Position {
	source, ours := s.sources[object]
	if !ours {
		return Position{}
	}
	if path == "" {
		return source.start()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last.text != source.text || s.last.offset != source.offset {
		s.last = lastTree{text: source.text, offset: source.offset, part: source.part()}
		if s.last.part != nil {
			s.last.root, _ = s.last.part.tree()
		}
	}
	if s.last.root == nil {
		return source.start()
	}
	return source.within(s.last.part, s.last.root, path)
}
