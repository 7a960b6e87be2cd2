package main

import (
	"context"
	"net/http"
	"time"

	"github.com/matterplane/matterplane/hack/faults/proxy"
)

// ofRequests are faults of single requests and their answers.
var ofRequests = []scenario{
	{
		name: "calls-refused", is: "30% of all calls are answered 500, 503 or 429.",
		quick: []string{"drawn"}, needs: map[string]int{"refused": 5}, play: refused,
	},
	{
		name: "calls-reset", is: "30% of all calls end in a broken connection before they arrive.",
		quick: []string{"edits"}, needs: map[string]int{"reset": 5}, play: reset,
	},
	{
		name: "calls-delayed", is: "Every call and every answer takes up to 300 ms.",
		quick: []string{"edits"}, needs: map[string]int{"delayed": 20}, play: delayed,
	},
	{
		name: "answers-lost", is: "30% of all answers are lost: what was written, is written.",
		quick: []string{"wall"}, needs: map[string]int{"answers lost": 3}, play: lost,
	},
	{
		name: "first-answers-lost", is: "The answer to the first write of every object is lost.",
		quick: []string{"samples"}, needs: map[string]int{"answers lost": 5}, play: firstLost,
	},
	{
		name: "writes-fail-after", is: "After the nth write, for every n, the API server refuses every write until 8 were refused.",
		quick: []string{"tiny"}, full: narrow, needs: map[string]int{"refused": 20, "places": 5}, run: failAfter,
	},
}

// with plays a workload while faults happen.
func with(f proxy.Faults) func(context.Context, *stage) error {
	return func(ctx context.Context, s *stage) error {
		m, err := s.manager()
		if err != nil {
			return err
		}
		m.proxy.Set(f)
		if err := m.start(); err != nil {
			return err
		}
		return s.play(ctx)
	}
}

const share = 0.3

func refused(ctx context.Context, s *stage) error {
	codes := []int{http.StatusInternalServerError, http.StatusServiceUnavailable, http.StatusTooManyRequests}
	return with(proxy.Faults{Before: func(proxy.Call) proxy.Verdict {
		if !s.draw.under(share) {
			return proxy.Verdict{}
		}
		return proxy.Verdict{Name: "refused", Refuse: codes[s.draw.upTo(3)]}
	}})(ctx, s)
}

func reset(ctx context.Context, s *stage) error {
	return with(proxy.Faults{Before: func(proxy.Call) proxy.Verdict {
		if !s.draw.under(share) {
			return proxy.Verdict{}
		}
		return proxy.Verdict{Name: "reset", Reset: true}
	}})(ctx, s)
}

func delayed(ctx context.Context, s *stage) error {
	late := func() proxy.Verdict {
		return proxy.Verdict{Name: "delayed", Delay: s.draw.upTo(300 * time.Millisecond)}
	}
	return with(proxy.Faults{
		Before: func(proxy.Call) proxy.Verdict { return late() },
		After:  func(proxy.Call, int) proxy.Verdict { return late() },
	})(ctx, s)
}

func lost(ctx context.Context, s *stage) error {
	return with(proxy.Faults{After: func(proxy.Call, int) proxy.Verdict {
		if !s.draw.under(share) {
			return proxy.Verdict{}
		}
		return proxy.Verdict{Name: "answers lost", Reset: true}
	}})(ctx, s)
}

func firstLost(ctx context.Context, s *stage) error {
	seen := newOnce()
	return with(proxy.Faults{After: func(c proxy.Call, status int) proxy.Verdict {
		if !c.Ours() || !c.Writes() || status != http.StatusOK || !seen.first(c.Key) {
			return proxy.Verdict{}
		}
		return proxy.Verdict{Name: "answers lost", Reset: true}
	}})(ctx, s)
}

// failAfter plays a workload once for every n up to as many writes as there are.
func failAfter(ctx context.Context, t *trial, of workload) error {
	for n := 0; ; n++ {
		happened := false
		s, err := t.once(ctx, of, func(ctx context.Context, s *stage) error {
			writes := &counter{}
			err := with(proxy.Faults{Before: func(c proxy.Call) proxy.Verdict {
				if !c.Matters() || c.Namespace != s.namespace {
					return proxy.Verdict{}
				}
				if i := writes.next(); i <= n || i > n+8 {
					return proxy.Verdict{}
				}
				return proxy.Verdict{Name: "refused", Refuse: http.StatusInternalServerError}
			}})(ctx, s)
			if happened = writes.now() > n; happened {
				s.silent = brief
			}
			return err
		})
		if err != nil || !happened || len(s.story) > 0 {
			t.counts.AddN("places", n)
			return err
		}
	}
}
