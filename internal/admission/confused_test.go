package admission_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	admissionv1 "k8s.io/api/admission/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	webhook "sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// oneOfEach are objects of the five kinds, in namespace acme.
func oneOfEach() []client.Object {
	objects := []client.Object{
		firm(0), &v1alpha1.Office{}, &v1alpha1.FirmUser{}, &v1alpha1.AssistantLink{}, matter("m", "ann"),
	}
	for i, o := range objects {
		o.SetNamespace("acme")
		if o.GetName() == "" {
			o.SetName("one")
		}
		objects[i] = o
	}
	return objects
}

// deletes makes the request by which ann deletes an object.
func deletes(t testing.TB, o client.Object) webhook.Request {
	t.Helper()
	req := asks(t, "ann", nil, o)
	req.Operation = admissionv1.Delete
	req.Object, req.OldObject = runtime.RawExtension{}, req.Object
	return req
}

// hooks are the two webhooks of a house.
func (h *house) hooks() map[string]webhook.Handler {
	return map[string]webhook.Handler{"mutating": h.mutating, "validating": h.validating}
}

// Whatever in a review does not fit the rest of it is refused as malformed: no API
// server sends it, and somebody who does is not to be told more.
func TestWhatDoesNotFitTogetherIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t, firm(time.Hour))
	for _, o := range oneOfEach() {
		for _, other := range oneOfEach() {
			for name, req := range confused(t, o, other) {
				for hook, handler := range h.hooks() {
					resp := handler.Handle(t.Context(), req)
					if resp.Allowed || resp.Result.Code != http.StatusBadRequest || len(resp.Patch) > 0 {
						t.Errorf("%s, a %T with a %T, %s: %v %+v", name, o, other, hook, resp.Allowed, resp.Result)
					}
				}
			}
		}
	}
}

// confused are reviews about an object into which another has got, of the same kind
// or not.
func confused(t *testing.T, o, other client.Object) map[string]webhook.Request {
	t.Helper()
	elsewhere := o.DeepCopyObject().(client.Object)
	elsewhere.SetNamespace("globex")
	renamed := o.DeepCopyObject().(client.Object)
	renamed.SetName("another")
	reviews := map[string]webhook.Request{
		"created elsewhere":       inNamespace(asks(t, "ann", nil, elsewhere), "acme"),
		"changed elsewhere":       inNamespace(asks(t, "ann", o, elsewhere), "acme"),
		"stored elsewhere":        asks(t, "ann", elsewhere, o),
		"deleted elsewhere":       inNamespace(deletes(t, elsewhere), "acme"),
		"created by another name": named(asks(t, "ann", nil, renamed), o.GetName()),
		"changed by another name": named(asks(t, "ann", o, renamed), o.GetName()),
		"stored by another name":  asks(t, "ann", renamed, o),
		"deleted by another name": named(deletes(t, renamed), o.GetName()),
	}
	if reflect.TypeOf(o) != reflect.TypeOf(other) {
		kind := asks(t, "ann", nil, other).Kind
		of := func(req webhook.Request) webhook.Request {
			req.Kind = kind
			return req
		}
		reviews["created as another kind"] = of(asks(t, "ann", nil, o))
		reviews["changed as another kind"] = of(asks(t, "ann", o, o))
		reviews["deleted as another kind"] = of(deletes(t, o))
		reviews["changed from another kind"] = asks(t, "ann", other, o)
		reviews["deleted of another kind"] = of(deletes(t, o))
	}
	both := deletes(t, o)
	both.OldObject = runtime.RawExtension{}
	reviews["deleted with nothing stored"] = both
	return reviews
}

func inNamespace(req webhook.Request, namespace string) webhook.Request {
	req.Namespace = namespace
	return req
}

func named(req webhook.Request, name string) webhook.Request {
	req.Name = name
	return req
}

