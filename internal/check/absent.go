package check

import (
	"fmt"
	"iter"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/conditions"
	"github.com/matterplane/matterplane/internal/profile"
	"github.com/matterplane/matterplane/internal/staffing"
)

// absent tells of a namespace without a Firm (W-2) or without users: of files that
// are a part of a firm it would say little to tell of every name.
func (f *firm) absent() []placed {
	if f.objects.Firm != nil && len(f.objects.Users) > 0 {
		return nil
	}
	in := map[string]*naming{"FirmUser": {}, "Firm": {}}
	for of, refs := range f.references() {
		told := map[string]bool{}
		for _, ref := range refs.List() {
			if kind := f.undeclared(ref); kind != "" && !told[kind] {
				told[kind] = true
				in[kind].note(of, ref)
			}
		}
	}
	var found []placed
	if n := in["FirmUser"]; n.objects > 0 {
		found = append(found, errorIn(n.of, "W-3", asNamed(n.first)[0],
			fmt.Sprintf("no file declares a FirmUser of the namespace %s, and %s: %s, for one", f.namespace, n, n.first.Name), cureAbsent))
	}
	if f.objects.Firm != nil {
		return found
	}
	if n := in["Firm"]; n.objects > 0 {
		return append(found, errorIn(n.of, "W-2", asNamed(n.first)[0],
			fmt.Sprintf("no file declares the Firm of the namespace %s, and %s: the %s %s, for one", f.namespace, n, n.first.Kind, n.first.Name), cureAbsent))
	}
	return append(found, warningIn(f.first(), "W-2", "",
		fmt.Sprintf("no file declares the Firm of the namespace %s: what it says of assistants, clients and systems is not known", f.namespace), cureAbsent))
}

const cureAbsent = "Read the files that declare it as well, or declare it."

// naming counts the objects that name something.
type naming struct {
	objects int
	of      client.Object // the first
	first   conditions.Reference
}

func (n *naming) note(of client.Object, ref conditions.Reference) {
	n.objects++
	if n.objects == 1 {
		n.of, n.first = of, ref
	}
}

func (n *naming) String() string {
	if n.objects == 1 {
		return "one object needs it"
	}
	return fmt.Sprintf("%d objects need it", n.objects)
}

// references are what every object names in vain.
func (f *firm) references() iter.Seq2[client.Object, conditions.References] {
	return func(yield func(client.Object, conditions.References) bool) {
		if firm := f.objects.Firm; firm != nil && !yield(firm, profile.FirmReferences(f.view, firm)) {
			return
		}
		for _, u := range f.objects.Users {
			if !yield(u, profile.UserReferences(f.view, u)) {
				return
			}
		}
		for _, l := range f.objects.Links {
			if !yield(l, profile.LinkReferences(f.view, l)) {
				return
			}
		}
		for _, m := range f.objects.Matters {
			if !yield(m, staffing.References(f.view, m)) {
				return
			}
		}
	}
}
