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
	var (
		next  atomic.Int64
		mu    sync.Mutex
		found *Found
		wg    sync.WaitGroup
	)
	stop, cancel := context.WithCancel(ctx)
	defer cancel()
	for range workers {
		wg.Go(func() {
			for stop.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= histories {
					return
				}
				history := Draw(first + i)
				differs := history.Differs()
				done.Add(1)
				if !differs {
					continue
				}
				_, after := history.Difference()
				history.Writes = history.Writes[:after]
				mu.Lock()
				if found == nil || first+i < found.Seed {
					found = &Found{Seed: first + i, History: history}
				}
				mu.Unlock()
				cancel()
			}
		})
	}
	wg.Wait()
	return found
}
