package story

import (
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Request is one that the manager sent to the API server, watches aside.
type Request struct {
	Method string
	Path   string
	Status int // that of the answer; 0 without one
}

// Writes says whether the request was to change one of our objects.
func (r Request) Writes() bool {
	return r.Method != http.MethodGet && strings.Contains(r.Path, "/matterplane.dev/")
}

// traffic is all that the manager ever sent. A write that changes nothing leaves
// no trace at the API server; here it does.
type traffic struct {
	mu       sync.Mutex
	requests []Request
}

// sent is the traffic of this test binary's managers.
var sent traffic

// wrap counts what goes through a transport.
func (t *traffic) wrap(rt http.RoundTripper) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		resp, err := rt.RoundTrip(req)
		if req.URL.Query().Get("watch") == "" {
			r := Request{Method: req.Method, Path: req.URL.Path}
			if resp != nil {
				r.Status = resp.StatusCode
			}
			t.mu.Lock()
			defer t.mu.Unlock()
			t.requests = append(t.requests, r)
		}
		return resp, err
	})
}

// of returns what was sent about a namespace.
func (t *traffic) of(namespace string) []Request {
	t.mu.Lock()
	defer t.mu.Unlock()
	about := "/namespaces/" + namespace + "/"
	return slices.DeleteFunc(slices.Clone(t.requests), func(r Request) bool { return !strings.Contains(r.Path, about) })
}

type roundTripper func(*http.Request) (*http.Response, error)

func (rt roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return rt(req) }
