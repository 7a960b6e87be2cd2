package admission

import (
	"context"
	"fmt"
	"net/http"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// validate returns the webhook that refuses what who asks may not write (403), and
// what an object of a kind may not be (422).
func validate[T client.Object](k kind[T], d *desk, r rules[T]) admission.HandlerFunc {
	return func(ctx context.Context, req admission.Request) admission.Response {
		w, err := k.read(ctx, d, &req)
		if err != nil {
			return malformed(err)
		}
		if !d.cluster.Synced() {
			return refused(apierrors.NewServiceUnavailable("the caches are not filled yet, try again"))
		}
		decision, err := decide(ctx, d, k, w)
		if err != nil {
			return refused(err)
		}
		if decision.Forbidden() {
			return refused(forbidden(k.name, w.object().GetName(), decision.Errors()))
		}
		errs, err := judge(ctx, w, r)
		if err != nil {
			return refused(err)
		}
		if errs = append(errs, decision.Errors()...); len(errs) > 0 {
			return refused(apierrors.NewInvalid(v1alpha1.GroupVersion.WithKind(k.name).GroupKind(), w.object().GetName(), errs))
		}
		return admission.Allowed("").WithWarnings(decision.Warnings...)
	}
}

// forbidden refuses what who asks has no right to, each cause at its field's path,
// as Invalid does.
func forbidden(kind, name string, errs field.ErrorList) *apierrors.StatusError {
	err := apierrors.NewInvalid(v1alpha1.GroupVersion.WithKind(kind).GroupKind(), name, errs)
	err.ErrStatus.Code = http.StatusForbidden
	err.ErrStatus.Reason = metav1.StatusReasonForbidden
	err.ErrStatus.Message = fmt.Sprintf("%s %q is forbidden: %v", v1alpha1.GroupVersion.WithKind(kind).GroupKind(), name, errs.ToAggregate())
	return err
}

// judge says what is wrong with what a write leaves; a deletion leaves nothing.
func judge[T client.Object](ctx context.Context, w *write[T], r rules[T]) (field.ErrorList, error) {
	if w.deletes {
		return nil, nil
	}
	want, err := keep(ctx, w, r)
	if err != nil {
		return nil, err
	}
	var errs field.ErrorList
	have := ours(w.new)
	for _, k := range kept {
		right, err := matches(ctx, w, r, k.key, have, want)
		if err != nil {
			return nil, err
		}
		if !right {
			errs = append(errs, field.Forbidden(field.NewPath("metadata", "annotations").Key(k.key), k.rule+tampered))
		}
	}
	more, err := r.judge(ctx, w)
	return append(errs, more...), err
}

// tampered is what is wrong with an annotation that is not what the mutating
// webhook makes of it. It always is unless something changed it afterwards.
const tampered = ": this is not what this write leaves; another admission webhook changes what matterplane keeps, " +
	"or the webhook mutate.matterplane.dev is missing: whoever runs the cluster can mend that"
