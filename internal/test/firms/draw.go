package firms

import "math/rand/v2"

// draw draws from a seed.
type draw struct{ *rand.Rand }

func newDraw(seed uint64) *draw {
	return &draw{rand.New(rand.NewPCG(seed, 0))}
}

// chance is true so many times in a hundred.
func (d *draw) chance(percent int) bool { return d.IntN(100) < percent }

// between returns a number of at least from and at most to.
func (d *draw) between(from, to int) int { return from + d.IntN(to-from+1) }

// skewed returns a function that draws below n, the first far more often than the
// last (Zipf and Mandelbrot): of few much is made, of many little.
func (d *draw) skewed(n int) func() int {
	const exponent = 1.2
	z := rand.NewZipf(d.Rand, exponent, max(1, float64(n)/10), uint64(n-1))
	return func() int { return int(z.Uint64()) }
}

// size returns a number of at least from: mostly few more, now and then many, at
// most to.
func (d *draw) size(from, usually, to int) int {
	return min(to, from+int(d.ExpFloat64()*float64(usually-from)))
}

func pick[E any](d *draw, from []E) E { return from[d.IntN(len(from))] }

// clamp returns n, or the bound that it is past.
func clamp(n, from, to int) int { return max(from, min(n, to)) }
