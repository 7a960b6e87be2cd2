package observed

import (
	"bytes"
	"crypto/tls"
	"flag"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

var update = flag.Bool("update", false, "write what is scraped into the golden files")

// theirs are the metrics of others that an alert or the dashboard asks for.
var theirs = []string{
	"controller_runtime_reconcile_errors_total", "controller_runtime_reconcile_time_seconds", "controller_runtime_reconcile_total",
	"leader_election_master_status", "process_cpu_seconds_total", "process_resident_memory_bytes", "rest_client_requests_total", "workqueue_depth",
}

// scraped compares what Prometheus gets with what hack/monitoring knows: the reader of
// config/prometheus asks the manager, and nobody else is told.
func scraped(t *testing.T, address string) {
	t.Helper()
	cluster.MustKubectl(t, "matterplane-system", "", "apply", "-f", cluster.Path(t, "config", "prometheus", "reader.yaml"))
	token := strings.TrimSpace(cluster.MustKubectl(t, "matterplane-system", "", "create", "token", "matterplane-metrics-reader"))
	if code, _ := scrape(t, address, ""); code != http.StatusUnauthorized {
		t.Errorf("nobody gets %d", code)
	}
	other := strings.TrimSpace(cluster.MustKubectl(t, "matterplane-system", "", "create", "token", "matterplane-controller-manager"))
	if code, _ := scrape(t, address, other); code != http.StatusForbidden {
		t.Errorf("another account gets %d", code)
	}
	code, text := scrape(t, address, token)
	if code != http.StatusOK {
		t.Fatalf("the reader gets %d: %s", code, text)
	}
	golden(t, "manager", families(t, text, func(name string) bool {
		return strings.HasPrefix(name, "matterplane_") || slices.Contains(theirs, name)
	}))
	golden(t, "apiserver", families(t, cluster.MustKubectl(t, "", "", "get", "--raw", "/metrics"), func(name string) bool {
		return name == "apiserver_admission_webhook_rejection_count"
	}))
}

func scrape(t *testing.T, address, token string) (int, string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{
		InsecureSkipVerify: true, // as the ServiceMonitor does: nothing vouches for this certificate
	}}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+address+"/metrics", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// families returns the metrics of some names without what differs from day to day: one
// sample of each, with the names of its labels.
func families(t *testing.T, text string, some func(name string) bool) string {
	t.Helper()
	parser := expfmt.NewTextParser(model.LegacyValidation)
	all, err := parser.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if !some(name) {
			continue
		}
		family := all[name]
		sample := family.GetMetric()[0]
		for _, label := range sample.GetLabel() {
			label.Value = new("some")
		}
		sample.Gauge, sample.Counter = nil, nil
		switch family.GetType() {
		case dto.MetricType_COUNTER:
			sample.Counter = &dto.Counter{Value: new(0.0)}
		case dto.MetricType_HISTOGRAM:
			sample.Histogram = &dto.Histogram{SampleCount: new(uint64(0)), SampleSum: new(0.0)}
		default:
			sample.Gauge = &dto.Gauge{Value: new(0.0)}
		}
		family.Metric = []*dto.Metric{sample}
		if _, err := expfmt.MetricFamilyToText(&out, family); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func golden(t *testing.T, of, got string) {
	t.Helper()
	path := cluster.Path(t, filepath.Join("hack", "monitoring", "testdata", "scrape", of+".txt"))
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the metrics of the %s (-golden +scraped):\n%s", of, diff)
	}
}
