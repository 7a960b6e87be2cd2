package main

import (
	"runtime/debug"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestOrder: what needs no cluster is measured before there is one, and told in its place.
func TestOrder(t *testing.T) {
	t.Parallel()
	ids := func(of []figure) (ids []string) {
		for _, f := range of {
			ids = append(ids, f.id)
		}
		return ids
	}
	all := inOrder("")
	want := []string{"F-11", "F-12", "F-1", "F-2", "F-3", "F-4", "F-5", "F-6", "F-7", "F-8", "F-9", "F-10", "F-13"}
	if diff := cmp.Diff(want, ids(all)); diff != "" {
		t.Errorf("measured (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"F-11", "F-1"}, ids(inOrder("F-1,F-11"))); diff != "" {
		t.Errorf("measured of two (-want +got):\n%s", diff)
	}
	var told []measurement
	for _, f := range all {
		told = append(told, measurement{figure: f})
	}
	byPage(told)
	for i, m := range told {
		if m.id != figures[i].id {
			t.Errorf("%s is told in the place of %s", m.id, figures[i].id)
		}
	}
}

// TestLate: who is late takes no more turns than it must; who is not does as if there
// were no time.
func TestLate(t *testing.T) {
	t.Parallel()
	unclear := ratio(1, func(v float64) float64 { return v })
	now := time.Now()
	const most = 9
	for name, of := range map[string]struct {
		began time.Time
		after []figure
		want  int
	}{
		"it has just begun":       {now, figures[1:], most},
		"it is as good as over":   {now.Add(-quickEnds + time.Minute), nil, most},
		"it is over":              {now.Add(-quickEnds), nil, 5},
		"others are to come, too": {now.Add(-quickEnds + time.Minute), figures[1:], 5},
	} {
		turn := 0
		got, err := paired(inTime(t.Context(), of.began, of.after), clearly(5, most, unclear), func() (float64, float64, error) {
			turn++
			return float64(turn%2*2) + 0.5, 1, nil
		})
		if err != nil || len(got.subject) != of.want {
			t.Errorf("%s: %d turns, error %v, want %d", name, len(got.subject), err, of.want)
		}
	}
}

// TestHurry: the collector is as it was before.
func TestHurry(t *testing.T) {
	t.Setenv("GOGC", "")
	t.Setenv("GOMEMLIMIT", "")
	before, limit := debug.SetGCPercent(77), debug.SetMemoryLimit(1<<40)
	defer func() { debug.SetGCPercent(before); debug.SetMemoryLimit(limit) }()
	unhurried := hurry()
	if percent := debug.SetGCPercent(400); percent != 400 {
		t.Errorf("in a hurry it is %d%%", percent)
	}
	unhurried()
	if percent, now := debug.SetGCPercent(77), debug.SetMemoryLimit(-1); percent != 77 || now != 1<<40 {
		t.Errorf("afterwards it is %d%%, and %d bytes", percent, now)
	}
}
