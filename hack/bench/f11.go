package main

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/matterplane/matterplane/internal/render"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firms"
)

// derivation is F-11: that a firm of ten times the size takes ten times as long. The
// control measures the growth of something that grows with the size by its nature:
// copying all objects.
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
	derived, copied := make([][]cost, len(sizes)), make([][]cost, len(sizes))
	for turn := range turns + 1 {
		for i := range sizes {
			if err := ctx.Err(); err != nil {
				return result{}, fmt.Errorf("stopped: %w", err)
			}
			took, _ := measured(func() error { derive(of[i]); return nil })
			control, _ := measured(func() error { duplicate(of[i]); return nil })
			if turn > 0 {
				derived[i], copied[i] = append(derived[i], took), append(copied[i], control)
			}
		}
	}
	exponents, control := exponentsOf(sizes, derived), exponentsOf(sizes, copied)
	r := result{value: median(exponents), spread: spreadOf(exponents), control: spreadOf(control)}
	for i, matters := range sizes {
		took := median(each(derived[i], processor))
		r.rows = append(r.rows, row{
			fmt.Sprintf("%d matters and %d users", matters, len(of[i].Users)),
			fmt.Sprintf("%s of processor time, %.0f µs a matter", seconds(took), took/float64(matters)*1e6),
		})
	}
	return r, nil
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

// exponentsOf returns the exponent of every turn: the slope of the line through the
// logarithms of processor time over those of the sizes.
func exponentsOf(sizes []int, costs [][]cost) []float64 {
	exponents := make([]float64, len(costs[0]))
	for turn := range exponents {
		var x, y, xx, xy float64
		for i, size := range sizes {
			lx, ly := math.Log(float64(size)), math.Log(processor(costs[i][turn]))
			x, y, xx, xy = x+lx, y+ly, xx+lx*lx, xy+lx*ly
		}
		n := float64(len(sizes))
		exponents[turn] = (n*xy - x*y) / (n*xx - x*x)
	}
	return exponents
}
