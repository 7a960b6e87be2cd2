package profile

import (
	"fmt"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/conditions"
	"github.com/matterplane/matterplane/internal/roster"
)

// Link derives the status of a link. It may be accepted although its users
// are missing.
func Link(v roster.View, link *v1alpha1.AssistantLink) v1alpha1.AssistantLinkStatus {
	return linkStatus(v, link, roster.NewLinks(v).Judge(link))
}

// Link derives the status of a link, as the function Link does.
func (p *People) Link(link *v1alpha1.AssistantLink) v1alpha1.AssistantLinkStatus {
	return linkStatus(p.view, link, p.links.Judge(link))
}

func linkStatus(v roster.View, link *v1alpha1.AssistantLink, verdict roster.Verdict) v1alpha1.AssistantLinkStatus {
	set := conditions.For(link.Generation).References(LinkReferences(v, link))
	accepted(set, link, verdict)
	return v1alpha1.AssistantLinkStatus{Conditions: set.List(), ObservedGeneration: link.Generation}
}

// LinkReferences gathers whom a link names in vain (W-3).
func LinkReferences(v roster.View, link *v1alpha1.AssistantLink) conditions.References {
	var missing conditions.References
	if v.User(link.Spec.Assistant) == nil {
		missing.Missing("spec.assistant", "FirmUser", link.Spec.Assistant)
	}
	if v.User(link.Spec.Timekeeper) == nil {
		missing.Missing("spec.timekeeper", "FirmUser", link.Spec.Timekeeper)
	}
	return missing
}

// accepted adds Accepted: the verdict, and which earlier link stands against it.
func accepted(set *conditions.Set, link *v1alpha1.AssistantLink, verdict roster.Verdict) {
	assistant, timekeeper := link.Spec.Assistant, link.Spec.Timekeeper
	if verdict.Accepted() {
		set.True(v1alpha1.ConditionAccepted, verdict.Reason, fmt.Sprintf("%s assists %s", assistant, timekeeper))
		return
	}
	why := map[string]string{
		v1alpha1.ReasonDuplicate:              fmt.Sprintf("A-4: %s assists %s already", assistant, timekeeper),
		v1alpha1.ReasonAssistantHasAssistants: "A-2: " + assistant + " has an assistant and so cannot be one",
		v1alpha1.ReasonTimekeeperIsAssistant:  "A-2: " + timekeeper + " is an assistant and so cannot have one",
	}[verdict.Reason]
	set.False(v1alpha1.ConditionAccepted, verdict.Reason, fmt.Sprintf("%s, by the earlier link %s", why, verdict.Against))
}
