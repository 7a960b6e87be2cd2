package firms

import (
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// Shape is what a firm is drawn from.
type Shape struct {
	// Matters is how many there are, cases and collections not counted. All else
	// grows with them: a fourth as many users, a case for every 200.
	Matters int
	// Clients is how many there are, at most 500; 0 for a twentieth of the matters. As
	// there are users who reach every client (S-4), what is derived of users grows with
	// the product of the two.
	Clients int
	// Seed makes another firm of the same shape.
	Seed uint64
	// Namespace is what the firm is called; empty leaves that to whoever applies it.
	Namespace string
}

// Generate makes up a firm.
func Generate(s Shape) roster.Objects {
	d := newDraw(s.Seed)
	p := makePeople(d, s)
	w := &work{draw: d, people: p, matters: s.Matters}
	w.makeCases()
	w.makeCollections()
	w.makeMatters()
	w.raiseWalls()
	objects := roster.Objects{
		Firm: p.firm(), Offices: p.offices, Users: p.users, Links: p.links, Matters: w.assets(),
	}
	for o := range each(objects) {
		o.SetNamespace(s.Namespace)
	}
	return objects
}

// Applied gives objects the ledgers and stamps that the webhooks would have left
// when all was created at once, and returns them. The stamps are a microsecond
// apart, in the order of the objects.
func Applied(objects roster.Objects, at time.Time) roster.Objects {
	for o := range each(objects) {
		annotate(o, v1alpha1.SinceAnnotation, ledger.At(at).String())
		at = at.Add(time.Microsecond)
	}
	if objects.Firm != nil {
		annotate(objects.Firm, v1alpha1.LedgerAnnotation, ledger.Firm{}.Advance(&objects.Firm.Spec, false).Encode())
	}
	around := roster.NewSnapshot(objects)
	for _, m := range objects.Matters {
		annotate(m, v1alpha1.LedgerAnnotation, ledger.Matter{}.Advance(&m.Spec, around, ledger.At(at)).Encode())
	}
	return objects
}

func annotate(o metav1.Object, key, value string) {
	annotations := o.GetAnnotations()
	if annotations == nil {
		annotations = map[string]string{}
	}
	annotations[key] = value
	o.SetAnnotations(annotations)
}

// each yields the objects of a firm: the Firm, offices, users, links, assets.
func each(objects roster.Objects) func(yield func(metav1.Object) bool) {
	return func(yield func(metav1.Object) bool) {
		if objects.Firm != nil && !yield(objects.Firm) {
			return
		}
		_ = all(objects.Offices, yield) && all(objects.Users, yield) && all(objects.Links, yield) && all(objects.Matters, yield)
	}
}

func all[O metav1.Object](objects []O, yield func(metav1.Object) bool) bool {
	for _, o := range objects {
		if !yield(o) {
			return false
		}
	}
	return true
}

// numbered names the ith of something, from 1.
func numbered(name string, i int) string { return fmt.Sprintf("%s-%03d", name, i+1) }
