package shards

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"k8s.io/client-go/rest"

	"github.com/matterplane/matterplane/internal/manager"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// costs are the numbers of firms of which the costs are printed, for docs/scaling.md.
var costs = flag.String("costs", "", "print what 1,10,100 firms cost, served in a shard and served with all others; empty: do not measure")

// idleFor is how long a manager is watched while nothing is asked of it.
const idleFor = 10 * time.Second

// TestCosts prints what firms with nothing in them cost a manager: what a shard takes
// for each beside its objects.
//
//	go test ./internal/test/shards -run TestCosts -costs 1,10,100 -v
func TestCosts(t *testing.T) {
	if *costs == "" {
		t.Skip("-costs is not set")
	}
	var firms []string
	table := "firms  served             heap  goroutines  watches  idle, of a processor\n"
	for number := range strings.SplitSeq(*costs, ",") {
		wanted, err := strconv.Atoi(number)
		if err != nil {
			t.Fatal(err)
		}
		for len(firms) < wanted {
			firms = append(firms, cluster.Namespace(t))
		}
		table += measure(t, "with all others", wanted, manager.Shard{})
		table += measure(t, "in a shard", wanted, manager.Shard{Name: "north", Namespaces: firms})
	}
	t.Log("\n" + table)
}

func measure(t *testing.T, how string, firms int, shard manager.Shard) string {
	t.Helper()
	var watches atomic.Int64
	config := cluster.Config()
	config.Wrap(func(next http.RoundTripper) http.RoundTripper {
		return transport(func(r *http.Request) (*http.Response, error) {
			if r.URL.Query().Get("watch") != "" {
				watches.Add(1)
			}
			return next.RoundTrip(r)
		})
	})
	heap, goroutines := used()
	stop := operate(t, config, shard)
	heapNow, goroutinesNow := used()
	before := processor(t)
	<-time.After(idleFor)
	idle := float64(processor(t)-before) / float64(idleFor)
	stop()
	return fmt.Sprintf("%-6d %-15s %5.1f MiB  %10d  %7d  %.1f%%\n", firms, how, float64(heapNow-heap)/(1<<20), goroutinesNow-goroutines, watches.Load(), 100*idle)
}

// operate starts a manager without webhooks and waits until its caches are filled.
func operate(t *testing.T, config *rest.Config, shard manager.Shard) (stop func()) {
	t.Helper()
	options := manager.Defaults()
	options.Shard, options.Webhooks, options.UniqueNames, options.ProbeAddress = shard, false, true, "0"
	ctx, cancel := context.WithCancel(t.Context())
	mgr, err := manager.New(ctx, config, options)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- mgr.Start(ctx) }()
	<-mgr.Elected()
	cluster.Eventually(t, within, func() error {
		if !mgr.GetCache().WaitForCacheSync(ctx) {
			return errors.New("the caches are not filled")
		}
		return nil
	})
	return func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

// used returns the heap in use, and how many goroutines there are.
func used() (heap int64, goroutines int) {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what finalizers let go of
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc), runtime.NumGoroutine()
}

// processor returns how long this process has used one.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
