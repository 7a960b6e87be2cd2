package metrics

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/metrics"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// Stored is what the firms of a cluster have stored.
type Stored struct {
	// All are the objects of all firms.
	All func() iter.Seq[client.Object]
	// Firm returns a view of the firm that a namespace is.
	Firm func(namespace string) roster.View
}

// Standing counts, whenever Prometheus asks, how the firms stand. Several managers
// would count the same firms: only the one that leads does.
type Standing struct {
	stored Stored

	mu      sync.Mutex
	counted counts
	at      time.Time // when it was counted
}

// recount is how old a count may be: to count is to look at every object, and who
// asks more often than that asks for nothing new.
const recount = 250 * time.Millisecond

// NewStanding returns a runnable of a manager.
func NewStanding(stored Stored) *Standing { return &Standing{stored: stored} }

// NeedLeaderElection implements manager.LeaderElectionRunnable.
func (s *Standing) NeedLeaderElection() bool { return true }

// Start implements manager.Runnable.
func (s *Standing) Start(ctx context.Context) error { return whileItLeads(ctx, s) }

// whileItLeads tells Prometheus of something until a manager leads no more.
func whileItLeads(ctx context.Context, of prometheus.Collector) error {
	if err := metrics.Registry.Register(of); err != nil {
		return fmt.Errorf("telling of metrics of the leader: %w", err)
	}
	<-ctx.Done()
	metrics.Registry.Unregister(of)
	return nil
}

// Describe implements prometheus.Collector.
func (s *Standing) Describe(to chan<- *prometheus.Desc) {
	for _, d := range standing {
		to <- d.desc()
	}
}

// Collect implements prometheus.Collector.
func (s *Standing) Collect(to chan<- prometheus.Metric) {
	for k, count := range s.counts() {
		to <- prometheus.MustNewConstMetric(k.of.desc(), prometheus.GaugeValue, count, k.labels[:len(k.of.Labels)]...)
	}
}

// counts returns how the firms stand, or stood a moment ago.
func (s *Standing) counts() counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.counted != nil && time.Since(s.at) < recount {
		return s.counted
	}
	c := counts{}
	c.add(membersExcluded, 0)
	for object := range s.stored.All() {
		s.count(c, object)
	}
	s.counted, s.at = c, time.Now()
	return c
}

func (s *Standing) count(c counts, object client.Object) {
	switch o := object.(type) {
	case *v1alpha1.Firm:
		c.addStatus("Firm", o.Generation, o.Status.ObservedGeneration, o.Status.Conditions)
	case *v1alpha1.Office:
		c.addStatus("Office", o.Generation, o.Status.ObservedGeneration, o.Status.Conditions)
	case *v1alpha1.FirmUser:
		c.addStatus("FirmUser", o.Generation, o.Status.ObservedGeneration, o.Status.Conditions)
		account := "active"
		if o.Spec.Deactivated {
			account = "deactivated"
		}
		c.add(users, 1, string(roster.SystemRole(s.stored.Firm(o.Namespace), o)), account)
	case *v1alpha1.AssistantLink:
		c.addStatus("AssistantLink", o.Generation, o.Status.ObservedGeneration, o.Status.Conditions)
	case *v1alpha1.Matter:
		c.addStatus("Matter", o.Generation, o.Status.ObservedGeneration, o.Status.Conditions)
		c.add(matters, 1, string(o.Spec.Type), string(cmp.Or(o.Spec.State, v1alpha1.StateOpen)))
		if summary := o.Status.Summary; summary != nil {
			c.add(membersExcluded, float64(summary.Excluded))
		}
	}
}

// counts are gauges, by what they are of and the values of its labels.
type counts map[key]float64

type key struct {
	of     *Description
	labels [3]string // none has more
}

func (c counts) add(of *Description, count float64, labels ...string) {
	k := key{of: of}
	copy(k.labels[:], labels)
	c[k] += count
}

// addStatus counts an object as its stored status has it.
func (c counts) addStatus(kind string, generation, observed int64, conditions []metav1.Condition) {
	ready := metav1.ConditionUnknown
	if stored := meta.FindStatusCondition(conditions, v1alpha1.ConditionReady); stored != nil {
		ready = stored.Status
	}
	c.add(objects, 1, kind, string(ready))
	late := 0.0
	if observed != generation {
		late = 1
	}
	c.add(behind, late, kind)
	for i := range conditions {
		if isFault(&conditions[i]) {
			c.add(faults, 1, kind, conditions[i].Type, conditions[i].Reason)
		}
	}
	if meta.IsStatusConditionFalse(conditions, v1alpha1.ConditionReferencesResolved) {
		c.add(unresolved, 1, kind)
	}
}

// isFault says whether a condition says that something is wrong. Ready is none: it
// repeats what another says.
func isFault(c *metav1.Condition) bool {
	switch c.Type {
	case v1alpha1.ConditionReady:
		return false
	case v1alpha1.ConditionStalled, v1alpha1.ConditionIncludedSystemsIgnored:
		return c.Status == metav1.ConditionTrue
	}
	return c.Status == metav1.ConditionFalse
}
