package main

import (
	"math"
	"runtime"
	"testing"
	"time"

	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/internal/test/ports"
)

func TestStatisticOf(t *testing.T) {
	const profile = "heap profile: 1: 2 [3: 4] @ heap/1048576\n\n# runtime.MemStats\n# Alloc = 7\n# HeapAlloc = 9741024\n# HeapAlloced = 1\n"
	for field, want := range map[string]float64{"HeapAlloc": 9_741_024, "Alloc": 7} {
		if got, err := statisticOf(profile, field); got != want || err != nil {
			t.Errorf("%s: got %g, %v", field, got, err)
		}
	}
	if _, err := statisticOf(profile, "Heap"); err == nil {
		t.Error("a field that is not there is found")
	}
}

// TestCollected: what is no longer used does not count, and what is, does.
func TestCollected(t *testing.T) {
	profiled := plane.Loopback(ports.Free())
	go func() { _ = serveProfiles(t.Context(), profiled) }()
	heap := func() float64 {
		t.Helper()
		var live float64
		err := plane.Until(t.Context(), 10*time.Second, func() (err error) {
			live, err = liveHeap(t.Context(), profiled)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return live
	}
	const size = 16 << 20
	before := heap()
	kept := make([]byte, size)
	with := heap()
	runtime.KeepAlive(kept)
	if grown := with - before; math.Abs(grown-size) > size/10 {
		t.Errorf("%g bytes more are %g", float64(size), grown)
	}
	if grown := heap() - before; grown > size/10 {
		t.Errorf("garbage of %g bytes counts %g", float64(size), grown)
	}
}

// grown is what is held of so many firms of 100 objects by whoever needs so much for
// each object, and so much without any.
func grown(firms int, fixed float64, perObject ...float64) []memory {
	var all []memory
	for _, each := range perObject {
		all = append(all, memory{live: fixed + each*100*float64(firms), most: 3 * fixed})
	}
	return all
}

// TestJudgeHeaps: what does not grow with the objects does not count, and what does,
// does.
func TestJudgeHeaps(t *testing.T) {
	of := func(firms int, perObject float64) held {
		return held{subject: grown(firms, 9e6, perObject, perObject+100), reference: grown(firms, 1e6, 1000, 1000), again: grown(firms, 1e6, 1000, 1010)}
	}
	for perObject, want := range map[float64]struct {
		value   float64
		reached bool
	}{1000: {1.05, true}, 1200: {1.25, true}, 1300: {1.35, false}, 2000: {2.05, false}} {
		r := judgeHeaps(100, 10, of(1, perObject), of(10, perObject))
		if m := (measurement{heapPerObject, r}); math.Abs(r.value-want.value) > 1e-9 || m.ok() != want.reached {
			t.Errorf("%g bytes an object: got %g, reached: %t", perObject, r.value, m.ok())
		}
		if math.Abs(r.control[1]-1.01) > 1e-9 {
			t.Errorf("the control is %v", r.control)
		}
	}
}
