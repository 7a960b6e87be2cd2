package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/hack/faults/proxy"
)

// ofServers are faults of etcd and the API server.
var ofServers = []scenario{
	{
		name: "etcd-killed", is: "etcd is killed in the middle of a burst of statuses, and started again.",
		quick: []string{"edits"}, needs: map[string]int{"etcd killed": 1}, play: etcdKilled,
	},
	{
		name: "etcd-read-only", is: "etcd takes no writes, as if its quota were used up, until 5 were refused.",
		quick: []string{"small"}, needs: map[string]int{"writes refused": 5}, play: etcdReadOnly,
	},
	{
		name: "apiserver-killed", is: "The API server is killed in the middle of a burst of statuses, and started again.",
		quick: []string{"edits"}, needs: map[string]int{"API server killed": 1}, play: apiServerKilled,
	},
}

// amid plays a workload, and at the third write of every step lets something be done
// before the manager gets an answer.
func (s *stage) amid(ctx context.Context, do func() error) error {
	m, err := s.manager()
	if err != nil {
		return err
	}
	if err := m.start(); err != nil {
		return err
	}
	for i := range s.steps {
		writes, done := &counter{}, make(chan error, 1)
		m.proxy.Set(proxy.Faults{After: func(c proxy.Call, _ int) proxy.Verdict {
			if c.Matters() && c.Namespace == s.namespace && writes.next() == 3 {
				done <- do()
			}
			return proxy.Verdict{}
		}})
		if err := errors.Join(s.write(ctx, i), s.settle(ctx, i)); err != nil {
			return err
		}
		select {
		case err := <-done:
			if err != nil {
				return err
			}
		default: // a step of fewer writes
		}
	}
	return nil
}

func etcdKilled(ctx context.Context, s *stage) error {
	return s.amid(ctx, func() error {
		s.plane.KillEtcd()
		s.counts.Add("etcd killed")
		return s.plane.StartEtcd(ctx)
	})
}

func apiServerKilled(ctx context.Context, s *stage) error {
	return s.amid(ctx, func() error {
		s.plane.KillAPIServer()
		s.counts.Add("API server killed")
		return s.plane.StartAPIServer(ctx)
	})
}

// etcdReadOnly lets clients write a step, and then nobody: the manager sees it all
// and can say nothing of it for a while.
func etcdReadOnly(ctx context.Context, s *stage) error {
	m, err := s.manager()
	if err != nil {
		return err
	}
	if err := m.start(); err != nil {
		return err
	}
	for i := range s.steps {
		open := make(chan struct{})
		m.proxy.Set(proxy.Faults{
			Before: func(c proxy.Call) proxy.Verdict {
				if c.Writes() {
					return proxy.Verdict{Hold: open}
				}
				return proxy.Verdict{}
			},
			After: func(c proxy.Call, status int) proxy.Verdict {
				if c.Matters() && status >= http.StatusInternalServerError {
					return proxy.Verdict{Name: "writes refused"}
				}
				return proxy.Verdict{}
			},
		})
		if err := errors.Join(s.write(ctx, i), s.plane.SetReadOnly(ctx, true)); err != nil {
			return err
		}
		refused := s.counts.Of("writes refused")
		close(open)
		err := plane.Until(ctx, within, func() error {
			if n := s.counts.Of("writes refused") - refused; n < 5 && !s.isAt(i) {
				return fmt.Errorf("%s: %d writes refused", s.namespace, n)
			}
			return nil
		})
		m.proxy.Clear()
		if err := errors.Join(err, s.plane.SetReadOnly(ctx, false), s.settle(ctx, i)); err != nil {
			return err
		}
	}
	return nil
}
