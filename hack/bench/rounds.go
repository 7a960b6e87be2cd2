package main

import "context"

// rounds says whether there is another turn after those that there were.
type rounds[T any] func(ctx context.Context, s turns[T]) bool

// times are so many turns.
func times[T any](n int) rounds[T] {
	return func(_ context.Context, s turns[T]) bool { return len(s.subject) < n }
}

// aim is what one turn gives, and the goal that it is held against.
type aim[T any] struct {
	goal float64
	of   func(subject, reference T) float64
}

// ratio aims at what a subject has of something, as a share of what its reference has.
func ratio[T any](goal float64, by func(T) float64) aim[T] {
	return aim[T]{goal, func(subject, reference T) float64 { return by(subject) / by(reference) }}
}

// lead is how many more turns on one side of a goal than on the other tell on which side it
// is. Where every fourth turn misses a goal that is reached, those that miss it lead by
// so many in one run of 240; where every third does, in one of 33. Where there are no more
// turns before that, the median decides, and errs more often.
const lead = 5

// clearly are as many turns, of at least and at most so many, as it takes until all aims are
// clearly reached or missed. What is far from its goal takes few, and time is left for what
// is near; neither side is preferred. Where the run is late, it is the least.
func clearly[T any](least, most int, aims ...aim[T]) rounds[T] {
	return func(ctx context.Context, s turns[T]) bool {
		if n := len(s.subject); n < least || n >= most || late(ctx) {
			return n < least
		}
		for _, a := range aims {
			ahead := 0
			for i := range s.subject {
				if a.of(s.subject[i], s.reference[i]) <= a.goal {
					ahead++
				} else {
					ahead--
				}
			}
			if max(ahead, -ahead) < lead {
				return true
			}
		}
		return false
	}
}
