package model

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// history is every change of a list, oldest first. The clock of L-4 is its
// length: a write at which somebody joined or left adds one change (L-5).
type history []change

// change is a write at which somebody joined or left.
type change struct {
	at     time.Time
	joined map[string]answer
	left   set
}

// answer is whether the assistants of one who joined follow (L-4). While it
// awaits something it is not known.
type answer struct {
	follow      bool
	awaitsFirm  bool
	awaitsAsset string // the case, empty for none
}

// departure is when somebody left: by the clock, and by the time.
type departure struct {
	clock int
	at    time.Time
}

// others is the departure that L-10 keeps for those whom it keeps by name no longer.
const others = "*"

// begin captures what L-2 and L-3 want of the moment of an asset's creation.
func (w *World) begin(a *asset) {
	if w.firm != nil {
		a.defaults = settingsOf(w.firm.spec.AssistantsFollow)
	}
	a.first = settings{}
	for _, l := range lists {
		a.first[l] = w.own(a, l)
	}
}

// settle records the answers of those direct users whose waiting is over (L-4).
func (w *World) settle(a *asset, l list) {
	h := a.history[l]
	for user := range h.present() {
		joined := h[h.joinedAt(user)-1].joined
		if w.allThere(joined[user], l) {
			joined[user] = answer{follow: w.read(joined[user], l)}
		}
	}
}

// record adds a change to the history if somebody joined or left (L-4, L-5).
func (w *World) record(a *asset, l list, at time.Time) {
	before, after := a.history[l].present(), direct(a.spec, l)
	c := change{at: at, joined: map[string]answer{}, left: set{}}
	for user := range after {
		if !before[user] {
			c.joined[user] = w.ask(a, l)
		}
	}
	for user := range before {
		if !after[user] {
			c.left[user] = true
		}
	}
	if len(c.joined)+len(c.left) > 0 {
		a.history[l] = append(a.history[l], c)
	}
}

// ask is the answer for one who joins now, or what it awaits (L-4).
func (w *World) ask(a *asset, l list) answer {
	setting := w.follow(a, l)
	if setting != unknown {
		return answer{follow: setting == enabled}
	}
	var awaits answer
	awaits.awaitsFirm = w.own(a, l) == unknown
	if _, there := w.assets[a.spec.Case]; there {
		awaits.awaitsFirm = awaits.awaitsFirm || w.caseSetting(a, l) == unknown
	} else {
		awaits.awaitsAsset = a.spec.Case
	}
	return awaits
}

// read is what derivation makes of an answer (L-4).
func (w *World) read(x answer, l list) bool {
	firm := w.firm != nil && w.firm.first[l] == enabled
	if x.awaitsFirm && firm {
		return true
	}
	if c := w.typed(x.awaitsAsset, v1alpha1.TypeCase); c != nil {
		return c.first[l] == enabled || c.first[l] == unknown && firm
	}
	return x.follow
}

// allThere says whether all that an answer awaits is there, and none Unknown (L-4).
func (w *World) allThere(x answer, l list) bool {
	if x.awaitsFirm && w.firm == nil {
		return false
	}
	if x.awaitsAsset == "" {
		return true
	}
	named, there := w.assets[x.awaitsAsset]
	if !there {
		return false
	}
	return named.spec.Type != v1alpha1.TypeCase || named.first[l] != unknown
}

// severed says whether the assistant of a link stays away from the asset although
// its timekeeper is followed (L-6).
func (w *World) severed(a *asset, l list, k link) bool {
	if direct(a.spec, l)[k.assistant] {
		return true
	}
	h := a.history[l]
	left := w.left(a, l)
	d, gone := left[k.assistant]
	if !gone && l == staffing {
		d, gone = left[others]
	}
	return gone && d.clock > h.joinedAt(k.timekeeper) && !k.since.After(d.at)
}

// left are those who left a list, as far as its ledger knows.
func (w *World) left(a *asset, l list) map[string]departure {
	return once(w, "left "+a.name+" "+string(l), func() map[string]departure { return a.history[l].departures(w.LeftBound) })
}

// joinedAt is the clock when a user joined for the last time, 0 for never.
func (h history) joinedAt(user string) int {
	clock := 0
	for i, c := range h {
		if _, joined := c.joined[user]; joined {
			clock = i + 1
		}
	}
	return clock
}

// answer is what was found when a user joined for the last time.
func (h history) answer(user string) answer { return h[h.joinedAt(user)-1].joined[user] }

// present are the direct users after the last change.
func (h history) present() set {
	present := set{}
	for _, c := range h {
		for user := range c.joined {
			present[user] = true
		}
		for user := range c.left {
			delete(present, user)
		}
	}
	return present
}

// departures are those who left, as far as they still count (L-5) and are kept
// by name (L-10). It lives through the history again, change by change.
func (h history) departures(bound int) map[string]departure {
	left := map[string]departure{}
	for i, c := range h {
		first := h[:i+1].firstJoined()
		for user := range c.joined {
			delete(left, user)
		}
		for user := range c.left {
			left[user] = departure{clock: i + 1, at: c.at}
		}
		maps.DeleteFunc(left, func(_ string, d departure) bool { return d.clock <= first })
		collapse(left, bound)
	}
	return left
}

// firstJoined is the clock when the first of the direct users joined, beyond
// every clock if there are none (L-5).
func (h history) firstJoined() int {
	first := len(h) + 1
	for user := range h.present() {
		first = min(first, h.joinedAt(user))
	}
	return first
}

// collapse makes one departure of the oldest beyond the bound (L-10).
func collapse(left map[string]departure, bound int) {
	var names []string
	for name := range left {
		if name != others {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(left[a].clock, left[b].clock), cmp.Compare(a, b))
	})
	for len(names) > bound {
		oldest, rest := left[names[0]], left[others]
		rest.clock = max(rest.clock, oldest.clock)
		if oldest.at.After(rest.at) {
			rest.at = oldest.at
		}
		left[others] = rest
		delete(left, names[0])
		names = names[1:]
	}
}
