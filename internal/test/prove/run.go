package prove

import (
	"context"
	"sync"
	"sync/atomic"
)

// Found is a history after which the model and the real rooms differ.
type Found struct {
	Seed    int
	History History
}

// Run looks at the histories of as many seeds, from the first one on, with as
// many workers. It stops at a difference and returns that of the lowest seed; nil
// if there is none. Done counts the histories that were looked at, while it runs.
func Run(ctx context.Context, first, histories, workers int, done *atomic.Int64) *Found {
	seed, found := lowest(ctx, first, histories, workers, done, func(seed int) bool { return Draw(seed).Differs() })
	if !found {
		return nil
	}
	history := Draw(seed)
	_, after := history.Difference()
	history.Writes = history.Writes[:after]
	return &Found{Seed: seed, History: history}
}

// RunFirms looks at the firms of as many seeds, likewise, and returns the seed of one
// about which the two differ.
func RunFirms(ctx context.Context, first, firms, workers int, done *atomic.Int64) (seed int, found bool) {
	return lowest(ctx, first, firms, workers, done, func(seed int) bool { return DrawFirm(seed).Difference() != "" })
}

// lowest asks about seeds until one differs, and returns the lowest of those that
// were found to.
func lowest(ctx context.Context, first, seeds, workers int, done *atomic.Int64, differs func(seed int) bool) (seed int, found bool) {
	var (
		next atomic.Int64
		mu   sync.Mutex
		wg   sync.WaitGroup
	)
	stop, cancel := context.WithCancel(ctx)
	defer cancel()
	for range workers {
		wg.Go(func() {
			for stop.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= seeds {
					return
				}
				differ := differs(first + i)
				done.Add(1)
				if !differ {
					continue
				}
				mu.Lock()
				if !found || first+i < seed {
					seed, found = first+i, true
				}
				mu.Unlock()
				cancel()
			}
		})
	}
	wg.Wait()
	return seed, found
}
