package main

import (
	"context"
	"time"

	"github.com/matterplane/matterplane/internal/render"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firms"
)

// derivation is F-11: that a firm of ten times the size takes ten times as long. The
// control measures the growth of something that grows with the size by its nature:
// copying all objects. Compared is processor time.
var derivation = figure{
	id: "F-11", what: "full derivation of firms of one shape and seed, exponent", against: "linear", goal: 1.1,
	measure: measureDerivation,
}

func measureDerivation(ctx context.Context, b *bench) (result, error) {
	sizes, turns := []int{1_000, 3_000, 10_000}, 5
	if b.size == full {
		sizes, turns = []int{1_000, 10_000, 100_000}, 5
	}
	of := make([]roster.Objects, len(sizes))
	for i, matters := range sizes {
		of[i] = firms.Applied(firms.Generate(firms.Shape{Matters: matters, Seed: 1, Namespace: "acme"}), time.Unix(1_800_000_000, 0))
	}
	g, err := swept(ctx, sizes, turns,
		func(i int) (cost, error) { return measured(func() error { derive(of[i]); return nil }) },
		func(i int) (cost, error) { return measured(func() error { duplicate(of[i]); return nil }) })
	if err != nil {
		return result{}, err
	}
	exponents := exponentsOf(sizes, g.subject, processor)
	return result{
		value: median(exponents), spread: spreadOf(exponents), control: spreadOf(exponentsOf(sizes, g.reference, processor)),
		rows: g.rows(processor),
	}, nil
}

// derive derives the status of every object.
func derive(objects roster.Objects) {
	for range render.Firm(objects) { // for its own sake
	}
}

// duplicate copies every object.
func duplicate(objects roster.Objects) {
	for _, u := range objects.Users {
		u.DeepCopy()
	}
	for _, m := range objects.Matters {
		m.DeepCopy()
	}
}
