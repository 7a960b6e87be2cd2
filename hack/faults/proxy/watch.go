package proxy

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"sync"
)

// streams are signals to all watches that are open.
type streams struct {
	mu               sync.Mutex
	expired, reveals chan struct{}
}

func (s *streams) init() {
	s.expired, s.reveals = make(chan struct{}), make(chan struct{})
}

// now returns the signals to what is open now.
func (s *streams) now() (expired, reveals <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.expired, s.reveals
}

// renewed sends a signal, and returns the next of its kind.
func renewed(signal chan struct{}) chan struct{} {
	close(signal)
	return make(chan struct{})
}

// ExpireAll ends every open watch with 410 Gone: each kind is listed anew.
func (p *Proxy) ExpireAll() {
	p.streams.mu.Lock()
	defer p.streams.mu.Unlock()
	p.streams.expired = renewed(p.streams.expired)
}

// Reveal sends what was hidden: of each object the last event.
func (p *Proxy) Reveal() {
	p.streams.mu.Lock()
	defer p.streams.mu.Unlock()
	p.streams.reveals = renewed(p.streams.reveals)
}

// event is what is read of an event.
type event struct {
	Type   string `json:"type"`
	Object struct {
		Metadata struct {
			Name      string `json:"name"`
			Namespace string `json:"namespace"`
		} `json:"metadata"`
	} `json:"object"`
}

// watch passes a stream on, event by event.
func (p *Proxy) watch(w http.ResponseWriter, r *http.Request, c Call) {
	// What is sent to all watches from here on reaches this one.
	expired, reveals := p.streams.now()
	answer, err := p.send(r.Context(), r, nil)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer answer.Body.Close()
	maps.Copy(w.Header(), answer.Header)
	w.WriteHeader(answer.StatusCode)
	flush := http.NewResponseController(w)
	_ = flush.Flush()
	if !c.Ours() || answer.StatusCode != http.StatusOK {
		_, _ = io.Copy(w, answer.Body)
		return
	}
	p.watches.Add(1)
	s := &stream{proxy: p, w: w, flush: flush, call: c, hidden: map[string][]byte{}}
	lines := read(r, answer.Body)
	for {
		select {
		case line, more := <-lines:
			if !more {
				return // as the API server ends it
			}
			if !s.pass(r, line) {
				return
			}
		case <-expired:
			s.expire()
			return
		case <-reveals:
			s.reveal()
			_, reveals = p.streams.now()
		case <-r.Context().Done():
			return
		}
	}
}

// read reads a stream's lines, one ahead.
func read(r *http.Request, body io.Reader) <-chan []byte {
	lines := make(chan []byte)
	go func() {
		defer close(lines)
		for b := bufio.NewReader(body); ; {
			line, err := b.ReadBytes('\n')
			if err != nil {
				return
			}
			select {
			case lines <- line:
			case <-r.Context().Done():
				return
			}
		}
	}()
	return lines
}

// stream is an open watch on one of our kinds.
type stream struct {
	proxy  *Proxy
	w      io.Writer
	flush  *http.ResponseController
	call   Call
	order  []string
	hidden map[string][]byte
}

// pass does with an event what the faults say. It returns false if the watch ends.
func (s *stream) pass(r *http.Request, line []byte) bool {
	faults := s.proxy.faults.Load()
	if faults.Lag != nil {
		if lag := faults.Lag(s.call.Resource); lag != nil {
			select {
			case <-lag:
			default: // it has to wait
				s.proxy.Counts.Add("late events")
				select {
				case <-lag:
				case <-r.Context().Done():
					return false
				}
			}
		}
	}
	var e event
	if err := json.Unmarshal(line, &e); err != nil {
		panic(http.ErrAbortHandler) // no API server sends this
	}
	name := e.Object.Metadata.Namespace + "/" + e.Object.Metadata.Name
	switch faults.event(e, s.call) {
	case Twice:
		s.proxy.Counts.Add("events twice")
		s.write(bytes.Repeat(line, 2))
	case Hide:
		s.proxy.Counts.Add("events hidden")
		if _, already := s.hidden[name]; !already {
			s.order = append(s.order, name)
		}
		s.hidden[name] = line
	case Expire:
		s.expire()
		return false
	case Break:
		s.proxy.Counts.Add("watches cut")
		panic(http.ErrAbortHandler)
	default:
		s.forget(name) // whoever sees this has missed what was hidden for good
		s.write(line)
	}
	return true
}

func (s *stream) write(text []byte) {
	if _, err := s.w.Write(text); err == nil {
		_ = s.flush.Flush() // whoever is gone reads nothing
	}
}

func (s *stream) expire() {
	s.proxy.Counts.Add("watches expired")
	gone, _ := refusal(http.StatusGone)
	s.write([]byte(`{"type":"ERROR","object":` + string(bytes.TrimSpace(gone)) + "}\n"))
}

// forget gives up what was hidden of an object.
func (s *stream) forget(name string) {
	if _, hidden := s.hidden[name]; hidden {
		delete(s.hidden, name)
		s.order = slices.DeleteFunc(s.order, func(n string) bool { return n == name })
	}
}

func (s *stream) reveal() {
	for _, name := range s.order {
		s.write(s.hidden[name])
	}
	s.order, s.hidden = nil, map[string][]byte{}
}
