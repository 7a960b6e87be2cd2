package manager

import (
	"context"
	"net/http"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/webhook"
)

// A server that ends closes its connections. A call that is on its way over one of them
// just then fails, and the API server refuses the write that it was about: it keeps
// connections, and goes on over those it has to a pod that no Service names any more. So a
// manager that is told to end tells its callers first, with each answer, that this
// connection is not for another call.

// drain is how long a manager that is told to end goes on like this. A connection that
// nobody uses for that long is one that nobody is about to use.
const drain = time.Second

// drained ends a while after ctx.
func drained(ctx context.Context) context.Context {
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	context.AfterFunc(ctx, func() { time.AfterFunc(drain, stop) })
	return serving
}

// drainedServer is a webhook server that says so, from when ending is closed.
type drainedServer struct {
	webhook.Server

	ending <-chan struct{}
}

// Register implements webhook.Server.
func (s drainedServer) Register(path string, hook http.Handler) {
	s.Server.Register(path, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		select {
		case <-s.ending:
			w.Header().Set("Connection", "close")
		default:
		}
		hook.ServeHTTP(w, req)
	}))
}
