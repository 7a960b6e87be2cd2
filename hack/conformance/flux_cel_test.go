package conformance

import (
	"testing"

	"github.com/fluxcd/pkg/apis/kustomize"
	"github.com/fluxcd/pkg/runtime/cel"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// healthChecks returns what the Kustomizations of config/gitops/flux say about when
// an object of a kind is ready, by kind.
func healthChecks(t *testing.T) map[string]*cel.StatusEvaluator {
	t.Helper()
	checks := map[string]*cel.StatusEvaluator{}
	for _, o := range documents(t, cluster.MustKubectl(t, "", "", "kustomize", cluster.Path(t, "config", "gitops", "flux"))) {
		for _, check := range checksOf(t, o) {
			evaluator, err := cel.NewStatusEvaluator(&check.HealthCheckExpressions)
			if err != nil {
				t.Fatalf("%s of %s: %v", check.Kind, o.GetName(), err)
			}
			checks[check.Kind] = evaluator
		}
	}
	return checks
}

func checksOf(t *testing.T, o *unstructured.Unstructured) []kustomize.CustomHealthCheck {
	t.Helper()
	if o.GetKind() != "Kustomization" {
		return nil
	}
	var kustomization struct {
		Spec struct {
			HealthCheckExprs []kustomize.CustomHealthCheck `json:"healthCheckExprs"`
		} `json:"spec"`
	}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(o.Object, &kustomization); err != nil {
		t.Fatal(err)
	}
	return kustomization.Spec.HealthCheckExprs
}
