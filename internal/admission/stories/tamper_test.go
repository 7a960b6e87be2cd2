package stories_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

const longAgo = "2001-01-01T00:00:00.000000Z"

func TestNobodyElseWritesOurAnnotations(t *testing.T) {
	t.Parallel()
	serve(t)
	const undone = ": undid the change of matterplane.dev/"
	for name, c := range map[string]struct {
		edit     func(ctx context.Context, p *cluster.Person, m *v1alpha1.Matter) error
		warnings string // the advice aside
	}{
		"PUT of another ledger": {func(ctx context.Context, p *cluster.Person, m *v1alpha1.Matter) error {
			m.Annotations[v1alpha1.LedgerAnnotation] = `{"v":1}`
			return p.Update(ctx, m)
		}, "L-1" + undone + "ledger"},
		"merge patch of all": {func(ctx context.Context, p *cluster.Person, m *v1alpha1.Matter) error {
			return edit(ctx, p, m, types.MergePatchType, `{"metadata":{"annotations":{"matterplane.dev/ledger":"{}","matterplane.dev/since":"`+
				longAgo+`","matterplane.dev/first-user":"true","matterplane.dev/created-by":"acme"}}}`)
		}, "U-8" + undone + "created-by R-5" + undone + "first-user L-1" + undone + "ledger L-9" + undone + "since"},
		"merge patch that removes all": {func(ctx context.Context, p *cluster.Person, m *v1alpha1.Matter) error {
			return edit(ctx, p, m, types.MergePatchType, `{"metadata":{"annotations":null}}`)
		}, ""},
		"JSON patch that removes one": {func(ctx context.Context, p *cluster.Person, m *v1alpha1.Matter) error {
			return edit(ctx, p, m, types.JSONPatchType, `[{"op":"remove","path":"/metadata/annotations/matterplane.dev~1since"}]`)
		}, ""},
		"server-side apply with force": {func(ctx context.Context, p *cluster.Person, m *v1alpha1.Matter) error {
			o := applied(m, "ann")
			o.SetAnnotations(map[string]string{v1alpha1.SinceAnnotation: longAgo})
			return apply(ctx, p, "other", o)
		}, "L-9" + undone + "since"},
		"status by PATCH": {func(ctx context.Context, p *cluster.Person, m *v1alpha1.Matter) error {
			return p.Status().Patch(ctx, m, client.RawPatch(types.MergePatchType,
				[]byte(`{"metadata":{"annotations":{"matterplane.dev/since":"`+longAgo+`"}},"status":{"observedGeneration":0}}`)))
		}, ""},
		"status by PUT": {func(ctx context.Context, p *cluster.Person, m *v1alpha1.Matter) error {
			m.Annotations = nil
			return p.Status().Update(ctx, m)
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, m := by(t, "ann"), matter(cluster.Namespace(t), "m", "ann")
			must(t, p.Create(t.Context(), m))
			must(t, c.edit(t.Context(), p, m.DeepCopy()))
			if diff := cmp.Diff(m.Annotations, stored(t, m).Annotations); diff != "" {
				t.Errorf("(-before +after):\n%s", diff)
			}
			const advice = ": matterplane keeps it; leave it out of what you apply"
			if warned := strings.ReplaceAll(strings.Join(p.Warned(), " "), advice, ""); warned != c.warnings {
				t.Errorf("warned %q, want %q", warned, c.warnings)
			}
		})
	}
}

func TestOnlyARestorerBringsAPast(t *testing.T) {
	t.Parallel()
	serve(t)
	// What is restored was exported elsewhere, with the same Firm there.
	p, m := by(t, "ann"), matter(cluster.Namespace(t), "m", "ann", "bob")
	firm(t, m.Namespace)
	must(t, p.Create(t.Context(), m))
	m.Spec.Staffing = staff("ann")
	must(t, p.Update(t.Context(), m))
	namespace := cluster.Namespace(t)
	firm(t, namespace)

	export := func(name string) *v1alpha1.Matter {
		o := matter(namespace, name, "ann")
		o.Annotations = map[string]string{v1alpha1.SinceAnnotation: longAgo, v1alpha1.LedgerAnnotation: m.Annotations[v1alpha1.LedgerAnnotation]}
		return o
	}
	ann := export("by-ann")
	must(t, p.Create(t.Context(), ann))
	if warned := p.Warned(); len(warned) != 2 || !strings.HasPrefix(warned[0], "L-8: dropped matterplane.dev/ledger: only a Restorer") {
		t.Errorf("warned %q", warned)
	}
	if ann.Annotations[v1alpha1.SinceAnnotation] == longAgo || len(ledgerOf(t, ann).Staffing.Left) > 0 {
		t.Errorf("it kept %v", ann.Annotations)
	}

	restorer := by(t, "restorer")
	restored, want := export("by-restorer"), export("").Annotations
	must(t, restorer.Create(t.Context(), restored))
	if diff := cmp.Diff(want, restored.Annotations); diff != "" {
		t.Errorf("restored (-want +got):\n%s", diff)
	}
	broken := export("broken")
	broken.Annotations[v1alpha1.LedgerAnnotation] = "{"
	must(t, restorer.Create(t.Context(), broken))
	if !ledgerOf(t, broken).Unreadable || broken.Annotations[v1alpha1.SinceAnnotation] != longAgo {
		t.Errorf("of a broken one it made %v", broken.Annotations)
	}
	if warned := restorer.Warned(); len(warned) > 0 {
		t.Errorf("warned the Restorer %q", warned)
	}
}

// A webhook after ours has changed what we keep: ours is asked again and puts it
// right; if the other one insists, nothing is stored.
func TestOtherWebhooksDoNotWriteThemEither(t *testing.T) {
	t.Parallel()
	serve(t)
	p, namespace := by(t, "ann"), cluster.Namespace(t)
	labelled := func(value string) *v1alpha1.Matter {
		m := matter(namespace, value, "ann")
		m.Labels = map[string]string{"tamper": value}
		return m
	}
	careless := labelled("careless")
	must(t, p.Create(t.Context(), careless))
	careless.Spec.DisplayName = "Acme v Globex"
	must(t, p.Update(t.Context(), careless))
	if careless.Annotations[v1alpha1.SinceAnnotation] == longAgo {
		t.Errorf("it left %v", careless.Annotations)
	}

	err := p.Create(t.Context(), labelled("stubborn"))
	want := "metadata.annotations[matterplane.dev/since]: Forbidden: L-9: "
	if !apierrors.IsInvalid(err) || !strings.Contains(err.Error(), want) {
		t.Errorf("creating: %v, want %q", err, want)
	}
	careless.Labels = map[string]string{"tamper": "stubborn"}
	if err := p.Update(t.Context(), careless); !apierrors.IsInvalid(err) || !strings.Contains(err.Error(), want) {
		t.Errorf("updating: %v, want %q", err, want)
	}
}
