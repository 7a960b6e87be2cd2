package model

import (
	"cmp"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// LinkReason is what the condition Accepted of a link says: v1alpha1.ReasonAccepted,
// or why the link has no effect.
func (w *World) LinkReason(name string) string {
	_, reasons := w.judge()
	return reasons[name]
}

// Accepts says as LinkReason what a new link would be told: admission rejects
// what would not be accepted.
func (w *World) Accepts(spec v1alpha1.AssistantLinkSpec) string {
	accepted, _ := w.judge()
	return verdict(link{assistant: spec.Assistant, timekeeper: spec.Timekeeper}, accepted)
}

// accepted are the links that have effect.
func (w *World) accepted() []link {
	return once(w, "links", func() []link {
		accepted, _ := w.judge()
		return accepted
	})
}

// judge goes through all links in order of since, then name (A-4, L-9).
func (w *World) judge() (accepted []link, reasons map[string]string) {
	var all []link
	for _, l := range w.links {
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b link) int {
		return cmp.Or(a.since.Compare(b.since), cmp.Compare(a.name, b.name))
	})
	reasons = map[string]string{}
	for _, l := range all {
		reasons[l.name] = verdict(l, accepted)
		if reasons[l.name] == v1alpha1.ReasonAccepted {
			accepted = append(accepted, l)
		}
	}
	return accepted, reasons
}

// verdict is the first reason of A-4 that applies to a link after those accepted before it.
func verdict(l link, earlier []link) string {
	for _, e := range earlier {
		if e.assistant == l.assistant && e.timekeeper == l.timekeeper {
			return v1alpha1.ReasonDuplicate
		}
	}
	for _, e := range earlier {
		if e.timekeeper == l.assistant {
			return v1alpha1.ReasonAssistantHasAssistants
		}
	}
	for _, e := range earlier {
		if e.assistant == l.timekeeper {
			return v1alpha1.ReasonTimekeeperIsAssistant
		}
	}
	return v1alpha1.ReasonAccepted
}

// timekeepers are those whom a user assists by accepted links.
func (w *World) timekeepers(assistant string) set {
	found := set{}
	for _, l := range w.accepted() {
		if l.assistant == assistant {
			found[l.timekeeper] = true
		}
	}
	return found
}
