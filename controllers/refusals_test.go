package controllers

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// answers is a transport that always gives one answer.
type answers struct{ *http.Response }

func (a answers) RoundTrip(*http.Request) (*http.Response, error) {
	given := *a.Response
	given.Header = a.Header.Clone()
	return &given, nil
}

func TestNotAgain(t *testing.T) {
	for name, row := range map[string]struct {
		verb  string
		code  int
		after string
		wait  time.Duration
		left  string // what client-go still sees
	}{
		"too many requests":           {"PUT", 429, "7", 7 * time.Second, ""},
		"the server shuts down":       {"PATCH", 503, "2", 2 * time.Second, ""},
		"storage is slow":             {"POST", 504, "1", time.Second, ""},
		"no longer than we wait else": {"PUT", 429, "3600", retryAfter, ""},
		"at once":                     {"PUT", 429, "0", 0, ""},
		"nothing said":                {"PUT", 429, "", 0, ""},
		"no number, so nobody waits":  {"PUT", 429, "Fri, 01 Jan 2027 00:00:00 GMT", 0, "Fri, 01 Jan 2027 00:00:00 GMT"},
		"a read":                      {"GET", 429, "7", 0, "7"},
		"no refusal":                  {"PUT", 201, "7", 0, "7"},
		"a conflict":                  {"PUT", 409, "7", 0, "7"},
	} {
		t.Run(name, func(t *testing.T) {
			given := answers{&http.Response{StatusCode: row.code, Header: http.Header{}, Body: http.NoBody}}
			if row.after != "" {
				given.Header.Set("Retry-After", row.after)
			}
			sent := func(ctx context.Context) string {
				req, err := http.NewRequestWithContext(ctx, row.verb, "https://api.test", http.NoBody)
				if err != nil {
					t.Fatal(err)
				}
				resp, err := NotAgain(given).RoundTrip(req)
				if err != nil {
					t.Fatal(err)
				}
				defer resp.Body.Close()
				return resp.Header.Get("Retry-After")
			}
			ctx, asked := hearing(t.Context())
			if left := sent(ctx); left != row.left || asked.wait() != row.wait {
				t.Errorf("asked to wait for %s, and client-go for %q; want %s and %q", asked.wait(), left, row.wait, row.left)
			}
			if left := sent(t.Context()); left != row.after {
				t.Errorf("somebody else is asked to wait for %q, want %q", left, row.after)
			}
		})
	}
}

func TestPause(t *testing.T) {
	took := func(p *pause, ctx context.Context) time.Duration {
		begun := time.Now()
		p.wait(ctx)
		return time.Since(begun)
	}
	synctest.Test(t, func(t *testing.T) {
		var p pause
		if waited := took(&p, t.Context()); waited != 0 {
			t.Errorf("nobody asked, and it took %s", waited)
		}
		p.ask(3 * time.Second)
		p.ask(time.Second)
		time.AfterFunc(2*time.Second, func() { p.ask(time.Hour) })
		if waited := took(&p, t.Context()); waited != 3*time.Second {
			t.Errorf("asked for 3 s, then for 1 s, and while it waited for an hour: it took %s", waited)
		}
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if waited := took(&p, ctx); waited != time.Second {
			t.Errorf("the context ended after a second: it took %s", waited)
		}
	})
}

// TestAllWait: of whatever kind, and before anything is read.
func TestAllWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shared := &desk{client: unreachable{}}
		shared.pause.ask(time.Second)
		begun := time.Now()
		_, err := (&reconciler[*v1alpha1.Firm]{desk: shared, kind: firmKind}).Reconcile(t.Context(), ctrl.Request{})
		if waited := time.Since(begun); waited != time.Second || err == nil {
			t.Errorf("it was asked for a second, and begun after %s: %v", waited, err)
		}
	})
}
