package model

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Every history is one that an API server could have taken.
func TestHistoryIsValid(t *testing.T) {
	for name, history := range map[string]func(*rapid.T) []Write{"History": History, "CrowdedHistory": CrowdedHistory} {
		t.Run(name, func(t *testing.T) { rapid.Check(t, func(t *rapid.T) { validHistory(t, history(t)) }) })
	}
}

func validHistory(t *rapid.T, history []Write) {
	w := New()
	var last time.Time
	for _, x := range history {
		if x.At.Before(last) {
			t.Errorf("%s: before the write before it", x)
		}
		last = x.At
		name, there := x.Object.GetName(), false
		switch object := x.Object.(type) {
		case *v1alpha1.Firm:
			there = w.firm != nil
		case *v1alpha1.FirmUser:
			_, there = w.users[name]
		case *v1alpha1.Office:
			there = w.offices[name]
		case *v1alpha1.AssistantLink:
			_, there = w.links[name]
			if there != x.Delete || object.Spec.Assistant == object.Spec.Timekeeper {
				t.Errorf("%s: A-3", x)
			}
		case *v1alpha1.Matter:
			there = w.assets[name] != nil
			if there && w.assets[name].spec.Type != object.Spec.Type {
				t.Errorf("%s: an asset keeps its type", x)
			}
			valid(t, object.Spec)
		}
		if x.Delete && !there {
			t.Errorf("%s: it is not there", x)
		}
		x.Apply(w)
		for _, asset := range w.Matters() {
			w.Status(asset)
			w.Conditions(asset)
		}
	}
}

func TestAdmittedHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := New()
		var last time.Time
		for _, x := range AdmittedHistory(t) {
			if !x.At.After(last) {
				t.Errorf("%s: not after the write before it", x)
			}
			last = x.At
			x.Apply(w)
			for _, name := range w.Links() {
				if reason := w.LinkReason(name); reason != v1alpha1.ReasonAccepted {
					t.Errorf("%s: %s is %s", x, name, reason)
				}
			}
		}
	})
}

// valid is what the schema says of a spec.
func valid(t *rapid.T, spec v1alpha1.MatterSpec) {
	if spec.Type != v1alpha1.TypeMatter && (spec.Case != "" || len(spec.Collections) > 0) {
		t.Errorf("a %s in a case or collection", spec.Type)
	}
	if spec.Type == v1alpha1.TypeCollection && len(spec.OpposingTeamSets) > 0 {
		t.Errorf("C-2: a collection on a side")
	}
	var keys []string
	for _, e := range spec.Staffing {
		keys = append(keys, "staffing "+e.User)
	}
	for _, e := range spec.ConflictedUsers {
		keys = append(keys, "conflicted "+e.User)
	}
	for _, e := range spec.ExcludedUsers {
		keys = append(keys, "excluded "+e.User)
	}
	for _, e := range spec.OpposingTeamSets {
		keys = append(keys, "set "+e.Set)
	}
	for _, e := range spec.Collections {
		keys = append(keys, "collection "+e)
	}
	slices.Sort(keys)
	if len(slices.Compact(slices.Clone(keys))) < len(keys) {
		t.Errorf("twice the same key: %v", keys)
	}
}

// What history is about happens in many histories, not once in a thousand.
func TestHistoryIsEventful(t *testing.T) {
	const histories = 250
	counts := map[string]int{}
	for seed := range histories {
		seen := set{}
		w := New()
		w.LeftBound = 1
		for _, x := range rapid.Custom(History).Example(seed) {
			before := awaiting(w)
			x.Apply(w)
			events(w, seen)
			for who := range awaiting(w) {
				delete(before, who)
			}
			for who := range before {
				m, isMatter := x.Object.(*v1alpha1.Matter)
				if isMatter && !x.Delete && w.assets[m.Name].history[who.l].present()[who.user] {
					seen[fmt.Sprint("recorded ", w.assets[m.Name].history[who.l].answer(who.user).follow)] = true
				}
			}
		}
		for event := range seen {
			counts[event]++
		}
	}
	for _, event := range []string{
		"follower on staffing", "follower on conflictedUsers", "several timekeepers",
		"severed on staffing", "severed on conflictedUsers", "linked after leaving", "severed at the same time", "severed with all others",
		"answer unlike the setting", "awaits Firm", "awaits case", "awaits both", "awaits case with first Unknown",
		"awaits wrong type", "awaited Enabled", "recorded true", "recorded false",
		"lead follows", "assistant has its timekeepers' systems", "systems ignored", "ignored user",
		"origin Case", "origin Collection", "origin OpposingTeamSet", "assistant struck by C-3",
		"wall by Case", "wall by Collection", "inherited side",
		"ConflictedUser", "OpposingTeamSet", "ExcludedUser", "exempt", "saved by Administrator",
		"source Matter", "source Case", "source FirmDefault", "source unknown",
		"NotFound", "WrongType", "AllFound",
		"Duplicate", "AssistantHasAssistants", "TimekeeperIsAssistant",
	} {
		t.Logf("%3d%% %s", counts[event]*100/histories, event)
		if counts[event]*100 < histories {
			t.Errorf("%s: in %d of %d histories only", event, counts[event], histories)
		}
	}
}

