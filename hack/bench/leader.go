package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/internal/manager"
	"github.com/matterplane/matterplane/internal/test/ports"
)

// leaderAgent is what the manager that leads is called, and so its user agent.
const leaderAgent = "matterplane-leader"

// leader is the manager that runs the controllers, with the account and the flags
// that ship. The API server asks another one about admission, as it well may.
type leader struct {
	*plane.Process
	began   time.Time
	metrics string
	seen    float64   // reconciliations, when it was last asked
	busy    time.Time // when it last was, as far as is known
	profile string    // where it is profiled
}

// lead starts a manager; the one that led before must be gone.
func (w *world) lead() error {
	if err := w.release(); err != nil {
		return err
	}
	config, err := w.Kubeconfig(leaderAgent, w.URL, w.CA.PEM)
	if err != nil {
		return err
	}
	metrics, probes, profile := plane.Loopback(ports.Free()), plane.Loopback(ports.Free()), plane.Loopback(ports.Free())
	began := time.Now()
	p, err := plane.Start(leaderAgent, filepath.Join(w.Dir, leaderAgent+".log"), filepath.Join(w.Dir, leaderAgent),
		"manager", "--kubeconfig="+config,
		"--leader-elect=true", "--leader-elect-namespace="+plane.Namespace,
		fmt.Sprintf("--webhook-port=%d", ports.Free()), "--webhook-cert-dir="+w.WebhookCerts(),
		"--metrics-bind-address="+metrics, "--health-probe-bind-address="+probes, "--pprof-bind-address="+profile)
	if err != nil {
		return err
	}
	w.leader = &leader{Process: p, began: began, metrics: "https://" + metrics + "/metrics", profile: profile}
	w.starts++
	return nil
}

// led sees to it that a manager leads and the firm has settled.
func (w *world) led(ctx context.Context) (statuses, error) {
	if err := w.leading(); err != nil {
		return nil, err
	}
	return w.settled(ctx)
}

// leading sees to it that a manager leads, or soon will.
func (w *world) leading() error {
	if w.leader != nil {
		return nil
	}
	return w.lead()
}

// rest ends the manager that leads. In order it would answer webhooks for a second more,
// of which nobody asks it any, and then give its lease up, which the next to lead finds
// given up all the same.
func (w *world) rest() {
	if w.leader != nil {
		w.leader.Kill()
		w.leader = nil
	}
}

// release gives up the lease of whoever led before, as a manager does that ends in order.
func (w *world) release() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	lease := &coordinationv1.Lease{ObjectMeta: metav1.ObjectMeta{Namespace: plane.Namespace, Name: manager.Shard{}.Lease()}}
	err := w.Client.Patch(ctx, lease, client.RawPatch(types.MergePatchType, []byte(`{"spec":{"holderIdentity":null,"leaseDurationSeconds":1}}`)))
	if client.IgnoreNotFound(err) != nil {
		return fmt.Errorf("giving up the lease of who led before: %w", err)
	}
	return nil
}

// idle says why the manager has not reconciled all that there is.
func (l *leader) idle(ctx context.Context, objects int) error {
	done, waiting, err := l.work(ctx)
	if err != nil {
		return err
	}
	if done < float64(objects) || waiting > 0 {
		return fmt.Errorf("it has reconciled %g times, of %d objects, and %g are waiting", done, objects, waiting)
	}
	return nil
}

// work is how many times the manager has reconciled, and how many objects wait for it
// or are being reconciled.
func (l *leader) work(ctx context.Context) (done, waiting float64, err error) {
	text, err := l.scrape(ctx)
	return sumOf(text, "controller_runtime_reconcile_total"), sumOf(text, "workqueue_depth") + sumOf(text, "controller_runtime_active_workers"), err
}

// calm is how long nothing may be reconciled or written until the manager is taken to
// be at rest. The longest that an object waits in a queue where nobody sees it is
// 200 ms.
const calm = 300 * time.Millisecond

// atRest says why the manager is not at rest.
func (l *leader) atRest(ctx context.Context, log *auditLog) error {
	done, waiting, err := l.work(ctx)
	if err != nil {
		return err
	}
	if done != l.seen || done == 0 || waiting > 0 {
		l.seen, l.busy = done, time.Now()
	}
	written, err := log.lastWritten()
	if err != nil {
		return err
	}
	if written.After(l.busy) {
		l.busy = written
	}
	if since := time.Since(l.busy); since < calm {
		return fmt.Errorf("it was at work %s ago; %g objects are waiting", since.Round(time.Millisecond), waiting)
	}
	return nil
}

// scraper asks for metrics under a certificate that the manager made for itself.
var scraper = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}, Timeout: 5 * time.Second}

// scrape returns the manager's metrics.
func (l *leader) scrape(ctx context.Context) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, l.metrics, http.NoBody)
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", "Bearer "+plane.Masters)
	response, err := scraper.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("the metrics answer %s: %s", response.Status, text)
	}
	return string(text), err
}

// sumOf adds up the series of a metric in the text format of Prometheus.
func sumOf(text, metric string) float64 {
	var sum float64
	for line := range strings.Lines(text) {
		rest, found := strings.CutPrefix(line, metric)
		if !found || (rest[0] != '{' && rest[0] != ' ') {
			continue
		}
		value, err := strconv.ParseFloat(strings.TrimSpace(rest[strings.LastIndexByte(rest, ' ')+1:]), 64)
		if err == nil {
			sum += value
		}
	}
	return sum
}
