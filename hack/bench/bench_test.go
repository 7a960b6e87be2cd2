package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

var begun = time.Unix(1_800_000_000, 0)

func TestExponentsOf(t *testing.T) {
	sizes := []int{1_000, 10_000, 100_000}
	for _, exponent := range []float64{1, 1.5, 2} {
		took := make([]cost, len(sizes))
		for i, size := range sizes {
			took[i] = cost{cpu: time.Duration(1000 * math.Pow(float64(size), exponent))}
		}
		if got := exponentsOf(sizes, [][]cost{took}, processor); math.Abs(got[0]-exponent) > 0.001 {
			t.Errorf("got %v, want %v", got, exponent)
		}
	}
}

func TestSwept(t *testing.T) {
	sizes := []int{100, 1_000}
	var ran string
	run := func(name string, times int) func(i int) (cost, error) {
		return func(i int) (cost, error) {
			ran += fmt.Sprint(name, i)
			return cost{wall: time.Duration(times*sizes[i]) * time.Millisecond}, nil
		}
	}
	g, err := swept(t.Context(), sizes, times[[]cost](1), run("A", 3), run("B", 2))
	if err != nil || ran != "A0A1B0B1A0A1B0B1" {
		t.Fatalf("ran %s, error %v", ran, err)
	}
	want := []row{
		{"turns", "1"},
		{"at a size of 100", "300ms, 3000 µs for one; 1.50 times the reference"},
		{"at a size of 1000", "3s, 3000 µs for one; 1.50 times the reference"},
		{"exponent, and that of the reference", "1.00, 1.00"},
	}
	if diff := cmp.Diff(want, g.rows(wall), cmp.AllowUnexported(row{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPercentile(t *testing.T) {
	of := waits{4 * time.Second, time.Second, 3 * time.Second, 2 * time.Second}
	for p, want := range map[float64]float64{0: 1, 25: 1, 26: 2, 50: 2, 99: 4, 100: 4} {
		if got := percentile(p)(of); got != want {
			t.Errorf("p%v: got %v, want %v", p, got, want)
		}
	}
	if got := percentile(50)(nil); !math.IsNaN(got) {
		t.Errorf("of nothing: got %v", got)
	}
}

// TestParts: a figure of several parts is reached when all are, and shows the worst.
func TestParts(t *testing.T) {
	median := turns[waits]{subject: []waits{{3 * time.Second}}, reference: []waits{{2 * time.Second}}, again: []waits{{2 * time.Second}}}
	good, bad, unknown := median.part("p50", 1.6, percentile(50)), median.part("p99", 1.2, percentile(99)), part{what: "p100", goal: 1, value: math.NaN()}
	if diff := cmp.Diff(part{"p50", 1.6, 1.5, spread{1.5, 1.5}, spread{1, 1}}, good, cmp.AllowUnexported(part{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for name, of := range map[string]struct {
		parts []part
		shows string
		ok    bool
	}{
		"one that is reached":         {[]part{good}, "p50", true},
		"one of two that is not":      {[]part{good, bad}, "p99", false},
		"in whatever order":           {[]part{bad, good}, "p99", false},
		"one that was not measured":   {[]part{bad, unknown, good}, "p100", false},
		"one that was not, to start":  {[]part{unknown, good}, "p100", false},
		"two of which none was known": {[]part{unknown, unknown}, "p100", false},
	} {
		m := measurement{figure{goal: 9}, result{parts: of.parts}}
		if got := m.whole().what; got != of.shows || m.ok() != of.ok {
			t.Errorf("%s: shows %s, reached: %t", name, got, m.ok())
		}
	}
}

// TestTried: what was tried is told below the figure it was tried for.
func TestTried(t *testing.T) {
	files, err := tried.ReadDir("tried")
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{"README.md": true}
	for _, f := range figures {
		told[f.id+".md"] = true
	}
	for _, file := range files {
		if !told[file.Name()] {
			t.Errorf("%s belongs to no figure", file.Name())
		}
	}
}

// TestPage: the page tells of each figure, its parts and what was tried for it.
func TestPage(t *testing.T) {
	m := measurement{figure{id: "F-0", what: "this", against: "that", goal: 9}, result{
		parts: []part{{what: "p50", goal: 1.2, value: 1}, {what: "p99", goal: 1.5, value: 2, spread: spread{1, 3}, control: spread{0.9, 1.1}}},
		rows:  []row{{"objects", "416"}},
	}}
	count := measurement{figure{id: "F-00", what: "writes", against: "none", exactly: true}, counted(0)}
	got, err := page(quick, []measurement{m, count}, fstest.MapFS{"tried/F-0.md": {Data: []byte("Less of it.\n")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		"`make bench SIZE=quick` measured and wrote this page",
		"| F-0 | this | that | ≤ 1.50 | 2.00 | 1.00 to 3.00 | 0.90 to 1.10 | **no** |\n",
		"| F-00 | writes | none | = 0.00 | 0.00 | – | – | yes |\n",
		"\n## F-0: this\n\n| | |\n|---|---|\n| p50 | 1.00, wanted ≤ 1.20 (–; control –) |\n| p99 | 2.00, wanted ≤ 1.50 (1.00 to 3.00; control 0.90 to 1.10) |\n| objects | 416 |\n\n**What was tried.** Less of it.\n",
	} {
		if !strings.Contains(got, part) {
			t.Errorf("there is no %q in\n%s", part, got)
		}
	}
	if strings.Contains(got, "## F-00") {
		t.Error("a figure of which nothing more is to be told has a section")
	}
}

func TestAlternately(t *testing.T) {
	t.Parallel()
	ran := 0
	count := func() (int, error) { ran++; return ran, nil }
	got, err := alternately(t.Context(), times[int](3), count, count)
	want := turns[int]{subject: []int{3, 5, 7}, reference: []int{4, 6, 8}, again: []int{2, 4, 6}}
	if !reflect.DeepEqual(got, want) || err != nil {
		t.Errorf("got %+v, error %v, want %+v", got, err, want)
	}
	if _, err := alternately(t.Context(), times[int](1), count, func() (int, error) { return 0, errNotAsked }); !errors.Is(err, errNotAsked) {
		t.Errorf("got %v", err)
	}
}

func TestPaired(t *testing.T) {
	ran := 0
	count := func() (int, int, error) { ran++; return 10 * ran, ran, nil }
	got, err := paired(t.Context(), times[int](3), count)
	want := turns[int]{subject: []int{10, 20, 30}, reference: []int{1, 2, 3}, again: []int{3, 1, 2}}
	if !reflect.DeepEqual(got, want) || err != nil {
		t.Errorf("got %+v, error %v, want %+v", got, err, want)
	}
	if _, err := paired(t.Context(), times[int](1), func() (int, int, error) { return 0, 0, errNotAsked }); !errors.Is(err, errNotAsked) {
		t.Errorf("got %v", err)
	}
}

// TestPooled: the value is of all turns together, the spread of each.
func TestPooled(t *testing.T) {
	s := turns[waits]{subject: []waits{{2}, {8, 7}}, reference: []waits{{1}, {2, 1}}, again: []waits{{4, 1}, {1}}}
	got := s.pooled("p99", 1.5, 99, func(turn waits) waits { return turn })
	want := part{what: "p99", goal: 1.5, value: 4, spread: spread{2, 4}, control: spread{0.5, 4}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestValue: every turn of the subject is compared with every one of the reference, so what
// happened to meet in one pair decides nothing.
func TestValue(t *testing.T) {
	s := turns[float64]{subject: []float64{2, 4, 40}, reference: []float64{4, 1, 2}}
	same := func(turn float64) float64 { return turn }
	if got := s.value(same); got != 2 {
		t.Errorf("got %v, want the middle of 0.5, 1, 1, 2, 2, 4, 10, 20, 40", got)
	}
	if got := (turns[float64]{}).value(same); !math.IsNaN(got) {
		t.Errorf("of nothing: got %v", got)
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

// TestAsJSONParts: a figure of parts is told as the worst of them, and part by part.
func TestAsJSONParts(t *testing.T) {
	var out bytes.Buffer
	m := measurement{figure{id: "F-0", what: "this", against: "that", goal: 9}, result{parts: []part{
		{what: "p50", goal: 1.2, value: 1}, {what: "p99", goal: 1.5, value: 2},
	}}}
	if err := asJSON(&out, []measurement{m}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Figures []struct {
			Value, Goal float64
			OK          bool
			Parts       []struct {
				What        string
				Value, Goal float64
				OK          bool
			}
		}
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := "{[{2 1.5 false [{p50 1 1.2 true} {p99 2 1.5 false}]}]}"
	if diff := cmp.Diff(want, fmt.Sprint(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
