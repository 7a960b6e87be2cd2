package cluster_test

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

func TestMain(m *testing.M) {
	cluster.Main(m, cluster.WithWebhooks("internal/test/cluster/testdata/webhook.yaml"))
}

func TestTheAdministratorIsOrdinary(t *testing.T) {
	t.Parallel()
	who := cluster.MustKubectl(t, "default", "", "auth", "whoami")
	if !strings.Contains(who, "kubernetes-admin") || strings.Contains(who, "system:masters") {
		t.Errorf("the administrator is\n%s", who)
	}
}

func TestRBACIsOn(t *testing.T) {
	t.Parallel()
	_, err := cluster.Kubectl(t, "default", "", "get", "firms", "--as", "somebody")
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || !strings.Contains(err.Error(), "Forbidden") {
		t.Errorf("reading firms as somebody: %v", err)
	}
}

func TestNamespacesAreTheTestsOwn(t *testing.T) {
	t.Parallel()
	if a, b := cluster.Namespace(t), cluster.Namespace(t); a == b {
		t.Errorf("both are %s", a)
	}
}

func TestWebhooksAreCalledExceptWhereSpared(t *testing.T) {
	t.Parallel()
	server := webhook.NewServer(cluster.WebhookServer())
	server.Register("/refuse", &admission.Webhook{Handler: admission.HandlerFunc(
		func(context.Context, admission.Request) admission.Response {
			return admission.Denied("as the test wants it")
		},
	)})
	go func() {
		if err := server.Start(t.Context()); err != nil {
			t.Errorf("serving the webhook: %v", err)
		}
	}()

	create := func(namespace string) error {
		office := &v1alpha1.Office{ObjectMeta: metav1.ObjectMeta{Name: "london", Namespace: namespace}}
		return cluster.Client().Create(t.Context(), office)
	}
	walled := cluster.Namespace(t)
	cluster.Eventually(t, time.Minute, func() error {
		if err := create(walled); err == nil || !strings.Contains(err.Error(), "as the test wants it") {
			return errors.Join(errors.New("the webhook did not refuse"), err)
		}
		return nil
	})
	if err := create(cluster.NamespaceWithoutWebhooks(t)); err != nil {
		t.Errorf("where no webhook is called: %v", err)
	}
}

// A machine with nothing on it but Go, git and make has no diff.
func TestKubectlShowsDifferencesWithoutAnotherProgram(t *testing.T) {
	namespace := cluster.NamespaceWithoutWebhooks(t)
	t.Setenv("PATH", t.TempDir())
	office := func(city string) string {
		return `{"apiVersion":"matterplane.dev/v1alpha1","kind":"Office","metadata":{"name":"o"},"spec":{"displayName":"` + city + `"}}`
	}
	cluster.MustKubectl(t, namespace, office("London"), "apply", "-f", "-")
	if out := cluster.MustKubectl(t, namespace, office("London"), "diff", "-f", "-"); out != "" {
		t.Errorf("of the same it shows\n%s", out)
	}
	out, err := cluster.Kubectl(t, namespace, office("Zurich"), "diff", "-f", "-")
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Errorf("of another city: %v", err)
	}
	if !strings.Contains(out, "London") || !strings.Contains(out, "Zurich") {
		t.Errorf("of another city it shows\n%s", out)
	}
}

func TestEventuallyShowsTheLastError(t *testing.T) {
	t.Parallel()
	var tries int
	r := &recorder{TB: t}
	cluster.Eventually(r, 50*time.Millisecond, func() error {
		tries++
		return errors.New("no lead yet")
	})
	if want := "not within 50ms: no lead yet"; r.fatal != want || tries < 2 {
		t.Errorf("after %d tries: %q, want %q", tries, r.fatal, want)
	}
}

// recorder is a test that goes on after it failed.
type recorder struct {
	testing.TB
	fatal string
}

func (r *recorder) Helper() {}

func (r *recorder) Fatalf(format string, args ...any) {
	r.fatal = fmt.Sprintf(format, args...)
}
