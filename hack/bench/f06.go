package main

import (
	"context"
	"fmt"
	"time"
)

// fanningOut is F-6: a link comes, or goes, that makes somebody follow on many matters
// (M-4). It is waited for from the answer to its write until the API server has
// answered the last status that changes; each is to be written once. The reference
// writes the same statuses to copies of the matters with the same client and account,
// from objects that it has, in requests of the same size, so many at a time as is fastest,
// while the echo controller watches them as the manager that answers the webhooks watches
// ours. A full run tells besides what watching them costs whoever writes them, which no
// controller can do without.
var fanningOut = figure{
	id: "F-6", what: "one link touching 1,000 and 5,000 matters (quick: 200), to the last status", against: "as many bare writes", goal: fanGoal,
	measure: measureFanOut,
}

const fanGoal = 1.15

func measureFanOut(ctx context.Context, b *bench) (result, error) {
	s, err := b.set(ctx)
	if err != nil {
		return result{}, err
	}
	r := result{}
	if r.rows, err = s.tune(ctx, b.size); err != nil {
		return result{}, err
	}
	for _, n := range s.sizes {
		f, err := s.newFan(ctx, n)
		if err != nil {
			return result{}, err
		}
		took, err := alternately(ctx, clearly(5, 15, ratio(fanGoal, wall)), func() (cost, error) { return f.moved(ctx) }, func() (cost, error) { return f.bare(ctx) })
		if err != nil {
			return result{}, err
		}
		if b.size == full {
			if err := f.informed(ctx, &r); err != nil {
				return result{}, err
			}
		}
		why, err := f.rest(ctx)
		if err != nil {
			return result{}, err
		}
		if why != "" {
			r.blame("%d matters: %s", n, why)
		}
		r.parts = append(r.parts, took.part(fmt.Sprintf("%d matters", n), fanGoal, wall))
		r.tell(fmt.Sprintf("%d matters, turns", n), "%d", len(took.subject))
		r.tell(fmt.Sprintf("%d matters, subject", n), "%s", beside(took.subject))
		r.tell(fmt.Sprintf("%d matters, reference", n), "%s", beside(took.reference))
		r.tell(fmt.Sprintf("%d matters, statuses due when the link comes, and when it goes", n), "%d, %d", len(f.due[true]), len(f.due[false]))
	}
	return r, nil
}

// tune finds out how many writers are fastest. In a quick run it is known: eight keep the
// API server of two processors busy.
func (s *stage) tune(ctx context.Context, of size) ([]row, error) {
	if of == quick {
		s.workers = 8
		return []row{{"writers of the reference", "8"}}, nil
	}
	f, err := s.newFan(ctx, s.sizes[0])
	if err != nil {
		return nil, err
	}
	var tried result
	var best time.Duration
	for _, f.workers = range []int{1, 2, 4, 8, 16, 32} {
		there, err := f.bare(ctx)
		if err != nil {
			return nil, err
		}
		back, err := f.bare(ctx)
		if err != nil {
			return nil, err
		}
		took := min(there.wall, back.wall)
		tried.tell(fmt.Sprintf("%d bare writes by %d writers, the faster of two", f.matters, f.workers), "%s", seconds(took.Seconds()))
		if s.workers == 0 || took < best {
			s.workers, best = f.workers, took
		}
	}
	return tried.rows, nil
}
