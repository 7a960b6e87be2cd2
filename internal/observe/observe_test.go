package observe

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-logr/logr"
	"github.com/go-logr/logr/funcr"
	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	admissionv1 "k8s.io/api/admission/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
)

// lines is what a logger has said.
type lines struct {
	mu   sync.Mutex
	said []string
}

func (l *lines) logger(verbosity int) logr.Logger {
	return funcr.New(func(_, args string) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.said = append(l.said, args)
	}, funcr.Options{Verbosity: verbosity})
}

// spansOf makes spans for a test, which is alone in making them.
func spansOf(t *testing.T) func() tracetest.SpanStubs {
	t.Helper()
	kept := tracetest.NewInMemoryExporter()
	Trace(sdktrace.NewTracerProvider(sdktrace.WithSyncer(kept)))
	t.Cleanup(func() { Trace(nil) })
	return kept.GetSpans
}

// attributes returns those of a span as text.
func attributes(of tracetest.SpanStub) map[string]string {
	all := map[string]string{}
	for _, a := range of.Attributes {
		all[strings.TrimPrefix(string(a.Key), prefix)] = a.Value.String()
	}
	return all
}

// secret is what objects say, and neither a log line nor a span.
const secret = "Project Nightjar"

func invalid() error {
	return apierrors.NewInvalid(schema.GroupKind{Group: "matterplane.dev", Kind: "Matter"}, "m1",
		field.ErrorList{field.Invalid(field.NewPath("spec", "displayName"), secret, "M-2: not "+secret)})
}

func TestAReconcileIsTold(t *testing.T) {
	spans := spansOf(t)
	for _, c := range []struct {
		name  string
		does  func(ctx context.Context) error
		line  string
		attrs map[string]string
		err   string
	}{
		{
			"nothing to do", func(context.Context) error { return nil }, "",
			map[string]string{"firm": "acme", "kind": "Matter", "name": "m1", "written": "false", "completed": "false", "reasons": "[]"},
			"",
		},
		{
			"a status", func(ctx context.Context) error { Wrote(ctx, "MembersExcluded"); return nil },
			`"level"=1 "msg"="reconciled" "kind"="Matter" "firm"="acme" "name"="m1" "written"=true "reasons"=["MembersExcluded"]`,
			map[string]string{"firm": "acme", "kind": "Matter", "name": "m1", "written": "true", "completed": "false", "reasons": `["MembersExcluded"]`},
			"",
		},
		{
			"a ledger", func(ctx context.Context) error { Completed(ctx); return nil },
			`"level"=1 "msg"="reconciled" "kind"="Matter" "firm"="acme" "name"="m1" "completed"=true "rules"=["L-7"] "written"=false "reasons"=[]`,
			map[string]string{"firm": "acme", "kind": "Matter", "name": "m1", "written": "false", "completed": "true", "reasons": "[]"},
			"",
		},
		{
			"an error", func(context.Context) error { return errors.Join(errors.New("writing the status"), invalid()) }, "",
			map[string]string{"firm": "acme", "kind": "Matter", "name": "m1", "written": "false", "completed": "false", "reasons": "[]"},
			"writing the status\nMatter \"m1\" is invalid: spec.displayName (FieldValueInvalid)",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			said := &lines{}
			req := reconcile.Request{NamespacedName: types.NamespacedName{Namespace: "acme", Name: "m1"}}
			ctx := log.IntoContext(t.Context(), Logger(said.logger(1), "Matter")(&req))
			_, err := Reconciler("Matter", reconcile.Func(func(ctx context.Context, _ reconcile.Request) (reconcile.Result, error) {
				return reconcile.Result{}, c.does(ctx)
			})).Reconcile(ctx, req)
			if got := strings.Join(said.said, "\n"); got != c.line {
				t.Errorf("said %s\nwant %s", got, c.line)
			}
			if (err == nil) != (c.err == "") || err != nil && err.Error() != c.err {
				t.Errorf("error %v, want %q", err, c.err)
			}
			if err != nil && !apierrors.IsInvalid(err) {
				t.Error("what the error is has gone with what it said")
			}
			all := spans()
			span := all[len(all)-1]
			if span.Name != "reconcile Matter" || span.Status.Description != c.err {
				t.Errorf("the span %q ends with %q", span.Name, span.Status.Description)
			}
			if diff := cmp.Diff(c.attrs, attributes(span)); diff != "" {
				t.Errorf("span (-want +got):\n%s", diff)
			}
		})
	}
}

