package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/matterplane/matterplane/hack/faults/plane"
)

// edgeToStatus is F-5: how long it takes, once an edit of a matter is answered, until
// a watch shows the status that tells of it, when nothing else goes on. The reference
// is an echo controller in a process of its own that writes the same status without
// deriving it, of matters of the same schema that only it watches. They are asked by
// turns, edit by edit.
var edgeToStatus = figure{
	id: "F-5", what: "edge to status, idle, p50 and p99 (quick: p90)", against: "an echo controller writing an equal-sized status", goal: 1.2,
	measure: measureEdges,
}

func measureEdges(ctx context.Context, b *bench) (result, error) {
	s, err := b.set(ctx)
	if err != nil {
		return result{}, err
	}
	edits := map[size]int{quick: 40, full: 1_000}[b.size]
	subject, err := s.costOf(ctx, s.manager, s.leader.Process, edits/2) // and these do not count
	if err != nil {
		return result{}, err
	}
	reference, err := s.costOf(ctx, s.reference, s.echo, edits/2)
	if err != nil {
		return result{}, err
	}
	waited, err := s.edges(ctx, times[waits](5), edits)
	if err != nil {
		return result{}, err
	}
	all := func(turn waits) waits { return turn }
	s.idle = waited.subject
	slowest := tail[b.size]
	r := result{parts: []part{waited.pooled("p50", 1.2, 50, all), waited.pooled(fmt.Sprintf("p%g", slowest), 1.5, slowest, all)}}
	r.tell("subject", "%s", percentiles(waited.subject))
	r.tell("reference", "%s", percentiles(waited.reference))
	r.tell("an edit of the subject", "%s", subject.among())
	r.tell("an edit of the reference, about which no webhook is asked", "%s", reference.among())
	return r, nil
}

// edges edits by turns, edit by edit, until there is no other turn of so many edits.
func (s *stage) edges(ctx context.Context, another rounds[waits], edits int) (turns[waits], error) {
	return paired(ctx, another, func() (subject, reference waits, err error) {
		for range edits {
			for _, of := range []struct {
				who  *editor
				into *waits
			}{{s.manager, &subject}, {s.reference, &reference}} {
				took, err := of.who.edit(ctx)
				if err != nil {
					return nil, nil, err
				}
				*of.into = append(*of.into, took)
			}
		}
		return subject, reference, nil
	})
}

// costOf returns what one of so many edits takes of the processors.
func (s *stage) costOf(ctx context.Context, who *editor, answers *plane.Process, edits int) (cost, error) {
	before := answers.ProcessorTime()
	took, err := s.beside(ctx, func() (cost, error) {
		_, err := who.editTimes(ctx, edits)
		return cost{cpu: answers.ProcessorTime() - before}, err
	})
	n := time.Duration(edits)
	return cost{cpu: took.cpu / n, apiServer: took.apiServer / n, etcd: took.etcd / n}, err
}

// among says who used how much of the processors.
func (c cost) among() string {
	const exact = 10 * time.Microsecond
	return fmt.Sprintf("%s of processor time; the API server %s, etcd %s", c.cpu.Round(exact), c.apiServer.Round(exact), c.etcd.Round(exact))
}

// percentiles says how the waits of several turns are spread.
func percentiles(of []waits) string {
	all := slices.Concat(of...)
	at := func(p float64) string { return fmt.Sprintf("%.1f ms", 1000*percentile(p)(all)) }
	return fmt.Sprintf("p50 %s, p90 %s, p99 %s, at most %s, of %d", at(50), at(90), at(99), at(100), len(all))
}
