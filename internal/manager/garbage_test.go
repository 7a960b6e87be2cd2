package manager

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

func TestGarbagePercent(t *testing.T) {
	t.Parallel()
	for inUse, want := range map[uint64]int{
		0:        1600,
		1 << 20:  1600,
		4 << 20:  400,
		16 << 20: 100,
		64 << 20: 100,
	} {
		if got := garbagePercent(inUse); got != want {
			t.Errorf("with %d bytes in use garbage may be %d%% of it, want %d%%", inUse, got, want)
		}
	}
}

// TestSpareCollections: what is allowed follows what is in use, from one collection to the
// next.
func TestSpareCollections(t *testing.T) {
	t.Setenv("GOGC", "")
	runtime.GC()
	t.Cleanup(SpareCollections())
	few := allowed(t, func(percent uint64) bool { return percent > 100 })

	firm := make([]byte, 4*between)
	allowed(t, func(percent uint64) bool { return percent == 100 })
	runtime.KeepAlive(firm)
	if again := allowed(t, func(percent uint64) bool { return percent > 100 }); few < 200 || again < 200 {
		t.Errorf("of little in use garbage may be %d%%, and again %d%%", few, again)
	}
}

// TestWhoeverSetsGOGCKnowsBetter: it stays as it was set.
func TestWhoeverSetsGOGCKnowsBetter(t *testing.T) {
	before := debug.SetGCPercent(77)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	t.Setenv("GOGC", "77")
	t.Cleanup(SpareCollections())
	runtime.GC()
	allowed(t, func(percent uint64) bool { return percent == 77 })
}

// allowed collects garbage until so much of it is allowed, in percent of what is in use.
func allowed(t *testing.T, enough func(percent uint64) bool) uint64 {
	t.Helper()
	percent := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	cluster.Eventually(t, time.Minute, func() error {
		runtime.GC()
		metrics.Read(percent)
		if now := percent[0].Value.Uint64(); !enough(now) {
			return fmt.Errorf("it is %d%%", now)
		}
		return nil
	})
	return percent[0].Value.Uint64()
}
