package admission

import (
	"context"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// validate returns the webhook that refuses what an object of a kind may not be.
func validate[T client.Object](k kind[T], d *desk, r rules[T]) admission.HandlerFunc {
	return func(ctx context.Context, req admission.Request) admission.Response {
		w, err := k.read(ctx, d, &req)
		if err != nil {
			return malformed(err)
		}
		errs, err := judge(ctx, w, r)
		if err != nil {
			return refused(err)
		}
		if len(errs) > 0 {
			return refused(apierrors.NewInvalid(v1alpha1.GroupVersion.WithKind(k.name).GroupKind(), w.new.GetName(), errs))
		}
		return admission.Allowed("")
	}
}

func judge[T client.Object](ctx context.Context, w *write[T], r rules[T]) (field.ErrorList, error) {
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
