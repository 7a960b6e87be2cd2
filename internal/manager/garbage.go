package manager

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// between is how much may be allocated from one garbage collection to the next, at
// least. Go lets garbage grow as large as what is in use, and what a small firm needs is
// a few MiB: collecting it over and over was a sixth of the processor time in which its
// statuses are written. More is no better: memory that has not been used is given page
// by page, which costs as much as collecting. It costs so much memory at most, and
// nothing where more is in use; the limit of the container still holds (boundMemory).
const between = 16 << 20

// spareCollections sees to that until the context ends. Whoever sets GOGC knows better.
func spareCollections(ctx context.Context) {
	if os.Getenv("GOGC") != "" {
		return
	}
	inUse := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	adjust := func() {
		metrics.Read(inUse)
		debug.SetGCPercent(garbagePercent(inUse[0].Value.Uint64()))
	}
	adjust()
	afterEachCollection(ctx, adjust)
}

// garbagePercent is how large garbage may grow, in percent of the bytes in use, until it
// is collected.
func garbagePercent(inUse uint64) int {
	const asGoHasIt, least = 100, 1 << 20
	return int(max(asGoHasIt, 100*between/max(inUse, least)))
}

// afterEachCollection calls do after each garbage collection until the context ends: it
// leaves garbage, and whoever comes to clean up leaves some for the next.
func afterEachCollection(ctx context.Context, do func()) {
	type garbage struct{ _ *garbage } // with a pointer it is kept apart, and missed alone
	runtime.AddCleanup(&garbage{}, func(do func()) {
		if ctx.Err() == nil {
			do()
			afterEachCollection(ctx, do)
		}
	}, do)
}
