package stories_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// predating creates a matter while no webhook is called, and lets them be called
// from then on.
func predating(t *testing.T) *v1alpha1.Matter {
	t.Helper()
	namespace := cluster.NamespaceWithoutWebhooks(t)
	m := matter(namespace, "m", "ann")
	must(t, by(t, "ann").Create(t.Context(), m))
	if len(m.Annotations) > 0 {
		t.Fatalf("a webhook was called and left %v", m.Annotations)
	}
	ns := &corev1.Namespace{}
	ns.Name = namespace
	must(t, cluster.Client().Patch(t.Context(), ns, client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"labels":null}}`))))
	cluster.Eventually(t, time.Minute, func() error {
		probe := matter(namespace, "probe")
		if err := by(t, "ann").Create(t.Context(), probe, client.DryRunAll); err != nil || len(probe.Annotations) == 0 {
			return errors.Join(errors.New("the webhooks are not called yet"), err)
		}
		return nil
	})
	return m
}

// Whoever writes first completes what predates the webhook, as the controllers
// would: its time is that of its creation.
func TestWhatPredatesTheWebhookIsCompleted(t *testing.T) {
	t.Parallel()
	serve(t)
	m := predating(t)
	created := ledger.At(m.CreationTimestamp.Time).String()
	m.Spec.DisplayName = "Acme v Globex"
	must(t, by(t, "ann").Update(t.Context(), m))
	if got := m.Annotations[v1alpha1.SinceAnnotation]; got != created {
		t.Errorf("since %q, want %q", got, created)
	}
	if got := ledgerOf(t, m); got.Version != ledger.Version || got.Staffing.Joined["ann"].At != 1 {
		t.Errorf("%+v", got)
	}
}

// collectors are those by whom Kubernetes ends namespaces and collects garbage.
var collectors = []string{
	"system:serviceaccount:kube-system:generic-garbage-collector",
	"system:serviceaccount:kube-system:namespace-controller",
	"system:kube-controller-manager",
}

// Kubernetes collects what nobody of the firm could delete, its lead too, and
// changes nothing else: a collector is nobody to whom the rules give anything (P-2).
func TestCollectorsCollectAndNothingElse(t *testing.T) {
	t.Parallel()
	serve(t)
	for _, name := range collectors {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			namespace := house(t, theFirm)
			p := plainly(t, name)
			m := stored(t, inside(namespace, matter("", "m1")))
			answered(t, "a lead", edit(t.Context(), p, m.DeepCopy(), types.MergePatchType, `{"spec":{"lead":"paul"}}`), "U-4")
			answered(t, "a lead with a finalizer", edit(t.Context(), p, m.DeepCopy(), types.MergePatchType, `{"metadata":{"finalizers":["foregroundDeletion"]},"spec":{"lead":"paul"}}`), "U-4")
			answered(t, "a user", p.Create(t.Context(), inside(namespace, user("", "new"))), "R-6")
			must(t, edit(t.Context(), p, m, types.MergePatchType, `{"metadata":{"finalizers":["foregroundDeletion"]}}`))
			must(t, p.Delete(t.Context(), m))
			must(t, edit(t.Context(), p, m, types.MergePatchType, `{"metadata":{"finalizers":null}}`))
			must(t, p.Delete(t.Context(), inside(namespace, user("", "amira"))))
			for _, kind := range []client.Object{
				&v1alpha1.Matter{}, &v1alpha1.AssistantLink{}, &v1alpha1.FirmUser{}, &v1alpha1.Office{}, &v1alpha1.Firm{},
			} {
				must(t, p.DeleteAllOf(t.Context(), kind, client.InNamespace(namespace)))
			}
			if left := len(list(t, namespace).Items); left > 0 {
				t.Errorf("%d matters are left", left)
			}
		})
	}
}

// What Kubernetes collects it collects whether or not our webhooks answer (P-2):
// they are not asked about finalizers and owners. Anything else they are asked
// about, whoever it is.
func TestGarbageCollectionIsNotAskedAbout(t *testing.T) {
	t.Parallel()
	serve(t)
	for _, user := range collectors {
		t.Run(user, func(t *testing.T) {
			t.Parallel()
			m := predating(t)
			for i, c := range []struct {
				patch string
				asked bool
			}{
				{`{"metadata":{"finalizers":["foregroundDeletion"]}}`, false},
				{`{"metadata":{"finalizers":null,"ownerReferences":null}}`, false},
				{`{"metadata":{"annotations":{"note":"seen"}}}`, true},
				{fmt.Sprintf(`{"spec":{"displayName":%q}}`, user), true},
			} {
				must(t, edit(t.Context(), by(t, user), m, types.MergePatchType, c.patch))
				if _, asked := m.Annotations[v1alpha1.SinceAnnotation]; asked != c.asked {
					t.Errorf("%d. %s: asked %t, want %t", i, c.patch, asked, c.asked)
				}
			}
		})
	}
}
