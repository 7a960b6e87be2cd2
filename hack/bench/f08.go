package main

import (
	"context"
	"errors"
	"fmt"
)

// deciding is F-8: what deciding adds to a webhook that has to be there. The
// reference is another webhook in the same process and server, asked twice about a
// write as we are. It decodes both objects as webhooks do that are made with this
// library, makes the same live reads (P-6), both at once, and decides nothing.
// Measured are a client's edits of a matter that it leads, and the reviews of such an
// edit sent to the webhooks without an API server between, of which many more fit
// into the time. Beside them stands what our handlers take without their live reads:
// of the processor, so that whoever else is busy on the machine does not count.
var deciding = figure{
	id: "F-8", what: "admission p99 (quick: p90), matters of 12 and of 200 members", against: "a webhook in the same server that decodes both objects and makes the same live reads", goal: decidingGoal,
	measure: measureDeciding,
}

// decidingGoal is what deciding may cost, as a share of not deciding, and handlerGoal
// what a handler may take without live reads, 99 of 100 times, in milliseconds.
const (
	decidingGoal = 1.2
	handlerGoal  = 1
)

// teamSizes are how many are on the matters of F-8.
var teamSizes = []int{12, 200}

// decidingSamples are as many as there is time for. A quick run compares the p90: of the
// few hundred reviews that it has time for, the slowest hundredth is what else the machine
// did.
var decidingSamples = map[size]samples{
	quick: {least: 5, most: 7, percentile: tail[quick], edits: map[int]int{12: 20, 200: 8}, replays: map[int]int{12: 90, 200: 30}, alone: 100},
	full:  {least: 7, most: 11, percentile: tail[full], edits: map[int]int{12: 400, 200: 150}, replays: map[int]int{12: 1000, 200: 500}, alone: 2000},
}

func measureDeciding(ctx context.Context, b *bench) (r result, err error) {
	h, err := b.hear(ctx)
	if err != nil {
		return result{}, err
	}
	defer func() { err = errors.Join(err, h.adjourn()) }()
	d, err := h.staff(ctx, b, "")
	if err != nil {
		return result{}, err
	}
	h.subject = &side{namespace: "bench-subject", desk: d}
	if err := h.summon(ctx, h.subject, withTeams(h.subject.namespace, 20, teamSizes...), teamSizes...); err != nil {
		return result{}, err
	}
	h.reference = &side{namespace: "bench-reference", desk: d, prefix: referencePrefix, recorded: h.subject.recorded}
	if err := h.summon(ctx, h.reference, withTeams(h.reference.namespace, 20, teamSizes...)); err != nil {
		return result{}, err
	}
	many := decidingSamples[b.size]
	for _, members := range teamSizes {
		if err := h.compare(ctx, &r, decidingGoal, many, members); err != nil {
			return result{}, err
		}
	}
	ways := map[size][]way{quick: {ofHandler}, full: {ofHandler, ofPath, ofLibrary}}[b.size]
	for _, members := range teamSizes {
		if err := h.handlers(ctx, &r, many, members, ways); err != nil {
			return result{}, err
		}
	}
	return r, nil
}

// handlers measures our handlers alone, and in a full run tells what the library takes
// that reads the review and writes the answer.
func (h *hearing) handlers(ctx context.Context, r *result, many samples, members int, ways []way) error {
	s := h.subject
	for _, of := range []struct {
		name string
		task aloneTask
	}{
		{"mutating", aloneTask{Review: s.recorded[members].mutate}},
		{"validating", aloneTask{Review: s.recorded[members].validate, Validates: true}},
	} {
		of.task.Namespace, of.task.Times = s.namespace, many.alone
		for _, of.task.Way = range ways {
			n := many.least
			if of.task.Way != ofHandler {
				n = 1 // it is told, not judged
			}
			waited, used, err := s.desk.p99OfHandler(ctx, of.task, n)
			if err != nil {
				return err
			}
			what := fmt.Sprintf("the %s handler alone, %d members", of.name, members)
			switch of.task.Way {
			case ofHandler:
				r.parts = append(r.parts, part{what: what + ", p99 in ms of a processor", goal: handlerGoal, value: median(used), spread: spreadOf(used)})
				r.tell(what+", p99 on the clock", "%.2f ms (%s)", median(waited), spreadOf(waited))
			case ofPath:
				r.tell(what+", p99 of a processor with the library that reads the review", "%.2f ms (%s)", median(used), spreadOf(used))
			case ofLibrary:
				r.tell(what+", p99 of a processor of that library with a handler that does nothing", "%.2f ms (%s)", median(used), spreadOf(used))
			}
		}
	}
	return nil
}
