package admission_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	admissionv1 "k8s.io/api/admission/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	webhook "sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/admission"
)

// TestAFirmThatIsNotHeldIsNotDecidedAbout: not by the caches, which hold nothing of it,
// and not by a live read.
func TestAFirmThatIsNotHeldIsNotDecidedAbout(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mutating, validating, err := admission.Handlers(h.live.cluster(), admission.Options{
		Operator: "operator",
		Elsewhere: func(namespace string) error {
			if namespace == "acme" {
				return errors.New("this manager serves zeta, and not acme")
			}
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	acme := firm(0)
	deletion := asks(t, "operator", acme, acme)
	deletion.Operation, deletion.Object = admissionv1.Delete, runtime.RawExtension{}
	for what, req := range map[string]webhook.Request{
		"a creation": asks(t, "operator", nil, acme), "an update": asks(t, "operator", acme, acme), "a deletion": deletion,
	} {
		for name, handler := range map[string]webhook.Handler{"mutating": mutating, "validating": validating} {
			resp := handler.Handle(t.Context(), req)
			if resp.Allowed || resp.Result.Code != http.StatusServiceUnavailable || !strings.Contains(resp.Result.Message, "serves zeta, and not acme") {
				t.Errorf("%s, %s: allowed %t: %+v", what, name, resp.Allowed, resp.Result)
			}
		}
	}
	if len(h.live.asked) > 0 {
		t.Errorf("it read %v", h.live.asked)
	}
	zeta := with(acme, func(f *v1alpha1.Firm) { f.Namespace = "zeta" })
	if resp := mutating.Handle(t.Context(), asks(t, "somebody", client.Object(nil), zeta)); !resp.Allowed {
		t.Errorf("a firm that is held: %+v", resp.Result)
	}
}
