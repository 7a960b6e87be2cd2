package admission

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// annotations are those that the mutating webhook keeps; others are not in them.
type annotations map[string]string

// kept are the annotations that the mutating webhook keeps, with the rule that
// wants each. It keeps them on every kind: where a kind has no use for one, nobody
// gets to write it either.
var kept = [...]struct{ key, rule string }{
	{v1alpha1.CreatedByAnnotation, "U-8"},
	{v1alpha1.FirstUserAnnotation, "R-5"},
	{v1alpha1.LedgerAnnotation, "L-1"},
	{v1alpha1.SinceAnnotation, "L-9"},
}

// ours returns those of an object's annotations that the webhook keeps.
func ours(o client.Object) annotations {
	a := annotations{}
	for _, k := range kept {
		if value, there := o.GetAnnotations()[k.key]; there {
			a[k.key] = value
		}
	}
	return a
}

// rules are what is a kind's own in what admission does with its objects.
type rules[T client.Object] interface {
	// stamp adds the stamps that an object of this kind gets at its creation
	// beside the time of it (R-5, U-8).
	stamp(ctx context.Context, w *write[T], want annotations) error
	// advance puts into want, which holds the stored ledger, that which the write
	// leaves (L-1).
	advance(ctx context.Context, w *write[T], want annotations) error
	// allows says whether an annotation may be what it is although keep wants
	// another value: the two webhooks look at clock and cluster one after the other.
	allows(ctx context.Context, w *write[T], key, value string) (bool, error)
	// judge says what else is wrong with what the write declares.
	judge(ctx context.Context, w *write[T]) (field.ErrorList, error)
}

// plain is embedded by the rules of a kind that has nothing of its own to say.
type plain[T client.Object] struct{}

func (plain[T]) stamp(context.Context, *write[T], annotations) error { return nil }

func (plain[T]) advance(context.Context, *write[T], annotations) error { return nil }

func (plain[T]) allows(context.Context, *write[T], string, string) (bool, error) {
	return false, nil
}

func (plain[T]) judge(context.Context, *write[T]) (field.ErrorList, error) { return nil, nil }

// keep returns what the annotations must be after a write. It goes by what is
// stored and by who asks, never by what the request itself carries, but for a
// Restorer's new object (L-8): so it makes no difference how often the webhook is
// called for one write.
func keep[T client.Object](ctx context.Context, w *write[T], r rules[T]) (annotations, error) {
	want := w.stored()
	switch {
	case dated(want):
	case w.create:
		want[v1alpha1.SinceAnnotation] = w.now.String()
		if err := r.stamp(ctx, w, want); err != nil {
			return nil, err
		}
	default: // it predates the webhook; the controllers complete it just so (L-7)
		want[v1alpha1.SinceAnnotation] = ledger.At(w.old.GetCreationTimestamp().Time).String()
	}
	if err := r.advance(ctx, w, want); err != nil {
		return nil, err
	}
	return want, nil
}

// stored returns what counts as stored before the write.
func (w *write[T]) stored() annotations {
	switch {
	case !w.create:
		return ours(w.old)
	case w.restorer:
		return ours(w.new)
	}
	return annotations{}
}

// dated says whether a stamp says since when the object is there (L-9).
func dated(a annotations) bool {
	_, err := ledger.ParseTime(a[v1alpha1.SinceAnnotation])
	return err == nil
}

// slack is how far apart the two webhooks may look at a clock, or at the cluster,
// for one write: longer than the API server lets a request take.
const slack = time.Minute

// matches says whether an annotation is what keep wants, or may be what it is.
func matches[T client.Object](ctx context.Context, w *write[T], r rules[T], key string, have, want annotations) (bool, error) {
	value, there := have[key]
	wanted, wish := want[key]
	if value == wanted && there == wish {
		return true, nil
	}
	if key == v1alpha1.SinceAnnotation && w.create && sameMoment(value, wanted) {
		return true, nil
	}
	return r.allows(ctx, w, key, value)
}

// sameMoment says whether two stamps of a creation can be of one write.
func sameMoment(a, b string) bool {
	x, errX := ledger.ParseTime(a)
	y, errY := ledger.ParseTime(b)
	return errX == nil && errY == nil && x.Sub(y.Time).Abs() <= slack
}
