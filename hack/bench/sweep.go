package main

import (
	"context"
	"fmt"
	"math"
)

// growth is what a subject and its reference took at several sizes: how time grows
// with the size says more than the time at any of them.
type growth struct {
	sizes []int
	turns[[]cost]
}

// swept measures a subject and its reference at several sizes, by turns, each of
// which passes through all sizes. Both are told which of the sizes is meant.
func swept(ctx context.Context, sizes []int, another rounds[[]cost], subject, reference func(i int) (cost, error)) (growth, error) {
	through := func(run func(i int) (cost, error)) func() ([]cost, error) {
		return func() ([]cost, error) {
			took := make([]cost, len(sizes))
			for i, size := range sizes {
				if err := ctx.Err(); err != nil {
					return nil, fmt.Errorf("stopped: %w", err)
				}
				var err error
				if took[i], err = run(i); err != nil {
					return nil, fmt.Errorf("at a size of %d: %w", size, err)
				}
			}
			return took, nil
		}
	}
	took, err := alternately(ctx, another, through(subject), through(reference))
	return growth{sizes, took}, err
}

// at is what came of one of the sizes.
func (g growth) at(i int) sample {
	only := func(of [][]cost) []cost {
		costs := make([]cost, len(of))
		for turn := range of {
			costs[turn] = of[turn][i]
		}
		return costs
	}
	return sample{only(g.subject), only(g.reference), only(g.again)}
}

// rows tells what the subject took at every size, for how many times what the reference
// took that is, and how both grow.
func (g growth) rows(by func(cost) float64) []row {
	rows := []row{{"turns", fmt.Sprint(len(g.subject))}}
	for i, size := range g.sizes {
		at := g.at(i)
		took := median(each(at.subject, by))
		rows = append(rows, row{
			fmt.Sprintf("at a size of %d", size),
			fmt.Sprintf("%s, %.0f µs for one; %.2f times the reference", seconds(took), took/float64(size)*1e6, at.value(by)),
		})
	}
	return append(rows, row{"exponent, and that of the reference", fmt.Sprintf("%.2f, %.2f",
		median(exponentsOf(g.sizes, g.subject, by)), median(exponentsOf(g.sizes, g.reference, by)))})
}

// exponentsOf returns the exponent of every turn, where 1 is linear: the slope of the
// line through the logarithms of what was taken over those of the sizes.
func exponentsOf(sizes []int, took [][]cost, by func(cost) float64) []float64 {
	exponents := make([]float64, len(took))
	for turn, costs := range took {
		var x, y, xx, xy float64
		for i, size := range sizes {
			lx, ly := math.Log(float64(size)), math.Log(by(costs[i]))
			x, y, xx, xy = x+lx, y+ly, xx+lx*lx, xy+lx*ly
		}
		n := float64(len(sizes))
		exponents[turn] = (n*xy - x*y) / (n*xx - x*x)
	}
	return exponents
}
