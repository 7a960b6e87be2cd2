package main

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var begun = time.Unix(1_800_000_000, 0)

func TestExponentsOf(t *testing.T) {
	sizes := []int{1_000, 10_000, 100_000}
	for _, exponent := range []float64{1, 1.5, 2} {
		costs := make([][]cost, len(sizes))
		for i, size := range sizes {
			costs[i] = []cost{{cpu: time.Duration(1000 * math.Pow(float64(size), exponent))}}
		}
		if got := exponentsOf(sizes, costs); math.Abs(got[0]-exponent) > 0.001 {
			t.Errorf("got %v, want %v", got, exponent)
		}
	}
}

func TestInterleaved(t *testing.T) {
	var ran string
	run := func(name string) func() error {
		return func() error { ran += name; return nil }
	}
	s, err := interleaved(t.Context(), 2, run("A"), run("B"))
	if err != nil || ran != "ABBABBABB" || len(s.subject) != 2 || len(s.reference) != 2 || len(s.again) != 2 {
		t.Errorf("ran %s, error %v, counted %d", ran, err, len(s.subject))
	}
}

func TestMedian(t *testing.T) {
	for want, of := range map[float64][]float64{2: {3, 1, 2}, 2.5: {4, 1, 3, 2}, 7: {7}} {
		if got := median(of); got != want {
			t.Errorf("of %v got %v, want %v", of, got, want)
		}
	}
}

func TestAsJSON(t *testing.T) {
	var out bytes.Buffer
	m := measurement{
		figure: figure{id: "F-0", what: "this", against: "that", goal: 1.5},
		result: result{value: 1.50001, spread: spread{1, 2.00049}, control: spread{0.9, 1.1}},
	}
	if err := asJSON(&out, []measurement{m}); err != nil {
		t.Fatal(err)
	}
	var got any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"figures": []any{map[string]any{
		"id": "F-0", "what": "this, against that", "value": 1.5, "goal": 1.5, "ok": false,
		"spread": []any{1.0, 2.0}, "control": []any{0.9, 1.1},
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
