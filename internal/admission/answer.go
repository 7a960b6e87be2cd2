package admission

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/matterplane/matterplane/internal/metrics"
)

// byKind asks the webhook of the kind that a review is about.
type byKind map[string]admission.Handler

// Handle implements admission.Handler.
func (b byKind) Handle(ctx context.Context, req admission.Request) admission.Response {
	handler, there := b[req.Kind.Kind]
	if !there {
		return malformed(fmt.Errorf("a %q of %q is not a kind of ours", req.Kind.Kind, req.Kind.Group))
	}
	return handler.Handle(ctx, req)
}

// open makes the two webhooks of a kind.
func open[T client.Object](mutating, validating byKind, k kind[T], d *desk, r rules[T]) {
	mutating[k.name] = measured("mutate", k.name, d.held(mutate(k, d, r)))
	validating[k.name] = measured("validate", k.name, d.held(validate(k, d, r)))
}

// held refuses what is asked about a firm that this manager does not hold: its caches
// would say that there is nobody and nothing, and so nothing against it.
func (d *desk) held(handler admission.HandlerFunc) admission.HandlerFunc {
	if d.Elsewhere == nil {
		return handler
	}
	return func(ctx context.Context, req admission.Request) admission.Response {
		if err := d.Elsewhere(req.Namespace); err != nil {
			return refused(apierrors.NewServiceUnavailable(err.Error()))
		}
		return handler(ctx, req)
	}
}

// measured counts what a webhook answers.
func measured(webhook, kind string, handler admission.Handler) admission.HandlerFunc {
	return func(ctx context.Context, req admission.Request) admission.Response {
		start := time.Now()
		resp := handler.Handle(ctx, req)
		metrics.Admitted(webhook, kind, time.Since(start))
		if !resp.Allowed && resp.Result != nil {
			metrics.Refused(kind, resp.Result)
		}
		return resp
	}
}

// malformed refuses a review that no API server sends.
func malformed(err error) admission.Response {
	return refused(apierrors.NewBadRequest("malformed admission review: " + err.Error()))
}

// refused refuses a request with the status of an error.
func refused(err error) admission.Response {
	status := apierrors.APIStatus(nil)
	if !errors.As(err, &status) {
		return admission.Errored(http.StatusInternalServerError, err)
	}
	resp := admission.Denied("")
	resp.Result = new(status.Status())
	return resp
}

// unread says that something could not be read on which the answer depends.
func unread(what string, err error) error {
	return apierrors.NewServiceUnavailable(fmt.Sprintf("could not read %s, try again: %v", what, err))
}
