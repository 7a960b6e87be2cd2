package difference

import (
	"cmp"
	"maps"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
)

// matters returns the assets on which anything changes, and says of the users' reach
// where it does not hold as it is.
func (c *comparison) matters() []Matter {
	var all []Matter
	for _, name := range slices.Sorted(maps.Keys(c.pairs)) {
		was, is := c.before.byName.matters[name], c.after.byName.matters[name]
		m := Matter{Name: name, Users: c.users(name, was, is)}
		if len(m.Users) == 0 {
			continue
		}
		told := is
		switch {
		case was == nil:
			m.Event = "Created"
		case is == nil:
			m.Event, told = "Deleted", was
		}
		m.Type, m.DisplayName = string(told.Spec.Type), told.Spec.DisplayName
		all = append(all, m)
	}
	slices.SortStableFunc(all, func(a, b Matter) int { return cmp.Compare(len(b.Users), len(a.Users)) })
	return all
}

// users returns those for whom an asset changes, who gains first.
func (c *comparison) users(name string, was, is *v1alpha1.Matter) []User {
	var users []User
	for _, user := range slices.Sorted(maps.Keys(c.pairs[name])) {
		if u, changes := c.user(user, was, is); changes {
			users = append(users, u)
		}
	}
	order := []Effect{Gains, Loses, Changes, Walls}
	slices.SortStableFunc(users, func(a, b User) int {
		return cmp.Compare(slices.Index(order, a.Effect), slices.Index(order, b.Effect))
	})
	return users
}

// user returns what an asset's change means to a user, if anything.
func (c *comparison) user(name string, was, is *v1alpha1.Matter) (User, bool) {
	old, now := c.before.stand(was, name), c.after.stand(is, name)
	u := User{User: name, Gained: without(now.Actions, old.Actions), Lost: without(old.Actions, now.Actions)}
	u.Wall = wall(old.walled, now.walled)
	switch {
	case was == nil:
		u.Gained = without(u.Gained, c.after.common(name))
	case is == nil:
		u.Lost = without(u.Lost, c.before.common(name))
	default:
		c.deduct(&u, is.Name)
	}
	u.Effect = u.effect()
	if u.Effect == "" && c.stood(name, was, is, old, now) {
		u.Effect = Changes
	}
	if u.Effect == "" {
		return User{}, false
	}
	u.Was, u.Is = old.Place, now.Place
	u.Was.Through, u.Is.Through = old.through(was, name), now.through(is, name)
	return u, true
}

func wall(was, is bool) string {
	switch {
	case is && !was:
		return "Raised"
	case was && !is:
		return "Lifted"
	}
	return ""
}

// common returns what a user may do on every asset (D-4, D-10).
func (s *scene) common(user string) []access.Action { return allowed(s.assets.Everywhere(user)) }

// deduct takes what the user gains or loses everywhere from what it does here. Where it
// is not so here, the reach is told to be otherwise here.
func (c *comparison) deduct(u *User, asset string) {
	r := c.roles[u.User]
	if !r.changes() {
		return
	}
	if len(without(r.gained, u.Gained))+len(without(r.lost, u.Lost)) > 0 {
		r.otherwise[asset] = true
		return
	}
	u.Gained, u.Lost = without(u.Gained, r.gained), without(u.Lost, r.lost)
}

// effect returns what follows from what is gained and lost and from walls, empty where
// nothing does.
func (u *User) effect() Effect {
	switch {
	case len(u.Gained) > 0 && len(u.Lost) > 0:
		return Changes
	case len(u.Gained) > 0:
		return Gains
	case len(u.Lost) > 0:
		return Loses
	case u.Wall != "":
		return Walls
	}
	return ""
}

// stood says whether the user stands elsewhere although it may do the same: with another
// standing or matter role, or by other origins. Of an asset that comes or goes, whoever
// stood anywhere does.
func (c *comparison) stood(name string, was, is *v1alpha1.Matter, old, now placed) bool {
	if old.Standing != now.Standing || old.MatterRole != now.MatterRole {
		return true
	}
	if was == nil || is == nil {
		return false
	}
	places := c.places[is.Name]
	return !places[0].same(places[1], name) ||
		places[0].manyOrigins(name) && !sameReasons(c.before, c.after, is.Name, name)
}
