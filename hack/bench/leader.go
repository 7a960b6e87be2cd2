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

	"github.com/matterplane/matterplane/hack/faults/plane"
)

// leaderAgent is what the manager that leads is called, and so its user agent.
const leaderAgent = "matterplane-leader"

// leader is the manager that runs the controllers, with the account and the flags
// that ship. The API server asks another one about admission, as it well may.
type leader struct {
	*plane.Process
	began   time.Time
	metrics string
}

// lead starts a manager; the one that led before must be gone.
func (w *world) lead() error {
	config, err := w.Kubeconfig(leaderAgent, w.URL, w.CA.PEM)
	if err != nil {
		return err
	}
	metrics, probes := plane.Loopback(plane.FreePort()), plane.Loopback(plane.FreePort())
	began := time.Now()
	p, err := plane.Start(leaderAgent, filepath.Join(w.Dir, leaderAgent+".log"), filepath.Join(w.Dir, leaderAgent),
		"manager", "--kubeconfig="+config,
		"--leader-elect=true", "--leader-elect-namespace="+plane.Namespace,
		fmt.Sprintf("--webhook-port=%d", plane.FreePort()), "--webhook-cert-dir="+w.WebhookCerts(),
		"--metrics-bind-address="+metrics, "--health-probe-bind-address="+probes)
	if err != nil {
		return err
	}
	w.leader = &leader{Process: p, began: began, metrics: "https://" + metrics + "/metrics"}
	w.starts++
	return nil
}

// led sees to it that a manager leads and the firm has settled.
func (w *world) led(ctx context.Context) (statuses, error) {
	if w.leader == nil {
		if err := w.lead(); err != nil {
			return nil, err
		}
	}
	return w.settled(ctx)
}

// rest ends the manager that leads, in order, so that it gives its lease up.
func (w *world) rest() {
	if w.leader != nil {
		w.leader.Terminate(30 * time.Second)
		w.leader = nil
	}
}

// idle says why the manager has not reconciled all that there is.
func (l *leader) idle(ctx context.Context, objects int) error {
	text, err := l.scrape(ctx)
	if err != nil {
		return err
	}
	done := sumOf(text, "controller_runtime_reconcile_total")
	waiting := sumOf(text, "workqueue_depth") + sumOf(text, "controller_runtime_active_workers")
	if done < float64(objects) || waiting > 0 {
		return fmt.Errorf("it has reconciled %g times, of %d objects, and %g are waiting", done, objects, waiting)
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