// place is a direct user on a list of an asset.
type place struct {
	asset *asset
	l     list
	user  string
}

// awaiting are all whose answers are not known.
func awaiting(w *World) map[place]bool {
	found := map[place]bool{}
	for _, a := range w.assets {
		for _, l := range lists {
			for user := range a.history[l].present() {
				if x := a.history[l].answer(user); x.awaitsFirm || x.awaitsAsset != "" {
					found[place{a, l, user}] = true
				}
			}
		}
	}
	return found
}

// events notes what is to be seen in a World.
func events(w *World, seen set) {
	for _, name := range w.Links() {
		seen[w.LinkReason(name)] = true
	}
	for p := range awaiting(w) {
		x := p.asset.history[p.l].answer(p.user)
		named := w.assets[x.awaitsAsset]
		seen["awaits Firm"] = seen["awaits Firm"] || x.awaitsFirm
		seen["awaits case"] = seen["awaits case"] || x.awaitsAsset != ""
		seen["awaits both"] = seen["awaits both"] || x.awaitsFirm && x.awaitsAsset != ""
		seen["awaited Enabled"] = seen["awaited Enabled"] || w.read(x, p.l)
		if named != nil {
			unknown := named.spec.Type == v1alpha1.TypeCase && named.first[p.l] == unknown
			seen["awaits case with first Unknown"] = seen["awaits case with first Unknown"] || unknown
			seen["awaits wrong type"] = seen["awaits wrong type"] || named.spec.Type != v1alpha1.TypeCase
		}
	}
	for _, name := range w.Matters() {
		statusEvents(w, name, seen)
		for _, l := range lists {
			listEvents(w, w.assets[name], l, seen)
		}
	}
	for event, happened := range seen {
		if !happened {
			delete(seen, event)
		}
	}
}

func listEvents(w *World, a *asset, l list, seen set) {
	seen["follower on "+string(l)] = seen["follower on "+string(l)] || len(w.followers(a, l)) > 0
	for _, via := range w.followers(a, l) {
		seen["several timekeepers"] = seen["several timekeepers"] || len(via) > 1
		seen["lead follows"] = seen["lead follows"] || via[a.spec.Lead] && entry(a.spec, a.spec.Lead).Assistants == ""
	}
	h := a.history[l]
	for user := range h.present() {
		if setting := w.follow(a, l); setting != unknown {
			seen["answer unlike the setting"] = seen["answer unlike the setting"] || w.read(h.answer(user), l) != (setting == enabled)
		}
	}
	for _, k := range w.accepted() {
		if direct(a.spec, l)[k.assistant] || !direct(a.spec, l)[k.timekeeper] || !w.followed(a, l, k.timekeeper) {
			continue
		}
		d, gone := h.departures(w.LeftBound)[k.assistant]
		switch {
		case gone && d.clock > h.joinedAt(k.timekeeper) && k.since.After(d.at):
			seen["linked after leaving"] = true
		case gone && w.severed(a, l, k):
			seen["severed on "+string(l)] = true
			seen["severed at the same time"] = seen["severed at the same time"] || k.since.Equal(d.at)
		case w.severed(a, l, k):
			seen["severed with all others"] = true
		}
	}
}

func statusEvents(w *World, name string, seen set) {
	a, s, x := w.assets[name], w.Status(name), w.walls(w.assets[name])
	seen[w.resolved(a.spec).Reason] = true
	seen["systems ignored"] = seen["systems ignored"] || w.ignoresSystems(a)
	seen["ignored user"] = seen["ignored user"] || len(s.Ignored) > 0
	seen["assistant struck by C-3"] = seen["assistant struck by C-3"] || len(x.assisting) > 0
	seen["wall by Case"] = seen["wall by Case"] || len(x.cases) > 0
	seen["wall by Collection"] = seen["wall by Collection"] || len(x.collections) > 0
	seen["origin OpposingTeamSet"] = seen["origin OpposingTeamSet"] || len(x.opposing) > 0
	seen["inherited side"] = seen["inherited side"] || len(w.sides(a)) > len(a.spec.OpposingTeamSets)
	for _, f := range []*v1alpha1.FollowInEffect{s.AssistantsFollow.Staffing, s.AssistantsFollow.ConflictedUsers} {
		if f == nil {
			seen["source unknown"] = true
		} else {
			seen["source "+string(f.Source)] = true
		}
	}
	for _, m := range s.Staffing {
		for _, o := range m.Origins {
			seen["origin "+string(o.Type)] = true
		}
		for _, e := range m.Exclusions {
			seen[string(e)] = true
		}
		for timekeeper := range w.timekeepers(m.User) {
			if direct(a.spec, staffing)[m.User] && w.members(a)[timekeeper] {
				seen["assistant has its timekeepers' systems"] = true
			}
		}
		seen["exempt"] = seen["exempt"] || m.Exemptions != nil
		for _, e := range a.spec.ExcludedUsers {
			seen["saved by Administrator"] = seen["saved by Administrator"] || e.User == m.User && w.administers(e.User)
		}
	}
}
