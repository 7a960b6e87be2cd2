package model

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// walls is everything that keeps users off an asset, by user (C-6).
type walls struct {
	direct      set                       // C-1
	following   map[string]set            // C-1 by M-5: the timekeepers
	cases       map[string]set            // C-5
	collections map[string]set            // C-5
	opposing    map[string]map[string]set // C-2: of each set, the assets on its other sides
	assisting   map[string]set            // C-3: the timekeepers whom C-2 strikes
	exempt      set                       // C-4
}

// walls derives section C for one asset.
func (w *World) walls(a *asset) walls {
	x := walls{
		direct:      direct(a.spec, conflicted),
		following:   w.followers(a, conflicted),
		cases:       map[string]set{},
		collections: map[string]set{},
		opposing:    map[string]map[string]set{},
		assisting:   map[string]set{},
		exempt:      set{},
	}
	if c := w.caseOf(a); c != nil {
		for user := range w.ownConflicted(c) {
			put(x.cases, user, c.name)
		}
	}
	for _, c := range w.collectionsOf(a) {
		for user := range w.ownConflicted(c) {
			put(x.collections, user, c.name)
		}
	}
	for user, sets := range w.opponents(a) {
		if w.floats(user) {
			x.exempt[user] = true
		} else {
			x.opposing[user] = sets
		}
	}
	for _, k := range w.accepted() {
		switch {
		case w.follow(a, conflicted) != enabled:
		case x.opposing[k.timekeeper] == nil:
		case x.direct[k.assistant]:
		case w.floats(k.assistant):
			x.exempt[k.assistant] = true
		default:
			put(x.assisting, k.assistant, k.timekeeper)
		}
	}
	return x
}

// ownConflicted are the conflicted users that C-1 gives an asset.
func (w *World) ownConflicted(a *asset) set {
	names := direct(a.spec, conflicted)
	for user := range w.followers(a, conflicted) {
		names[user] = true
	}
	return names
}

// sides are the sides that an asset takes, by set: its own, and its case's for
// the sets that it does not name itself (C-2).
func (w *World) sides(a *asset) map[string]string {
	sides := map[string]string{}
	if c := w.caseOf(a); c != nil {
		sides = w.sides(c)
	}
	if a.spec.Type == v1alpha1.TypeCollection {
		return sides
	}
	for _, s := range a.spec.OpposingTeamSets {
		sides[s.Set] = s.Side
	}
	return sides
}

// opponents are the members of every other asset on another side of the same
// set, floating users among them: user, set, those assets (C-2).
func (w *World) opponents(a *asset) map[string]map[string]set {
	found := map[string]map[string]set{}
	ours := w.sides(a)
	for _, n := range w.assets {
		if n == a || n == w.caseOf(a) || w.caseOf(n) == a {
			continue
		}
		for name, theirs := range w.sides(n) {
			if ours[name] == "" || ours[name] == theirs {
				continue
			}
			for user := range w.members(n) {
				if found[user] == nil {
					found[user] = map[string]set{}
				}
				put(found[user], name, n.name)
			}
		}
	}
	return found
}

// users are the conflicted users (C-6).
func (x walls) users() set {
	names := set{}
	names.add(x.direct)
	for _, some := range []map[string]set{x.following, x.cases, x.collections, x.assisting} {
		for user := range some {
			names[user] = true
		}
	}
	for user := range x.opposing {
		names[user] = true
	}
	return names
}

// exclusions are the walls that keep a member out, in the order of C-7.
func (w *World) exclusions(a *asset, x walls, user string) []v1alpha1.Exclusion {
	var found []v1alpha1.Exclusion
	if x.direct[user] || x.following[user] != nil || x.cases[user] != nil || x.collections[user] != nil {
		found = append(found, v1alpha1.ExcludedAsConflictedUser)
	}
	if x.opposing[user] != nil || x.assisting[user] != nil {
		found = append(found, v1alpha1.ExcludedByOpposingTeamSet)
	}
	for _, e := range a.spec.ExcludedUsers {
		if e.User == user && !w.administers(user) {
			found = append(found, v1alpha1.ExcludedAsExcludedUser)
		}
	}
	return found
}

// administers says whether a user has the right Administrator (C-7, S3).
func (w *World) administers(user string) bool {
	return slices.Contains(w.users[user].Rights, v1alpha1.RightAdministrator)
}
