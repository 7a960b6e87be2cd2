package firm

import (
	"fmt"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// Written returns the objects of a firm after the statements of a text were
// written one after the other, each in its minute, through the mutating webhook:
// with the ledgers that these writes leave (L-1). A statement about an object
// that is there replaces its spec, and `delete user ben` deletes one.
func Written(t T, text string) roster.Objects {
	t.Helper()
	objects, err := written(text)
	if err != nil {
		t.Fatal(err)
	}
	return objects
}

// WrittenView returns a View of the firm that Written leaves.
func WrittenView(t T, text string) *roster.Snapshot {
	t.Helper()
	return roster.NewSnapshot(Written(t, text))
}

func written(text string) (roster.Objects, error) {
	var store store
	for i, s := range statements(text) {
		if s.words[0].text == "delete" {
			gone, err := statement{line: s.line, text: s.text, words: s.words[1:]}.object(i + 1)
			if err == nil && !store.delete(gone) {
				err = s.errorf(s.words[0], "%s is not there", gone.GetName())
			}
			if err != nil {
				return roster.Objects{}, err
			}
			continue
		}
		o, err := s.object(i + 1)
		if err != nil {
			return roster.Objects{}, err
		}
		store.write(o, At(i+1))
	}
	return store.objects(), nil
}

// store keeps what is written, in the order in which it was created.
type store []metav1.Object

func (s *store) write(o metav1.Object, now ledger.Time) {
	around := roster.NewSnapshot(s.objects())
	i := s.index(o)
	if i < 0 {
		advance(o, nil, around, now)
		*s = append(*s, o)
		return
	}
	old := (*s)[i]
	o.SetGeneration(old.GetGeneration() + 1)
	annotate(o, v1alpha1.SinceAnnotation, old.GetAnnotations()[v1alpha1.SinceAnnotation])
	advance(o, old, around, now)
	(*s)[i] = o
}

func (s *store) delete(o metav1.Object) bool {
	i := s.index(o)
	if i < 0 {
		return false
	}
	*s = slices.Delete(*s, i, i+1)
	return true
}

func (s *store) index(o metav1.Object) int {
	return slices.IndexFunc(*s, func(other metav1.Object) bool { return id(other) == id(o) })
}

func (s *store) objects() roster.Objects {
	var objects roster.Objects
	for _, o := range *s {
		objects.Add(o)
	}
	return objects
}

// id tells objects apart: names are unique within a kind.
func id(o metav1.Object) string { return fmt.Sprintf("%T %s", o, o.GetName()) }

// advance gives an object the ledger that this write of it leaves.
func advance(o, old metav1.Object, around ledger.Around, now ledger.Time) {
	stored := ""
	if old != nil {
		stored = old.GetAnnotations()[v1alpha1.LedgerAnnotation]
	}
	switch o := o.(type) {
	case *v1alpha1.Firm:
		before, _ := ledger.DecodeFirm(stored)
		said, _ := ledger.DecodeFirm(o.Annotations[v1alpha1.LedgerAnnotation])
		annotate(o, v1alpha1.LedgerAnnotation, before.Advance(&o.Spec, said.Closed).Encode())
	case *v1alpha1.Matter:
		before, _ := ledger.DecodeMatter(stored)
		annotate(o, v1alpha1.LedgerAnnotation, before.Advance(&o.Spec, around, now).Encode())
	}
}
