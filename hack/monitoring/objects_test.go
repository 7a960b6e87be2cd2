package monitoring

import (
	"testing"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"sigs.k8s.io/yaml"
)

// TestTheOperatorKnowsEveryField: Prometheus' operator would drop one that it does not,
// and scrape or ask something else.
func TestTheOperatorKnowsEveryField(t *testing.T) {
	t.Parallel()
	for file, into := range map[string]any{
		"servicemonitor.yaml": &monitoringv1.ServiceMonitor{}, "rules.yaml": &monitoringv1.PrometheusRule{},
	} {
		if err := yaml.UnmarshalStrict(read(t, top, "config", "prometheus", file), into); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}
