package controllers

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// NotAgain keeps client-go from sending by itself what a reconciler sent. Where the API
// server refuses a write and says when to come back, client-go waits, in the midst of the
// reconcile, and then sends the same bytes: a status that was derived a while ago, which
// may show somebody on a team who is there no more (W-4). So the reconciler gets its
// answer at once; it waits with all others, and derives anew.
func NotAgain(by http.RoundTripper) http.RoundTripper { return notAgain{by} }

type notAgain struct{ by http.RoundTripper }

const retryAfterHeader = "Retry-After"

// RoundTrip implements http.RoundTripper. It takes from a refusal what client-go would
// wait for. Whoever else uses the client, as leases and Events do, gets it as it came.
func (n notAgain) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := n.by.RoundTrip(req)
	asked, ours := req.Context().Value(pleaKey{}).(*plea)
	if err != nil || !ours || req.Method == http.MethodGet || !refuses(resp.StatusCode) {
		return resp, err
	}
	if seconds, err := strconv.Atoi(resp.Header.Get(retryAfterHeader)); err == nil {
		asked.hear(time.Duration(seconds) * time.Second)
		resp.Header.Del(retryAfterHeader)
	}
	return resp, nil
}

// refuses says whether client-go would come back after an answer with this status.
func refuses(status int) bool {
	return status == http.StatusTooManyRequests || status >= http.StatusInternalServerError
}

// plea is how long the API server asked a reconcile to wait.
type plea struct{ nanoseconds atomic.Int64 }

type pleaKey struct{}

// hearing returns a context whose writes are not sent again, and what will be asked of
// whoever uses it.
func hearing(ctx context.Context) (context.Context, *plea) {
	p := &plea{}
	return context.WithValue(ctx, pleaKey{}, p), p
}

func (p *plea) hear(wait time.Duration) { p.nanoseconds.Store(int64(min(wait, retryAfter))) }

func (p *plea) wait() time.Duration { return time.Duration(p.nanoseconds.Load()) }

// pause is until when the API server asked to be left alone. It asks the account, not
// one request of it: if every object found out for itself, thousands would ask while
// there is too much to do.
type pause struct {
	mu    sync.Mutex
	until time.Time
}

// ask asks all who begin from now on to wait for so long.
func (p *pause) ask(wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := time.Now().Add(wait); until.After(p.until) {
		p.until = until
	}
}

// wait waits until what was last asked for is over, or the context is, and for nothing
// that is asked for meanwhile: whoever waits gets its turn.
func (p *pause) wait(ctx context.Context) {
	p.mu.Lock()
	left := time.Until(p.until)
	p.mu.Unlock()
	if left <= 0 {
		return
	}
	over := time.NewTimer(left)
	defer over.Stop()
	select {
	case <-over.C:
	case <-ctx.Done():
	}
}
