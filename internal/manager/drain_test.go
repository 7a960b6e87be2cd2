package manager

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/webhook"
)

// TestDrain: a manager that is told to end still answers, and says with each answer that
// its connection is not for another call.
func TestDrain(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithCancel(t.Context())
	hooks := drainedServer{Server: webhook.NewServer(webhook.Options{}), ending: ctx.Done()}
	hooks.Register("/hook", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	server := httptest.NewServer(hooks.WebhookMux())
	t.Cleanup(server.Close)
	closes := func() bool {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/hook", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := server.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Errorf("it answers %s", answer.Status)
		}
		return answer.Close
	}

	serving := drained(ctx)
	if closes() {
		t.Error("it closes connections that are good for other calls")
	}
	end()
	if !closes() {
		t.Error("a manager that ends keeps its connections")
	}
	if serving.Err() != nil {
		t.Error("it has ended at once")
	}
	<-serving.Done()
}
