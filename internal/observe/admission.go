package observe

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/matterplane/matterplane/internal/metrics"
)

// kinds are those whose answers are counted: a request can name any other.
var kinds = []string{"Firm", "Office", "FirmUser", "AssistantLink", "Matter"}

// Admission returns a webhook that tells of each answer of a handler: a write that is
// refused, or that no answer came to, at once; one that may be at level 1.
func Admission(name string, of admission.Handler) *admission.Webhook {
	return &admission.Webhook{
		Handler:         &handler{webhook: name, of: of},
		LogConstructor:  loggerOf(name),
		WithContextFunc: continued,
	}
}

type handler struct {
	webhook string
	of      admission.Handler
}

// Handle implements admission.Handler.
func (h *handler) Handle(ctx context.Context, req admission.Request) admission.Response {
	ctx, span := begin(ctx, h.webhook+" "+req.Kind.Kind, trace.SpanKindServer)
	defer span.End()
	var resp admission.Response
	resp.Result = &metav1.Status{Code: http.StatusInternalServerError} // what a panic leaves, which others log
	defer func() { h.tell(ctx, span, &req, &resp) }()
	resp = h.of.Handle(ctx, req)
	return resp
}

func (h *handler) tell(ctx context.Context, span trace.Span, req *admission.Request, resp *admission.Response) {
	var code int32
	var rules []string
	if !resp.Allowed && resp.Result != nil {
		code, rules = resp.Result.Code, metrics.Rules(resp.Result)
		slices.Sort(rules)
		rules = slices.DeleteFunc(slices.Compact(rules), func(rule string) bool { return rule == metrics.NoRule })
	}
	answer := metrics.Answer(resp.Allowed, code)
	if slices.Contains(kinds, req.Kind.Kind) {
		metrics.Answered(h.webhook, req.Kind.Kind, answer)
	}
	if span.IsRecording() {
		span.SetAttributes(text(Firm, req.Namespace), text(Kind, req.Kind.Kind), text(Name, nameOf(req)),
			text(Operation, string(req.Operation)), truth("allowed", resp.Allowed), texts(Rules, rules),
			attribute.Int(prefix+Code, int(code)))
		if answer == metrics.Failed {
			span.SetStatus(codes.Error, http.StatusText(int(code)))
		}
	}
	logger := log.FromContext(ctx)
	switch answer {
	case metrics.Allowed:
		logger.V(1).Info(answer)
	case metrics.Denied:
		logger.Info(answer, Rules, rules, Code, code)
	default:
		if code == http.StatusServiceUnavailable { // it says what could not be read, never what was
			logger = logger.WithValues(Cause, resp.Result.Message)
		}
		logger.Info(answer, Code, code)
	}
}

// nameOf returns the name of the object that a request is about. A deletion of a whole
// collection names it in the object alone.
func nameOf(req *admission.Request) string {
	if req.Name != "" || len(req.OldObject.Raw) == 0 {
		return req.Name
	}
	var old struct {
		Metadata struct {
			Name string `json:"name"`
		} `json:"metadata"`
	}
	_ = json.Unmarshal(req.OldObject.Raw, &old) // what cannot be read is refused, and has no name
	return old.Metadata.Name
}
