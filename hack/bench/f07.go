package main

import (
	"context"
	"errors"
	"slices"
	"time"
)

// unrelated is F-7: matters are edited one after the other, as in F-5, while a link
// touches all others. Each time a third as many are edited when nothing else goes on, and
// those of F-5 are added to them. All turns are taken together, for one has too few edits
// to tell the slowest.
//
// What the API server makes of it, whoever asks, is measured beside in a full run: the
// edits of the echo controller's matters, while the bare writes of F-6 go on, which make
// room for nobody. They are over sooner, so they go on there and back.
var unrelated = figure{
	id: "F-7", what: "an unrelated edit during F-6, edge to status, p99 (quick: p90)", against: "the same of F-5, idle", goal: 3,
	measure: measureUnrelated,
}

func measureUnrelated(ctx context.Context, b *bench) (result, error) {
	s, err := b.set(ctx)
	if err != nil {
		return result{}, err
	}
	if s.workers == 0 && b.size == full {
		if _, err := s.tune(ctx, b.size); err != nil {
			return result{}, err
		}
	}
	f, err := s.newFan(ctx, s.sizes[len(s.sizes)-1])
	if err != nil {
		return result{}, err
	}
	ours, theirs := meanwhile{before: s.idle}, meanwhile{}
	var on legs
	var fanned []float64
	moved := func(ctx context.Context) error {
		took, err := f.moved(ctx)
		fanned = append(fanned, took.wall.Seconds())
		return err
	}
	bare := func(ctx context.Context) error {
		_, there := f.bare(ctx)
		_, back := f.bare(ctx)
		return errors.Join(there, back)
	}
	for range 5 {
		if err := ours.turn(ctx, s.manager, moved, func() time.Time { return f.last }); err != nil {
			return result{}, err
		}
		calls, err := s.log.since(f.at)
		if err != nil {
			return result{}, err
		}
		on.add(ours.last, by(leaderAgent, calls))
		if b.size != full {
			continue
		}
		if err := theirs.turn(ctx, s.reference, bare, time.Now); err != nil {
			return result{}, err
		}
	}
	if err := s.strike(ctx); err != nil {
		return result{}, err
	}
	r := ours.compared(tail[b.size])
	r.tell("during", "%s", percentiles(ours.during))
	on.tell(&r)
	r.tell("idle", "%s", percentiles(slices.Concat(ours.idle, ours.before)))
	r.tell("p50 during, against p50 idle", "%.2f", ours.compared(50).value)
	r.tell("the fan-out meanwhile, to the last status", "%s", seconds(median(fanned)))
	if b.size == full {
		limit := theirs.compared(tail[b.size])
		r.tell("the echo controller during as many bare writes", "%s", percentiles(theirs.during))
		r.tell("the echo controller, idle", "%s", percentiles(theirs.idle))
		r.tell("the same figure of the echo controller", "%.2f (%s; control %s)", limit.value, limit.spread, limit.control)
	}
	return r, nil
}

// meanwhile is how long edits waited for their statuses while something went on, and
// a third as many when nothing did.
type meanwhile struct {
	during, idle []waits
	before       []waits // idle ones of another figure

	last dated // the edits of the last turn, those that met nobody too
}

// compared compares a percentile of all turns together; the spread is that of the turns,
// the control that of idle edits against those of the turn before, the first against the last.
func (m *meanwhile) compared(p float64) result {
	at, last := percentile(p), len(m.idle)-1
	before := slices.Concat(m.idle[last:], m.idle[:last])
	r := result{value: at(slices.Concat(m.during...)) / at(slices.Concat(slices.Concat(m.idle, m.before)...))}
	r.spread, r.control = spreadOf(ratios(m.during, m.idle, at)), spreadOf(ratios(before, m.idle, at))
	return r
}

// turn edits until something is over, and then a third as often again.
func (m *meanwhile) turn(ctx context.Context, who *editor, run func(context.Context) error, over func() time.Time) error {
	done := make(chan error, 1)
	go func() { done <- run(ctx) }()
	during, err := who.editUntil(ctx, done)
	if err != nil {
		return err
	}
	met := during.before(over())
	m.during = append(m.during, met)
	m.last = during
	idle, err := who.editTimes(ctx, (len(met)+2)/3)
	m.idle = append(m.idle, idle)
	return err
}

// dated is how long edits waited, and when each was answered.
type dated struct {
	took     waits
	answered []time.Time
	matters  []string
}

// before returns how long those waited that were answered before something was over:
// the others met nobody.
func (d dated) before(over time.Time) waits {
	var met waits
	for i, at := range d.answered {
		if at.Before(over) {
			met = append(met, d.took[i])
		}
	}
	return met
}

// editUntil edits until something is done.
func (e *editor) editUntil(ctx context.Context, done <-chan error) (dated, error) {
	var d dated
	for {
		d.matters = append(d.matters, e.matters[e.edits%len(e.matters)].Name)
		took, err := e.edit(ctx)
		if err != nil {
			return d, errors.Join(err, <-done)
		}
		d.took, d.answered = append(d.took, took), append(d.answered, time.Now().Add(-took))
		select {
		case err := <-done:
			return d, err
		default:
		}
	}
}
