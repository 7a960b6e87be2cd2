package controllers

import (
	"context"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/events"
)

// teller is a recorder of Events that lets statuses go first. An Event costs the API
// server what a status costs it, and nobody is walled off by one: when a manager starts
// with thousands of statuses to write, whoever waits for them should not wait for what is
// told of the others. So while objects are reconciled it tells one Event now and then,
// and all others when there is nothing to do.
//
// What a manager has not told when it ends in order, it tells then. One that is killed
// takes it along, as it does with any recorder; notices that a rule demands are not left
// to one (notices.go).
type teller struct {
	events.EventRecorder

	mu      sync.Mutex
	open    bool     // somebody tells what waits
	waiting []func() // first come, first told
	busy    int      // reconciles under way
	rested  time.Time
	come    chan struct{} // has room for one: something waits
}

const (
	// tellCalm is for how long nothing is reconciled before all is told.
	tellCalm = 50 * time.Millisecond
	// tellBusy is between two Events while objects are reconciled.
	tellBusy = time.Second
	// tellPace is between two Events when nothing is: a thousand at once would keep the
	// API server from the next edit.
	tellPace = 5 * time.Millisecond
)

// Eventf implements events.EventRecorder. The Event has the time at which it is told.
func (t *teller) Eventf(regarding, related runtime.Object, severity, reason, action, note string, args ...any) {
	tell := func() { t.EventRecorder.Eventf(regarding, related, severity, reason, action, note, args...) }
	if !t.wait(tell) {
		tell()
	}
}

// wait lets something wait until it is told, while somebody sees to that.
func (t *teller) wait(tell func()) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.open {
		return false
	}
	t.waiting = append(t.waiting, tell)
	select {
	case t.come <- struct{}{}:
	default:
	}
	return true
}

// reconciles begins a reconcile; what it returns ends it.
func (t *teller) reconciles() (end func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.busy++
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.busy--
		t.rested = time.Now()
	}
}

// Start implements manager.Runnable: it tells what waits until the context ends, and
// then what is left.
func (t *teller) Start(ctx context.Context) error {
	come := t.start()
	for ctx.Err() == nil {
		tell := t.next()
		if tell == nil {
			select {
			case <-come:
			case <-ctx.Done():
			}
			continue
		}
		t.hold(ctx)
		tell()
		sleep(ctx, tellPace)
	}
	for _, tell := range t.close() {
		tell()
	}
	return nil
}

// start lets what comes wait from now on, and returns what says that something does.
func (t *teller) start() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.open, t.come = true, make(chan struct{}, 1)
	return t.come
}

// next takes what came first; nil if nothing waits.
func (t *teller) next() func() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.waiting) == 0 {
		return nil
	}
	tell := t.waiting[0]
	t.waiting[0] = nil // it keeps an object
	t.waiting = t.waiting[1:]
	return tell
}

// close returns what is left. What comes later does not wait.
func (t *teller) close() (left []func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	left, t.waiting, t.open = t.waiting, nil, false
	return left
}

// hold waits until nothing is reconciled, or it is time for an Event all the same.
func (t *teller) hold(ctx context.Context) {
	over := time.Now().Add(tellBusy)
	for ctx.Err() == nil {
		look := t.restless()
		if left := time.Until(over); look > left {
			look = left
		}
		if look <= 0 {
			return
		}
		sleep(ctx, look)
	}
}

// restless returns 0 when nothing has been reconciled for a while, or else when to look
// again.
func (t *teller) restless() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.busy > 0 {
		return tellCalm
	}
	return max(0, time.Until(t.rested.Add(tellCalm)))
}

// sleep waits for so long, or until the context ends.
func sleep(ctx context.Context, d time.Duration) {
	over := time.NewTimer(d)
	defer over.Stop()
	select {
	case <-over.C:
	case <-ctx.Done():
	}
}
