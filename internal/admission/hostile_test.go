package admission_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	admissionv1 "k8s.io/api/admission/v1"
	"k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/controller-runtime/pkg/client"
	webhook "sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// sound are reviews as an API server sends them.
func sound(t testing.TB) []webhook.Request {
	t.Helper()
	m, _ := write(t, newHouse(t, firm(time.Hour)), "ann", none, matter("m", "ann"))
	f, _ := write(t, newHouse(t), "ann", (*v1alpha1.Firm)(nil), firm(0))
	reviews := []webhook.Request{
		asks(t, "ann", nil, matter("m", "ann", "bob")),
		asks(t, "ann", m, matter("m", "bob")),
		asks(t, "restorer", nil, m),
		asks(t, "operator", matter("m", "ann"), matter("m", "ann")),
		asks(t, "ann", f, f),
	}
	for _, o := range oneOfEach() {
		reviews = append(reviews, asks(t, "ann", nil, o), asks(t, "operator", o, o), deletes(t, o), named(deletes(t, o), ""))
	}
	return reviews
}

func TestMalformedReviewsAreRefused(t *testing.T) {
	t.Parallel()
	object := func(text string) func(*webhook.Request) {
		return func(req *webhook.Request) { req.Object.Raw = []byte(text) }
	}
	for name, spoil := range map[string]func(*webhook.Request){
		"no operation":      func(req *webhook.Request) { req.Operation = "" },
		"a connection":      func(req *webhook.Request) { req.Operation = admissionv1.Connect },
		"a deletion":        func(req *webhook.Request) { req.Operation = admissionv1.Delete },
		"another kind":      func(req *webhook.Request) { req.Kind.Kind = "Office" },
		"a kind of nobody":  func(req *webhook.Request) { req.Kind.Kind = "Pod" },
		"another group":     func(req *webhook.Request) { req.Kind.Group = "" },
		"a subresource":     func(req *webhook.Request) { req.SubResource = "status" },
		"no namespace":      func(req *webhook.Request) { req.Namespace = "" },
		"no object":         func(req *webhook.Request) { req.Object.Raw = nil },
		"no stored object":  func(req *webhook.Request) { req.Operation = admissionv1.Update },
		"null":              object("null"),
		"no JSON":           object("{"),
		"a list":            object("[]"),
		"an empty object":   object("{}"),
		"another version":   object(`{"apiVersion":"matterplane.dev/v9","kind":"Matter"}`),
		"an object of type": object(`{"apiVersion":"matterplane.dev/v1alpha1","kind":"Matter","spec":{"type":{}}}`),
		"a deep object": object(`{"apiVersion":"matterplane.dev/v1alpha1","kind":"Matter","spec":` +
			strings.Repeat(`{"a":`, 20_000) + "1" + strings.Repeat("}", 20_000) + "}"),
	} {
		h := newHouse(t)
		for _, handler := range []webhook.Handler{h.mutating, h.validating} {
			req := asks(t, "ann", nil, matter("m"))
			spoil(&req)
			resp := handler.Handle(t.Context(), req)
			if resp.Allowed || resp.Result.Code != http.StatusBadRequest || len(resp.Patch)+len(resp.Patches) > 0 {
				t.Errorf("%s: %+v", name, resp)
			}
		}
	}
}

