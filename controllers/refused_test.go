package controllers_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/story"
)

// refusals are how an API server says that it has too much to do.
var refusals = []int{http.StatusTooManyRequests, http.StatusServiceUnavailable}

// refusing returns a firm in which assistants follow, and where the next status of m1 is
// refused for a second; what happens in it, and when that did.
func refusing(t *testing.T, code int) (*story.Firm, *story.Window, <-chan time.Time) {
	t.Helper()
	f := story.New(t.Context(), t, story.Webhooks)
	f.Tell(`
		firm follow=staffing
		user amira; user ben
		matter m1 lead=amira
		then`)
	w := f.Watch()
	refused := f.RefuseStatus(t, "m1", code, 1)
	return f, w, refused
}

// TestWhatWasRefusedIsDerivedAnew: while the API server has a status come back later,
// what that was derived from is taken back. The status that shows somebody on a team,
// who is not on it any more, is never stored (W-4).
func TestWhatWasRefusedIsDerivedAnew(t *testing.T) {
	story.Operate(t)
	for _, code := range refusals {
		t.Run(http.StatusText(code), func(t *testing.T) {
			f, w, refused := refusing(t, code)
			f.Write("link ben->amira")
			<-refused
			f.Tell("delete link ben->amira")
			story.AwaitIdle(t)
			for _, change := range w.Changes() {
				if m, is := change.After.(*v1alpha1.Matter); is {
					t.Errorf("m1 was written, and shows %v", m.Status.Staffing)
				}
			}
		})
	}
}

// TestWhatWasRefusedComesBackWhenItMay: nothing else happens, and the status is written
// after the time that the API server said, and no sooner.
func TestWhatWasRefusedComesBackWhenItMay(t *testing.T) {
	story.Operate(t)
	for _, code := range refusals {
		t.Run(http.StatusText(code), func(t *testing.T) {
			f, w, refused := refusing(t, code)
			f.Tell("link ben->amira\nthen\n= m1: amira ResponsibleAttorney Administrator direct; ben SupportStaff Editor follows amira")
			if came := time.Since(<-refused); came < time.Second {
				t.Errorf("it came back after %s", came)
			}
			if n := w.StatusWrites()[story.ID{Kind: "matter", Name: "m1"}]; n != 1 {
				t.Errorf("the status was written %d times", n)
			}
		})
	}
}

// overdueFor is for how long a matter has waited for its status, of those that wait longest.
func overdueFor(t *testing.T) time.Duration {
	t.Helper()
	return time.Duration(story.Metric(t, "matterplane_status_overdue_seconds", "kind", "Matter") * float64(time.Second))
}

// TestWhatWasRefusedIsOverdue: an API server that always asks to come back later makes no
// error. The time since it first did is told, until the status is stored, or nobody needs it.
func TestWhatWasRefusedIsOverdue(t *testing.T) {
	story.Operate(t)
	for last, tell := range map[string]string{
		"it is written":               "= m1: amira ResponsibleAttorney Administrator direct; ben SupportStaff Editor follows amira",
		"it is right as it is":        "delete link ben->amira",
		"the matter is there no more": "delete matter m1",
	} {
		t.Run(last, func(t *testing.T) {
			f, _, first := refusing(t, http.StatusServiceUnavailable)
			if overdue := overdueFor(t); overdue != 0 {
				t.Errorf("nothing was refused, and a matter waits for %s", overdue)
			}
			second, third := f.RefuseStatus(t, "m1", http.StatusServiceUnavailable, 1), f.RefuseStatus(t, "m1", http.StatusServiceUnavailable, 1)
			f.Write("link ben->amira")
			begun := <-first
			<-second
			if overdue, since := overdueFor(t), time.Since(begun); overdue > since || overdue < time.Second/2 {
				t.Errorf("m1 was refused %s ago and once more, and it is overdue for %s", since, overdue)
			}
			<-third
			f.Tell(tell)
			story.AwaitIdle(t)
			if overdue := overdueFor(t); overdue != 0 {
				t.Errorf("a matter waits for %s", overdue)
			}
		})
	}
}
