package proxy_test

import (
	"bufio"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/hack/faults/judge"
	"github.com/matterplane/matterplane/hack/faults/proxy"
)

const matters = "/apis/matterplane.dev/v1alpha1/matters"

const m1 = "/apis/matterplane.dev/v1alpha1/namespaces/firm-1/matters/m1/status"

// server is an API server that knows one thing: it takes every write, and sends as
// events the lines that it is given.
type server struct {
	*httptest.Server
	lines chan string

	mu    sync.Mutex
	taken int
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.ProtoMajor != 2 {
		http.Error(w, "HTTP/2 only", http.StatusHTTPVersionNotSupported)
		return
	}
	if r.URL.Query().Get("watch") == "" {
		s.mu.Lock()
		s.taken++
		s.mu.Unlock()
		fmt.Fprint(w, `{"kind":"Matter"}`)
		return
	}
	flush := http.NewResponseController(w)
	_ = flush.Flush()
	for {
		select {
		case line := <-s.lines:
			fmt.Fprintln(w, line)
			_ = flush.Flush()
		case <-r.Context().Done():
			return
		}
	}
}

func (s *server) writes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.taken
}

// start starts a server, a proxy before it, and a client of that, HTTP/2 everywhere.
func start(t *testing.T) (*server, *proxy.Proxy, *http.Client) {
	t.Helper()
	s := &server{lines: make(chan string)}
	s.Server = httptest.NewUnstartedServer(s)
	s.EnableHTTP2 = true
	s.StartTLS()
	roots := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	p, err := proxy.New(s.URL, s.TLS.Certificates[0], roots, &proxy.Counts{}, func(judge.Write) {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close(); s.CloseClientConnections(); s.Close() })
	client := s.Client()
	client.Transport.(*http.Transport).ForceAttemptHTTP2 = true
	return s, p, client
}

func put(t *testing.T, c *http.Client, url string) (int, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, url+m1, strings.NewReader(`{}`))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := c.Do(request)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	if _, err := io.ReadAll(answer.Body); err != nil {
		return 0, err
	}
	return answer.StatusCode, nil
}

func TestRequests(t *testing.T) {
	for _, test := range []struct {
		name    string
		faults  proxy.Faults
		status  int // 0: no answer
		taken   int
		counted int
	}{
		{"passes", proxy.Faults{}, 200, 1, 0},
		{"refused", proxy.Faults{Before: verdict(proxy.Verdict{Name: "x", Refuse: 503})}, 503, 0, 1},
		{"reset before it arrives", proxy.Faults{Before: verdict(proxy.Verdict{Name: "x", Reset: true})}, 0, 0, 1},
		{"answer lost", proxy.Faults{After: func(proxy.Call, int) proxy.Verdict { return proxy.Verdict{Name: "x", Reset: true} }}, 0, 1, 1},
		{"only others", proxy.Faults{Before: func(c proxy.Call) proxy.Verdict { return proxy.Verdict{Reset: c.Name != "m1" || !c.Matters()} }}, 200, 1, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, p, client := start(t)
			p.Set(test.faults)
			status, err := put(t, client, p.URL)
			if status != test.status || (err != nil) != (test.status == 0) || s.writes() != test.taken {
				t.Errorf("status %d, %v, and %d writes taken", status, err, s.writes())
			}
			var kept []judge.Write
			if test.taken == 1 {
				kept = []judge.Write{{
					Key:  judge.Key{Resource: "matters", Namespace: "firm-1", Name: "m1"},
					Verb: http.MethodPut, Subresource: "status", Status: http.StatusOK,
				}}
			}
			if diff := cmp.Diff(kept, p.Writes()); diff != "" {
				t.Errorf("writes (-want +kept):\n%s", diff)
			}
			if n := p.Counts.Of("x"); n != test.counted {
				t.Errorf("counted %d, want %d", n, test.counted)
			}
		})
	}
}

func verdict(v proxy.Verdict) func(proxy.Call) proxy.Verdict {
	return func(proxy.Call) proxy.Verdict { return v }
}

// watch opens a watch and returns how to read its next line.
func watch(t *testing.T, c *http.Client, url string) func() (string, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+matters+"?watch=true", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := c.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	stream := bufio.NewReader(answer.Body)
	return func() (string, error) {
		line, err := stream.ReadString('\n')
		return strings.TrimSpace(line), err
	}
}

// event is one of a matter.
func event(name string, n int) string {
	return fmt.Sprintf(`{"type":"MODIFIED","object":{"metadata":{"namespace":"firm-1","name":%q,"n":%d}}}`, name, n)
}

func expect(t *testing.T, next func() (string, error), lines ...string) {
	t.Helper()
	for _, want := range lines {
		if have, err := next(); err != nil || have != want {
			t.Fatalf("read %q, %v, want %q", have, err, want)
		}
	}
}

func TestEvents(t *testing.T) {
	s, p, client := start(t)
	next := watch(t, client, p.URL)
	s.lines <- event("m1", 1)
	expect(t, next, event("m1", 1))

	p.Set(proxy.Faults{Event: func(_, _, _, _ string) proxy.Handling { return proxy.Twice }})
	s.lines <- event("m1", 2)
	expect(t, next, event("m1", 2), event("m1", 2))

	p.Set(proxy.Faults{Event: func(_, _, _, name string) proxy.Handling {
		if name == "m1" {
			return proxy.Hide
		}
		return proxy.Pass
	}})
	for _, line := range []string{event("m1", 3), event("m1", 4), event("m2", 5)} {
		s.lines <- line
	}
	expect(t, next, event("m2", 5))
	p.Clear()
	p.Reveal()
	expect(t, next, event("m1", 4))

	p.Set(proxy.Faults{Event: func(_, _, _, _ string) proxy.Handling { return proxy.Hide }})
	s.lines <- event("m1", 8)
	s.lines <- event("m2", 9)
	for p.Counts.Of("events hidden") < 4 {
		runtime.Gosched()
	}
	p.Clear()
	s.lines <- event("m1", 10) // no watch tells of what was before it any more
	expect(t, next, event("m1", 10))
	p.Reveal()
	expect(t, next, event("m2", 9))

	lag := make(chan struct{})
	p.Set(proxy.Faults{Lag: func(string) <-chan struct{} { return lag }})
	s.lines <- event("m1", 6)
	close(lag)
	expect(t, next, event("m1", 6))

	p.ExpireAll()
	if line, err := next(); err != nil || !strings.Contains(line, `"code":410`) {
		t.Fatalf("read %q, %v, want 410", line, err)
	}
	if line, err := next(); !errors.Is(err, io.EOF) {
		t.Fatalf("read %q, %v, want the end", line, err)
	}

	next = watch(t, client, p.URL)
	p.Set(proxy.Faults{Event: func(_, _, _, _ string) proxy.Handling { return proxy.Break }})
	s.lines <- event("m1", 7)
	if line, err := next(); err == nil || errors.Is(err, io.EOF) {
		t.Fatalf("read %q, %v, want that the stream breaks", line, err)
	}
	if n := p.Counts.Of("events hidden"); n != 4 {
		t.Errorf("%d events hidden, want 4", n)
	}
}
