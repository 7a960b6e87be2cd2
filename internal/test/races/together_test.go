package races

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// patience is how long an answer is kept back at most: shorter than the API server
// waits for it.
const patience = webhookWithin - 5*time.Second

// errJudgedAnew is of a deed that was let in, and then judged once more.
var errJudgedAnew = errors.New("judged anew, for somebody wrote the object meanwhile")

// together does deeds so that all are judged before any is stored: each answer is
// kept back until the others are there. It returns what became of each. A deed that
// is judged anew, as the API server does after a conflict, is not kept back again, and its
// error is errJudgedAnew.
func (a *arena) together(deeds ...deed) []error {
	a.t.Helper()
	m := &meeting{all: make(chan struct{}), missing: len(deeds)}
	errs := make([]error, len(deeds))
	var doing sync.WaitGroup
	for i, d := range deeds {
		come := sync.OnceFunc(m.come)
		judged := a.countJudged([]deed{d})
		lift := a.house.front.put(&stop{
			of:     func(r review) bool { return a.isOf(d, r) },
			server: i % len(a.house.servers),
			after:  func() { come(); m.wait() },
		})
		doing.Go(func() {
			defer lift()
			errs[i] = a.do(d)
			if times := judged(); errs[i] != nil && times > 1 {
				errs[i] = fmt.Errorf("%w: %w", errJudgedAnew, errs[i])
			}
			come() // it may have been refused on the way
		})
	}
	doing.Wait()
	return errs
}

// isOf says whether a review is the validating one of a deed: nobody does two deeds
// at a time where reviews are stopped.
func (a *arena) isOf(d deed, r review) bool {
	return r.validating && (r.DryRun == nil || !*r.DryRun) && r.Namespace == a.Namespace && r.UserInfo.Username == d.by
}

// meeting is where answers wait for each other.
type meeting struct {
	all     chan struct{}
	mu      sync.Mutex
	missing int
}

func (m *meeting) come() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.missing--
	if m.missing == 0 {
		close(m.all)
	}
}

func (m *meeting) wait() {
	select {
	case <-m.all:
	case <-time.After(patience):
	}
}

// after does a deed that is on its way while another is done: the first is judged by
// a server only once the other is stored.
func (a *arena) after(late, first deed, server int) error {
	a.t.Helper()
	arrived, stored := make(chan struct{}), make(chan struct{})
	came := sync.OnceFunc(func() { close(arrived) })
	lift := a.house.front.put(&stop{
		of:     func(r review) bool { return a.isOf(late, r) },
		server: server,
		before: func() { came(); <-stored },
	})
	defer lift()
	var err error
	var doing sync.WaitGroup
	doing.Go(func() {
		err = a.do(late)
		came()
	})
	<-arrived
	other := a.do(first)
	close(stored)
	doing.Wait()
	if other != nil {
		a.t.Fatalf("%s: %v", first, other)
	}
	return err
}

// seenByOne does two deeds that are both judged before either is stored, and lets a
// server see the firm once the first is stored and the second is not.
func (a *arena) seenByOne(first, second deed, server int) []error {
	a.t.Helper()
	m := &meeting{all: make(chan struct{}), missing: 2}
	stored := make(chan struct{})
	come := [2]func(){sync.OnceFunc(m.come), sync.OnceFunc(m.come)}
	lift := [2]func(){
		a.house.front.put(&stop{server: -1, of: func(r review) bool { return a.isOf(first, r) }, after: func() { come[0](); m.wait() }}),
		a.house.front.put(&stop{server: -1, of: func(r review) bool { return a.isOf(second, r) }, after: func() { come[1](); m.wait(); <-stored }}),
	}
	defer lift[0]()
	defer lift[1]()
	errs := make([]error, 2)
	var doing sync.WaitGroup
	doing.Go(func() { errs[1] = a.do(second); come[1]() })
	errs[0] = a.do(first)
	come[0]()
	a.house.servers[server].renew(a.t, a.Namespace, true)
	close(stored)
	doing.Wait()
	return errs
}
