package prove

import (
	"flag"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

// folder holds the histories after which the two once differed.
const folder = "testdata/histories"

var (
	histories = flag.Int("histories", everyRun, "how many histories to draw")
	seed      = flag.Int("seed", int(time.Now().UnixNano()>>10), "the seed of the first history")
)

// TestSavedHistories looks at what once was wrong, before anything is drawn.
func TestSavedHistories(t *testing.T) {
	saved, err := Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(saved) == 0 {
		t.Error("no history is saved")
	}
	for _, h := range saved {
		t.Run(h.Name, func(t *testing.T) {
			if told, after := h.Difference(); told != "" {
				t.Errorf("after write %d: %s", after, told)
			}
		})
	}
}

// TestDerivationAgreesWithTheModel draws new histories in every run; `make
// prove` draws more of them.
func TestDerivationAgreesWithTheModel(t *testing.T) {
	var done atomic.Int64
	found := Run(t.Context(), *seed, *histories, runtime.GOMAXPROCS(0), &done)
	t.Logf("%d histories from seed %d on", done.Load(), *seed)
	if found == nil {
		return
	}
	shrunk := Shrink(found.History, time.Minute)
	told, _ := shrunk.Difference()
	file, err := Save(folder, "", shrunk, "Found by a test run.")
	t.Errorf("seed %d; the history is saved in %s (%v)\n%s\n%s", found.Seed, file, err, shrunk, told)
}
