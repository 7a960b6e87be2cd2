package observed

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	tracev1 "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/grpc"
)

// received is a collector of traces.
type received struct {
	collector.UnimplementedTraceServiceServer

	mu    sync.Mutex
	spans []*tracev1.Span
}

func (r *received) Export(_ context.Context, req *collector.ExportTraceServiceRequest) (*collector.ExportTraceServiceResponse, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, of := range req.GetResourceSpans() {
		for _, in := range of.GetScopeSpans() {
			r.spans = append(r.spans, in.GetSpans()...)
		}
	}
	return &collector.ExportTraceServiceResponse{}, nil
}

// collect serves a collector for a test and returns its endpoint.
func collect(t *testing.T) (*received, string) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	server, got := grpc.NewServer(), &received{}
	collector.RegisterTraceServiceServer(server, got)
	go func() { _ = server.Serve(l) }()
	t.Cleanup(server.Stop)
	return got, "http://" + l.Addr().String()
}

// tree returns the spans whose text has all the words, each with its children below it.
func (r *received) tree(words ...string) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var trees []string
	for _, span := range r.spans {
		text := said(span)
		for _, word := range words {
			if !strings.Contains(text, word) {
				text = ""
			}
		}
		if text == "" {
			continue
		}
		for _, child := range r.spans {
			if string(child.GetParentSpanId()) == string(span.GetSpanId()) {
				text += "\n  " + said(child)
			}
		}
		trees = append(trees, text)
	}
	return trees
}

// said returns all that a span says.
func said(span *tracev1.Span) string {
	text := span.GetName()
	for _, a := range span.GetAttributes() {
		value := a.GetValue()
		switch {
		case value.GetArrayValue() != nil:
			var all []string
			for _, v := range value.GetArrayValue().GetValues() {
				all = append(all, v.GetStringValue())
			}
			text += fmt.Sprintf(" %s=%s", a.GetKey(), all)
		case value.GetStringValue() != "":
			text += " " + a.GetKey() + "=" + value.GetStringValue()
		case a.GetKey() == "http.response.status_code" || strings.HasSuffix(a.GetKey(), ".code"):
			text += fmt.Sprintf(" %s=%d", a.GetKey(), value.GetIntValue())
		default:
			text += fmt.Sprintf(" %s=%t", a.GetKey(), value.GetBoolValue())
		}
	}
	if message := span.GetStatus().GetMessage(); message != "" {
		text += " error=" + message
	}
	return text
}
