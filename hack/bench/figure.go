package main

import (
	"context"
	"errors"
	"fmt"
)

// figure is one of the figures that this project is held to. Each has a file of its
// own, and is in figures.
type figure struct {
	id      string
	what    string // what is measured
	against string // and what it is compared with
	goal    float64
	exactly bool // the goal is to be met, not only not exceeded: it counts something
	alone   bool // it needs no cluster, and none beside it
	measure func(ctx context.Context, b *bench) (result, error)
}

// figures are all figures, in order. To add one is a line here, a file of its own, how long
// it takes at least (leastTakes) and, once there is something to tell, its page under tried.
var figures = []figure{
	// What a manager makes of a firm.
	coldStart,
	restart,
	statusWrites,
	uncachedReads,

	// How soon it shows.
	edgeToStatus,
	fanningOut,
	unrelated,

	// What a write waits for.
	deciding,
	crowded,

	// What it keeps.
	heapPerObject,

	// What needs no cluster.
	derivation,
	rendering,

	// What it does when there is nothing to do.
	idleWrites,
}

var errToCome = errors.New("there is no instrument for it yet")

// toCome is a figure that nothing measures yet. It stands among the others as one
// that is not reached.
func toCome(id, what, against string, goal float64) figure {
	return figure{
		id: id, what: what, against: against, goal: goal,
		measure: func(context.Context, *bench) (result, error) { return result{}, errToCome },
	}
}

// size says how thorough a run is.
type size string

const (
	// quick takes less than five minutes for all figures.
	quick size = "quick"
	// full takes what it takes.
	full size = "full"
	// gate is that of the figures that every change must pass.
	gate size = "gate"
)

// result is what came of measuring a figure: a value, or several of which each is a
// part.
type result struct {
	value   float64
	spread  spread // of the single values of which value is the median
	control spread // the same, of the reference against itself: what noise alone does
	parts   []part // in place of the three above
	rows    []row  // what else there is to know, for the page
	took    sample // where subject and reference took time, for how it grows
	why     string // it is not reached, whatever its value; empty if nothing speaks against it
}

// counted is the result of a count.
func counted(n int) result {
	return result{value: float64(n), spread: spread{float64(n), float64(n)}}
}

// blame says why the figure is not reached, if nothing did so before.
func (r *result) blame(format string, args ...any) {
	if r.why == "" {
		r.why = fmt.Sprintf(format, args...)
	}
}

// tell adds what else there is to know.
func (r *result) tell(what, format string, args ...any) {
	r.rows = append(r.rows, row{what, fmt.Sprintf(format, args...)})
}

// part is one of several values that a figure is held to, such as its p50 and its p99.
// All of them have to be reached; the figure as a whole shows the worst.
type part struct {
	what            string
	goal            float64
	value           float64
	spread, control spread
}

// row is a line of a page's table.
type row struct{ what, value string }
