package main

import (
	"context"
	"fmt"
)

// uncachedReads is F-4: a reconciler reads from its caches, and from nothing else.
// What fills them is the informers' list of each kind, at most one of each for every
// start of a manager. Admission, whose reads must be live (P-6), is answered by another
// manager and not counted.
var uncachedReads = figure{
	id: "F-4", what: "reads by reconcilers that leave the cache", against: "none", goal: 0, exactly: true,
	measure: measureReads,
}

func measureReads(ctx context.Context, b *bench) (result, error) {
	w, err := b.cluster(ctx)
	if err != nil {
		return result{}, err
	}
	s, err := b.follow(ctx, w)
	if err != nil {
		return result{}, err
	}
	all, err := w.log.read()
	if err != nil {
		return result{}, err
	}
	r := judgeReads(by(leaderAgent, all), w.starts)
	r.rows = append(r.rows,
		row{"changes that were made", fmt.Sprint(len(s.told))},
		row{"reads for admission, by the other manager", fmt.Sprint(len(callsOf(by(otherAgent, all), call.reads)))})
	return r, nil
}

// otherAgent is what the manager is called that answers the webhooks.
const otherAgent = "matterplane"

// judgeReads counts the reads among the calls of a manager that was started so many
// times.
func judgeReads(calls []call, starts int) result {
	fills := len(callsOf(calls, call.fills))
	reads := callsOf(calls, func(c call) bool { return c.reads() && !c.fills() })
	extra := max(0, fills-starts*len(kinds))
	r := result{value: float64(len(reads) + extra), rows: []row{
		{"reads beside the informers'", fmt.Sprint(len(reads))},
		{"lists that filled caches", fmt.Sprintf("%d, in %d starts", fills, starts)},
		{"writes meanwhile", fmt.Sprint(len(callsOf(calls, call.writes)))},
	}}
	r.spread = spread{r.value, r.value}
	switch {
	case len(callsOf(calls, call.writes)) == 0:
		r.why = "the manager wrote nothing, so that nothing is shown"
	case len(reads) > 0:
		r.why = fmt.Sprintf("the first was to %s %+v", reads[0].verb, reads[0].object)
	case extra > 0:
		r.why = fmt.Sprintf("%d lists of everything are more than informers need", extra)
	}
	return r
}
