package main

import (
	"context"
	"runtime"
	"time"

	"github.com/matterplane/matterplane/internal/render"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firms"
)

// derivation is F-11: that a firm of ten times the size takes ten times as long. The
// control measures the growth of something that grows with the size by its nature:
// copying all objects. All sizes have the most clients that a firm can have: of more
// clients the users who reach every one have longer statuses, which is no cost of
// deriving. Compared is processor time.
var derivation = figure{
	id: "F-11", what: "full derivation of firms of one shape and seed, exponent", against: "linear", goal: derivationGoal, alone: true,
	measure: measureDerivation,
}

const derivationGoal = 1.1

func measureDerivation(ctx context.Context, b *bench) (result, error) {
	sizes := map[size][]int{quick: {1_000, 3_000, 10_000}, full: {1_000, 10_000, 100_000}}[b.size]
	// As many matters are derived at every size, of a firm that is alone in memory: so
	// each has its share of collecting garbage, which a short run would be spared.
	of := func(i int, do func(roster.Objects)) (cost, error) {
		firm := firms.Applied(firms.Generate(firms.Shape{Matters: sizes[i], Clients: 500, Seed: 1, Namespace: "acme"}), time.Unix(1_800_000_000, 0))
		times := sizes[len(sizes)-1] / sizes[i]
		runtime.GC()
		took, err := measured(func() error {
			for range times {
				do(firm)
			}
			return nil
		})
		return cost{cpu: took.cpu / time.Duration(times), wall: took.wall / time.Duration(times)}, err
	}
	exponent := aim[[]cost]{derivationGoal, func(subject, _ []cost) float64 { return exponentsOf(sizes, [][]cost{subject}, processor)[0] }}
	g, err := swept(ctx, sizes, clearly(5, 11, exponent),
		func(i int) (cost, error) { return of(i, derive) },
		func(i int) (cost, error) { return of(i, duplicate) })
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
