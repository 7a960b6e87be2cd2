package install

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// hook is what of a webhook decides whom it could lock out.
type hook struct {
	rules      []admissionregistrationv1.RuleWithOperations
	timeout    *int32
	conditions []admissionregistrationv1.MatchCondition
	effects    *admissionregistrationv1.SideEffectClass
	client     admissionregistrationv1.WebhookClientConfig
}

// TestWebhooksAreAskedAboutOurKindsAlone: with no manager at all everything but our
// own kinds is written as before: pods, leases, nodes, the webhook configurations, the
// CRDs, and the Deployment and Secret that bring the manager back.
func TestWebhooksAreAskedAboutOurKindsAlone(t *testing.T) {
	t.Parallel()
	for _, way := range ways {
		for from, objects := range both(t, way.dir, way.values) {
			var hooks []hook
			for _, c := range of[admissionregistrationv1.MutatingWebhookConfiguration](t, objects, "MutatingWebhookConfiguration") {
				for _, w := range c.Webhooks {
					hooks = append(hooks, hook{w.Rules, w.TimeoutSeconds, w.MatchConditions, w.SideEffects, w.ClientConfig})
				}
			}
			for _, c := range of[admissionregistrationv1.ValidatingWebhookConfiguration](t, objects, "ValidatingWebhookConfiguration") {
				for _, w := range c.Webhooks {
					hooks = append(hooks, hook{w.Rules, w.TimeoutSeconds, w.MatchConditions, w.SideEffects, w.ClientConfig})
				}
			}
			if len(hooks) != 2 {
				t.Errorf("%s, %s: %d webhooks", way.name, from, len(hooks))
			}
			for _, h := range hooks {
				h.harmless(t)
			}
		}
	}
}

// harmless checks that a webhook is asked about our resources, by name, that it gives
// up soon, and that the end of a namespace passes it by.
func (h hook) harmless(t *testing.T) {
	t.Helper()
	resources := []string{"assistantlinks", "firms", "firmusers", "matters", "offices"}
	for _, rule := range h.rules {
		if diff := cmp.Diff([]string{v1alpha1.GroupVersion.Group}, rule.APIGroups); diff != "" {
			t.Errorf("groups (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(resources, slices.Sorted(slices.Values(rule.Resources))); diff != "" {
			t.Errorf("resources (-want +got):\n%s", diff)
		}
	}
	if len(h.rules) != 1 || h.timeout == nil || *h.timeout > 3 || h.effects == nil || *h.effects != admissionregistrationv1.SideEffectClassNone {
		t.Errorf("it may hold up a write: %+v", h)
	}
	if len(h.conditions) != 1 || h.conditions[0].Name != "not-cleanup" {
		t.Errorf("the end of a namespace is asked about: %v", h.conditions)
	}
	if h.client.Service == nil || h.client.Service.Namespace != namespace || h.client.Service.Name != "webhook-service" {
		t.Errorf("it calls %+v", h.client)
	}
}