// Whatever is posted, the webhooks answer, do not panic, and allow nothing but a
// review of one of our objects; the patch leaves annotations that can be read.
func FuzzReview(f *testing.F) {
	for _, req := range sound(f) {
		f.Add(review(f, req))
	}
	for _, text := range []string{"", "null", "{}", "[]", `{"request":null}`, `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"operation":"CONNECT"}}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		h := newHouse(t, firm(time.Hour))
		for name, handler := range map[string]webhook.Handler{"mutating": h.mutating, "validating": h.validating} {
			hook := &webhook.Webhook{Handler: handler}
			answer := post(t, hook.WithRecoverPanic(false), body)
			if answer == nil || !answer.Allowed {
				continue
			}
			var review admissionv1.AdmissionReview
			if err := json.Unmarshal(body, &review); err != nil || review.Request == nil {
				t.Fatalf("%s: allowed what is no review: %v", name, err)
			}
			checkAllowed(t, name, review.Request, answer)
		}
	})
}

// A panic is answered too, and so is a body without end.
func TestWhatBreaksIsNotAllowed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.live.panics = true
	body := review(t, asks(t, "ann", nil, matter("m", "ann")))
	for name, c := range map[string]struct {
		asked webhook.Handler
		body  []byte
		code  int32
	}{
		"a panic":                      {h.mutating, body, http.StatusInternalServerError},
		"a panic while something else": {h.validating, body, http.StatusInternalServerError},
		"a body of 8 MiB":              {h.mutating, append(body, bytes.Repeat([]byte(" "), 8<<20)...), http.StatusRequestEntityTooLarge},
	} {
		answer := post(t, &webhook.Webhook{Handler: c.asked}, c.body)
		if answer.Allowed || answer.Result.Code != c.code {
			t.Errorf("%s: %+v", name, answer)
		}
	}
}

// review is what an API server posts.
func review(t testing.TB, req webhook.Request) []byte {
	t.Helper()
	review := admissionv1.AdmissionReview{Request: &req.AdmissionRequest}
	review.SetGroupVersionKind(admissionv1.SchemeGroupVersion.WithKind("AdmissionReview"))
	text, err := json.Marshal(review)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// post returns the answer to a review, nil if there is none.
func post(t *testing.T, hook *webhook.Webhook, body []byte) *admissionv1.AdmissionResponse {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", bytes.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	hook.ServeHTTP(recorder, req)
	var answer admissionv1.AdmissionReview
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
		t.Fatalf("the answer %s: %v", recorder.Body, err)
	}
	return answer.Response
}

func checkAllowed(t *testing.T, hook string, req *admissionv1.AdmissionRequest, answer *admissionv1.AdmissionResponse) {
	t.Helper()
	deletes := req.Operation == admissionv1.Delete
	if deletes && hook == "mutating" || !deletes && req.Operation != admissionv1.Create && req.Operation != admissionv1.Update {
		t.Fatalf("%s: allowed a %q", hook, req.Operation)
	}
	objects := map[string]client.Object{
		"Firm": &v1alpha1.Firm{}, "Office": &v1alpha1.Office{}, "FirmUser": &v1alpha1.FirmUser{},
		"Matter": &v1alpha1.Matter{}, "AssistantLink": &v1alpha1.AssistantLink{},
	}
	object := objects[req.Kind.Kind]
	if object == nil || req.Kind.Group != v1alpha1.GroupVersion.Group || req.SubResource != "" || req.Namespace == "" {
		t.Fatalf("allowed a %v in %q", req.Kind, req.Namespace)
	}
	raw := req.Object.Raw
	if deletes {
		raw = req.OldObject.Raw
	}
	var meta struct {
		Kind     string `json:"kind"`
		Metadata struct {
			Name        string            `json:"name"`
			Namespace   string            `json:"namespace"`
			Annotations map[string]string `json:"annotations"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(raw, &meta); err != nil {
		t.Fatalf("allowed %s: %v", raw, err)
	}
	if name, in := meta.Metadata.Name, meta.Metadata.Namespace; meta.Kind != req.Kind.Kind || in != "" && in != req.Namespace || name != "" && req.Name != "" && name != req.Name {
		t.Fatalf("allowed the %s %s of %q in a request about the %s %s of %q", meta.Kind, name, in, req.Kind.Kind, req.Name, req.Namespace)
	}
	if deletes {
		return
	}
	stored := patched(t, meta.Metadata.Annotations, answer.Patch)
	if _, err := ledger.ParseTime(stored[v1alpha1.SinceAnnotation]); err != nil {
		t.Fatalf("left %q: %v", stored, err)
	}
	if _, err := ledger.DecodeMatter(stored[v1alpha1.LedgerAnnotation]); req.Kind.Kind == "Matter" && err != nil && !strings.Contains(err.Error(), "newer") {
		t.Fatalf("left %q: %v", stored, err)
	}
}
