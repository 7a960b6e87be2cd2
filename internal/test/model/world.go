// Package model is a firm in plain sets and loops: what RULES.md says about
// assistants, membership, walls, the ledger, what users have and what they may do
// (sections A, M, C, L, S-2 to S-5 and D), read from its text alone and without
// regard to speed. The real derivation is
// tested against it.
//
// A World is what is stored. Writes change it, as if every one of them went
// through the mutating webhook; Status and Conditions say what must be derived
// from it, W-4, however the World came to be.
package model

import (
	"maps"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/api/equality"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// DefaultLeftBound is how many who left a list its ledger holds by name (L-10).
const DefaultLeftBound = 500

// World is one firm (W-1). The zero value is not ready for use; see New.
type World struct {
	// LeftBound replaces DefaultLeftBound where a test cannot wait for 500 users to leave.
	LeftBound int

	firm    *firm
	users   map[string]v1alpha1.FirmUserSpec
	offices set
	links   map[string]link
	assets  map[string]*asset

	firstUsers map[string]time.Time // who is stamped as that, since when

	// derived is what has been worked out since the last write; see once.
	derived map[string]any
}

// once works something out once between two writes: the rules are read word by
// word here, and ask the same again and again.
func once[V any](w *World, what string, work func() V) V {
	if known, ok := w.derived[what]; ok {
		return known.(V)
	}
	answer := work()
	w.derived[what] = answer
	return answer
}

// written forgets what was worked out before a write.
func (w *World) written() { clear(w.derived) }

// firm is the one Firm object and its ledger.
type firm struct {
	spec  v1alpha1.FirmSpec
	first settings // L-3
}

// link is an AssistantLink: who assists whom, since when (L-9).
type link struct {
	name       string
	assistant  string
	timekeeper string
	since      time.Time
}

// asset is a matter, case or collection and its ledger.
type asset struct {
	name     string
	spec     v1alpha1.MatterSpec
	defaults settings // L-2; nil if there was no Firm
	first    settings // L-3
	history  map[list]history
}

// New returns a namespace with nothing in it.
func New() *World {
	return &World{
		LeftBound: DefaultLeftBound,
		users:     map[string]v1alpha1.FirmUserSpec{},
		offices:   set{},
		links:     map[string]link{},
		assets:    map[string]*asset{},
		derived:   map[string]any{},

		firstUsers: map[string]time.Time{},
	}
}

// PutFirm creates or changes the Firm. What it says at its creation stays its first (L-3).
func (w *World) PutFirm(spec v1alpha1.FirmSpec) {
	defer w.written()
	if w.firm == nil {
		w.firm = &firm{first: settingsOf(spec.AssistantsFollow)}
	}
	w.firm.spec = *spec.DeepCopy()
}

// DeleteFirm deletes the Firm, its ledger with it.
func (w *World) DeleteFirm() {
	defer w.written()
	w.firm = nil
}

// PutUser creates or changes a FirmUser.
func (w *World) PutUser(name string, spec v1alpha1.FirmUserSpec) {
	defer w.written()
	w.users[name] = *spec.DeepCopy()
}

// DeleteUser deletes a FirmUser.
func (w *World) DeleteUser(name string) {
	defer w.written()
	delete(w.users, name)
}

// PutOffice creates or changes an Office; only that it is there matters here.
func (w *World) PutOffice(name string) {
	defer w.written()
	w.offices[name] = true
}

// DeleteOffice deletes an Office.
func (w *World) DeleteOffice(name string) {
	defer w.written()
	delete(w.offices, name)
}

// CreateLink creates an AssistantLink, stamped with the time of its creation
// (L-9). Admission is not asked: a link that would not be accepted is there all
// the same, as after a race.
func (w *World) CreateLink(name string, spec v1alpha1.AssistantLinkSpec, since time.Time) {
	defer w.written()
	w.links[name] = link{name: name, assistant: spec.Assistant, timekeeper: spec.Timekeeper, since: since}
}

// DeleteLink deletes an AssistantLink.
func (w *World) DeleteLink(name string) {
	defer w.written()
	delete(w.links, name)
}

// PutMatter creates or changes a Matter, and its ledger with it (L-1). To put
// again what is there is no write (L-4). An asset keeps its type.
func (w *World) PutMatter(name string, spec v1alpha1.MatterSpec, at time.Time) {
	defer w.written()
	a, there := w.assets[name]
	if there && equality.Semantic.DeepEqual(a.spec, spec) {
		return
	}
	if !there {
		a = &asset{name: name, history: map[list]history{}}
	}
	a.spec = *spec.DeepCopy()
	if !there {
		w.begin(a)
	}
	for _, l := range lists {
		w.settle(a, l)
		w.record(a, l, at)
	}
	w.assets[name] = a // only now: one that names itself as its case names what is not there yet
}

// DeleteMatter deletes a Matter, its ledger with it; one of the same name later begins anew (L-3).
func (w *World) DeleteMatter(name string) {
	defer w.written()
	delete(w.assets, name)
}

// Matters returns the names of the matters, cases and collections, sorted.
func (w *World) Matters() []string { return slices.Sorted(maps.Keys(w.assets)) }

// Links returns the names of the links, sorted.
func (w *World) Links() []string { return slices.Sorted(maps.Keys(w.links)) }

// participant says whether a user can take part in a matter (W-6).
func (w *World) participant(user string) bool { return w.whyNot(user) == "" }

// whyNot is the first reason why a user is no participant (M-12), empty for one who is.
func (w *World) whyNot(user string) v1alpha1.IgnoredReason {
	spec, there := w.users[user]
	switch {
	case !there:
		return v1alpha1.IgnoredNotFound
	case spec.Deactivated:
		return v1alpha1.IgnoredDeactivated
	case spec.SystemRole == v1alpha1.RoleThirdPartyBiller:
		return v1alpha1.IgnoredThirdPartyBiller
	}
	return ""
}

// floats says whether a user holds the global role FloatingUser (C-4).
func (w *World) floats(user string) bool {
	return slices.Contains(w.users[user].GlobalRoles, v1alpha1.FloatingUser)
}

// caseOf is the case of a matter; nil if it names none, a missing one or one of another type (M-2, M-8).
func (w *World) caseOf(a *asset) *asset {
	if a.spec.Type != v1alpha1.TypeMatter {
		return nil
	}
	return w.typed(a.spec.Case, v1alpha1.TypeCase)
}

// collectionsOf are the collections of a matter that are there and are collections (M-8), by name.
func (w *World) collectionsOf(a *asset) []*asset {
	var found []*asset
	if a.spec.Type != v1alpha1.TypeMatter {
		return nil
	}
	for _, name := range slices.Sorted(slices.Values(a.spec.Collections)) {
		if c := w.typed(name, v1alpha1.TypeCollection); c != nil {
			found = append(found, c)
		}
	}
	return found
}

// typed is the asset of that name if it is there and of that type.
func (w *World) typed(name string, want v1alpha1.AssetType) *asset {
	a, there := w.assets[name]
	if !there || a.spec.Type != want {
		return nil
	}
	return a
}
