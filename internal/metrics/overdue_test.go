package metrics

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	dto "github.com/prometheus/client_model/go"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/metrics"
)

// What waits longest counts, from when it failed first to when it succeeds.
func TestOverdue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var o Overdue
		m1, m2 := types.NamespacedName{Namespace: "firm", Name: "m1"}, types.NamespacedName{Namespace: "firm", Name: "m2"}
		elsewhere := types.NamespacedName{Namespace: "other", Name: "m1"}
		longest := func(when string, want map[string]time.Duration) {
			t.Helper()
			if diff := cmp.Diff(want, o.longest()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", when, diff)
			}
		}
		longest("nothing was reconciled", map[string]time.Duration{})
		o.Tried("Matter", m1, true)
		longest("all is well", map[string]time.Duration{"Matter": 0})
		o.Tried("Matter", m1, false)
		<-time.After(time.Minute)
		o.Tried("Matter", m2, false)
		o.Tried("FirmUser", m1, false)
		longest("a minute after m1 failed", map[string]time.Duration{"Matter": time.Minute, "FirmUser": 0})
		<-time.After(time.Minute)
		o.Tried("Matter", m1, false)
		o.Tried("Matter", elsewhere, true)
		longest("it failed again", map[string]time.Duration{"Matter": 2 * time.Minute, "FirmUser": time.Minute})
		o.Tried("Matter", m1, true)
		longest("it succeeded; m2 waits", map[string]time.Duration{"Matter": time.Minute, "FirmUser": time.Minute})
		o.Tried("Matter", m2, true)
		o.Tried("FirmUser", m1, true)
		longest("all succeeded", map[string]time.Duration{"Matter": 0, "FirmUser": 0})
		o.Tried("Matter", m1, false)
		longest("m1 fails for another reason", map[string]time.Duration{"Matter": 0, "FirmUser": 0})
		o.Tried("Matter", m1, true)
		if n := len(o.since["Matter"]) + len(o.since["FirmUser"]); n != 0 {
			t.Errorf("%d objects are remembered that do not wait", n)
		}
	})
}

// Whoever leads no more tells of nothing: the next one does.
func TestOverdueIsOfTheManagerThatLeads(t *testing.T) {
	t.Parallel()
	told := func() bool {
		families, err := metrics.Registry.Gather()
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(families, func(f *dto.MetricFamily) bool { return f.GetName() == overdueSeconds.Name })
	}
	synctest.Test(t, func(t *testing.T) {
		o := &Overdue{}
		o.Tried("Matter", types.NamespacedName{}, false)
		if !o.NeedLeaderElection() || told() {
			t.Error("it is told of before it leads")
		}
		leads, end := context.WithCancel(t.Context())
		go func() {
			if err := o.Start(leads); err != nil {
				t.Error(err)
			}
		}()
		synctest.Wait()
		if !told() {
			t.Error("it is not told of while it leads")
		}
		end()
		synctest.Wait()
		if told() {
			t.Error("it is told of afterwards")
		}
	})
}
