package controllers

import (
	"context"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// yield lets those go first for whom somebody waits: an object that was edited goes at
// once, one that only has other surroundings goes when there is room for it. It is the
// API server that an edit waits for, and what that has to write at the time. So while
// somebody edits, the others go one by one, each once the edit is written that is there
// when its turn comes; it waits for no other, so many edits do not keep it from its
// turn. When nobody edits they go as they come.
type yield struct {
	mu       sync.Mutex
	last     chan struct{} // closed when the edit that came last is written
	edited   time.Time     // when that was
	followed bool          // whether it soon followed another
	others   int           // those under way that only have other surroundings
	freed    chan struct{} // closed when one of them is done
}

// editsFollow is how soon one edit follows another where somebody edits one object after
// the other. One edit alone, such as that of the link that all others are touched by,
// makes nobody go one by one.
const editsFollow = 250 * time.Millisecond

// edit begins an edit; what it returns ends it.
func (y *yield) edit() (end func()) {
	written := make(chan struct{})
	y.mu.Lock()
	defer y.mu.Unlock()
	y.followed = time.Since(y.edited) < editsFollow
	y.last, y.edited = written, time.Now()
	return func() {
		y.mu.Lock()
		defer y.mu.Unlock()
		y.edited = time.Now()
		close(written)
	}
}

// enter waits for the turn of an object that only has other surroundings, and says
// whether it had to. What it returns ends the turn, which there is none of after an error.
func (y *yield) enter(ctx context.Context) (leave func(), waited bool, err error) {
	queued, err := y.queue(ctx)
	if err != nil {
		return nil, queued, err
	}
	waited, err = y.let(ctx)
	if err != nil {
		y.leave()
		return nil, true, err
	}
	return y.leave, queued || waited, nil
}

// queue waits until there is room.
func (y *yield) queue(ctx context.Context) (waited bool, err error) {
	for {
		freed, alone := y.take()
		if freed == nil {
			return waited, nil
		}
		waited = true
		over := time.NewTimer(alone)
		select {
		case <-freed:
		case <-over.C:
		case <-ctx.Done():
			err = context.Cause(ctx)
		}
		over.Stop()
		if err != nil {
			return waited, err
		}
	}
}

// take takes a turn. Where there is no room it returns what is closed when somebody
// leaves, and when nobody edits any more if no edit comes until then.
func (y *yield) take() (freed <-chan struct{}, alone time.Duration) {
	y.mu.Lock()
	defer y.mu.Unlock()
	alone = time.Until(y.edited.Add(editsFollow))
	if y.others > 0 && y.followed && alone > 0 {
		if y.freed == nil {
			y.freed = make(chan struct{})
		}
		return y.freed, alone
	}
	y.others++
	return nil, 0
}

// let waits for the edit that is being written, and says whether there was one.
func (y *yield) let(ctx context.Context) (waited bool, err error) {
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

func (y *yield) leave() {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.others--
	if y.freed != nil {
		close(y.freed)
		y.freed = nil
	}
}

// observed says whether a status tells of this generation: the object was not edited
// since.
func observed(object metav1.Object, told []metav1.Condition) bool {
	return len(told) > 0 && told[0].ObservedGeneration == object.GetGeneration()
}
