package main

import (
	"os"
	"testing"
)

// TestGates: what is counted, not timed, holds for every change: one write for each
// status that differs, none in vain, no conflict, no read that leaves the cache, no
// write when there is nothing to do, and walls that stand (F-3, F-4, F-13). It is
// counted of the manager as it ships, by the API server.
func TestGates(t *testing.T) {
	root := "../.."
	if os.Getenv("KUBEBUILDER_ASSETS") == "" {
		t.Setenv("KUBEBUILDER_ASSETS", root+"/bin/k8s")
	}
	w, err := (&bench{root: root, size: gate}).newWorld(t.Context())
	if w != nil {
		t.Cleanup(w.close)
	}
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{root: root, size: gate, world: w}
	for _, f := range []figure{statusWrites, uncachedReads, idleWrites} {
		r, err := f.measure(t.Context(), b)
		if err != nil {
			t.Fatalf("%s, %s: %v", f.id, f.what, err)
		}
		m := measurement{f, r}
		for _, of := range m.details() {
			t.Logf("%s  %s: %s", f.id, of.what, of.value)
		}
		if !m.ok() {
			t.Errorf("%s, %s: %s, wanted %s: %s", f.id, f.what, m.whole().said(), m.wanted(m.whole()), m.why)
		}
	}
}
