// Package stories tells what admission does, through a real API server.
package stories_test

import (
	"context"
	"sync"
	"testing"
	"time"

	admissionv1 "k8s.io/api/admission/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
	webhookadmission "sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

func TestMain(m *testing.M) {
	cluster.Main(m, cluster.WithWebhooks("config/webhook/manifests.yaml", "internal/admission/stories/testdata/tamper.yaml"))
}

// everyone is the group of whom RBAC lets do anything: what is refused is refused
// by admission.
const everyone = "everyone"

// serve starts the webhooks, once for all stories, and waits until they answer.
func serve(t *testing.T) {
	t.Helper()
	if err := started(); err != nil {
		t.Fatal(err)
	}
	namespace := cluster.Namespace(t)
	cluster.Eventually(t, time.Minute, func() error {
		return by(t, "probe").Create(t.Context(), matter(namespace, "probe"), client.DryRunAll)
	})
}

// caches are those of the webhooks.
var caches *cacheview.Cache

var started = sync.OnceValue(func() error {
	err := cluster.Client().Create(context.Background(), &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: everyone},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "cluster-admin"},
		Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: everyone}},
	})
	if err != nil {
		return err
	}
	mgr, err := ctrl.NewManager(cluster.Config(), ctrl.Options{
		Scheme:        cluster.Scheme(),
		Metrics:       metricsserver.Options{BindAddress: "0"},
		WebhookServer: webhook.NewServer(cluster.WebhookServer()),
	})
	if err != nil {
		return err
	}
	caches, err = cacheview.New(cluster.Lifetime(), mgr.GetCache())
	if err != nil {
		return err
	}
	err = admission.Setup(mgr, caches, admission.Options{
		UsernamePrefix:     "oidc:",
		SupportGroup:       "matterplane:support",
		CompanyGroupPrefix: "matterplane:company:",
		Restorers:          []string{"restorer"},
	})
	if err != nil {
		return err
	}
	mgr.GetWebhookServer().Register("/tamper", &webhookadmission.Webhook{Handler: webhookadmission.HandlerFunc(tamper)})
	go func() {
		if err := mgr.Start(cluster.Lifetime()); err != nil {
			panic(err)
		}
	}()
	return nil
})

// tamper claims that an object is older than it is.
func tamper(context.Context, webhookadmission.Request) webhookadmission.Response {
	patch := `[{"op":"add","path":"/metadata/annotations/matterplane.dev~1since","value":"2001-01-01T00:00:00.000000Z"}]`
	resp := webhookadmission.ValidationResponse(true, "")
	resp.Patch = []byte(patch)
	resp.PatchType = new(admissionv1.PatchTypeJSONPatch)
	return resp
}

// by returns the client of a user who is in some groups, and whom RBAC lets do anything.
func by(t testing.TB, user string, groups ...string) *cluster.Person {
	t.Helper()
	return cluster.As(t, user, append([]string{everyone, "system:authenticated"}, groups...)...)
}

// matter makes a matter with a team.
func matter(namespace, name string, team ...string) *v1alpha1.Matter {
	m := &v1alpha1.Matter{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace}}
	m.Spec.Type = v1alpha1.TypeMatter
	m.Spec.Staffing = staff(team...)
	return m
}

func staff(team ...string) []v1alpha1.StaffingEntry {
	var entries []v1alpha1.StaffingEntry
	for _, user := range team {
		entries = append(entries, v1alpha1.StaffingEntry{User: user})
	}
	return entries
}

// must ends the test with an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
