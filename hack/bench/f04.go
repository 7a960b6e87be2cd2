package main

import (
	"context"
)

// uncachedReads is F-4: a reconciler reads from its caches, and from nothing else.
// What fills them is the informers' list of each kind, at most one of each for every
// start of a manager. Admission, whose reads must be live (P-6), is answered by another
// manager and not counted.
var uncachedReads = figure{
	id: "F-4", what: "reads by reconcilers that leave the cache", against: "none", goal: 0, exactly: true,
	measure: inWorld(measureReads),
}

func measureReads(ctx context.Context, w *world) (result, error) {
	s, err := w.follow(ctx)
	if err != nil {
		return result{}, err
	}
	all, err := w.log.read()
	if err != nil {
		return result{}, err
	}
	r := judgeReads(by(leaderAgent, all), w.starts)
	r.tell("changes that were made", "%d", len(s.told))
	r.tell("reads for admission, by the other manager", "%d", len(callsOf(by(otherAgent, all), call.reads)))
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
	writes := len(callsOf(calls, call.writes))
	r := counted(len(reads) + extra)
	r.tell("reads beside the informers'", "%d", len(reads))
	r.tell("lists that filled caches", "%d, in %d starts", fills, starts)
	r.tell("writes meanwhile", "%d", writes)
	switch {
	case writes == 0:
		r.blame("the manager wrote nothing, so that nothing is shown")
	case len(reads) > 0:
		r.blame("the first was to %s %+v", reads[0].verb, reads[0].object)
	case extra > 0:
		r.blame("%d lists of everything are more than informers need", extra)
	}
	return r
}
