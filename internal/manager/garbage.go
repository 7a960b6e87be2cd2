package manager

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// between is how much may be allocated from one garbage collection to the next, at
// least. Go lets garbage grow as large as what is in use, and what a small firm needs is
// a few MiB: collecting it over and over was a sixth of the processor time in which its
// statuses are written. More is no better: memory that has not been used is given page
// by page, which costs as much as collecting. It costs so much memory at most, and
// nothing where more is in use; the limit of the container still holds (boundMemory).
const between = 16 << 20

// SpareCollections lets 16 MiB of garbage pile up in this process before it is collected,
// however little is in use, until it is told to stop. Whoever sets GOGC knows better.
func SpareCollections() (stop func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	s := sparing{now: asGoHasIt}
	before := debug.SetGCPercent(s.now)
	s.adjust()
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.stopped = true
		debug.SetGCPercent(before)
	}
}

// sparing follows what is in use, from one collection to the next.
type sparing struct {
	mu      sync.Mutex
	now     int // percent
	stopped bool
}

// adjust allows as much garbage as is right for what is in use now, and is called again
// after the next collection.
func (s *sparing) adjust() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return
	}
	inUse := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(inUse)
	if percent := garbagePercent(inUse[0].Value.Uint64()); percent != s.now { // to set it stops the world
		s.now = percent
		debug.SetGCPercent(percent)
	}
	afterNextCollection(s.adjust)
}

// asGoHasIt is how large garbage may grow where nobody says otherwise, in percent.
const asGoHasIt = 100

// garbagePercent is how large garbage may grow, in percent of the bytes in use, until it
// is collected.
func garbagePercent(inUse uint64) int {
	const least = 1 << 20
	return int(max(asGoHasIt, 100*between/max(inUse, least)))
}

// afterNextCollection calls do after the next garbage collection: it leaves garbage, and
// whoever comes to clean up calls.
func afterNextCollection(do func()) {
	type garbage struct{ _ *garbage } // with a pointer it is kept apart, and missed alone
	runtime.AddCleanup(&garbage{}, func(do func()) { do() }, do)
}
