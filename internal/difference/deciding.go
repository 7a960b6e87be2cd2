package difference

import (
	"cmp"
	"slices"
	"strings"
)

// The walls of a User.
const (
	// Raised: the user becomes a conflicted or excluded user.
	Raised = "Raised"
	// Lifted: it is one no more.
	Lifted = "Lifted"
)

// Deciding returns the paths from which the change for the user comes: those that it
// has now where it gains, those that are gone where it loses, the walls where one is
// raised or lifted. Each path is there once, with the rules of all that take it.
func (u *User) Deciding() []Through {
	var paths []Through
	for _, t := range u.deciding() {
		t.Path = cmp.Or(t.Path, t.Because)
		i := slices.IndexFunc(paths, func(p Through) bool { return p.Path == t.Path })
		if i < 0 {
			t.Rules = slices.Clone(t.Rules)
			paths = append(paths, t)
			continue
		}
		for _, rule := range t.Rules {
			if !slices.Contains(paths[i].Rules, rule) {
				paths[i].Rules = append(paths[i].Rules, rule)
			}
		}
	}
	return paths
}

func (u *User) deciding() []Through {
	come, gone := pathsBut(u.Is.Through, u.Was.Through), pathsBut(u.Was.Through, u.Is.Through)
	switch {
	case u.Wall == Raised:
		return walls(u.Is.Through)
	case u.Wall == Lifted:
		return walls(u.Was.Through)
	case u.Effect == Loses:
		return either(gone, u.Is.Through)
	case u.Effect == Changes:
		return either(slices.Concat(come, gone), u.Is.Through)
	}
	return either(come, u.Is.Through)
}

// pathsBut are the paths that are not among others.
func pathsBut(paths, others []Through) []Through {
	return slices.DeleteFunc(slices.Clone(paths), func(p Through) bool {
		return slices.ContainsFunc(others, func(o Through) bool { return o.Path == p.Path && o.Because == p.Because })
	})
}

// walls are the paths by which somebody is kept out (section C, D-2, D-3), all if none
// of them says so.
func walls(paths []Through) []Through {
	return either(slices.DeleteFunc(slices.Clone(paths), func(p Through) bool {
		return !slices.ContainsFunc(p.Rules, func(rule string) bool {
			return strings.HasPrefix(rule, "C-") || rule == "D-2" || rule == "D-3"
		})
	}), paths)
}

func either(some, others []Through) []Through {
	if len(some) > 0 {
		return some
	}
	return others
}
