package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// idleWrites is F-13: who has nothing to say says nothing. Leases are written to say
// that one is there.
var idleWrites = figure{
	id: "F-13", what: "writes of an idle manager, leases aside", against: "none", goal: 0, exactly: true,
	measure: measureIdle,
}

func measureIdle(ctx context.Context, b *bench) (result, error) {
	w, err := b.cluster(ctx)
	if err != nil {
		return result{}, err
	}
	if _, err := w.led(ctx); err != nil {
		return result{}, err
	}
	before, err := w.log.read()
	if err != nil {
		return result{}, err
	}
	long := map[size]time.Duration{quick: 20 * time.Second, full: 10 * time.Minute}[b.size]
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
	r := result{value: float64(len(written)), rows: []row{
		{"nothing was asked of it for", long.String()},
		{"writes, of the manager that led and the one that answered the webhooks", fmt.Sprint(len(written))},
		{"leases renewed meanwhile", fmt.Sprint(len(renewed))},
	}}
	r.spread = spread{r.value, r.value}
	if len(renewed) == 0 {
		r.why = "not even a lease was renewed: nobody led"
	}
	if len(written) > 0 {
		r.why = fmt.Sprintf("the first was to %s %+v", written[0].verb, written[0].object)
	}
	return r, nil
}