// request asks to change a matter whose contents are secret.
func request() admission.Request {
	object := runtime.RawExtension{Raw: []byte(`{"metadata": {"name": "m1"}, "spec": {"displayName": "` + secret + `"}}`)}
	return admission.Request{AdmissionRequest: admissionv1.AdmissionRequest{
		Namespace: "acme", Name: "m1", Kind: metav1.GroupVersionKind{Kind: "Matter"}, Operation: admissionv1.Update,
		UserInfo: authenticationv1.UserInfo{Username: "ann@acme.example"}, Object: object, OldObject: object,
	}}
}

func refusal(err error) admission.Response {
	status := apierrors.APIStatus(nil)
	errors.As(err, &status)
	return admission.Response{AdmissionResponse: admissionv1.AdmissionResponse{Result: new(status.Status())}}
}

func TestAnAnswerIsTold(t *testing.T) {
	spans := spansOf(t)
	const who = `"webhook"="validate" "firm"="acme" "kind"="Matter" "name"="m1" "operation"="UPDATE" "actor"="ann@acme.example"`
	unnamed, dry := request(), request()
	unnamed.Name = ""
	dry.DryRun = new(true)
	for _, c := range []struct {
		name   string
		req    admission.Request
		resp   admission.Response
		line   string
		differ map[string]string // from a write that may be
	}{
		{"allowed", request(), admission.Allowed(""), `"level"=1 "msg"="allowed" ` + who, nil},
		{"a dry run", dry, admission.Allowed(""), `"level"=1 "msg"="allowed" ` + who + ` "dryRun"=true`, nil},
		{"a whole collection", unnamed, admission.Allowed(""), `"level"=1 "msg"="allowed" ` + who, nil},
		{
			"refused", request(), refusal(invalid()), `"level"=0 "msg"="refused" ` + who + ` "rules"=["M-2"] "code"=422`,
			map[string]string{"allowed": "false", "code": "422", "rules": `["M-2"]`},
		},
		{
			"malformed", request(), refusal(apierrors.NewBadRequest("what is " + secret)), `"level"=0 "msg"="refused" ` + who + ` "rules"=[] "code"=400`,
			map[string]string{"allowed": "false", "code": "400"},
		},
		{
			"unread", request(), refusal(apierrors.NewServiceUnavailable("could not read the Firm, try again: EOF")),
			`"level"=0 "msg"="failed" ` + who + ` "cause"="could not read the Firm, try again: EOF" "code"=503`,
			map[string]string{"allowed": "false", "code": "503"},
		},
		{
			"broken", request(), admission.Errored(http.StatusInternalServerError, errors.New(secret)), `"level"=0 "msg"="failed" ` + who + ` "code"=500`,
			map[string]string{"allowed": "false", "code": "500"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			said := &lines{}
			handler := admission.HandlerFunc(func(context.Context, admission.Request) admission.Response { return c.resp })
			webhook := Admission("validate", handler)
			ctx := log.IntoContext(t.Context(), webhook.LogConstructor(said.logger(1), &c.req))
			if got := webhook.Handler.Handle(ctx, c.req); got.Allowed != c.resp.Allowed {
				t.Errorf("the answer became %v", got.Allowed)
			}
			if got := strings.Join(said.said, "\n"); got != c.line {
				t.Errorf("said %s\nwant %s", got, c.line)
			}
			want := map[string]string{
				"firm": "acme", "kind": "Matter", "name": "m1", "operation": "UPDATE", "allowed": "true", "code": "0", "rules": "[]",
			}
			maps.Copy(want, c.differ)
			all := spans()
			if diff := cmp.Diff(want, attributes(all[len(all)-1])); diff != "" || all[len(all)-1].Name != "validate Matter" {
				t.Errorf("span %s (-want +got):\n%s", all[len(all)-1].Name, diff)
			}
		})
	}
}

// A panic is told of as an answer that did not come, and goes on to whoever recovers.
func TestAPanicIsTold(t *testing.T) {
	said := &lines{}
	webhook := Admission("mutate", admission.HandlerFunc(func(context.Context, admission.Request) admission.Response { panic(secret) }))
	req := request()
	func() {
		defer func() {
			if recover() == nil {
				t.Error("it does not go on")
			}
		}()
		webhook.Handler.Handle(log.IntoContext(t.Context(), said.logger(0)), req)
	}()
	if got := strings.Join(said.said, "\n"); got != `"level"=0 "msg"="failed" "code"=500` {
		t.Errorf("said %s", got)
	}
}

