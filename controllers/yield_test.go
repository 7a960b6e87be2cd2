package controllers

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// TestYield: who only has other surroundings waits for the edit that is being written,
// and for none that comes afterwards.
func TestYield(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var y yield
		if waited, err := y.wait(t.Context()); waited || err != nil {
			t.Errorf("with no edit ever: waited %t, error %v", waited, err)
		}
		first := y.edit()
		goneOn := false
		go func() {
			waited, err := y.wait(t.Context())
			if goneOn = true; !waited || err != nil {
				t.Errorf("with an edit: waited %t, error %v", waited, err)
			}
		}()
		synctest.Wait()
		if goneOn {
			t.Error("nobody waits for an edit that is being written")
		}
		second := y.edit()
		first()
		synctest.Wait()
		if !goneOn {
			t.Error("somebody waits for an edit that came afterwards")
		}
		second()
		if waited, err := y.wait(t.Context()); waited || err != nil {
			t.Errorf("after the edits: waited %t, error %v", waited, err)
		}
	})
}

func TestYieldEnds(t *testing.T) {
	var y yield
	defer y.edit()()
	ctx, stop := context.WithCancelCause(t.Context())
	why := errors.New("stopped")
	stop(why)
	if _, err := y.wait(ctx); !errors.Is(err, why) {
		t.Errorf("got %v", err)
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
