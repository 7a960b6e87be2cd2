package stories_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// firm makes the Firm of a namespace, under which the assistants of a team follow.
func firm(t testing.TB, namespace string) {
	t.Helper()
	f := &v1alpha1.Firm{ObjectMeta: metav1.ObjectMeta{Name: "firm", Namespace: namespace}}
	f.Spec.AssistantsFollow.Staffing = v1alpha1.FollowEnabled
	must(t, by(t, "ann").Create(t.Context(), f))
}

// stored reads an object as it is.
func stored[T client.Object](t testing.TB, o T) T {
	t.Helper()
	o = o.DeepCopyObject().(T)
	must(t, cluster.Client().Get(t.Context(), client.ObjectKeyFromObject(o), o))
	return o
}

func ledgerOf(t testing.TB, m *v1alpha1.Matter) ledger.Matter {
	t.Helper()
	l, err := ledger.DecodeMatter(m.Annotations[v1alpha1.LedgerAnnotation])
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// applied is the part of a matter that a manager applies.
func applied(m *v1alpha1.Matter, team ...string) *unstructured.Unstructured {
	entries := make([]any, len(team))
	for i, user := range team {
		entries[i] = map[string]any{"user": user}
	}
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": v1alpha1.GroupVersion.String(),
		"kind":       "Matter",
		"metadata":   map[string]any{"name": m.Name, "namespace": m.Namespace},
		"spec":       map[string]any{"type": "Matter", "staffing": entries},
	}}
}

func manifest(t testing.TB, o any) string {
	t.Helper()
	text, err := json.Marshal(o)
	must(t, err)
	return string(text)
}

// apply is server-side apply, with force.
func apply(ctx context.Context, p *cluster.Person, manager string, o *unstructured.Unstructured) error {
	return p.Apply(ctx, client.ApplyConfigurationFromUnstructured(o), client.FieldOwner(manager), client.ForceOwnership)
}

// edit is a patch of one kind or the other.
func edit(ctx context.Context, p *cluster.Person, m *v1alpha1.Matter, kind types.PatchType, text string) error {
	return p.Patch(ctx, m, client.RawPatch(kind, []byte(text)))
}

// ways are the ways in which a client can turn a team of ann and bob into one of
// ann and cid; kubectl has more of them.
var ways = map[string]func(ctx context.Context, p *cluster.Person, m *v1alpha1.Matter) error{
	"PUT": func(ctx context.Context, p *cluster.Person, m *v1alpha1.Matter) error {
		m.Spec.Staffing = staff("ann", "cid")
		return p.Update(ctx, m)
	},
	"PUT without annotations": func(ctx context.Context, p *cluster.Person, m *v1alpha1.Matter) error {
		m.Spec.Staffing = staff("ann", "cid")
		m.Annotations = nil
		return p.Update(ctx, m)
	},
	"merge patch": func(ctx context.Context, p *cluster.Person, m *v1alpha1.Matter) error {
		return edit(ctx, p, m, types.MergePatchType, `{"spec":{"staffing":[{"user":"ann"},{"user":"cid"}]}}`)
	},
	"JSON patch": func(ctx context.Context, p *cluster.Person, m *v1alpha1.Matter) error {
		return edit(ctx, p, m, types.JSONPatchType, `[{"op":"replace","path":"/spec/staffing/1","value":{"user":"cid"}}]`)
	},
	"server-side apply": func(ctx context.Context, p *cluster.Person, m *v1alpha1.Matter) error {
		return apply(ctx, p, "one", applied(m, "ann", "cid"))
	},
	"kubectl apply":   nil,
	"kubectl replace": nil,
}

func TestTheLedgerIsKeptWhicheverWayAClientWrites(t *testing.T) {
	t.Parallel()
	serve(t)
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			namespace := cluster.Namespace(t)
			firm(t, namespace)
			p := by(t, "ann")
			m := matter(namespace, "m")
			verb, kubectl := strings.CutPrefix(name, "kubectl ")
			if kubectl {
				cluster.MustKubectl(t, namespace, manifest(t, applied(m, "ann", "bob")), "apply", "-f", "-")
			} else {
				must(t, apply(t.Context(), p, "one", applied(m, "ann", "bob")))
			}
			before := stored(t, m)
			if kubectl {
				cluster.MustKubectl(t, namespace, manifest(t, applied(m, "ann", "cid")), verb, "-f", "-")
			} else {
				must(t, way(t.Context(), p, before.DeepCopy()))
			}
			after := stored(t, m)

			follows := func(at int64) ledger.Joined { return ledger.Joined{At: at, Follow: true} }
			want := ledgerOf(t, before)
			want.Staffing = ledger.List{
				Clock:  2,
				Joined: map[string]ledger.Joined{"ann": follows(1), "cid": follows(2)},
				Left:   map[string]ledger.Left{"bob": {At: 2, Time: ledger.At(time.Now())}},
			}
			if got := ledgerOf(t, after); got.Like(want, ledgerOf(t, before), time.Minute) != ledger.Same {
				t.Errorf("(-want +got):\n%s", cmp.Diff(want, got))
			}
			if before.Annotations[v1alpha1.SinceAnnotation] != after.Annotations[v1alpha1.SinceAnnotation] {
				t.Errorf("since %q, before %q", after.Annotations[v1alpha1.SinceAnnotation], before.Annotations[v1alpha1.SinceAnnotation])
			}
			if warned := p.Warned(); len(warned) > 0 {
				t.Errorf("warned %q", warned)
			}
		})
	}
}

