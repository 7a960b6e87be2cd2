package observe

import (
	"context"
	"net"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/grpc"
)

// received is a collector that keeps the names of spans.
type received struct {
	collector.UnimplementedTraceServiceServer

	names chan string
}

func (r *received) Export(_ context.Context, req *collector.ExportTraceServiceRequest) (*collector.ExportTraceServiceResponse, error) {
	for _, of := range req.GetResourceSpans() {
		for _, in := range of.GetScopeSpans() {
			for _, span := range in.GetSpans() {
				r.names <- of.GetResource().GetAttributes()[0].GetValue().GetStringValue() + ": " + span.GetName()
			}
		}
	}
	return &collector.ExportTraceServiceResponse{}, nil
}

// What was begun before the end of the manager has come to the collector after it.
func TestSpansReachACollector(t *testing.T) {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	server, got := grpc.NewServer(), &received{names: make(chan string, 1)}
	collector.RegisterTraceServiceServer(server, got)
	go func() { _ = server.Serve(l) }()
	t.Cleanup(server.Stop)

	e, err := Export(t.Context(), "http://"+l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_, span := begin(t.Context(), "reconcile Matter", 0)
	span.End()
	ctx, end := context.WithCancel(t.Context())
	end()
	if err := e.Start(ctx); err != nil {
		t.Error(err)
	}
	select {
	case name := <-got.names:
		if name != "matterplane: reconcile Matter" {
			t.Errorf("got %q", name)
		}
	default:
		t.Error("nothing came")
	}
	if _, after := begin(t.Context(), "after", 0); after.IsRecording() {
		t.Error("there are spans after the end")
	}
}

func TestNobodyAsked(t *testing.T) {
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "")
	t.Setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "")
	if e, err := Export(t.Context(), ""); e != nil || err != nil || tracer.Load() != nil {
		t.Errorf("%v, %v", e, err)
	}
}
