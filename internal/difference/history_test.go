package difference_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/difference"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/model"
)

// store is what an API server holds: objects with the ledgers and stamps that the
// webhook gives them.
type store map[string]metav1.Object

func key(o metav1.Object) string {
	switch o.(type) {
	case *v1alpha1.AssistantLink:
		return "AssistantLink " + o.GetName()
	case *v1alpha1.Firm:
		return "Firm firm"
	case *v1alpha1.FirmUser:
		return "FirmUser " + o.GetName()
	case *v1alpha1.Matter:
		return "Matter " + o.GetName()
	}
	return "Office " + o.GetName()
}

func (s store) objects() roster.Objects {
	var objects roster.Objects
	for _, k := range slices.Sorted(maps.Keys(s)) {
		objects.Add(s[k])
	}
	return objects
}

func (s store) apply(w model.Write) {
	k := key(w.Object)
	if w.Delete {
		delete(s, k)
		return
	}
	old := s[k]
	switch o := w.Object.(type) {
	case *v1alpha1.Firm:
		o = o.DeepCopy()
		var before ledger.Firm
		if old != nil {
			before, _ = ledger.DecodeFirm(old.GetAnnotations()[v1alpha1.LedgerAnnotation])
		}
		o.Annotations = map[string]string{v1alpha1.LedgerAnnotation: before.Advance(&o.Spec, false).Encode()}
		s[k] = o
	case *v1alpha1.Matter:
		o = o.DeepCopy()
		var before ledger.Matter
		if old, there := old.(*v1alpha1.Matter); there {
			if equality.Semantic.DeepEqual(old.Spec, o.Spec) {
				return
			}
			before, _ = ledger.DecodeMatter(old.Annotations[v1alpha1.LedgerAnnotation])
		}
		next := before.Advance(&o.Spec, roster.NewSnapshot(s.objects()), ledger.At(w.At))
		o.Annotations = map[string]string{v1alpha1.LedgerAnnotation: next.Encode()}
		s[k] = o
	case *v1alpha1.AssistantLink:
		o = o.DeepCopy()
		o.Annotations = map[string]string{v1alpha1.SinceAnnotation: ledger.At(w.At).String()}
		s[k] = o
	case *v1alpha1.FirmUser:
		s[k] = o.DeepCopy()
	case *v1alpha1.Office:
		s[k] = o.DeepCopy()
	}
}

// bare returns an object as files have it, with nothing of ours.
func bare(o metav1.Object) metav1.Object {
	switch o := o.(type) {
	case *v1alpha1.Firm:
		o = o.DeepCopy()
		o.Annotations = nil
		return o
	case *v1alpha1.FirmUser:
		o = o.DeepCopy()
		o.Annotations = nil
		return o
	case *v1alpha1.Matter:
		o = o.DeepCopy()
		o.Annotations = nil
		return o
	case *v1alpha1.AssistantLink:
		o = o.DeepCopy()
		o.Annotations = nil
		return o
	}
	return o
}

func bareAll(s store) store {
	files := store{}
	for k, o := range s {
		files[k] = bare(o)
	}
	return files
}

// TestHistoryCounts applies BASE, then HEAD on top of it, to the model of the rules,
// object by object as Flux does, and compares what the statuses are there with what is
// compared (L-1, L-6, W-4). BASE has a history, or is as files have it.
func TestHistoryCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		writes := model.History(t)
		cut := rapid.IntRange(0, len(writes)).Draw(t, "cut")
		world, base := model.New(), store{}
		for _, w := range writes[:cut] {
			base.apply(w)
			w.Apply(world)
		}
		head := maps.Clone(base)
		for _, w := range writes[cut:] {
			head.apply(w)
		}
		head = bareAll(head)
		at := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
		if rapid.Bool().Draw(t, "files") {
			base, world = bareAll(base), model.New()
			for _, k := range slices.Sorted(maps.Keys(base)) {
				at = at.Add(time.Second)
				model.Write{At: at, Object: base[k]}.Apply(world)
			}
		}
		for _, k := range slices.Sorted(maps.Keys(head)) {
			at = at.Add(time.Second)
			if old, same := base[k].(*v1alpha1.AssistantLink); same && old.Spec == head[k].(*v1alpha1.AssistantLink).Spec {
				continue // or it would be another, made now
			}
			if old, there := base[k].(*v1alpha1.Matter); there && old.Spec.Type != head[k].(*v1alpha1.Matter).Spec.Type {
				model.Write{At: at, Object: old, Delete: true}.Apply(world) // its type never changes
			}
			model.Write{At: at, Object: head[k]}.Apply(world)
		}
		for k, o := range base {
			if head[k] == nil {
				model.Write{At: at, Object: o, Delete: true}.Apply(world)
			}
		}
		_, after := difference.Views(base.objects(), head.objects())
		for _, name := range world.Matters() {
			got := staffing.DeriveAll(after, after.Matter(name))
			got.Conditions, got.ObservedGeneration = nil, 0
			if d := cmp.Diff(world.Status(name), got, cmpopts.EquateEmpty()); d != "" {
				t.Fatalf("status of %s (-applied +compared)\n%s", name, d)
			}
		}
	})
}

// TestOnlyWhatIsTouchedIsLookedAt compares what is told with what is when everybody on
// every asset is looked at, of firms with long histories.
func TestOnlyWhatIsTouchedIsLookedAt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		writes := model.History(t)
		cut := rapid.IntRange(0, len(writes)).Draw(t, "cut")
		until := rapid.IntRange(cut, min(len(writes), cut+6)).Draw(t, "until")
		base := store{}
		for _, w := range writes[:cut] {
			base.apply(w)
		}
		head := maps.Clone(base)
		for _, w := range writes[cut:until] {
			head.apply(w)
		}
		before, after := base.objects(), bareAll(head).objects()
		want, got := difference.Matters(before, after, true), difference.Matters(before, after, false)
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("(-everything +touched)\n%s", d)
		}
	})
}
