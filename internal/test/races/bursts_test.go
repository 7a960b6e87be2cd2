package races

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

const (
	clientsOfABurst = 50
	writesOfAClient = 2
)

// TestBursts lets fifty clients loose on a firm at one moment, and again on what
// they left of it. Nothing that they broke is unflagged, and nothing of it has an
// effect, while they write or afterwards.
func TestBursts(t *testing.T) {
	h := start(t)
	count, writes := tally{}, &outcome{}
	for n := range *bursts {
		seed := seedOf(n)
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Logf("-races.seed=%d -races.bursts=1", seed)
			burst(t, h, seed, count, writes)
		})
	}
	for i := range h.front.answered {
		answered := h.front.answered[i].Load()
		t.Logf("server %d answered %d reviews", i, answered)
		if want := int64(50 * *bursts); answered < want {
			t.Errorf("server %d answered %d reviews, want %d at least", i, answered, want)
		}
	}
	t.Logf("%d writes: %d stored, %d refused, %d of what is not there or there already, %d that met too many others",
		writes.all(), writes.stored.Load(), writes.refused.Load(), writes.moot.Load(), writes.conflicts.Load())
	t.Logf("past admission, and flagged: A-2 %d, R-1 %d, R-7 %d, R-8 %d; asked as who shares a name: %d, as whose right is gone: %d; versions of objects seen meanwhile: %d; unflagged or with effect: %d",
		count["A-2"], count["R-1"], count["R-7"], count["R-8"], count["P-1"], count["P-6"], count["versions"], count["amiss"])
}

// outcome counts what became of writes.
type outcome struct{ stored, refused, moot, conflicts atomic.Int64 }

func (o *outcome) all() int64 {
	return o.stored.Load() + o.refused.Load() + o.moot.Load() + o.conflicts.Load()
}

// note fails the test for an answer that no write should get.
func (o *outcome) note(t *testing.T, d deed, err error) {
	t.Helper()
	switch {
	case err == nil:
		o.stored.Add(1)
	case refused(err):
		o.refused.Add(1)
	case apierrors.IsNotFound(err), apierrors.IsAlreadyExists(err):
		o.moot.Add(1)
	case apierrors.IsConflict(err):
		o.conflicts.Add(1)
	default:
		t.Errorf("%s: %v", d, err)
	}
}

// burst makes a firm and lets waves of clients loose on it.
func burst(t *testing.T, h *house, seed uint64, count tally, writes *outcome) {
	t.Helper()
	a := newArena(t, h, aFirm, false)
	if seed%4 < 2 {
		a.must(a.patched(mail("amira"), theFirm(), `{"administrators":{"provisioning":"Closed"}}`))
	}
	window := a.Watch()
	for wave, draws := range waves(seed) {
		a.wave(dice(seed+uint64(wave)<<32), draws, writes)
		count["P-6"] += a.judgeRights() // while the servers lag
		a.judge(count)
		count["P-1"] += a.judgeWrites()
		if t.Failed() {
			t.Fatalf("after wave %d", wave)
		}
	}
	count["versions"] += a.judgeMeanwhile(window.Changes())
}

// wave lets the clients loose: each does its writes one after the other.
func (a *arena) wave(r *rand.Rand, draws []func(*arena, *rand.Rand) deed, writes *outcome) {
	a.t.Helper()
	var writing sync.WaitGroup
	barrier := make(chan struct{})
	for range clientsOfABurst {
		own := dice(r.Uint64())
		deeds := make([]deed, writesOfAClient)
		for i := range deeds {
			deeds[i] = draws[own.IntN(len(draws))](a, own)
			a.as(deeds[i].by)
		}
		writing.Go(func() {
			<-barrier
			for _, d := range deeds {
				writes.note(a.t, d, a.do(d))
			}
		})
	}
	close(barrier)
	writing.Wait()
}
