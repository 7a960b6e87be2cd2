package main

import (
	"context"
	"fmt"
	"os"
	"time"
)

// tail is which percentile a run compares of how long each of many requests was waited
// for. Of a few hundred, the p99 is the two or three that were slowest of everything.
var tail = map[size]float64{quick: 90, full: 99}

// inFirms measures a figure in the world of the run, and in a full run first with
// smaller firms, each in a world of its own: what a start takes whatever the size
// weighs more there.
func (b *bench) inFirms(ctx context.Context, measure func(ctx context.Context, w *world) (result, error)) (result, error) {
	var smaller result
	var sizes []int
	var took []sample
	for _, matters := range map[size][]int{full: {1_000, 100}}[b.size] {
		of, err := b.inFirmOf(ctx, matters, &smaller, measure)
		if err != nil {
			return result{}, fmt.Errorf("with %d matters: %w", matters, err)
		}
		sizes, took = append(sizes, matters), append(took, of)
	}
	w, err := b.cluster(ctx)
	if err != nil {
		return result{}, err
	}
	r, err := measure(ctx, w)
	if err != nil || len(sizes) == 0 {
		return r, err
	}
	r.rows = append(r.rows, smaller.rows...)
	sizes, took = append(sizes, firmOf[b.size]), append(took, r.took)
	r.tell("exponent over these sizes, and that of the reference", "%.2f, %.2f",
		exponentOf(sizes, took, func(s sample) []cost { return s.subject }), exponentOf(sizes, took, func(s sample) []cost { return s.reference }))
	return r, nil
}

// exponentOf returns how what was waited for grows with the size, where 1 is linear.
func exponentOf(sizes []int, took []sample, of func(sample) []cost) float64 {
	medians := make([]cost, len(sizes))
	for i := range sizes {
		medians[i].wall = time.Duration(median(each(of(took[i]), wall)) * float64(time.Second))
	}
	return exponentsOf(sizes, [][]cost{medians}, wall)[0]
}

// inFirmOf measures with a firm of so many matters, and tells what came of it.
func (b *bench) inFirmOf(ctx context.Context, matters int, r *result, measure func(ctx context.Context, w *world) (result, error)) (sample, error) {
	w, err := b.worldOf(ctx, matters)
	if err != nil {
		return sample{}, err
	}
	defer w.close()
	at, err := measure(ctx, w)
	if err != nil {
		return sample{}, err
	}
	with := fmt.Sprintf("with %d matters", matters)
	fmt.Fprintf(os.Stderr, " %.2f %s …", at.value, with)
	r.tell(with, "%.2f, from %s", at.value, at.spread)
	for _, row := range at.rows {
		r.tell(with+", "+row.what, "%s", row.value)
	}
	return at.took, nil
}
