package controllers

import (
	"context"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// yield lets those go first for whom somebody waits: while an object that was edited
// is reconciled, no object begins to be that only has other surroundings. Each of
// these waits for one edit at most, so that many edits do not keep it from its turn.
type yield struct {
	mu   sync.Mutex
	last chan struct{} // closed when the edit that came last is written
}

// edit begins an edit; what it returns ends it.
func (y *yield) edit() (end func()) {
	done := make(chan struct{})
	y.mu.Lock()
	defer y.mu.Unlock()
	y.last = done
	return func() { close(done) }
}

// wait waits for the edit that came last, and says whether it had to.
func (y *yield) wait(ctx context.Context) (bool, error) {
	y.mu.Lock()
	last := y.last
	y.mu.Unlock()
	if last == nil {
		return false, nil
	}
	select {
	case <-last:
		return false, nil
	default:
	}
	select {
	case <-last:
		return true, nil
	case <-ctx.Done():
		return true, context.Cause(ctx)
	}
}

// observed says whether a status tells of this generation: the object was not edited
// since.
func observed(object metav1.Object, told []metav1.Condition) bool {
	return len(told) > 0 && told[0].ObservedGeneration == object.GetGeneration()
}
