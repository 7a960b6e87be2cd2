package admission

import (
	"context"
	"net/http"
	"time"
)

// answerWithin is the timeoutSeconds of our webhooks: nobody waits longer.
const answerWithin = 3 * time.Second

// finishing lets a request that has come be answered although the manager is told to
// end: the server's context ends with the manager's, and the answer would else be that
// it could not be found out in time. The server waits for what it has begun.
func finishing(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), answerWithin)
		defer cancel()
		handler.ServeHTTP(w, r.WithContext(ctx))
	})
}
