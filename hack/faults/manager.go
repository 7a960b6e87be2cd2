package main

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/matterplane/matterplane/hack/faults/judge"
	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/hack/faults/proxy"
)

// manager is a manager that runs the controllers, and its way to the API server,
// which stays the same through all its incarnations.
type manager struct {
	proxy *proxy.Proxy
	stage *stage
	name  string
	args  []string

	mu    sync.Mutex
	runs  *plane.Process // nil before the first incarnation
	mayGo bool           // it is being killed, or may end by itself
	begun int64          // how many watches there had been when it started
}

// manager makes a manager and its proxy; it is not started yet.
func (s *stage) manager(args ...string) (*manager, error) {
	pair, err := plane.Pair(s.plane.Dir + "/pki")
	if err != nil {
		return nil, fmt.Errorf("reading the proxy's certificate: %w", err)
	}
	p, err := proxy.New(s.plane.URL, pair, s.plane.CA.PEM, s.counts, s.written)
	if err != nil {
		return nil, err
	}
	m := &manager{
		proxy: p, stage: s, args: append([]string{"--webhooks=false"}, args...),
		name: fmt.Sprintf("%s-%d", s.namespace, len(s.managers)),
	}
	s.managers = append(s.managers, m)
	return m, nil
}

// started makes a manager and starts it.
func (s *stage) started() (*manager, error) {
	m, err := s.manager()
	if err != nil {
		return nil, err
	}
	err = m.start()
	return m, err
}

// start starts the manager, anew if it was killed.
func (m *manager) start() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	p, err := m.stage.plane.StartManager(m.name, m.proxy.URL, m.stage.plane.CA.PEM, m.args...)
	if err != nil {
		return err
	}
	m.runs, m.mayGo, m.begun = p, false, m.proxy.Watches()
	return nil
}

// process is the incarnation that runs, or ran last.
func (m *manager) process() *plane.Process {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.runs
}

// leave lets the manager end by itself from now on.
func (m *manager) leave() *plane.Process {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.mayGo = true
	return m.runs
}

// kill kills the manager (SIGKILL).
func (m *manager) kill() {
	if p := m.leave(); p != nil {
		p.Kill()
	}
}

// restart kills the manager and starts it again.
func (m *manager) restart() error {
	m.kill()
	return m.start()
}

// ended says whether the manager has ended, and why, though it may not.
func (m *manager) ended() (string, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.runs == nil || m.mayGo {
		return "", false
	}
	why, ended := m.runs.Ended()
	if ended {
		why += "; the end of its log:\n" + m.runs.Tail(5)
	}
	return why, ended
}

// gone says whether the manager is not there to be asked anything.
func (m *manager) gone() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.runs == nil || m.mayGo
}

// watches is how many watches on our kinds this incarnation has had.
func (m *manager) watches() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.proxy.Watches() - m.begun
}

// starting says whether this incarnation has not come to watch anything. One that
// ends before, because it could not ask the API server what there is, is started
// again, as any kubelet does it.
func (m *manager) starting() bool { return m.watches() == 0 }

// close ends the manager, and forgets what it said unless that tells something.
func (m *manager) close(forget bool) {
	m.kill()
	m.proxy.Close()
	if p := m.process(); p != nil && forget {
		_ = os.Remove(p.Log) // in a directory that goes, too
	}
}

// written is told of every write of a manager: to a firm that had settled, none is
// due any more.
func (s *stage) written(w judge.Write) {
	if w.Namespace != s.namespace && w.Resource != "events" && s.hasSettled(w.Namespace) {
		s.breach("%s %s %s of %s was written, which had settled long before", w.Verb, w.Key, w.Subresource, w.Namespace)
	}
}

// unlessEnded returns a context that ends when a manager ends by itself.
func (s *stage) unlessEnded(ctx context.Context) (context.Context, func()) {
	ctx, end := context.WithCancelCause(ctx)
	go func() {
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
			for _, m := range s.managers {
				why, ended := m.ended()
				if ended && m.starting() && m.start() == nil {
					s.counts.Add("starts repeated")
				} else if ended {
					end(fmt.Errorf("the manager ended by itself: %s", why))
					return
				}
			}
		}
	}()
	return ctx, func() { end(nil) }
}
