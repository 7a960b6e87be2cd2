package observe

import (
	"context"
	"fmt"
	"os"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// lastWithin bounds how long the end of a manager waits for a collector.
const lastWithin = 5 * time.Second

// Exporter sends spans to a collector until its manager ends.
type Exporter struct{ provider *sdktrace.TracerProvider }

// Export sends the spans of this process to a collector that speaks OTLP over gRPC, at
// an endpoint such as http://collector:4317. Without one the variables of OpenTelemetry
// name it (OTEL_EXPORTER_OTLP_ENDPOINT); where they do not either, there are no spans
// and no exporter. How many are taken and how they are sent is theirs to say in any
// case (OTEL_TRACES_SAMPLER and others).
func Export(ctx context.Context, endpoint string) (*Exporter, error) {
	if endpoint == "" && os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") == "" && os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") == "" {
		return nil, nil //nolint:nilnil // none is what was asked for
	}
	var options []otlptracegrpc.Option
	if endpoint != "" {
		options = append(options, otlptracegrpc.WithEndpointURL(endpoint))
	}
	exporter, err := otlptracegrpc.New(ctx, options...)
	if err != nil {
		return nil, fmt.Errorf("setting up the traces: %w", err)
	}
	process, err := resource.New(ctx, resource.WithAttributes(attribute.String("service.name", "matterplane")), resource.WithFromEnv())
	if err != nil {
		return nil, fmt.Errorf("setting up the traces: %w", err)
	}
	e := &Exporter{provider: sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(process))}
	Trace(e.provider)
	return e, nil
}

// NeedLeaderElection implements manager.LeaderElectionRunnable.
func (*Exporter) NeedLeaderElection() bool { return false }

// Start implements manager.Runnable: it sends what is left when the context ends.
func (e *Exporter) Start(ctx context.Context) error {
	<-ctx.Done()
	Trace(nil)
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWithin)
	defer cancel()
	_ = e.provider.Shutdown(last) // a collector that is gone holds up no manager's end
	return nil
}
