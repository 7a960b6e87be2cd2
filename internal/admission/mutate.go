package admission

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	admissionv1 "k8s.io/api/admission/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
)

// mutate returns the webhook that makes the annotations of a kind what keep wants
// and changes nothing else.
func mutate[T client.Object](k kind[T], d *desk, r rules[T]) admission.HandlerFunc {
	return func(ctx context.Context, req admission.Request) admission.Response {
		w, err := k.read(ctx, d, &req)
		if err != nil {
			return malformed(err)
		}
		if w.deletes {
			return malformed(errors.New("a deletion leaves nothing to mutate"))
		}
		want, err := keep(ctx, w, r)
		if err != nil {
			return refused(err)
		}
		resp, err := patched(w.new.GetAnnotations(), want)
		if err != nil {
			return refused(err)
		}
		return resp.WithWarnings(warnings(ctx, w, r, want)...)
	}
}

// operation is one of a JSON patch.
type operation struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value,omitempty"`
}

// patched allows a write and patches of its object's annotations only what differs
// from what we keep.
func patched(have map[string]string, want annotations) (admission.Response, error) {
	resp := admission.Allowed("")
	operations := patch(have, want)
	if len(operations) == 0 {
		return resp, nil
	}
	text, err := json.Marshal(operations)
	if err != nil {
		return admission.Response{}, err
	}
	resp.Patch = text
	resp.PatchType = new(admissionv1.PatchTypeJSONPatch)
	return resp, nil
}

func patch(have map[string]string, want annotations) []operation {
	const path = "/metadata/annotations"
	if len(have) == 0 {
		return []operation{{Op: "add", Path: path, Value: want}} // a stamp is always wanted
	}
	var operations []operation
	for _, k := range kept {
		value, there := have[k.key]
		wanted, wish := want[k.key]
		at := path + "/" + strings.ReplaceAll(k.key, "/", "~1")
		switch {
		case wish && (!there || value != wanted):
			operations = append(operations, operation{Op: "add", Path: at, Value: wanted})
		case there && !wish:
			operations = append(operations, operation{Op: "remove", Path: at})
		}
	}
	return operations
}

// warnings tell a client that sent annotations of ours that they had no effect. A
// client that sends back what it has read is not told, nor are we when we see what
// we have just written ourselves.
func warnings[T client.Object](ctx context.Context, w *write[T], r rules[T], want annotations) []string {
	if w.operator {
		return nil
	}
	var warnings []string
	carried, stored := ours(w.new), w.stored()
	for _, k := range kept {
		value, there := carried[k.key]
		if !there || value == stored[k.key] {
			continue
		}
		if right, err := matches(ctx, w, r, k.key, carried, want); right && err == nil {
			continue
		}
		warning := k.rule + ": undid the change of " + k.key + ": matterplane keeps it; leave it out of what you apply"
		if w.create {
			warning = "L-8: dropped " + k.key + ": only a Restorer (--restorer) creates an object with a past"
		}
		warnings = append(warnings, warning)
	}
	return warnings
}