func TestErrorsAreDiscreet(t *testing.T) {
	t.Parallel()
	matters := schema.GroupResource{Group: "matterplane.dev", Resource: "matters"}
	by := func(webhook string) error {
		err := apierrors.NewForbidden(matters, "m1", errors.New("no"))
		err.ErrStatus.Message = `admission webhook "` + webhook + `" denied the request: no ` + secret
		return err
	}
	for _, c := range []struct {
		err  error
		want string
	}{
		{errors.New("EOF"), "EOF"},
		{apierrors.NewConflict(matters, "m1", errors.New("it changed")), `Operation cannot be fulfilled on matters.matterplane.dev "m1": it changed`},
		{invalid(), `Matter "m1" is invalid: spec.displayName (FieldValueInvalid)`},
		{by("theirs.example"), `admission webhook "theirs.example" denied the request`},
	} {
		got := Discreet(c.err)
		if got.Error() != c.want || !errors.Is(got, c.err) {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// roundTrip answers without a network.
type roundTrip func(*http.Request) (*http.Response, error)

func (r roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return r(req) }

// A request is a child of what it is sent for, and goes on there; one that is sent for
// nothing, such as a watch, is none. A query, which may hold an email, is in neither.
func TestRequestsAreTold(t *testing.T) {
	spans := spansOf(t)
	var parents []string
	transport := Requests(roundTrip(func(req *http.Request) (*http.Response, error) {
		parents = append(parents, req.Header.Get("Traceparent"))
		return &http.Response{StatusCode: http.StatusNotFound}, nil
	}))
	send := func(ctx context.Context) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet,
			"https://cluster/apis/matterplane.dev/v1alpha1/namespaces/acme/firmusers?fieldSelector=spec.email%3Dann@acme.example", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := transport.RoundTrip(req); err != nil { //nolint:bodyclose // there is none
			t.Error(err)
		}
	}
	send(t.Context())
	ctx, span := begin(t.Context(), "parent", 0)
	send(ctx)
	span.End()
	all := spans()
	if len(all) != 2 || all[0].Name != "GET firmusers" || all[0].Parent.SpanID() != span.SpanContext().SpanID() {
		t.Fatalf("spans %v", all)
	}
	want := []attribute.KeyValue{
		attribute.String("http.request.method", "GET"), text("resource", "firmusers"), attribute.Int("http.response.status_code", http.StatusNotFound),
	}
	if diff := cmp.Diff(want, all[0].Attributes, cmp.Comparer(func(a, b attribute.KeyValue) bool { return a == b })); diff != "" {
		t.Errorf("attributes (-want +got):\n%s", diff)
	}
	sent := "00-" + span.SpanContext().TraceID().String() + "-" + all[0].SpanContext.SpanID().String() + "-01"
	if !slices.Equal(parents, []string{"", sent}) {
		t.Errorf("sent %q, want none and %q", parents, sent)
	}
}

func TestResources(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/apis/matterplane.dev/v1alpha1/namespaces/acme/matters/m1/status": "matters/status",
		"/apis/matterplane.dev/v1alpha1/namespaces/acme/matters/m1":        "matters",
		"/apis/matterplane.dev/v1alpha1/matters":                           "matters",
		"/apis/authorization.k8s.io/v1/subjectaccessreviews":               "subjectaccessreviews",
		"/api/v1/namespaces/acme/secrets/s":                                "secrets",
		"/api/v1/namespaces/acme":                                          "namespaces",
		"/version":                                                         "other",
		"/":                                                                "other",
	} {
		if got := resourceOf(path); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
}

// The trace of an API server that calls goes on in the answer.
func TestTheTraceOfTheCallerGoesOn(t *testing.T) {
	spans := spansOf(t)
	webhook := Admission("mutate", admission.HandlerFunc(func(context.Context, admission.Request) admission.Response { return admission.Allowed("") }))
	header := http.Header{"Traceparent": {"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}}
	webhook.Handler.Handle(webhook.WithContextFunc(t.Context(), &http.Request{Header: header}), request())
	if got := spans()[0].Parent.SpanID().String(); got != "b7ad6b7169203331" {
		t.Errorf("its parent is %s", got)
	}
}

// Without anybody who asked there is nothing to pay for.
func TestNoTracesCostNothing(t *testing.T) {
	if allocs := testing.AllocsPerRun(100, func() {
		_, span := begin(t.Context(), "x", 0)
		span.End()
	}); allocs > 0 {
		t.Errorf("%v allocations", allocs)
	}
}
