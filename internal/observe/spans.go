package observe

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
)

// tracer makes the spans of this process; nil for none, which costs a look at it.
var tracer atomic.Pointer[trace.Tracer]

// travels is how a trace goes on in another process: in the headers of requests.
var travels propagation.TraceContext

// Trace makes spans by a provider from now on; nil: no more.
func Trace(by trace.TracerProvider) {
	if by == nil {
		tracer.Store(nil)
		return
	}
	tracer.Store(new(by.Tracer("github.com/matterplane/matterplane")))
}

// begin begins a span, if there are any.
func begin(ctx context.Context, name string, kind trace.SpanKind) (context.Context, trace.Span) {
	t := tracer.Load()
	if t == nil {
		return ctx, noop.Span{}
	}
	return (*t).Start(ctx, name, trace.WithSpanKind(kind))
}

// continued goes on with the trace of the API server that calls.
func continued(ctx context.Context, req *http.Request) context.Context {
	if tracer.Load() == nil {
		return ctx
	}
	return travels.Extract(ctx, propagation.HeaderCarrier(req.Header))
}

// Requests makes a span of each request that a reconcile or a webhook sends, with its
// verb and resource: a query may hold an email, and the name stands in the span around.
func Requests(by http.RoundTripper) http.RoundTripper { return requests{by} }

type requests struct{ by http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (r requests) RoundTrip(req *http.Request) (*http.Response, error) {
	if !trace.SpanFromContext(req.Context()).IsRecording() {
		return r.by.RoundTrip(req)
	}
	resource := resourceOf(req.URL.Path)
	ctx, span := begin(req.Context(), req.Method+" "+resource, trace.SpanKindClient)
	defer span.End()
	req = req.Clone(ctx)
	travels.Inject(ctx, propagation.HeaderCarrier(req.Header))
	resp, err := r.by.RoundTrip(req)
	span.SetAttributes(attribute.String("http.request.method", req.Method), text("resource", resource))
	if err != nil {
		span.SetStatus(codes.Error, "no answer")
		return nil, err
	}
	span.SetAttributes(attribute.Int("http.response.status_code", resp.StatusCode))
	if resp.StatusCode >= http.StatusBadRequest {
		span.SetStatus(codes.Error, http.StatusText(resp.StatusCode))
	}
	return resp, nil
}

// resourceOf returns the resource and the subresource in the path of an API, as RBAC
// writes them: matters/status.
func resourceOf(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if len(parts) < 2 {
		return "other"
	}
	parts = parts[2:] // api/v1
	if strings.HasPrefix(path, "/apis/") && len(parts) > 0 {
		parts = parts[1:] // apis/group/v1
	}
	if len(parts) > 2 && parts[0] == "namespaces" {
		parts = parts[2:]
	}
	switch len(parts) {
	case 0:
		return "other"
	case 1, 2: //nolint:mnd // a resource, and a name
		return parts[0]
	}
	return parts[0] + "/" + parts[2]
}
