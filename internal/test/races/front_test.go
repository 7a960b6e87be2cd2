package races

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"

	admissionv1 "k8s.io/api/admission/v1"
)

// front is what the API server calls. It hands every review to one of the servers
// in turn, whatever connection it came by.
type front struct {
	servers  []string // their addresses
	turn     atomic.Uint64
	answered []atomic.Int64

	mu    sync.Mutex
	stops []*stop
}

// review is a review as the front sees it.
type review struct {
	validating bool
	admissionv1.AdmissionRequest
}

// stop is a place on the way of some reviews.
type stop struct {
	of     func(review) bool
	server int    // which server is to answer, negative for whoever's turn it is
	before func() // waits before the review is judged; may be nil
	after  func() // waits before the answer is given; may be nil
}

// put puts a stop on the way of reviews until it is lifted.
func (f *front) put(s *stop) (lift func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stops = append(f.stops, s)
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.stops = slices.DeleteFunc(f.stops, func(other *stop) bool { return other == s })
	}
}

// ServeHTTP implements http.Handler.
func (f *front) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	answer, status, err := f.answer(req)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(answer) // whoever does not wait for it asks again
}

func (f *front) answer(req *http.Request) (answer []byte, status int, err error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, 0, fmt.Errorf("reading a review: %w", err)
	}
	asked, err := read(req.URL.Path, body)
	if err != nil {
		return nil, 0, err
	}
	server := int(f.turn.Add(1) % uint64(len(f.servers)))
	stops := f.on(asked)
	for _, s := range stops {
		if s.server >= 0 {
			server = s.server
		}
		if s.before != nil {
			s.before()
		}
	}
	forwarded, err := http.NewRequestWithContext(req.Context(), http.MethodPost, f.servers[server]+req.URL.Path, bytes.NewReader(body))
	if err != nil {
		return nil, 0, err
	}
	forwarded.Header = req.Header.Clone()
	resp, err := http.DefaultClient.Do(forwarded)
	if err != nil {
		return nil, 0, fmt.Errorf("asking server %d: %w", server, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if answer, err = io.ReadAll(resp.Body); err != nil {
		return nil, 0, fmt.Errorf("reading the answer of server %d: %w", server, err)
	}
	f.answered[server].Add(1)
	for _, s := range stops {
		if s.after != nil {
			s.after()
		}
	}
	return answer, resp.StatusCode, nil
}

func read(path string, body []byte) (review, error) {
	var sent admissionv1.AdmissionReview
	if err := json.Unmarshal(body, &sent); err != nil || sent.Request == nil {
		return review{}, fmt.Errorf("what came to %s is no review: %w", path, err)
	}
	return review{validating: path == validatePath, AdmissionRequest: *sent.Request}, nil
}

// on returns the stops on the way of a review.
func (f *front) on(asked review) []*stop {
	f.mu.Lock()
	defer f.mu.Unlock()
	var on []*stop
	for _, s := range f.stops {
		if s.of(asked) {
			on = append(on, s)
		}
	}
	return on
}
