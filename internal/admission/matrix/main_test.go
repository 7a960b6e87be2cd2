// Package matrix_test asks the matrix of who may do what through a real API server,
// with the webhooks as they ship: each actor is impersonated, and is who RBAC, its
// groups and its firm make it. No client's style of writing may get another answer.
package matrix_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/go-logr/logr"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/webhook"

	"github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

func TestMain(m *testing.M) {
	ctrl.SetLogger(logr.Discard()) // what is wrong is in the answers
	cluster.Main(m, cluster.WithWebhooks("config/webhook/manifests.yaml"))
}

// options say how the API server of these tests names people.
var options = admission.Options{
	UsernamePrefix:     "oidc:",
	SupportGroup:       "matterplane:support",
	CompanyGroupPrefix: "matterplane:company:",
	Restorers:          []string{"restorer"},
}

// cached reads what the webhooks know without asking.
var cached client.Reader

// serve starts the webhooks, once, lets everybody write, and waits until both are
// in force.
func serve(t *testing.T) {
	t.Helper()
	if err := served(); err != nil {
		t.Fatal(err)
	}
	letClerksWrite(t)
	namespace := cluster.Namespace(t)
	cluster.Eventually(t, time.Minute, func() error {
		office := firm.MakeOffice("probe")
		office.Namespace = namespace
		return clerk(t, "restorer").Create(t.Context(), office, client.DryRunAll)
	})
}

var served = sync.OnceValue(func() error {
	mgr, err := ctrl.NewManager(cluster.Config(), ctrl.Options{
		Scheme:        cluster.Scheme(),
		Metrics:       metricsserver.Options{BindAddress: "0"},
		WebhookServer: webhook.NewServer(cluster.WebhookServer()),
	})
	if err != nil {
		return err
	}
	views, err := cacheview.New(cluster.Lifetime(), mgr.GetCache())
	if err != nil {
		return err
	}
	cached = mgr.GetCache()
	if err := admission.Setup(mgr, views, options); err != nil {
		return err
	}
	go func() {
		if err := mgr.Start(cluster.Lifetime()); err != nil && context.Cause(cluster.Lifetime()) == nil {
			panic(err)
		}
	}()
	return nil
})
