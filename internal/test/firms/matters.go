package firms

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// work is what a firm does.
type work struct {
	draw    *draw
	people  *people
	matters int

	cases, collections, own []*firm.MatterWrapper
	grouped                 []int // how many matters each case groups, the largest first
	lead, member            func() int
}

// makeCases makes a case for every 200 matters. A third of all matters are in one,
// and of these the nth case has a share of 1/n: few are huge, and most are not.
func (w *work) makeCases() {
	w.lead, w.member = w.draw.skewed(len(w.people.partners)), w.draw.skewed(len(w.people.timekeepers))
	client := w.draw.skewed(len(w.people.clients))
	n := max(2, w.matters/200)
	var shares float64
	for i := range n {
		shares += 1 / float64(i+1)
	}
	for i := range n {
		name := w.people.clients[client()]
		c := firm.MakeCase(numbered("case-"+name, i)).Client(name)
		c.Spec.DisplayName = titled(name) + " litigation"
		w.staff(c, 12/(i+1)+w.draw.size(2, 4, 12))
		w.cases = append(w.cases, c)
		w.grouped = append(w.grouped, int(float64(w.matters)/3/shares/float64(i+1)))
	}
}

// makeCollections makes one for every 250 matters, each with a few who watch over
// all of it.
func (w *work) makeCollections() {
	for i := range max(1, w.matters/250) {
		k := firm.MakeCollection(numbered("collection", i))
		k.Spec.DisplayName = titled(k.Name)
		w.staff(k, w.draw.between(1, 3))
		if w.draw.chance(30) {
			w.wallOff(k, w.draw.between(1, 3))
		}
		w.collections = append(w.collections, k)
	}
}

// makeMatters makes the matters, those of the cases first.
func (w *work) makeMatters() {
	client := w.draw.skewed(len(w.people.clients))
	of := map[string]int{}
	add := func(client string) *firm.MatterWrapper {
		m := firm.MakeMatter(numbered(client, of[client])).Client(client)
		of[client]++
		w.own = append(w.own, m)
		return m
	}
	for i, c := range w.cases {
		for range w.grouped[i] {
			w.fill(add(c.Spec.Client).Case(c.Name))
		}
	}
	for len(w.own) < w.matters {
		w.fill(add(w.people.clients[client()]))
	}
}

// fill says of a matter what most say, and now and then what few do.
func (w *work) fill(m *firm.MatterWrapper) {
	d := w.draw
	m.Spec.DisplayName = pick(d, subjects)
	m.Office(pick(d, w.people.offices).Name).Unit(pick(d, w.people.units).Name)
	w.staff(m, d.size(2, 5, 60))
	if d.chance(35) {
		m.Closed()
	}
	if d.chance(5) {
		m.Confidential()
	}
	if d.chance(10) {
		w.wallOff(m, d.between(1, 4))
	}
	if d.chance(2) {
		m.Excluded(w.people.timekeepers[w.member()])
	}
	for _, k := range w.collectionsOf(d.IntN(100)) {
		m.Collections(w.collections[k].Name)
	}
	if d.chance(5) {
		m.Follow(v1alpha1.FollowDisabled, "")
	}
}

// collectionsOf returns the collections that a matter is in: one in ten is in one
// and one in fifty in two, if there are two.
func (w *work) collectionsOf(of int) []int {
	k, n := w.draw.IntN(len(w.collections)), len(w.collections)
	switch {
	case of < 2 && n > 1:
		return []int{k, (k + 1) % n}
	case of < 10:
		return []int{k}
	}
	return nil
}

// staff gives an asset a lead and so many others: half of them the lead's usual
// colleagues, half of them anybody, the busiest first.
func (w *work) staff(m *firm.MatterWrapper, n int) {
	d, timekeepers := w.draw, w.people.timekeepers
	n = min(n, len(timekeepers))
	lead := w.people.partners[w.lead()]
	m.Lead(lead)
	on := map[string]bool{lead: true}
	for len(on) < n {
		at := w.member()
		if d.chance(50) {
			at = (w.people.place[lead] + d.IntN(2*n+20)) % len(timekeepers)
		}
		if user := timekeepers[at]; !on[user] {
			on[user] = true
			m.StaffEntry(w.entry(user))
		}
	}
}

// entry says what a member does, and now and then with what and with whom.
func (w *work) entry(user string) v1alpha1.StaffingEntry {
	entry := v1alpha1.StaffingEntry{User: user}
	switch of := w.draw.IntN(100); {
	case of < 60:
		entry.MatterRole = v1alpha1.MatterRoleEditor
	case of < 65:
		entry.MatterRole = v1alpha1.MatterRoleAdministrator
	case of < 70:
		entry.MatterRole = v1alpha1.MatterRoleBillingOnly
	}
	switch of := w.draw.IntN(100); {
	case of < 5:
		entry.IncludedSystems = []v1alpha1.Label{pick(w.draw, systems)}
	case of < 7:
		entry.Assistants = v1alpha1.AssistantsDoNotFollow
	}
	return entry
}

// wallOff walls off a few who could otherwise work there.
func (w *work) wallOff(m *firm.MatterWrapper, n int) {
	off := map[string]bool{}
	for range n {
		user := pick(w.draw, w.people.timekeepers)
		if off[user] {
			continue
		}
		off[user] = true
		m.ConflictedEntry(v1alpha1.ConflictedEntry{User: user, Reason: pick(w.draw, reasons)})
	}
}

// raiseWalls puts assets on opposing sides: a set for every 100 matters, of two
// or three matters that are in no case, and a fifth of the sets with a case, but
// never one of the largest, whose clients would not have it.
func (w *work) raiseWalls() {
	d := w.draw
	for i := range min(w.matters, max(1, w.matters/100)) {
		set := numbered("wall", i)
		for side := range d.between(2, 3) {
			asset := w.own[len(w.own)-1-d.IntN((len(w.own)+1)/2)]
			if side == 0 && d.chance(20) {
				asset = w.cases[len(w.cases)-1-d.IntN((len(w.cases)+1)/2)]
			}
			if len(asset.Spec.OpposingTeamSets) == 0 {
				asset.Side(set, string(rune('a'+side)))
			}
		}
	}
}

func (w *work) assets() []*v1alpha1.Matter {
	var assets []*v1alpha1.Matter
	for _, a := range slices.Concat(w.cases, w.collections, w.own) {
		assets = append(assets, a.Obj())
	}
	return assets
}
