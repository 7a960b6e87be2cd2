package main

import "context"

// figure is one of the figures that this project is held to. Each has a file of its
// own, and is in figures.
type figure struct {
	id      string
	what    string // what is measured
	against string // and what it is compared with
	goal    float64
	measure func(ctx context.Context, s size) (result, error)
}

// figures are all figures, in order. Those against a cluster are still to come: F-1
// to F-10 and F-13.
var figures = []figure{derivation, rendering}

// size says how thorough a run is.
type size string

const (
	// quick takes less than five minutes for all figures.
	quick size = "quick"
	// full takes what it takes.
	full size = "full"
)

// result is what came of measuring a figure.
type result struct {
	value   float64
	spread  spread // of the single values of which value is the median
	control spread // the same, of the reference against itself: what noise alone does
	rows    []row  // what else there is to know, for the page
}

// row is a line of a page's table.
type row struct{ what, value string }
