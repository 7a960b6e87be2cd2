package cacheview

import (
	"encoding/json"
	"reflect"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/render"
	"github.com/matterplane/matterplane/internal/test/firms"
)

// received returns the objects of a firm as an informer receives them, statuses and
// all: each decoded anew whenever it is asked for.
func received(tb testing.TB, matters int) func() []client.Object {
	tb.Helper()
	firm := firms.Applied(firms.Generate(firms.Shape{Matters: matters, Seed: 1, Namespace: "firm"}), time.Unix(1_750_000_000, 0))
	statuses := map[string]any{}
	for o := range render.Firm(firm) {
		statuses[o.Kind+"/"+o.Metadata.Name] = o.Status
	}
	var texts [][]byte
	var kinds []reflect.Type
	add := func(kind string, o client.Object) {
		o.SetManagedFields([]metav1.ManagedFieldsEntry{{Manager: "kubectl", FieldsV1: metav1.NewFieldsV1(`{"f:spec":{}}`)}})
		o.GetAnnotations()[corev1.LastAppliedConfigAnnotation] = "{}"
		text, err := json.Marshal(o)
		if err != nil {
			tb.Fatal(err)
		}
		var object map[string]any
		if err := json.Unmarshal(text, &object); err != nil {
			tb.Fatal(err)
		}
		object["status"] = statuses[kind+"/"+o.GetName()]
		if text, err = json.Marshal(object); err != nil {
			tb.Fatal(err)
		}
		texts, kinds = append(texts, text), append(kinds, reflect.TypeOf(o).Elem())
	}
	add("Firm", firm.Firm)
	forEach(firm.Offices, func(o *v1alpha1.Office) { add("Office", o) })
	forEach(firm.Users, func(o *v1alpha1.FirmUser) { add("FirmUser", o) })
	forEach(firm.Links, func(o *v1alpha1.AssistantLink) { add("AssistantLink", o) })
	forEach(firm.Matters, func(o *v1alpha1.Matter) { add("Matter", o) })
	return func() []client.Object {
		all := make([]client.Object, len(texts))
		for i, text := range texts {
			all[i] = reflect.New(kinds[i]).Interface().(client.Object)
			if err := json.Unmarshal(text, all[i]); err != nil {
				tb.Fatal(err)
			}
		}
		return all
	}
}

func forEach[T any](list []T, do func(T)) {
	for _, o := range list {
		do(o)
	}
}

// TestSlimChangesNoValue: but for what is dropped, every object says what it said,
// and so does one that is made slim twice.
func TestSlimChangesNoValue(t *testing.T) {
	objects := received(t, 100)
	slim, members := objects(), 0
	for i, want := range objects() {
		got := slim[i]
		for range 2 {
			if _, err := Slim(got); err != nil {
				t.Fatal(err)
			}
		}
		if got.GetManagedFields() != nil || got.GetAnnotations()[corev1.LastAppliedConfigAnnotation] != "" {
			t.Errorf("%s keeps what nobody reads", got.GetName())
		}
		want.SetManagedFields(nil)
		delete(want.GetAnnotations(), corev1.LastAppliedConfigAnnotation)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-before +after):\n%s", got.GetName(), diff)
		}
		if m, ok := got.(*v1alpha1.Matter); ok {
			members += len(m.Status.Staffing)
		}
	}
	if members == 0 {
		t.Error("nobody is on any team")
	}
	if _, err := Slim("no object"); err != nil {
		t.Error(err)
	}
}

// TestWhatIsSharedIsEqual: lists are shared by those alone whose lists are equal.
func TestWhatIsSharedIsEqual(t *testing.T) {
	through := func(user string, via ...string) v1alpha1.Member {
		return v1alpha1.Member{User: user, Origins: []v1alpha1.Origin{{Type: v1alpha1.OriginCase, Via: via}}}
	}
	more := through("d", "a")
	more.Origins[0].More = 3
	m := &v1alpha1.Matter{Status: v1alpha1.MatterStatus{Staffing: []v1alpha1.Member{through("a", "a"), through("b", "b"), through("c", "a"), more}}}
	want := m.DeepCopy()
	slimMatter(m)
	if diff := cmp.Diff(want, m); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
	staffing := m.Status.Staffing
	if &staffing[0].Origins[0] != &staffing[2].Origins[0] {
		t.Error("equal lists are two")
	}
}

// TestSlimSaves: it takes a third at least of what a firm's objects are decoded to.
func TestSlimSaves(t *testing.T) {
	objects := received(t, 1000)
	decoded, slim := heapOf(objects), heapOf(func() []client.Object {
		all := objects()
		for _, o := range all {
			if _, err := Slim(o); err != nil {
				t.Fatal(err)
			}
		}
		return all
	})
	t.Logf("%d bytes an object decoded, %d slim", decoded, slim)
	if slim > decoded*2/3 {
		t.Errorf("%d bytes an object are still %d", decoded, slim)
	}
}

// heapOf returns how much of the heap each of some objects takes.
func heapOf(objects func() []client.Object) int {
	used := func() int {
		var stats runtime.MemStats
		for range 3 { // what is forgotten is gone only with the next collection
			runtime.GC()
		}
		runtime.ReadMemStats(&stats)
		return int(stats.HeapAlloc)
	}
	objects() // what it needs once
	before := used()
	all := objects()
	grown := used() - before
	each := grown / len(all)
	runtime.KeepAlive(all)
	runtime.KeepAlive(objects) // the texts are no saving
	return each
}

// BenchmarkSlim is what it costs beside decoding.
func BenchmarkSlim(b *testing.B) {
	objects := received(b, 300)
	for name, slim := range map[string]bool{"decode": false, "decode and slim": true} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, o := range objects() {
					if slim {
						_, _ = Slim(o)
					}
				}
			}
		})
	}
}
