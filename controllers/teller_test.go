package controllers

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/runtime"
)

// toldAt is a recorder that notes what it is told, and when.
type toldAt struct {
	since time.Time
	mu    sync.Mutex
	all   []string
}

func (r *toldAt) Eventf(_, _ runtime.Object, _, reason, _, _ string, _ ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, fmt.Sprintf("%s after %s", reason, time.Since(r.since)))
}

// after lets the bubble's clock go on.
func after(d time.Duration) { <-time.After(d) }

// TestEventsWaitForStatuses: what is told of one object does not come before the statuses
// of others, none is lost or told twice, and none waits for ever.
func TestEventsWaitForStatuses(t *testing.T) {
	tell := func(t *teller, reasons ...string) {
		for _, reason := range reasons {
			t.Eventf(nil, nil, "", reason, "", "")
		}
	}
	for name, test := range map[string]struct {
		play func(t *teller, end context.CancelFunc)
		want []string
	}{
		"nothing is reconciled": {
			func(t *teller, _ context.CancelFunc) { tell(t, "a", "b") },
			[]string{"a after 0s", "b after 5ms"},
		},
		"what is told of comes to rest": {
			func(t *teller, _ context.CancelFunc) {
				end := t.reconciles()
				tell(t, "a", "b")
				after(100 * time.Millisecond)
				end()
			},
			[]string{"a after 150ms", "b after 155ms"},
		},
		"one begins before the others are at rest": {
			func(t *teller, _ context.CancelFunc) {
				for range 10 {
					end := t.reconciles()
					after(20 * time.Millisecond)
					end()
					tell(t, "a")
					after(20 * time.Millisecond)
				}
			},
			[]string{
				"a after 430ms", "a after 435ms", "a after 440ms", "a after 445ms", "a after 450ms",
				"a after 455ms", "a after 460ms", "a after 465ms", "a after 470ms", "a after 475ms",
			},
		},
		"they are never at rest": {
			func(t *teller, _ context.CancelFunc) {
				_ = t.reconciles()
				tell(t, "a", "b", "c")
				after(3 * time.Second)
			},
			[]string{"a after 1s", "b after 2.005s", "c after 3.01s"},
		},
		"the manager ends": {
			func(t *teller, end context.CancelFunc) {
				_ = t.reconciles()
				tell(t, "a", "b")
				after(100 * time.Millisecond)
				end()
			},
			[]string{"a after 100ms", "b after 100ms"},
		},
		"it has ended": {
			func(t *teller, end context.CancelFunc) {
				_ = t.reconciles()
				end()
				after(time.Second)
				tell(t, "a")
			},
			[]string{"a after 1s"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				recorder := &toldAt{since: time.Now()}
				teller := &teller{EventRecorder: recorder}
				ctx, end := context.WithCancel(t.Context())
				ended := make(chan error)
				go func() { ended <- teller.Start(ctx) }()
				synctest.Wait()
				test.play(teller, end)
				after(time.Second)
				end()
				if err := <-ended; err != nil {
					t.Error(err)
				}
				if diff := cmp.Diff(test.want, recorder.all); diff != "" {
					t.Errorf("told (-want +got):\n%s", diff)
				}
			})
		})
	}
}
