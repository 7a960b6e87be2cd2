package live

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/internal/test/model"
	"github.com/matterplane/matterplane/internal/test/story"
)

// burst is the largest number of writes that are sent before anybody looks.
const burst = 5

// TestStatusesAgreeWithTheModel plays random histories in any style (RULES A, M, C, L),
// and restarts the manager now and then. In the end nobody writes any more, not even
// a manager that starts anew (W-4).
func TestStatusesAgreeWithTheModel(t *testing.T) {
	m := &operator{running: story.Operate(t), t: t}
	var (
		mu     sync.Mutex
		firms  []*story.Firm
		counts = map[string]int{}
	)
	t.Run("histories", func(all *testing.T) {
		for _, seed := range seeds(*histories) {
			all.Run(fmt.Sprint(seed), func(each *testing.T) {
				each.Parallel()
				k := newClerk(t.Context(), each, &m.desk, seed)
				k.playAll(rapid.Custom(model.AdmittedHistory).Example(int(seed)), m)
				mu.Lock()
				defer mu.Unlock()
				firms = append(firms, k.firm)
				for name, count := range k.counts {
					counts[name] += count
				}
			})
		}
	})
	m.restart()
	story.AwaitIdle(t)
	for _, f := range firms {
		f.StillSettled(t)
	}
	t.Logf("in %d histories%s", len(firms), tally(counts))
}

func (k *clerk) playAll(history []model.Write, m *operator) {
	k.t.Helper()
	begun := time.Now()
	ahead := 0
	for _, w := range history {
		k.play(w)
		ahead++
		if k.random.IntN(burst) >= ahead {
			continue
		}
		ahead = 0
		k.agree()
		if k.random.IntN(100) == 0 {
			m.restart()
		}
	}
	k.agree()
	k.firm.Settle() // the other kinds, and the invariants
	k.t.Logf("%d writes in %d requests in %s", k.counts["writes"], k.counts["requests"], time.Since(begun).Round(time.Second))
}

// operator is the manager, and who restarts it.
type operator struct {
	t       *testing.T
	desk    sync.RWMutex
	running *story.Operator
}

// restart stops the manager and starts another, while nobody writes.
func (m *operator) restart() {
	m.desk.Lock()
	defer m.desk.Unlock()
	m.running.Stop(m.t)
	m.running = story.Operate(m.t)
}
