package main

import (
	"context"
	"errors"
	"time"

	"github.com/matterplane/matterplane/hack/faults/plane"
)

// idleWrites is F-13: who has nothing to say says nothing. Leases are written to say
// that one is there.
var idleWrites = figure{
	id: "F-13", what: "writes of an idle manager, leases aside", against: "none", goal: 0, exactly: true,
	measure: inWorld(measureIdle),
}

func measureIdle(ctx context.Context, w *world) (result, error) {
	if err := w.leading(); err != nil {
		return result{}, err
	}
	if err := plane.Until(ctx, time.Minute, func() error { return w.leader.atRest(ctx, w.log) }); err != nil {
		return result{}, err
	}
	before, err := w.log.read()
	if err != nil {
		return result{}, err
	}
	long := map[size]time.Duration{gate: 5 * time.Second, quick: 5 * time.Second, full: 10 * time.Minute}[w.size]
	select {
	case <-time.After(long):
	case <-w.leader.Done():
		return result{}, errors.New("the manager ended by itself")
	case <-ctx.Done():
		return result{}, ctx.Err()
	}
	calls, err := w.log.since(len(before))
	if err != nil {
		return result{}, err
	}
	written := callsOf(calls, call.writes)
	renewed := callsOf(calls, func(c call) bool { return c.object.Resource == "leases" && c.verb == "update" })
	r := counted(len(written))
	r.tell("nothing was asked of it for", "%s", long)
	r.tell("writes, of the manager that led and the one that answered the webhooks", "%d", len(written))
	r.tell("leases renewed meanwhile", "%d", len(renewed))
	if len(written) > 0 {
		r.blame("the first was to %s %+v", written[0].verb, written[0].object)
	}
	if len(renewed) == 0 {
		r.blame("not even a lease was renewed: nobody led")
	}
	return r, nil
}
