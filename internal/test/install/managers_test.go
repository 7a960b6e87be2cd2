package install

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"testing"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/certificates"
	"github.com/matterplane/matterplane/internal/manager"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/ports"
)

// lives are short enough to see several generations, and long enough for a machine
// that is busy: what is late has two thirds of what is here left.
var lives = certificates.Lives{Authority: time.Minute, Serving: 45 * time.Second, Settle: time.Second}

// replica is one of the managers of the Deployment, as its own account.
type replica struct {
	port, probes int
	stop         context.CancelFunc
	ended        chan error
}

func startReplica(t *testing.T) *replica {
	t.Helper()
	r := &replica{port: ports.Free(), probes: ports.Free(), ended: make(chan error, 1)}
	options := manager.Defaults()
	options.LeaderElection, options.LeaderElectionNamespace = true, namespace
	options.WebhookPort, options.WebhookHost = r.port, "localhost"
	options.WebhookCertSecret = namespace + "/matterplane-webhook-certs"
	options.Certificates = manager.Certificates{Lives: lives, Every: 100 * time.Millisecond}
	options.ProbeAddress = fmt.Sprintf("localhost:%d", r.probes)
	options.UniqueNames = true

	config := cluster.Config()
	config.Impersonate = rest.ImpersonationConfig{
		UserName: admission.DefaultOperator,
		Groups:   []string{"system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated"},
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	r.stop = stop
	mgr, err := manager.New(ctx, config, options)
	if err != nil {
		t.Fatal(err)
	}
	go func() { r.ended <- mgr.Start(ctx) }()
	t.Cleanup(func() { r.end(t) })
	return r
}

// end is what follows a SIGTERM.
func (r *replica) end(t *testing.T) {
	t.Helper()
	if r.stop == nil {
		return
	}
	r.stop()
	r.stop = nil
	if err := <-r.ended; err != nil {
		t.Errorf("a manager ended: %v", err)
	}
}

// meetsWhoIsOnTheWay waits until whoever was sent to the manager has arrived: for as long
// as preStop lets a pod go on that no Service names any more.
func (r *replica) meetsWhoIsOnTheWay(t *testing.T) {
	t.Helper()
	dialer := tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true}} // whether it arrives, not who answers
	last, err := dialer.DialContext(t.Context(), "tcp", net.JoinHostPort("localhost", strconv.Itoa(r.port)))
	if err != nil {
		t.Fatal(err)
	}
	last.Close()
}

// ready asks as a kubelet does.
func (r *replica) ready(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("http://localhost:%d/readyz?verbose", r.probes), nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("it is not ready: %s", answer.Status)
	}
	return nil
}

// holder is who holds the lease.
func holder(t *testing.T) string {
	t.Helper()
	lease := &coordinationv1.Lease{}
	if err := cluster.Client().Get(t.Context(), client.ObjectKey{Namespace: namespace, Name: "matterplane.dev"}, lease); err != nil {
		t.Fatal(err)
	}
	return *lease.Spec.HolderIdentity
}

// redirect sends the API server's calls to an address instead of to the Service.
func redirect(t *testing.T, address net.Addr) {
	t.Helper()
	port := address.(*net.TCPAddr).Port
	for configuration, path := range map[string]string{
		"mutatingwebhookconfiguration/" + admission.MutatingConfiguration:     "/mutate-matterplane-dev-v1alpha1",
		"validatingwebhookconfiguration/" + admission.ValidatingConfiguration: "/validate-matterplane-dev-v1alpha1",
	} {
		patch, err := json.Marshal([]map[string]any{
			{"op": "remove", "path": "/webhooks/0/clientConfig/service"},
			{"op": "replace", "path": "/webhooks/0/timeoutSeconds", "value": 30}, // how fast it is, others ask
			{"op": "add", "path": "/webhooks/0/clientConfig/url", "value": fmt.Sprintf("https://localhost:%d%s", port, path)},
		})
		if err != nil {
			t.Fatal(err)
		}
		cluster.MustKubectl(t, "", "", "patch", configuration, "--type=json", "-p", string(patch))
	}
}
