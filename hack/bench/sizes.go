package main

import (
	"context"
	"fmt"
	"slices"
)

// inFirms measures a figure in the world of the run, and in a full run also with
// smaller firms, each in a world of its own: what a start takes whatever the size
// weighs more there.
func (b *bench) inFirms(ctx context.Context, measure func(ctx context.Context, w *world) (result, error)) (result, error) {
	w, err := b.cluster(ctx)
	if err != nil {
		return result{}, err
	}
	r, err := measure(ctx, w)
	if err != nil || b.size != full {
		return r, err
	}
	for _, matters := range []int{100, 1000} {
		if err := b.inFirmOf(ctx, matters, &r, measure); err != nil {
			return r, fmt.Errorf("with %d matters: %w", matters, err)
		}
	}
	return r, nil
}

// inFirmOf measures with a firm of so many matters, and tells what came of it.
func (b *bench) inFirmOf(ctx context.Context, matters int, r *result, measure func(ctx context.Context, w *world) (result, error)) error {
	w, err := b.worldOf(ctx, matters)
	if err != nil {
		return err
	}
	defer w.close()
	at, err := measure(ctx, w)
	if err != nil {
		return err
	}
	with := fmt.Sprintf("with %d matters", matters)
	r.tell(with, "%.2f, from %s", at.value, at.spread)
	for _, row := range at.rows {
		if slices.Contains([]string{"subject", "reference"}, row.what) {
			r.tell(with+", "+row.what, "%s", row.value)
		}
	}
	return nil
}
