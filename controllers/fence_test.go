package controllers

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// server is a transport that answers everything with a status, and counts.
type server struct{ status, sent int }

func (a *server) RoundTrip(*http.Request) (*http.Response, error) {
	a.sent++
	return &http.Response{StatusCode: a.status, Body: http.NoBody}, nil
}

// TestFence: what a reconciler writes is only sent while the lease was renewed lately, by
// whom it goes, and not for what was tried, read, or renewed of another lease.
func TestFence(t *testing.T) {
	const (
		leases = "/apis/coordination.k8s.io/v1/namespaces/system/leases"
		status = "/apis/matterplane.dev/v1alpha1/namespaces/firm/matters/m1/status"
	)
	type call struct {
		after  time.Duration
		method string
		path   string
		status int
	}
	for name, row := range map[string]struct {
		before []call
		sent   bool
	}{
		"it never led":                  {nil, false},
		"it made the lease":             {[]call{{0, http.MethodPost, leases, http.StatusCreated}}, true},
		"it took the lease":             {[]call{{0, http.MethodPut, leases + "/ours", http.StatusOK}}, true},
		"long ago":                      {[]call{{11 * time.Second, http.MethodPut, leases + "/ours", http.StatusOK}}, false},
		"long ago, and renewed it":      {[]call{{time.Minute, http.MethodPut, leases + "/ours", http.StatusOK}, {9 * time.Second, http.MethodPut, leases + "/ours", http.StatusOK}}, true},
		"long ago, and tried to":        {[]call{{time.Minute, http.MethodPut, leases + "/ours", http.StatusOK}, {0, http.MethodPut, leases + "/ours", http.StatusConflict}}, false},
		"it has only read the lease":    {[]call{{0, http.MethodGet, leases + "/ours", http.StatusOK}}, false},
		"it has renewed another":        {[]call{{0, http.MethodPut, leases + "/theirs", http.StatusOK}}, false},
		"it has written of such a name": {[]call{{0, http.MethodPut, "/apis/matterplane.dev/v1alpha1/namespaces/firm/matters/ours", http.StatusOK}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := &server{}
				by := NewFence("ours", 10*time.Second).Wrap(api)
				ask := func(ctx context.Context, method, path string) error {
					req, err := http.NewRequestWithContext(ctx, method, "https://api"+path, http.NoBody)
					if err != nil {
						t.Fatal(err)
					}
					resp, err := by.RoundTrip(req)
					if err == nil {
						err = resp.Body.Close()
					}
					return err
				}
				for _, c := range row.before {
					api.status = c.status
					if err := ask(t.Context(), c.method, c.path); err != nil {
						t.Fatal(err)
					}
					<-time.After(c.after)
				}
				api.status, api.sent = http.StatusOK, 0
				reconciling, _ := hearing(t.Context())
				err := ask(reconciling, http.MethodPut, status)
				if row.sent != (err == nil) || row.sent != (api.sent == 1) {
					t.Errorf("%d were sent: %v", api.sent, err)
				}
				if err != nil && !strings.Contains(err.Error(), "lease ours") {
					t.Error(err)
				}
				api.sent = 0
				if err := ask(reconciling, http.MethodGet, status); err != nil || api.sent != 1 {
					t.Errorf("a read: %d were sent: %v", api.sent, err)
				}
				if err := ask(t.Context(), http.MethodPut, status); err != nil || api.sent != 2 {
					t.Errorf("a write of somebody else: %d were sent: %v", api.sent, err)
				}
			})
		})
	}
}
