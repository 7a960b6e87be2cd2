package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/roster"
)

// hearing is where two sides are asked about equal edits of matters with equal teams.
type hearing struct {
	*world
	clerk              client.Client
	subject, reference *side
	ends               []func() error
}

// side is who is asked about a firm.
type side struct {
	namespace string
	desk      *desk
	prefix    string          // of the paths under which it is asked
	recorded  map[int]reviews // what it is asked about an edit, by members
}

// hear opens a hearing in a world in which nobody leads, who would write statuses.
// What it returns must be adjourned.
func (b *bench) hear(ctx context.Context) (*hearing, error) {
	w, err := b.cluster(ctx)
	if err != nil {
		return nil, err
	}
	w.rest()
	by, err := w.asClerk(ctx)
	return &hearing{world: w, clerk: by}, err
}

// staff opens a desk whose caches see one namespace, or all.
func (h *hearing) staff(ctx context.Context, b *bench, sees string) (*desk, error) {
	d, err := h.openDesk(ctx, b, sees)
	if err == nil {
		h.ends = append(h.ends, func() error { d.Kill(); return nil })
	}
	return d, err
}

// summon files the firm of a side, records what it is asked about each of the teams,
// and has the API server ask it.
func (h *hearing) summon(ctx context.Context, s *side, firm roster.Objects, members ...int) error {
	h.ends = append(h.ends, func() error { return h.Etcd().Erase(context.WithoutCancel(ctx), []string{s.namespace}) })
	if err := h.file(ctx, s.namespace, firm); err != nil {
		return err
	}
	if s.recorded == nil {
		if err := h.record(ctx, s, members); err != nil {
			return err
		}
	}
	end, err := h.asked(ctx, s.namespace, s.desk, s.prefix)
	if err != nil {
		return err
	}
	h.ends = append(h.ends, end)
	return h.label(ctx, s.namespace, s.namespace)
}

// record records what is asked about edits of a side's matters.
func (h *hearing) record(ctx context.Context, s *side, members []int) (err error) {
	const name = "recorder"
	end, err := h.asked(ctx, name, s.desk, recorderPrefix)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	if err := h.label(ctx, s.namespace, name); err != nil {
		return err
	}
	s.recorded = map[int]reviews{}
	for _, n := range members {
		if s.recorded[n], err = h.recorded(ctx, s.desk, h.clerk, s.namespace, teamOf(n)); err != nil {
			return err
		}
	}
	return nil
}

// adjourn takes everything back, the last first.
func (h *hearing) adjourn() error {
	var failures []error
	for _, end := range slices.Backward(h.ends) {
		failures = append(failures, end())
	}
	return errors.Join(failures...)
}

// samples say how many turns there are at least and at most, how many requests each of
// them makes, and which percentile of these is compared.
type samples struct {
	least, most    int
	percentile     float64
	edits, replays map[int]int // by members
	alone          int         // of the handlers
}

// rounds are as many turns as it takes.
func (s samples) rounds(goal float64) rounds[heard] {
	return clearly(s.least, s.most, ratio(goal, at(s.percentile)))
}

// compare compares a client's edits of matters of some size, and the answers to the
// reviews that the API server sends about them.
func (h *hearing) compare(ctx context.Context, r *result, goal float64, many samples, members int) error {
	what := fmt.Sprintf("an edit, %d members", members)
	edits, err := h.alike(ctx, r, what, func() (turns[heard], error) { return h.edits(ctx, goal, many, members) })
	if err != nil {
		return err
	}
	tellHeard(r, edits, what, goal, many.percentile)
	replaying := func(s *side) some {
		replay := s.desk.replay(s.prefix, s.recorded[members])
		return func(n int) (heard, error) { return h.many(ctx, s.desk, n, replay) }
	}
	replays, err := mingled(ctx, many.rounds(goal), many.replays[members], 1, replaying(h.subject), replaying(h.reference))
	if err != nil {
		return err
	}
	tellHeard(r, replays, fmt.Sprintf("both reviews of an edit, %d members", members), goal, many.percentile)
	return nil
}

// fewMembers are as many as make little garbage: while the API server collects it, both
// sides make edits, if they make them one by one. It collects that of 200 members every few
// edits, and by chance always while the same side makes one: of those, a side makes
// sweptFor in a row, on a heap that is swept.
const (
	fewMembers = 50
	sweptFor   = 10
)

// edits makes a client wait for edits.
func (h *hearing) edits(ctx context.Context, goal float64, many samples, members int) (turns[heard], error) {
	subject, err := pick(ctx, h.clerk, h.subject.namespace, teamOf(members))
	if err != nil {
		return turns[heard]{}, err
	}
	reference, err := pick(ctx, h.clerk, h.reference.namespace, teamOf(members))
	if err != nil {
		return turns[heard]{}, err
	}
	atOnce := 1
	if members > fewMembers {
		atOnce = sweptFor
	}
	editing := func(p *pen, s *side) some {
		edit := func(ctx context.Context) (time.Duration, error) { return p.edit(ctx) }
		return func(n int) (heard, error) {
			if members > fewMembers {
				if err := h.Collect(ctx); err != nil {
					return heard{}, err
				}
			}
			return h.many(ctx, s.desk, n, edit)
		}
	}
	return mingled(ctx, many.rounds(goal), many.edits[members], atOnce, editing(subject, h.subject), editing(reference, h.reference))
}

// tellHeard adds what came of comparing a percentile of many requests. Turns are compared
// where each tells it, with two requests that are slower; of fewer requests, those of all
// turns together, though one turn is slower than another.
func tellHeard(r *result, took turns[heard], what string, goal, p float64) {
	compared := took.part(fmt.Sprintf("%s, p%g", what, p), goal, at(p))
	if n := len(took.subject[0].waits); float64(n)*(100-p) < 2*100 {
		compared = took.pooled(compared.what, goal, p, func(h heard) waits { return h.waits })
	}
	r.parts = append(r.parts, compared)
	for _, of := range []struct {
		name  string
		heard []heard
	}{{"subject", took.subject}, {"reference", took.reference}} {
		r.tell(what+", "+of.name, "p50 %s, p%g %s, %d in each of %d turns; each cost the webhooks %s of processor time, the API server %s, etcd %s",
			millis(median(each(of.heard, at(50)))), p, millis(median(each(of.heard, at(p)))), len(of.heard[0].waits), len(of.heard),
			millis(share(of.heard, processor)), millis(share(of.heard, served)), millis(share(of.heard, kept)))
	}
}

// share is what one of many requests cost.
func share(of []heard, by func(cost) float64) float64 {
	return median(each(of, func(h heard) float64 { return by(h.cost) / float64(len(h.waits)) }))
}

func millis(seconds float64) string { return fmt.Sprintf("%.2f ms", seconds*1000) }

// isAbout says whether a review is about a matter.
func isAbout(review []byte, namespace, name string) bool {
	return strings.Contains(string(review), fmt.Sprintf(`"name":%q,"namespace":%q,"operation"`, name, namespace))
}
