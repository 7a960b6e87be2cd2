package difference

import (
	"maps"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
)

// comparison is what differs between two moments of a firm.
type comparison struct {
	before, after *scene

	written   []string // the assets that HEAD writes, by name
	cameLinks []string // the links that come

	roles  map[string]*reach          // of the users whose own facts changed
	pairs  map[string]map[string]bool // the users to look at, by asset
	places map[string][2]positions    // of assets that both have, before and after
}

// reach is what a user may do everywhere (D-4, D-10), before and after, and where
// that does not hold as it is.
type reach struct {
	gained, lost []access.Action
	otherwise    map[string]bool
}

func (r *reach) changes() bool { return r != nil && len(r.gained)+len(r.lost) > 0 }

// compare compares a firm before and after a plan. Of assets outside of touched it takes
// for granted that nobody stands elsewhere towards them; nil is found out.
func compare(p *plan, after *moment, touched map[string]bool) *comparison {
	c := &comparison{
		before: sceneOf(p.base), after: sceneOf(after), written: p.matters, cameLinks: p.links, roles: map[string]*reach{},
		pairs: map[string]map[string]bool{}, places: map[string][2]positions{},
	}
	for user := range c.people() {
		if c.changed(user) {
			c.lookEverywhere(user)
		}
	}
	if touched == nil {
		touched = c.touched(p)
	}
	for name := range c.assets() {
		c.lookOn(name, touched[name])
	}
	return c
}

// assets are the names of all assets.
func (c *comparison) assets() map[string]bool {
	return union(c.before.byName.matters, c.after.byName.matters)
}

// people are the names of all users, and of those whom the Firm names.
func (c *comparison) people() map[string]bool {
	all := union(c.before.byName.users, c.after.byName.users)
	for _, s := range []*scene{c.before, c.after} {
		firm, _ := s.Firm()
		if firm == nil {
			continue
		}
		all[firm.Spec.Administrators.Lead], all[firm.Spec.Administrators.Backup] = true, true
		for _, client := range firm.Spec.Clients {
			all[client.Manager] = true
		}
	}
	delete(all, "")
	return all
}

func union[V any](a, b map[string]V) map[string]bool {
	all := make(map[string]bool, len(a))
	for name := range a {
		all[name] = true
	}
	for name := range b {
		all[name] = true
	}
	return all
}

// changed says whether what section D asks about a user, its positions left out, may
// have changed.
func (c *comparison) changed(user string) bool {
	was, is := c.before.factsOf(user), c.after.factsOf(user)
	return !was.equal(is)
}

// lookEverywhere compares what a user may do everywhere, and marks the assets on which
// it may something else.
func (c *comparison) lookEverywhere(user string) {
	was, on := c.before.everywhere(user)
	is, now := c.after.everywhere(user)
	c.roles[user] = &reach{gained: without(is, was), lost: without(was, is), otherwise: map[string]bool{}}
	for asset := range union(on, now) {
		c.look(asset, user)
	}
}

// everywhere returns what a user may do on every asset but those that are returned too.
func (s *scene) everywhere(user string) (actions []access.Action, except map[string]bool) {
	matters := access.MattersOf(s, user)
	except = map[string]bool{}
	for p := range matters.On {
		except[p.Asset] = true
	}
	return allowed(matters.Everywhere), except
}

func allowed(decisions []access.Decision) []access.Action {
	var actions []access.Action
	for _, d := range decisions {
		if d.Allowed {
			actions = append(actions, d.Action)
		}
	}
	return actions
}

// without returns the actions of one list that the other has not.
func without(a, b []access.Action) []access.Action {
	return slices.DeleteFunc(slices.Clone(a), func(action access.Action) bool { return slices.Contains(b, action) })
}

func (c *comparison) look(asset, user string) {
	if c.pairs[asset] == nil {
		c.pairs[asset] = map[string]bool{}
	}
	c.pairs[asset][user] = true
}

// lookOn marks the users for whom an asset may have changed: those who stand elsewhere
// towards it, and where what decides who works on it for whom has changed, all who may
// do anything there.
func (c *comparison) lookOn(name string, touched bool) {
	was, is := c.before.byName.matters[name], c.after.byName.matters[name]
	if was == nil || is == nil || sortsElsewhere(&was.Spec, &is.Spec) {
		c.lookAtPermitted(c.before, was)
		c.lookAtPermitted(c.after, is)
	}
	if was == nil || is == nil || !touched {
		return
	}
	old, now := c.before.positions(was), c.after.positions(is)
	c.places[name] = [2]positions{old, now}
	for user := range union(old.users(), now.users()) {
		if !old.same(now, user) || old.manyOrigins(user) && !sameReasons(c.before, c.after, name, user) {
			c.look(name, user)
		}
	}
}

// sortsElsewhere says whether what section D asks about an asset itself differs; who
// manages its client is asked about the user.
func sortsElsewhere(a, b *v1alpha1.MatterSpec) bool {
	return a.BusinessUnit != b.BusinessUnit || a.Confidential != b.Confidential || a.Client != b.Client || a.Office != b.Office ||
		(a.State == v1alpha1.StateClosed) != (b.State == v1alpha1.StateClosed)
}

// lookAtPermitted marks who may do anything on an asset, or is walled off from it.
func (c *comparison) lookAtPermitted(s *scene, asset *v1alpha1.Matter) {
	if asset == nil {
		return
	}
	who, err := access.Who(s, asset.Name)
	if err != nil {
		return // not reached: the asset is there
	}
	for p := range who {
		c.look(asset.Name, p.User)
	}
	for user := range s.positions(asset).users() {
		c.look(asset.Name, user)
	}
}

// sameReasons says whether a user is a member of an asset by the same origins and names
// before and after, however many.
func sameReasons(before, after *scene, asset, user string) bool {
	return maps.Equal(reasons(before, asset, user), reasons(after, asset, user))
}

func reasons(s *scene, asset, user string) map[[2]string]bool {
	found := map[[2]string]bool{}
	for _, r := range s.assets.Of(s.byName.matters[asset]).Position(user).TeamReasons() {
		found[[2]string{r.Because, r.Via}] = true
	}
	return found
}
