package proxy

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Verdict says what becomes of a request or its answer. The zero Verdict lets it pass.
type Verdict struct {
	// Name is what is counted; empty for what passes.
	Name string
	// Delay is how long it waits.
	Delay time.Duration
	// Hold is closed when it may go on; nil for at once.
	Hold <-chan struct{}
	// Refuse answers with this status of HTTP instead.
	Refuse int
	// Reset breaks the stream, as a broken connection does.
	Reset bool
	// Instead is what is answered instead, with 200.
	Instead []byte
	// Then is called once the answer has been sent.
	Then func()
}

// Handling says what becomes of an event of a watch.
type Handling int

// What may become of an event.
const (
	Pass Handling = iota
	Twice
	Hide   // until Reveal: then only the last event of each object that was hidden is sent
	Expire // the watch ends with 410 Gone instead: what it wanted is no longer there
	Break  // the stream breaks instead
)

// Faults decide. A nil function lets everything pass. They are called from many
// goroutines, and must not block.
type Faults struct {
	// Before is asked before a request goes to the API server.
	Before func(Call) Verdict
	// After is asked when the API server has answered, before the manager is.
	After func(c Call, status int) Verdict
	// Event is asked for every event of a watch on one of our kinds.
	Event func(resource, kind, namespace, name string) Handling
	// Lag holds all events of watches on one of our kinds for as long as it is open.
	Lag func(resource string) <-chan struct{}
}

func (f *Faults) before(c Call) Verdict {
	if f.Before == nil {
		return Verdict{}
	}
	return f.Before(c)
}

func (f *Faults) after(c Call, status int) Verdict {
	if f.After == nil {
		return Verdict{}
	}
	return f.After(c, status)
}

func (f *Faults) event(e event, c Call) Handling {
	if f.Event == nil || !c.Ours() || e.Type == "BOOKMARK" {
		return Pass
	}
	return f.Event(c.Resource, e.Type, e.Object.Metadata.Namespace, e.Object.Metadata.Name)
}

// Counts are faults that really happened, by name.
type Counts struct {
	mu sync.Mutex
	of map[string]int
}

// Add counts one more.
func (c *Counts) Add(name string) { c.AddN(name, 1) }

// AddN counts more.
func (c *Counts) AddN(name string, n int) {
	if name == "" || n == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = map[string]int{}
	}
	c.of[name] += n
}

// Of says how many of a name there were.
func (c *Counts) Of(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.of[name]
}

// All returns a copy of them.
func (c *Counts) All() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.of)
}

// String is "3 lost, 12 refused".
func (c *Counts) String() string {
	all := c.All()
	var said []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		said = append(said, fmt.Sprintf("%d %s", all[name], name))
	}
	return strings.Join(said, ", ")
}

// refusal is an answer of the API server that says no.
func refusal(code int) (body []byte, retryAfter string) {
	reason := map[int]string{
		http.StatusGone: "Expired", http.StatusInternalServerError: "InternalError",
		http.StatusTooManyRequests: "TooManyRequests", http.StatusServiceUnavailable: "ServiceUnavailable",
	}[code]
	text := fmt.Sprintf(`{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"a fault that was injected","reason":%q,"code":%d}`, reason, code)
	if code == http.StatusTooManyRequests {
		retryAfter = "1"
	}
	return []byte(text + "\n"), retryAfter
}
