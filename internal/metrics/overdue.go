package metrics

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/apimachinery/pkg/types"
)

// Overdue measures for how long objects have waited for a reconcile that succeeds:
// somebody may be shown as granted there who is walled off meanwhile. No error need be
// counted and no queue be long for that: an API server that always asks to come back later
// is enough. The empty value is ready to use. It is of the manager that leads: the next one
// looks at all objects and measures anew.
type Overdue struct {
	mu sync.Mutex
	// since is, by kind, when the first reconcile of those failed that did not succeed since.
	// A kind is there once one of its objects was reconciled.
	since map[string]map[types.NamespacedName]time.Time
}

// Tried takes note of a reconcile: whether the object has the status that it should have, or
// is gone. What failed must be tried again, or it is overdue for ever.
func (o *Overdue) Tried(kind string, object types.NamespacedName, succeeded bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	since, known := o.since[kind]
	if !known {
		if o.since == nil {
			o.since = map[string]map[types.NamespacedName]time.Time{}
		}
		since = map[types.NamespacedName]time.Time{}
		o.since[kind] = since
	}
	if succeeded {
		delete(since, object)
		return
	}
	if _, waits := since[object]; !waits {
		since[object] = time.Now()
	}
}

// NeedLeaderElection implements manager.LeaderElectionRunnable.
func (*Overdue) NeedLeaderElection() bool { return true }

// Start implements manager.Runnable.
func (o *Overdue) Start(ctx context.Context) error { return whileItLeads(ctx, o) }

// Describe implements prometheus.Collector.
func (*Overdue) Describe(to chan<- *prometheus.Desc) { to <- overdueSeconds.desc() }

// Collect implements prometheus.Collector.
func (o *Overdue) Collect(to chan<- prometheus.Metric) {
	for kind, longest := range o.longest() {
		to <- prometheus.MustNewConstMetric(overdueSeconds.desc(), prometheus.GaugeValue, longest.Seconds(), kind)
	}
}

// longest returns for how long the object of each kind has waited that waits longest.
func (o *Overdue) longest() map[string]time.Duration {
	o.mu.Lock()
	defer o.mu.Unlock()
	longest := make(map[string]time.Duration, len(o.since))
	for kind, since := range o.since {
		longest[kind] = 0
		for _, begun := range since {
			longest[kind] = max(longest[kind], time.Since(begun))
		}
	}
	return longest
}
