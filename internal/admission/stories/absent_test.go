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

// What Kubernetes collects it collects whether or not our webhooks answer (P-2):
// they are not asked about finalizers and owners. Anything else they are asked
// about, whoever it is.
func TestGarbageCollectionIsNotAskedAbout(t *testing.T) {
	t.Parallel()
	serve(t)
	for _, user := range []string{
		"system:serviceaccount:kube-system:generic-garbage-collector",
		"system:serviceaccount:kube-system:namespace-controller",
		"system:kube-controller-manager",
	} {
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
