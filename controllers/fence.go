package controllers

import (
	"fmt"
	"net/http"
	"path"
	"sync"
	"time"
)

// Fence keeps a manager from writing that was leader and cannot know whether it still
// is. One that was stopped for a while goes on in the midst of what it did, with caches
// that are old in different degrees; client-go tries to renew the lease for a while before
// it ends the process. What it derives meanwhile may show somebody on a team whom the
// next leader has walled off (W-4).
type Fence struct {
	lease  string
	within time.Duration

	mu      sync.Mutex
	renewed time.Time
}

// NewFence returns a fence around what is written by virtue of a lease with this name. A
// renewal vouches for so long, which must be less than others wait for the next one.
func NewFence(lease string, within time.Duration) *Fence {
	return &Fence{lease: lease, within: within}
}

// Wrap returns a transport that hears of renewals, and does not send what a reconciler
// writes when the last of them is too long ago.
func (f *Fence) Wrap(by http.RoundTripper) http.RoundTripper { return fenced{f, by} }

type fenced struct {
	*Fence
	by http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (f fenced) RoundTrip(req *http.Request) (*http.Response, error) {
	if _, ours := req.Context().Value(pleaKey{}).(*plea); ours && req.Method != http.MethodGet {
		if err := f.stale(); err != nil {
			return nil, err
		}
	}
	sent := time.Now() // others count from later, when they see it
	resp, err := f.by.RoundTrip(req)
	if err == nil && resp.StatusCode < http.StatusMultipleChoices && f.renews(req) {
		f.renew(sent)
	}
	return resp, err
}

// renews says whether a request takes the lease or renews it. Whoever finds it with
// somebody else only reads it.
func (f *Fence) renews(req *http.Request) bool {
	collection, name := path.Split(req.URL.Path)
	switch req.Method {
	case http.MethodPost:
		return name == "leases"
	case http.MethodPut:
		return name == f.lease && path.Base(collection) == "leases"
	}
	return false
}

func (f *Fence) renew(at time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.renewed = at
}

// stale says why nothing may be written now.
func (f *Fence) stale() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.renewed.IsZero() {
		return fmt.Errorf("not sent: this manager has not taken the lease %s", f.lease)
	}
	if since := time.Since(f.renewed); since > f.within {
		return fmt.Errorf("not sent: this manager last renewed the lease %s %s ago, and another may lead", f.lease, since.Round(time.Millisecond))
	}
	return nil
}
