package roster

import (
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Verdict is what becomes of a link: its reason is a reason of the
// condition Accepted, and Against names the earlier link that stands against it.
type Verdict struct {
	Reason  string
	Against string
}

// Accepted says whether the link has effect.
func (v Verdict) Accepted() bool { return v.Reason == v1alpha1.ReasonAccepted }

// Links judges the links of a firm and remembers its verdicts; it serves one
// derivation. Only links that could stand against each other are compared, so a
// judgement costs as much as there are disputes, not as there are links.
type Links struct {
	view     LinkView
	verdicts map[string]Verdict
}

// LinkView is what judging links needs of a View.
type LinkView interface {
	LinksOfAssistant(user string) []*v1alpha1.AssistantLink
	LinksOfTimekeeper(user string) []*v1alpha1.AssistantLink
}

// NewLinks returns a judge of the links of a firm.
func NewLinks(v LinkView) *Links { return &Links{view: v, verdicts: map[string]Verdict{}} }

// Assistants returns the accepted links to those who assist a user, by assistant.
func (l *Links) Assistants(timekeeper string) []*v1alpha1.AssistantLink {
	return l.accepted(l.view.LinksOfTimekeeper(timekeeper), func(a, b *v1alpha1.AssistantLink) int {
		return strings.Compare(a.Spec.Assistant, b.Spec.Assistant)
	})
}

// Timekeepers returns the accepted links to those whom a user assists, by timekeeper.
func (l *Links) Timekeepers(assistant string) []*v1alpha1.AssistantLink {
	return l.accepted(l.view.LinksOfAssistant(assistant), func(a, b *v1alpha1.AssistantLink) int {
		return strings.Compare(a.Spec.Timekeeper, b.Spec.Timekeeper)
	})
}

// IsAssistant says whether a user is the assistant of an accepted link.
func (l *Links) IsAssistant(user string) bool {
	return slices.ContainsFunc(l.view.LinksOfAssistant(user), func(link *v1alpha1.AssistantLink) bool {
		return l.Judge(link).Accepted()
	})
}

// Judge says what becomes of a link: links are judged in order of since,
// then name, and the first reason that applies counts.
func (l *Links) Judge(link *v1alpha1.AssistantLink) Verdict {
	if verdict, known := l.verdicts[link.Name]; known {
		return verdict
	}
	verdict := l.judge(link)
	l.verdicts[link.Name] = verdict
	return verdict
}

func (l *Links) judge(link *v1alpha1.AssistantLink) Verdict {
	assistant, timekeeper := link.Spec.Assistant, link.Spec.Timekeeper
	samePair := func(other *v1alpha1.AssistantLink) bool { return other.Spec.Timekeeper == timekeeper }
	if other := l.against(link, l.view.LinksOfAssistant(assistant), samePair); other != "" {
		return Verdict{Reason: v1alpha1.ReasonDuplicate, Against: other}
	}
	if other := l.against(link, l.view.LinksOfTimekeeper(assistant), nil); other != "" {
		return Verdict{Reason: v1alpha1.ReasonAssistantHasAssistants, Against: other}
	}
	if other := l.against(link, l.view.LinksOfAssistant(timekeeper), nil); other != "" {
		return Verdict{Reason: v1alpha1.ReasonTimekeeperIsAssistant, Against: other}
	}
	return Verdict{Reason: v1alpha1.ReasonAccepted}
}

// against returns the first of the candidates that is earlier than the link and
// accepted, empty if none is.
func (l *Links) against(link *v1alpha1.AssistantLink, candidates []*v1alpha1.AssistantLink, also func(*v1alpha1.AssistantLink) bool) string {
	var first *v1alpha1.AssistantLink
	for _, other := range candidates {
		if other.Name == link.Name || (also != nil && !also(other)) || BySince(other, link) > 0 {
			continue
		}
		if (first == nil || BySince(other, first) < 0) && l.Judge(other).Accepted() {
			first = other
		}
	}
	if first == nil {
		return ""
	}
	return first.Name
}

// Disputed returns the links whose verdict could change with that of a link that
// comes, goes or stays: those that dispute a user with it, and so on, itself left
// out. Among links that keep A-2 there are none.
func Disputed(v View, link *v1alpha1.AssistantLink) []*v1alpha1.AssistantLink {
	seen := map[string]bool{link.Name: true}
	var disputed []*v1alpha1.AssistantLink
	for queue := []*v1alpha1.AssistantLink{link}; len(queue) > 0; queue = queue[1:] {
		for _, other := range opponents(v, queue[0]) {
			if !seen[other.Name] {
				seen[other.Name] = true
				disputed = append(disputed, other)
				queue = append(queue, other)
			}
		}
	}
	return disputed
}

// opponents returns the links that cannot be accepted beside a link.
func opponents(v View, link *v1alpha1.AssistantLink) []*v1alpha1.AssistantLink {
	opponents := slices.Concat(v.LinksOfTimekeeper(link.Spec.Assistant), v.LinksOfAssistant(link.Spec.Timekeeper))
	for _, other := range v.LinksOfAssistant(link.Spec.Assistant) {
		if other.Spec.Timekeeper == link.Spec.Timekeeper {
			opponents = append(opponents, other)
		}
	}
	return opponents
}

func (l *Links) accepted(links []*v1alpha1.AssistantLink, by func(a, b *v1alpha1.AssistantLink) int) []*v1alpha1.AssistantLink {
	accepted := make([]*v1alpha1.AssistantLink, 0, len(links))
	for _, link := range links {
		if l.Judge(link).Accepted() {
			accepted = append(accepted, link)
		}
	}
	slices.SortFunc(accepted, by)
	return accepted
}
