package story

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// refusal is the answer that the manager gets, once, to a write.
type refusal struct {
	path    string
	code    int
	seconds int
	happens chan time.Time
}

// refusals are those that this test binary's managers have yet to meet.
type refusals struct {
	mu  sync.Mutex
	all []*refusal
}

var refused refusals

// RefuseStatus lets the API server refuse the next write of an asset's status, as it
// does when it has too much to do: with a status of HTTP, and when to come back. What it
// returns tells when that happened.
func (f *Firm) RefuseStatus(t testing.TB, asset string, code, seconds int) <-chan time.Time {
	t.Helper()
	r := &refusal{
		path: "/apis/" + v1alpha1.GroupVersion.String() + "/namespaces/" + f.Namespace + "/matters/" + asset + "/status",
		code: code, seconds: seconds, happens: make(chan time.Time, 1),
	}
	refused.mu.Lock()
	defer refused.mu.Unlock()
	refused.all = append(refused.all, r)
	return r.happens
}

// meets returns the refusal of a request and forgets it; nil for none.
func (r *refusals) meets(req *http.Request) *refusal {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := slices.IndexFunc(r.all, func(one *refusal) bool {
		return req.Method != http.MethodGet && req.URL.Path == one.path
	})
	if i < 0 {
		return nil
	}
	met := r.all[i]
	r.all = slices.Delete(r.all, i, i+1)
	return met
}

// wrap refuses what goes through a transport and is to be refused.
func (r *refusals) wrap(rt http.RoundTripper) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		met := r.meets(req)
		if met == nil {
			return rt.RoundTrip(req)
		}
		if req.Body != nil {
			_ = req.Body.Close() // as every transport must
		}
		met.happens <- time.Now()
		return met.answer(req), nil
	})
}

// answer is what priority and fairness answers: the header says it all.
func (r *refusal) answer(req *http.Request) *http.Response {
	return &http.Response{
		StatusCode: r.code, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}, "Retry-After": {strconv.Itoa(r.seconds)}},
		Body:   io.NopCloser(strings.NewReader("Too many requests, please try again later.\n")),
	}
}
