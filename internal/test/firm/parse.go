package firm

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/internal/roster"
)

// T is what reading a firm needs of a test: *testing.T and *rapid.T have it.
type T interface {
	Helper()
	Fatal(args ...any)
}

// Parse returns the objects of a firm as a text declares them, each once, without
// ledgers: as files are, or as controllers find what no webhook has seen (L-7).
func Parse(t T, text string) roster.Objects {
	t.Helper()
	objects, err := parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return objects
}

// View returns a View of the firm that Parse reads.
func View(t T, text string) *roster.Snapshot {
	t.Helper()
	return roster.NewSnapshot(Parse(t, text))
}

func parse(text string) (roster.Objects, error) {
	var objects roster.Objects
	seen := map[string]bool{}
	for i, s := range statements(text) {
		o, err := s.object(i + 1)
		if err != nil {
			return roster.Objects{}, err
		}
		if seen[id(o)] {
			return roster.Objects{}, s.errorf(s.words[0], "%s is there already", o.GetName())
		}
		seen[id(o)] = true
		objects.Add(o)
	}
	return objects, nil
}

// object returns what a statement declares, created in the nth minute.
func (s statement) object(n int) (metav1.Object, error) {
	kind, rest := s.words[0], s.words[1:]
	if kind.text == "firm" {
		w := MakeFirm()
		return w.Obj(), firmOptions.apply(Stamp(w, n), s, rest)
	}
	if len(rest) == 0 {
		return nil, s.errorf(kind, "%q is no statement: a kind is followed by a name", kind.text)
	}
	name, rest := rest[0], rest[1:]
	switch kind.text {
	case "office":
		w := MakeOffice(name.text)
		return w, officeOptions.apply(Stamp(w, n), s, rest)
	case "user":
		w := MakeUser(name.text)
		return w.Obj(), userOptions.apply(Stamp(w, n), s, rest)
	case "link":
		assistant, timekeeper, arrow := cut(name, "->")
		if !arrow {
			return nil, s.errorf(name, "a link is written assistant->timekeeper")
		}
		w := MakeLink(assistant.text, timekeeper.text)
		return w, linkOptions.apply(Stamp(w, n), s, rest)
	case "matter", "case", "collection":
		w := map[string]func(string) *MatterWrapper{"matter": MakeMatter, "case": MakeCase, "collection": MakeCollection}[kind.text](name.text)
		return w.Obj(), matterOptions.apply(Stamp(w, n), s, rest)
	}
	return nil, s.errorf(kind, "%q is no firm, office, user, link, matter, case or collection", kind.text)
}
