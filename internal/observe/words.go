package observe

import (
	"github.com/go-logr/logr"
	"go.opentelemetry.io/otel/attribute"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
)

// The keys of log lines. Spans have the same with a prefix.
const (
	// Firm is the namespace (W-1).
	Firm = "firm"
	// Kind is what the API calls the kind of the object.
	Kind = "kind"
	// Name is the name of the object: of a Matter, the matter.
	Name = "name"
	// Webhook is mutate or validate.
	Webhook = "webhook"
	// Operation is CREATE, UPDATE or DELETE.
	Operation = "operation"
	// Actor is the username of who asks (P-1).
	Actor = "actor"
	// DryRun is there where nothing was to be written.
	DryRun = "dryRun"
	// Rules are those by which a write was refused.
	Rules = "rules"
	// Code is the HTTP status of an answer that is not yes.
	Code = "code"
	// Cause is why there was no answer.
	Cause = "cause"
	// Written says whether a reconcile changed the status.
	Written = "written"
	// keyCompleted says whether it completed ledger and stamps (L-7).
	keyCompleted = "completed"
	// Reasons are those of the conditions that it changed.
	Reasons = "reasons"
)

// prefix is that of the attributes of spans.
const prefix = "matterplane."

func text(key, value string) attribute.KeyValue       { return attribute.String(prefix+key, value) }
func truth(key string, value bool) attribute.KeyValue { return attribute.Bool(prefix+key, value) }
func texts(key string, values []string) attribute.KeyValue {
	return attribute.StringSlice(prefix+key, values)
}

// Logger returns what a controller makes the loggers of its reconciles of.
func Logger(base logr.Logger, kind string) func(*reconcile.Request) logr.Logger {
	base = base.WithValues(Kind, kind)
	return func(req *reconcile.Request) logr.Logger {
		if req == nil {
			return base
		}
		return base.WithValues(Firm, req.Namespace, Name, req.Name)
	}
}

// loggerOf returns what a webhook makes the loggers of its answers of.
func loggerOf(webhook string) func(logr.Logger, *admission.Request) logr.Logger {
	return func(base logr.Logger, req *admission.Request) logr.Logger {
		base = base.WithValues(Webhook, webhook)
		if req == nil {
			return base
		}
		base = base.WithValues(Firm, req.Namespace, Kind, req.Kind.Kind, Name, nameOf(req),
			Operation, string(req.Operation), Actor, req.UserInfo.Username)
		if req.DryRun != nil && *req.DryRun {
			base = base.WithValues(DryRun, true)
		}
		return base
	}
}
