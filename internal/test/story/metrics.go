package story

import (
	"errors"
	"fmt"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/metrics"
)

// Metric returns the sum of a metric of this process over the label values that
// are given as name, value, name, value; of a histogram, how often it was told.
func Metric(t testing.TB, name string, labels ...string) float64 {
	t.Helper()
	sum, told := metric(t, name, labels...)
	if !told {
		t.Fatalf("there is no metric %s", name)
	}
	return sum
}

// metric is Metric for one that may not be told yet.
func metric(t testing.TB, name string, labels ...string) (sum float64, told bool) {
	t.Helper()
	families, err := metrics.Registry.Gather()
	if err != nil {
		t.Fatalf("gathering the metrics: %v", err)
	}
	for _, family := range families {
		if family.GetName() != name {
			continue
		}
		for _, m := range family.GetMetric() {
			have := map[string]string{}
			for _, pair := range m.GetLabel() {
				have[pair.GetName()] = pair.GetValue()
			}
			matches := true
			for i := 0; i < len(labels); i += 2 {
				matches = matches && have[labels[i]] == labels[i+1]
			}
			if matches {
				sum += m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
			}
		}
		return sum, true
	}
	return 0, false
}

// unheardOf are metrics that must be nought whatever stories are told.
var unheardOf = []string{
	"controller_runtime_reconcile_panics_total",
	"controller_runtime_webhook_panics_total",
	"controller_runtime_reconcile_errors_total",
	"controller_runtime_reconcile_timeouts_total",
}

// leftovers are what the managers of stories that failed left in the metrics of this
// process, which a later story is not to blame for.
type leftovers struct {
	due     float64            // what was neither reconciled nor taken out of the queue
	unheard map[string]float64 // of unheardOf
}

// left returns what is there while no manager runs.
func left(t testing.TB) leftovers {
	t.Helper()
	waiting, _ := metric(t, depth)
	busy, _ := metric(t, workers)
	l := leftovers{due: waiting + busy, unheard: map[string]float64{}}
	for _, name := range unheardOf {
		l.unheard[name], _ = metric(t, name)
	}
	return l
}

// leftover is what was there when the present manager began.
var leftover leftovers

// sound fails the test if a reconciler or a webhook has panicked, or a reconciler
// met an error, since the present manager began.
func sound(t testing.TB) {
	t.Helper()
	for _, name := range unheardOf {
		if count := Metric(t, name) - leftover.unheard[name]; count > 0 {
			t.Errorf("%s is %v", name, count)
		}
	}
}

const (
	depth   = "workqueue_depth"
	workers = "controller_runtime_active_workers"
)

// idle says whether no reconciler has anything to do.
func idle(t testing.TB) error {
	t.Helper()
	busy, started := metric(t, workers)
	if !started {
		return errors.New("no reconciler has started")
	}
	if due := queued(t) + busy - leftover.due; due > 0 {
		return fmt.Errorf("%v objects wait to be reconciled or are being", due)
	}
	return nil
}

// queued counts what waits to be reconciled. A queue is silent until there has been
// something in it: where nothing was written, all are.
func queued(t testing.TB) float64 {
	t.Helper()
	if waiting, told := metric(t, depth); told || Metric(t, "controller_runtime_reconcile_total") == 0 {
		return waiting
	}
	return Metric(t, depth) // it has another name now: fails
}
