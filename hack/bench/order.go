package main

import (
	"context"
	"slices"
	"strings"
	"time"
)

// inOrder returns the figures that are asked for, all if none are named, in the order in
// which they are measured: those that need no cluster come before there is one, which would
// take from their processors. The others come in the order of the page.
func inOrder(only string) []figure {
	of := slices.DeleteFunc(slices.Clone(figures), func(f figure) bool {
		return only != "" && !strings.Contains(","+only+",", ","+f.id+",")
	})
	slices.SortStableFunc(of, func(a, b figure) int {
		switch {
		case a.alone == b.alone:
			return 0
		case a.alone:
			return -1
		}
		return 1
	})
	return of
}

// byPage sorts measurements in the order of the page.
func byPage(all []measurement) {
	place := func(m measurement) int {
		return slices.IndexFunc(figures, func(f figure) bool { return f.id == m.id })
	}
	slices.SortStableFunc(all, func(a, b measurement) int { return place(a) - place(b) })
}

// quickEnds is when a quick run takes no further turns. It is to end within five minutes, on a
// machine that at times is half as slow again.
const quickEnds = 4*time.Minute + 20*time.Second

// leastTakes is how long figures take in a quick run that has the least turns.
var leastTakes = map[string]time.Duration{
	"F-1": 41 * time.Second, "F-2": 10 * time.Second, "F-3": 20 * time.Second, "F-5": 20 * time.Second, "F-6": 22 * time.Second,
	"F-7": 28 * time.Second, "F-8": 32 * time.Second, "F-9": 25 * time.Second, "F-10": 22 * time.Second,
	"F-11": 9 * time.Second, "F-12": 10 * time.Second, "F-13": 6 * time.Second,
}

type lateKey struct{}

// inTime returns a context by which a figure of a quick run knows from when on it is late:
// what comes after it needs the rest of the time.
func inTime(ctx context.Context, began time.Time, after []figure) context.Context {
	from := began.Add(quickEnds)
	for _, f := range after {
		from = from.Add(-leastTakes[f.id])
	}
	return context.WithValue(ctx, lateKey{}, from)
}

// late says whether no more is measured than must be.
func late(ctx context.Context) bool {
	from, known := ctx.Value(lateKey{}).(time.Time)
	return known && time.Now().After(from)
}