// The mutating webhook is not asked about deletions; who asks it all the same is
// refused, and hears nothing of a panic.
func TestNoDeletionIsMutated(t *testing.T) {
	t.Parallel()
	h := newHouse(t, firm(time.Hour))
	for _, o := range oneOfEach() {
		resp := h.mutating.Handle(t.Context(), deletes(t, o))
		if resp.Allowed || resp.Result.Code != http.StatusBadRequest || len(resp.Patch) > 0 {
			t.Errorf("a %T: %+v", o, resp)
		}
		if resp := h.validating.Handle(t.Context(), deletes(t, o)); !resp.Allowed {
			t.Errorf("a %T: %+v", o, resp.Result)
		}
		if resp := h.validating.Handle(t.Context(), named(deletes(t, o), "")); !resp.Allowed {
			t.Errorf("a %T of a collection: %+v", o, resp.Result)
		}
	}
}

// What has no field of its own is no field: keys are told by their letters, as the
// API server tells them, and values are what the schema says they are.
func TestKeysAndValuesAreReadAsTheyAreStored(t *testing.T) {
	t.Parallel()
	h := newHouse(t, firm(time.Hour))
	of := func(spec string) webhook.Request {
		req := asks(t, "ann", nil, matter("m"))
		req.Object.Raw = []byte(`{"apiVersion":"matterplane.dev/v1alpha1","kind":"Matter","metadata":{"name":"m","namespace":"acme"},` + spec + `}`)
		return req
	}
	joined := func(req webhook.Request) string {
		return patched(t, nil, h.mutating.Handle(t.Context(), req).Patch)[v1alpha1.LedgerAnnotation]
	}
	for spec, want := range map[string]bool{
		`"spec":{"type":"Matter","lead":"ann"}`:                                  true,
		`"spec":{"type":"Matter","lead":"bob","lead":"ann"}`:                     true, // the last one, as in what is stored
		`"spec":{"type":"Matter","lead":"ann","lead":"bob"}`:                     false,
		`"spec":{"type":"Matter","Lead":"ann"}`:                                  false,
		`"spec":{"type":"Matter","LEAD":"ann"}`:                                  false,
		`"Spec":{"type":"Matter","lead":"ann"},"spec":{"type":"Matter"}`:         false,
		`"spec":{"type":"Matter"},"SPEC":{"type":"Matter","lead":"ann"}`:         false,
		`"spec":{"type":"Matter","staffing":[{"user":"ann"}]}`:                   true,
		`"spec":{"type":"Matter","\u0073taffing":[{"user":"ann"}]}`:              true,
		`"spec":{"type":"Matter","ſtaffing":[{"user":"ann"}]}`:                   false, // a long s
		`"spec":{"type":"Matter","staffing":[{"uſer":"ann"},{"uSer":"ann"}]}`:    false,
		`"spec":{"type":"Matter","staffing":[{"user":"ann\u0000"}]}`:             false,
		`"spec":{"type":"Matter","staffing":[{"user":"` + "\xff\xfe" + `ann"}]}`: false,
	} {
		if got := strings.Contains(joined(of(spec)), `"ann":`); got != want {
			t.Errorf("%s: ann joins %t, want %t: %s", spec, got, want, joined(of(spec)))
		}
	}
	for _, spec := range []string{
		`"spec":{"type":1}`, `"spec":{"type":["Matter"]}`, `"spec":"Matter"`, `"spec":[]`, `"spec":{"confidential":"true"}`,
		`"spec":{"staffing":{"user":"ann"}}`, `"spec":{"staffing":[["ann"]]}`, `"spec":{"lead":true}`, `"spec":{"type":"Matter"`,
		`"metadata":{"finalizers":"x"}`, `"metadata":{"annotations":{"a":1}}`, `"metadata":{"creationTimestamp":"yesterday"}`,
	} {
		for hook, handler := range h.hooks() {
			if resp := handler.Handle(t.Context(), of(spec)); resp.Allowed || resp.Result.Code != http.StatusBadRequest {
				t.Errorf("%s, %s: %v %+v", spec, hook, resp.Allowed, resp.Result)
			}
		}
	}
}
