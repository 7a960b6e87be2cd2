package admission

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// TestARequestIsFinishedThoughTheManagerEnds: the server's context is the manager's.
func TestARequestIsFinishedThoughTheManagerEnds(t *testing.T) {
	t.Parallel()
	ended, end := context.WithCancel(t.Context())
	end()
	asked := false
	finishing(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked = true
		if err := r.Context().Err(); err != nil {
			t.Errorf("it is given up: %v", err)
		}
		if until, ok := r.Context().Deadline(); !ok || time.Until(until) > answerWithin {
			t.Error("it may go on for longer than anybody waits")
		}
	})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ended, http.MethodPost, mutatePath, nil))
	if !asked {
		t.Error("it is not asked")
	}
}
