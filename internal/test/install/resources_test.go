package install

import (
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
)

// TestTheManagerKnowsItsLimit: the collector is told what the container may use, and
// the container asks for what it is sure to need and may use more.
func TestTheManagerKnowsItsLimit(t *testing.T) {
	t.Parallel()
	for _, way := range ways {
		for from, objects := range both(t, way.dir, way.values) {
			manager := of[appsv1.Deployment](t, objects, "Deployment")[0].Spec.Template.Spec.Containers[0]
			told := false
			for _, e := range manager.Env {
				told = told || e.Name == "MEMORY_LIMIT" && e.ValueFrom != nil && e.ValueFrom.ResourceFieldRef != nil &&
					e.ValueFrom.ResourceFieldRef.Resource == "limits.memory" && e.ValueFrom.ResourceFieldRef.Divisor.IsZero()
			}
			if !told {
				t.Errorf("%s, %s: it is told of %v", way.name, from, manager.Env)
			}
			requests, limits := manager.Resources.Requests, manager.Resources.Limits
			if requests.Memory().IsZero() || requests.Cpu().IsZero() || limits.Memory().Cmp(*requests.Memory()) <= 0 {
				t.Errorf("%s, %s: it has %v", way.name, from, manager.Resources)
			}
			if _, limited := limits[corev1.ResourceCPU]; limited {
				t.Errorf("%s, %s: a wave of statuses is throttled", way.name, from)
			}
		}
	}
}
