package main

import (
	"context"
	"errors"

	"github.com/matterplane/matterplane/internal/roster"
)

// crowded is F-9: that what a firm has beside a matter does not make a write of it
// wait longer. The subject is a manager that has many matters in its caches, asked
// about the firm that has them; the reference is another process of the same manager,
// whose caches see nothing but a firm of 100. Both are asked about equal matters of
// firms with equal Firms, as in F-8. At quick size, many are 1,000, and the
// p90 is compared.
var crowded = figure{
	id: "F-9", what: "admission p99 with 10,000 matters (quick: p90 with 1,000)", against: "with 100", goal: crowdedGoal,
	measure: measureCrowded,
}

const crowdedGoal = 1.1

// crowd is how many matters the subject has, few those of the reference, and
// crowdedMembers how many are on the one that is edited.
var crowd = map[size]int{quick: 1_000, full: 10_000}

const (
	few            = 100
	crowdedMembers = 12
)

// crowdedSamples allow a quick run twice the turns of F-8: the goal is nearer, and there are as
// many only while there is time left.
var crowdedSamples = map[size]samples{
	quick: {least: 5, most: 15, percentile: tail[quick], edits: map[int]int{crowdedMembers: 40}, replays: map[int]int{crowdedMembers: 90}},
	full:  {least: 7, most: 11, percentile: tail[full], edits: map[int]int{crowdedMembers: 400}, replays: map[int]int{crowdedMembers: 1000}},
}

func measureCrowded(ctx context.Context, b *bench) (r result, err error) {
	h, err := b.hear(ctx)
	if err != nil {
		return result{}, err
	}
	defer func() { err = errors.Join(err, h.adjourn()) }()
	h.subject, h.reference = &side{namespace: "bench-crowd"}, &side{namespace: "bench-few"}
	large := withTeams(h.subject.namespace, crowd[b.size], crowdedMembers)
	small := withTeams(h.reference.namespace, few, crowdedMembers)
	small.Firm.Spec = large.Firm.Spec // of the same size: it is read live
	for s, of := range map[*side]struct {
		firm roster.Objects
		sees string
	}{h.subject: {large, ""}, h.reference: {small, h.reference.namespace}} {
		if s.desk, err = h.staff(ctx, b, of.sees); err != nil {
			return result{}, err
		}
		if err := h.summon(ctx, s, of.firm, crowdedMembers); err != nil {
			return result{}, err
		}
	}
	err = h.compare(ctx, &r, crowdedGoal, crowdedSamples[b.size], crowdedMembers)
	r.tell("matters, and of the reference", "%d, %d", crowd[b.size], few)
	return r, err
}
