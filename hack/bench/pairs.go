package main

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// cost is what something took.
type cost struct {
	wall time.Duration
	cpu  time.Duration // of all processors, of the process that is measured

	apiServer, etcd time.Duration // of all processors, meanwhile; of figures against a cluster
}

// measured runs something, on a heap that is swept, and returns what it took.
func measured(run func() error) (cost, error) {
	runtime.GC()
	return timed(run)
}

// timed runs something, on the heap as it is, and returns what it took.
func timed(run func() error) (cost, error) {
	begunCPU, begun := processorTime(), time.Now()
	err := run()
	return cost{wall: time.Since(begun), cpu: processorTime() - begunCPU}, err
}

func processorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err) // of this process it is always known
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// turns is what came of a subject and its reference, run by run.
type turns[T any] struct{ subject, reference, again []T }

// sample is what a subject and its reference took.
type sample = turns[cost]

// alternately runs subject and reference by turns, after a turn that does not count, so
// that whatever else the machine does hits both. Each reference is compared with the
// one of the turn before it. That is further apart than a subject and its reference, so
// the control is rather too wide.
func alternately[T any](ctx context.Context, another rounds[T], subject, reference func() (T, error)) (turns[T], error) {
	var s turns[T]
	for first := true; first || another(ctx, s); {
		for _, of := range []struct {
			run  func() (T, error)
			into *[]T
		}{{subject, &s.subject}, {reference, &s.reference}} {
			if err := ctx.Err(); err != nil {
				return s, fmt.Errorf("stopped: %w", err)
			}
			came, err := of.run()
			if err != nil {
				return s, err
			}
			*of.into = append(*of.into, came)
		}
		if first { // it does not count, but for the control
			s.again, s.subject, s.reference = s.reference, nil, nil
		}
		first = false
	}
	s.again = append(s.again, s.reference[:len(s.reference)-1]...)
	return s, nil
}

// paired is for subjects and references that are measured together. Each
// reference is compared with the one of the turn before it, the first with the last.
func paired[T any](ctx context.Context, another rounds[T], turn func() (subject, reference T, err error)) (turns[T], error) {
	var s turns[T]
	for another(ctx, s) {
		if err := ctx.Err(); err != nil {
			return s, fmt.Errorf("stopped: %w", err)
		}
		subject, reference, err := turn()
		if err != nil {
			return s, err
		}
		s.subject, s.reference = append(s.subject, subject), append(s.reference, reference)
	}
	last := len(s.reference) - 1
	s.again = slices.Concat(s.reference[last:], s.reference[:last])
	return s, nil
}

// part compares subject and reference by a number of each. Its control is the
// reference against itself: the floor below which a difference is noise.
func (s turns[T]) part(what string, goal float64, by func(T) float64) part {
	return part{
		what: what, goal: goal,
		value: s.value(by), spread: spreadOf(ratios(s.subject, s.reference, by)), control: spreadOf(ratios(s.again, s.reference, by)),
	}
}

// value is the median of what each turn of the subject is of each turn of the reference, as
// Hodges and Lehmann estimate a shift. They run by turns, so all of them had the same machine.
// By simulation it errs a seventh less than the median of the pairs, and one turn that
// something else disturbed moves it as little.
func (s turns[T]) value(by func(T) float64) float64 {
	all := make([]float64, 0, len(s.subject)*len(s.reference))
	for _, subject := range s.subject {
		for _, reference := range s.reference {
			all = append(all, by(subject)/by(reference))
		}
	}
	return median(all)
}

// pooled compares a percentile of the waits of all turns together: one turn has too few to
// tell it, and the median of several would still be one turn's. The spread and the control
// are those of single turns.
func (s turns[T]) pooled(what string, goal, p float64, of func(T) waits) part {
	at := percentile(p)
	together := func(all []T) waits {
		var waited waits
		for _, turn := range all {
			waited = append(waited, of(turn)...)
		}
		return waited
	}
	compared := s.part(what, goal, func(turn T) float64 { return at(of(turn)) })
	compared.value = at(together(s.subject)) / at(together(s.reference))
	return compared
}

func wall(c cost) float64      { return c.wall.Seconds() }
func processor(c cost) float64 { return c.cpu.Seconds() }
func served(c cost) float64    { return c.apiServer.Seconds() }
func kept(c cost) float64      { return c.etcd.Seconds() }

// ratios compares pair by pair.
func ratios[T any](of, to []T, by func(T) float64) []float64 {
	all := make([]float64, len(of))
	for i := range of {
		all[i] = by(of[i]) / by(to[i])
	}
	return all
}

// each returns one number of every one of several.
func each[T any](all []T, by func(T) float64) []float64 {
	numbers := make([]float64, len(all))
	for i := range all {
		numbers[i] = by(all[i])
	}
	return numbers
}

// waits are how long each of many was waited for.
type waits []time.Duration

// percentile returns, in seconds, what p of a hundred waits did not exceed.
func percentile(p float64) func(waits) float64 {
	return func(of waits) float64 {
		if len(of) == 0 {
			return math.NaN()
		}
		sorted := slices.Sorted(slices.Values(of))
		return sorted[max(0, int(math.Ceil(p/100*float64(len(sorted))))-1)].Seconds()
	}
}

// median returns the middle one of several values, or the mean of the middle two.
func median(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// spread is between the least and the greatest of several values.
type spread [2]float64

func spreadOf(values []float64) spread { return spread{slices.Min(values), slices.Max(values)} }
