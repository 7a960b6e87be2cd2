package admission

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// assistantLinks are the rules of the kind AssistantLink.
type assistantLinks struct {
	plain[*v1alpha1.AssistantLink]

	links Links
}

// judge implements rules: a new link that would not be accepted is refused.
// It is an early answer; two links that race past it are settled by the
// controllers. What a Restorer brings back is as it was (L-8).
func (a *assistantLinks) judge(ctx context.Context, w *write[*v1alpha1.AssistantLink]) (field.ErrorList, error) {
	if !w.create || w.restorer {
		return nil, nil
	}
	link := w.new
	if link.Spec.Assistant == link.Spec.Timekeeper {
		return field.ErrorList{field.Invalid(field.NewPath("spec", "timekeeper"), link.Spec.Timekeeper,
			"A-3: nobody is their own assistant; name two users")}, nil
	}
	view := viewOf(ctx, a.links, w.namespace)
	verdict := roster.NewLinks(view).Judge(last(link))
	if view.err != nil {
		return nil, view.err
	}
	return notAccepted(link, verdict), nil
}

// last returns the link as one that comes after all others, whatever the clocks
// of those who stamped them said.
func last(link *v1alpha1.AssistantLink) *v1alpha1.AssistantLink {
	late := &v1alpha1.AssistantLink{Spec: link.Spec}
	late.Name = link.Name
	late.Annotations = map[string]string{v1alpha1.SinceAnnotation: ledger.EndOfTime().String()}
	return late
}

// notAccepted says why a link would have no effect, and what would mend it.
func notAccepted(link *v1alpha1.AssistantLink, verdict roster.Verdict) field.ErrorList {
	spec := field.NewPath("spec")
	assistant, timekeeper, against := link.Spec.Assistant, link.Spec.Timekeeper, verdict.Against
	switch verdict.Reason {
	case v1alpha1.ReasonDuplicate:
		return field.ErrorList{field.Invalid(spec, assistant+" assists "+timekeeper, fmt.Sprintf(
			"A-4: the link %s already says so; keep that one, or delete it first", against))}
	case v1alpha1.ReasonAssistantHasAssistants:
		return field.ErrorList{field.Invalid(spec.Child("assistant"), assistant, fmt.Sprintf(
			"A-2: %s already has an assistant (link %s), and who has one cannot be one; name another assistant, or first delete every link whose timekeeper is %s",
			assistant, against, assistant))}
	case v1alpha1.ReasonTimekeeperIsAssistant:
		return field.ErrorList{field.Invalid(spec.Child("timekeeper"), timekeeper, fmt.Sprintf(
			"A-2: %s is already an assistant (link %s), and who is one cannot have one; name another timekeeper, or first delete every link whose assistant is %s",
			timekeeper, against, timekeeper))}
	}
	return nil
}