// Two managers each own an entry of the team, and neither owns the ledger.
func TestTwoManagersShareATeam(t *testing.T) {
	t.Parallel()
	serve(t)
	namespace := cluster.Namespace(t)
	p, m := by(t, "ann"), matter(namespace, "m")
	must(t, apply(t.Context(), p, "one", applied(m, "ann")))
	must(t, apply(t.Context(), p, "two", applied(m, "bob")))
	must(t, apply(t.Context(), p, "one", applied(m, "ann")))
	must(t, apply(t.Context(), p, "two", applied(m)))
	after := stored(t, m)
	got := ledgerOf(t, after).Staffing
	if len(got.Joined) != 1 || got.Joined["ann"].At != 1 || got.Left["bob"].At != 3 || got.Clock != 3 {
		t.Errorf("%+v", got)
	}
	for _, entry := range after.ManagedFields {
		if text := entry.FieldsV1.GetRawString(); strings.Contains(text, "matterplane.dev/ledger") {
			t.Errorf("%s owns the ledger: %s", entry.Manager, text)
		}
	}
}

func TestADryRunGetsTheSameAnswer(t *testing.T) {
	t.Parallel()
	serve(t)
	namespace := cluster.Namespace(t)
	p, m := by(t, "ann"), matter(namespace, "m", "ann")
	dry := m.DeepCopy()
	must(t, p.Create(t.Context(), dry, client.DryRunAll))
	must(t, p.Create(t.Context(), m))
	if got, want := dry.Annotations[v1alpha1.LedgerAnnotation], m.Annotations[v1alpha1.LedgerAnnotation]; got != want || want == "" {
		t.Errorf("a dry run says %q, a real one %q", got, want)
	}
	left := m.DeepCopy()
	left.Spec.Staffing = nil
	must(t, p.Update(t.Context(), left, client.DryRunAll))
	if got := ledgerOf(t, left).Staffing; got.Clock != 2 {
		t.Errorf("a dry run of leaving says %+v", got)
	}
	if got := ledgerOf(t, stored(t, m)).Staffing; got.Clock != 1 {
		t.Errorf("and leaves %+v", got)
	}
}

func TestCreatedAnewIsNew(t *testing.T) {
	t.Parallel()
	serve(t)
	namespace := cluster.Namespace(t)
	p := by(t, "ann")
	first := matter(namespace, "m", "ann")
	must(t, p.Create(t.Context(), first))
	first.Spec.Staffing = staff("bob")
	must(t, p.Update(t.Context(), first))
	must(t, p.Delete(t.Context(), first))

	second := matter(namespace, "m", "bob")
	must(t, p.Create(t.Context(), second))
	if got := ledgerOf(t, second).Staffing; got.Clock != 1 || len(got.Left) != 0 {
		t.Errorf("it remembers %+v", got)
	}
	if a, b := first.Annotations[v1alpha1.SinceAnnotation], second.Annotations[v1alpha1.SinceAnnotation]; a >= b {
		t.Errorf("since %s, and anew since %s", a, b)
	}
}

// A finalizer comes and goes, and with the last one the object.
func TestDeletionStaysPossible(t *testing.T) {
	t.Parallel()
	serve(t)
	namespace := cluster.Namespace(t)
	p, m := by(t, "ann"), matter(namespace, "m", "ann")
	m.Finalizers = []string{"example.com/hold"}
	must(t, p.Create(t.Context(), m))
	must(t, p.Delete(t.Context(), m))
	must(t, edit(t.Context(), p, m, types.MergePatchType, `{"metadata":{"finalizers":null}}`))
	if err := p.Get(t.Context(), client.ObjectKeyFromObject(m), m); client.IgnoreNotFound(err) != nil || err == nil {
		t.Errorf("it is still there: %v", err)
	}
	for i := range 3 {
		must(t, p.Create(t.Context(), matter(namespace, fmt.Sprintf("m%d", i))))
	}
	must(t, p.DeleteAllOf(t.Context(), &v1alpha1.Matter{}, client.InNamespace(namespace)))
}
