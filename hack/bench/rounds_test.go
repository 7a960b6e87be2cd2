package main

import (
	"math"
	"testing"
)

func TestClearly(t *testing.T) {
	t.Parallel()
	const under, over = 1.0, 1.5
	for name, of := range map[string]struct {
		turns []float64 // of a subject, as shares of its reference
		want  int       // how many of them there are
	}{
		"all under the goal":         {[]float64{under, under, under, under, under, under}, 5},
		"all over it":                {[]float64{over, over, over, over, over, over}, 5},
		"one of the first is not":    {[]float64{under, over, under, under, under, under, under, under}, 7},
		"those under never lead":     {[]float64{under, over, under, over, under, over, under, over, under, over}, 9},
		"what is equal is reached":   {[]float64{1.2, 1.2, 1.2, 1.2, 1.2, 1.2}, 5},
		"what is unknown is not":     {[]float64{math.NaN(), under, under, under, under, under, under, under}, 7},
		"they lead too late to tell": {[]float64{over, over, over, under, under, under, under, under, under, under}, 9},
	} {
		turn := 0
		got, err := paired(t.Context(), clearly(5, 9, ratio(1.2, func(v float64) float64 { return v })), func() (float64, float64, error) {
			turn++
			return 2 * of.turns[turn-1], 2, nil
		})
		if err != nil || len(got.subject) != of.want {
			t.Errorf("%s: %d turns, error %v, want %d", name, len(got.subject), err, of.want)
		}
	}
}

// TestClearlyAll: there are turns until the last aim is clear.
func TestClearlyAll(t *testing.T) {
	t.Parallel()
	easy := ratio(9, func(v float64) float64 { return v })
	hard := ratio(1, func(v float64) float64 { return v })
	for _, aims := range [][]aim[float64]{{easy, hard}, {hard, easy}} {
		turn := 0
		got, err := paired(t.Context(), clearly(5, 20, aims...), func() (float64, float64, error) {
			turn++
			if turn == 1 {
				return 2, 1, nil
			}
			return 0.5, 1, nil
		})
		if err != nil || len(got.subject) != 7 {
			t.Errorf("%d turns, error %v, want 7", len(got.subject), err)
		}
	}
}
