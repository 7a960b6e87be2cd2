package staffing

import (
	"cmp"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// wall holds who is walled off from an asset, by user.
type wall map[string]*conflicted

// conflicted is one who is walled off, by all the origins that hold (C-6).
type conflicted struct {
	user        string
	direct      bool
	follows     []string // timekeepers on the asset's own wall (M-5)
	followsSet  []string // timekeepers whom opposing team sets struck (C-3)
	caseName    string   // the case whose wall cascades (C-5)
	collections []string // the collections whose walls do, by name
	sets        []opposition
}

// opposition is a set by which a user is struck, and the assets of the other
// sides of which it is a member (C-2).
type opposition struct {
	set string
	via []string
}

func (w wall) at(user string) *conflicted {
	c, known := w[user]
	if !known {
		c = &conflicted{user: user}
		w[user] = c
	}
	return c
}

func (w wall) sorted() []*conflicted {
	all := make([]*conflicted, 0, len(w))
	for _, c := range w {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *conflicted) int { return strings.Compare(a.user, b.user) })
	return all
}

// wall returns who is walled off from an asset (section C), and the floating
// users who are spared, by what would have struck them (C-4).
func (d *derivation) wall(asset *v1alpha1.Matter) (w, spared wall) {
	w, spared = wall{}, wall{}
	for _, own := range d.ownWall(asset) {
		c := w.at(own.user)
		c.direct, c.follows = own.direct, own.follows
	}
	if c := d.caseOf(asset); c != nil {
		for _, own := range d.ownWall(c) {
			w.at(own.user).caseName = c.Name
		}
	}
	for _, c := range d.collectionsOf(asset) {
		for _, own := range d.ownWall(c) {
			at := w.at(own.user)
			at.collections = append(at.collections, c.Name)
		}
	}
	struck := d.strike(asset, w, spared)
	d.strikeAssistants(asset, struck, w, spared)
	return w, spared
}

// ownWall returns the wall that an asset's own list makes (C-1): direct users and
// their followers, participants or not (M-5).
func (d *derivation) ownWall(asset *v1alpha1.Matter) wall {
	if known, ok := d.walls[asset.Name]; ok {
		return known
	}
	w := make(wall, len(asset.Spec.ConflictedUsers))
	for _, entry := range asset.Spec.ConflictedUsers {
		w.at(entry.User).direct = true
	}
	kept := d.ledger(asset)
	for _, entry := range asset.Spec.ConflictedUsers {
		if !d.followed(kept, ledger.ConflictedUsers, entry.User, entry.Assistants) {
			continue
		}
		for _, link := range d.links.Assistants(entry.User) {
			known, walled := w[link.Spec.Assistant]
			if d.obstacle(kept, ledger.ConflictedUsers, link, walled && known.direct) != unhindered {
				continue
			}
			c := w.at(link.Spec.Assistant)
			c.follows = append(c.follows, entry.User)
		}
	}
	for _, c := range w {
		slices.Sort(c.follows)
	}
	d.walls[asset.Name] = w
	return w
}

// strike walls off the members of the teams on other sides (C-2), spares those
// who float (C-4), and returns whom it struck.
func (d *derivation) strike(asset *v1alpha1.Matter, w, spared wall) []string {
	var struck []string
	for _, side := range d.sides(asset) {
		via := map[string][]string{}
		for _, other := range d.opponents(asset, side) {
			for _, user := range d.memberNames(other) {
				via[user] = append(via[user], other.Name)
			}
		}
		for user, assets := range via {
			slices.Sort(assets)
			by := opposition{set: side.Set, via: assets}
			if roster.IsFloating(d.view, user) {
				spared.at(user).oppose(by)
				continue
			}
			w.at(user).oppose(by)
			struck = append(struck, user)
		}
	}
	return sortedUnique(struck)
}

// strikeAssistants walls off the assistants of those whom strike struck, while
// the asset's setting lets them follow (C-3).
func (d *derivation) strikeAssistants(asset *v1alpha1.Matter, struck []string, w, spared wall) {
	if len(struck) == 0 || !d.assistantsStruck(asset) {
		return
	}
	for _, timekeeper := range struck {
		for _, link := range d.links.Assistants(timekeeper) {
			assistant := link.Spec.Assistant
			if known, walled := w[assistant]; walled && known.direct {
				continue
			}
			into := w
			if roster.IsFloating(d.view, assistant) {
				into = spared
			}
			c := into.at(assistant)
			c.followsSet = append(c.followsSet, timekeeper)
		}
	}
}

// assistantsStruck says whether the assistants of those whom a set strikes are
// walled off with them now (C-3).
func (d *derivation) assistantsStruck(asset *v1alpha1.Matter) bool {
	return d.ledger(asset).Follow(ledger.ConflictedUsers, &asset.Spec, d.view) == ledger.Enabled
}

func bySet(a, b opposition) int { return cmp.Compare(a.set, b.set) }

func (c *conflicted) oppose(by opposition) { c.sets = append(c.sets, by) }

// byConflict says whether the user is walled off other than by opposing team sets (C-7).
func (c *conflicted) byConflict() bool {
	return c.direct || len(c.follows) > 0 || c.caseName != "" || len(c.collections) > 0
}

// byOpposition says whether opposing team sets wall the user off (C-7).
func (c *conflicted) byOpposition() bool { return len(c.sets) > 0 || len(c.followsSet) > 0 }

func (c *conflicted) published() v1alpha1.ConflictedUser {
	origins := make([]v1alpha1.Origin, 0, 1+len(c.sets))
	if c.direct {
		origins = append(origins, v1alpha1.Origin{Type: v1alpha1.OriginDirect})
	}
	if via := sortedUnique(slices.Concat(c.follows, c.followsSet)); len(via) > 0 {
		origins = append(origins, origin(v1alpha1.OriginFollowing, via))
	}
	if c.caseName != "" {
		origins = append(origins, origin(v1alpha1.OriginCase, []string{c.caseName}))
	}
	if len(c.collections) > 0 {
		origins = append(origins, origin(v1alpha1.OriginCollection, c.collections))
	}
	slices.SortFunc(c.sets, bySet)
	for _, o := range c.sets {
		by := origin(v1alpha1.OriginOpposingTeamSet, o.via)
		by.Set = o.set
		origins = append(origins, by)
	}
	return v1alpha1.ConflictedUser{User: c.user, Origins: origins}
}

// judge says of every member what the walls do to it (C-4, C-7).
func (d *derivation) judge(asset *v1alpha1.Matter, team []*member, w, spared wall) {
	excluded := make(map[string]bool, len(asset.Spec.ExcludedUsers))
	for _, entry := range asset.Spec.ExcludedUsers {
		excluded[entry.User] = true
	}
	for _, m := range team {
		if c, walled := w[m.user]; walled {
			if c.byConflict() {
				m.exclusions = append(m.exclusions, v1alpha1.ExcludedAsConflictedUser)
			}
			if c.byOpposition() {
				m.exclusions = append(m.exclusions, v1alpha1.ExcludedByOpposingTeamSet)
			}
		}
		if excluded[m.user] && !roster.HasRight(d.view, m.user, v1alpha1.RightAdministrator) {
			m.exclusions = append(m.exclusions, v1alpha1.ExcludedAsExcludedUser)
		}
		if _, floats := spared[m.user]; floats {
			m.exemptions = []v1alpha1.GlobalRole{v1alpha1.FloatingUser}
		}
	}
}
