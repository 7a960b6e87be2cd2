package controllers

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// turns notes who enters, in which order, and lets it leave.
type turns struct {
	t     *testing.T
	yield *yield

	mu     sync.Mutex
	begun  []string
	waited []string
	over   map[string]func()
}

// enter lets somebody enter, or wait for that.
func (u *turns) enter(name string) {
	go func() {
		leave, waited, err := u.yield.enter(u.t.Context())
		if err != nil {
			u.t.Errorf("%s: %v", name, err)
			return
		}
		u.mu.Lock()
		defer u.mu.Unlock()
		u.begun, u.over[name] = append(u.begun, name), leave
		if waited {
			u.waited = append(u.waited, name)
		}
	}()
	synctest.Wait()
}

func (u *turns) leave(name string) {
	u.mu.Lock()
	leave := u.over[name]
	u.mu.Unlock()
	leave()
	synctest.Wait()
}

// are fails the test unless those have begun, and of these some had waited.
func (u *turns) are(when string, begun, waited []string) {
	u.t.Helper()
	u.mu.Lock()
	defer u.mu.Unlock()
	if !slices.Equal(u.begun, begun) || !slices.Equal(u.waited, waited) {
		u.t.Errorf("%s: %q have begun, and %q had waited; want %q and %q", when, u.begun, u.waited, begun, waited)
	}
}

func inTurns(t *testing.T, play func(u *turns, y *yield)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		y := &yield{}
		play(&turns{t: t, yield: y, over: map[string]func(){}}, y)
	})
}

// editTwice edits as somebody does who edits one object after the other.
func editTwice(y *yield) {
	y.edit()()
	y.edit()()
}

// passes lets time pass, and all happen that it brings.
func passes(so time.Duration) {
	<-time.After(so)
	synctest.Wait()
}

func TestNobodyWaitsWhereNobodyEdits(t *testing.T) {
	inTurns(t, func(u *turns, y *yield) {
		u.enter("a")
		u.enter("b")
		u.are("without any edit", []string{"a", "b"}, nil)
		y.edit()()
		u.enter("c")
		u.are("after a single one", []string{"a", "b", "c"}, nil)
		passes(editsFollow)
		y.edit()()
		u.enter("d")
		u.are("after another one, much later", []string{"a", "b", "c", "d"}, nil)
		y.edit()()
		passes(editsFollow)
		u.enter("e")
		u.are("some time after two in a row", []string{"a", "b", "c", "d", "e"}, nil)
	})
}

// TestWhoeverWasNotEditedWaitsForOneEdit: for that which is being written, and for none
// that comes afterwards.
func TestWhoeverWasNotEditedWaitsForOneEdit(t *testing.T) {
	inTurns(t, func(u *turns, y *yield) {
		first := y.edit()
		u.enter("a")
		u.are("while an edit is written", nil, nil)
		second := y.edit()
		first()
		synctest.Wait()
		u.are("while another one is", []string{"a"}, []string{"a"})
		second()
	})
}

func TestWhileSomebodyEditsTheOthersGoOneByOne(t *testing.T) {
	inTurns(t, func(u *turns, y *yield) {
		u.enter("a")
		u.enter("b")
		editTwice(y)
		u.enter("c")
		u.leave("a")
		u.are("while one is left that began before", []string{"a", "b"}, nil)
		u.leave("b")
		u.are("alone", []string{"a", "b", "c"}, []string{"c"})
		u.enter("d")
		end := y.edit()
		u.leave("c")
		u.are("while an edit is written", []string{"a", "b", "c"}, []string{"c"})
		end()
		synctest.Wait()
		u.are("then", []string{"a", "b", "c", "d"}, []string{"c", "d"})
	})
}

// TestNobodyIsLeftWaiting: when nobody edits any more, nobody has to leave for the
// others to go on.
func TestNobodyIsLeftWaiting(t *testing.T) {
	inTurns(t, func(u *turns, y *yield) {
		editTwice(y)
		u.enter("a")
		u.enter("b")
		u.are("alone", []string{"a"}, nil)
		passes(editsFollow / 2)
		y.edit()()
		passes(editsFollow * 3 / 4)
		u.are("while somebody edits", []string{"a"}, nil)
		passes(editsFollow / 4)
		u.are("and then nobody does", []string{"a", "b"}, []string{"b"})
	})
}

func TestYieldEnds(t *testing.T) {
	why := errors.New("stopped")
	for name, busy := range map[string]func(*yield){
		"waiting for an edit": func(y *yield) { y.edit() },
		"waiting for a turn": func(y *yield) {
			editTwice(y)
			if _, _, err := y.enter(t.Context()); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			var y yield
			busy(&y)
			before := y.others
			ctx, stop := context.WithCancelCause(t.Context())
			stop(why)
			if _, _, err := y.enter(ctx); !errors.Is(err, why) {
				t.Errorf("got %v", err)
			}
			if y.others != before {
				t.Errorf("%d have a turn, %d before", y.others, before)
			}
		})
	}
}

func TestObserved(t *testing.T) {
	object := &metav1.ObjectMeta{Generation: 2}
	for want, told := range map[bool][]metav1.Condition{
		true:  {{ObservedGeneration: 2}},
		false: {{ObservedGeneration: 1}},
	} {
		if got := observed(object, told); got != want {
			t.Errorf("told of %d: got %t", told[0].ObservedGeneration, got)
		}
	}
	if observed(object, nil) {
		t.Error("what has no status is observed")
	}
}
