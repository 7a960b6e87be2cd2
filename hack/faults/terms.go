package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/hack/faults/proxy"
)

// moment is when something happens for the first time.
type moment struct {
	once     sync.Once
	happened chan struct{}
	at       time.Time // read it once it is
}

func newMoment() *moment { return &moment{happened: make(chan struct{})} }

// is says that it is now.
func (m *moment) is() {
	m.once.Do(func() {
		m.at = time.Now()
		close(m.happened)
	})
}

// wait waits for it.
func (m *moment) wait(ctx context.Context, what string) error {
	late := time.NewTimer(within)
	defer late.Stop()
	select {
	case <-m.happened:
		return nil
	case <-late.C:
		return fmt.Errorf("not within %s: %s", within, what)
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// terms are when a manager asks who leads, when it leads itself, and when the API
// server has taken its first write to the firm.
type terms struct{ asked, led, wrote *moment }

// observe watches the terms of a manager.
func (s *stage) observe(m *manager) *terms {
	t := &terms{newMoment(), newMoment(), newMoment()}
	m.proxy.Set(proxy.Faults{After: func(c proxy.Call, status int) proxy.Verdict {
		good := status == http.StatusOK || status == http.StatusCreated
		switch {
		case c.Resource == "leases" && c.Verb == http.MethodGet:
			t.asked.is()
		case c.Resource == "leases" && good:
			t.led.is()
		case c.Matters() && c.Namespace == s.namespace && good:
			t.wrote.is()
		}
		return proxy.Verdict{}
	}})
	return t
}

// aLease is what managers agree by on who leads.
func aLease() *coordinationv1.Lease {
	return &coordinationv1.Lease{ObjectMeta: metav1.ObjectMeta{Namespace: plane.Namespace, Name: "matterplane.dev"}}
}
