// Package proxy stands between a manager and the API server, over HTTP/2 on both
// sides, and does what networks and API servers do on bad days: it refuses, resets,
// delays, loses answers, repeats and hides events, ends watches, serves what is old.
// It keeps every write that the manager sent.
package proxy

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	stdlog "log"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/matterplane/matterplane/hack/faults/judge"
)

// Proxy is one manager's way to the API server.
type Proxy struct {
	// URL is where the manager finds it.
	URL string
	// Counts are the faults that happened.
	Counts *Counts

	upstream  *url.URL
	transport *http.Transport
	server    *http.Server
	faults    atomic.Pointer[Faults]
	streams   streams
	calls     atomic.Int64
	watches   atomic.Int64

	mu      sync.Mutex
	writes  []judge.Write
	last    time.Time
	note    func(judge.Write)
	pending int
}

// New starts a proxy. It serves with that certificate, and trusts an API server
// that these roots vouch for. Every write is told to note before it is sent on.
func New(upstream string, pair tls.Certificate, roots []byte, counts *Counts, note func(judge.Write)) (*Proxy, error) {
	to, err := url.Parse(upstream)
	if err != nil {
		return nil, fmt.Errorf("reading where the API server is: %w", err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(roots)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listening: %w", err)
	}
	p := &Proxy{
		URL: "https://" + l.Addr().String(), Counts: counts, upstream: to, note: note,
		transport: &http.Transport{
			TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true, DisableCompression: true,
		},
	}
	p.streams.init()
	p.Clear()
	p.server = &http.Server{
		Handler:   p,
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{pair}},
		ErrorLog:  stdlog.New(io.Discard, "", 0), // managers are killed in the middle of everything
	}
	go func() { _ = p.server.ServeTLS(l, "", "") }() // it ends with Close
	return p, nil
}

// Set lets faults happen from now on.
func (p *Proxy) Set(f Faults) { p.faults.Store(&f) }

// Clear lets everything pass from now on.
func (p *Proxy) Clear() { p.faults.Store(&Faults{}) }

// Close breaks all connections and ends the proxy.
func (p *Proxy) Close() {
	_ = p.server.Close()
	p.transport.CloseIdleConnections()
}

// Writes returns every write so far, leases aside.
func (p *Proxy) Writes() []judge.Write {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.writes)
}

// Watches is how many watches on our kinds there have been.
func (p *Proxy) Watches() int64 { return p.watches.Load() }

// Quiet says for how long nothing has been written and no write is on its way.
func (p *Proxy) Quiet() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pending > 0 {
		return 0
	}
	return time.Since(p.last)
}

// ServeHTTP passes a request on, or does not.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	c, faults := parse(r, body), p.faults.Load()
	c.ID = p.calls.Add(1)
	if !p.obey(w, r, faults.before(c)) {
		return
	}
	if c.Watch {
		p.watch(w, r, c)
		return
	}
	answer := p.forward(r, c, body)
	verdict := faults.after(c, answer.status)
	if verdict.Then != nil {
		defer verdict.Then()
	}
	if !p.obey(w, r, verdict) {
		return
	}
	maps.Copy(w.Header(), answer.header)
	w.WriteHeader(answer.status)
	if _, err := w.Write(answer.body); err == nil {
		_ = http.NewResponseController(w).Flush() // a manager that is gone needs no answer
	}
}

// obey does what a verdict says. It returns false if that was the answer.
func (p *Proxy) obey(w http.ResponseWriter, r *http.Request, v Verdict) bool {
	p.Counts.Add(v.Name)
	if v.Delay > 0 {
		late := time.NewTimer(v.Delay)
		defer late.Stop()
		select {
		case <-late.C:
		case <-r.Context().Done():
			panic(http.ErrAbortHandler)
		}
	}
	if v.Hold != nil {
		select {
		case <-v.Hold:
		case <-r.Context().Done():
			panic(http.ErrAbortHandler)
		}
	}
	switch {
	case v.Reset:
		panic(http.ErrAbortHandler)
	case v.Refuse != 0:
		body, after := refusal(v.Refuse)
		w.Header().Set("Content-Type", "application/json")
		if after != "" {
			w.Header().Set("Retry-After", after)
		}
		w.WriteHeader(v.Refuse)
		_, _ = w.Write(body)
		return false
	case v.Instead != nil:
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(v.Instead)
		return false
	}
	return true
}

// answer is what the API server said.
type answer struct {
	status int // 0 if it broke off
	header http.Header
	body   []byte
}

// forward sends a request and reads all of the answer. A write that was sent is
// sent to the end, whatever becomes of the manager meanwhile.
func (p *Proxy) forward(r *http.Request, c Call, body []byte) answer {
	ctx := r.Context()
	if c.Writes() {
		ctx = context.WithoutCancel(ctx)
		p.begin()
	}
	a, err := p.exchange(ctx, r, body)
	if c.Writes() {
		p.end(c.write(a.status))
	}
	if err != nil {
		panic(http.ErrAbortHandler) // the API server broke off, and so does this
	}
	return a
}

func (p *Proxy) exchange(ctx context.Context, r *http.Request, body []byte) (answer, error) {
	response, err := p.send(ctx, r, body)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return answer{}, fmt.Errorf("reading an answer: %w", err)
	}
	return answer{status: response.StatusCode, header: response.Header, body: text}, nil
}

func (p *Proxy) send(ctx context.Context, r *http.Request, body []byte) (*http.Response, error) {
	out := r.Clone(ctx)
	out.URL.Scheme, out.URL.Host, out.Host, out.RequestURI = p.upstream.Scheme, p.upstream.Host, "", ""
	out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	if len(body) == 0 {
		out.Body = http.NoBody
	}
	return p.transport.RoundTrip(out)
}

func (p *Proxy) begin() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pending++
}

func (p *Proxy) end(w judge.Write) {
	p.mu.Lock()
	p.pending--
	p.last = time.Now()
	p.writes = append(p.writes, w)
	p.mu.Unlock()
	p.note(w)
}
