package story

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

func walled(_ subject, m *v1alpha1.Matter) error {
	var b breaches
	for _, c := range m.Status.ConflictedUsers {
		entry := member(m, c.User)
		b.unless(entry == nil || entry.Access == v1alpha1.AccessExcluded, "%s has access", c.User)
	}
	return b.err()
}

func explained(s subject, m *v1alpha1.Matter) error {
	var b breaches
	for _, e := range m.Status.Staffing {
		b.unless((e.Access == v1alpha1.AccessExcluded) == (len(e.Exclusions) > 0), "%s is %s as %v", e.User, e.Access, e.Exclusions)
		behind := slices.IndexFunc(m.Status.ConflictedUsers, func(c v1alpha1.ConflictedUser) bool { return c.User == e.User })
		for _, exclusion := range e.Exclusions {
			if exclusion == v1alpha1.ExcludedAsExcludedUser {
				named := slices.ContainsFunc(m.Spec.ExcludedUsers, func(x v1alpha1.ExcludedEntry) bool { return x.User == e.User })
				b.unless(named, "%s is not in excludedUsers", e.User)
				continue
			}
			b.unless(behind >= 0 || m.Status.Truncated, "%s is %s, but not behind the wall", e.User, exclusion)
		}
		if len(e.Exemptions) > 0 {
			u := s.view.User(e.User)
			b.unless(u != nil && slices.Contains(u.Spec.GlobalRoles, v1alpha1.FloatingUser), "%s is spared and does not float", e.User)
		}
	}
	return b.err()
}

func participants(s subject, m *v1alpha1.Matter) error {
	var b breaches
	for _, e := range m.Status.Staffing {
		u := s.view.User(e.User)
		b.unless(u != nil && !u.Spec.Deactivated && u.Spec.SystemRole != v1alpha1.RoleThirdPartyBiller, "%s is no participant", e.User)
	}
	for _, i := range m.Status.Ignored {
		b.unless(member(m, i.User) == nil, "%s is ignored and a member", i.User)
	}
	return b.err()
}

func followers(s subject, m *v1alpha1.Matter) error {
	var b breaches
	for _, e := range m.Status.Staffing {
		follows := originOf(e.Origins, v1alpha1.OriginFollowing)
		if follows == nil {
			continue
		}
		for _, timekeeper := range follows.Via {
			at := member(m, timekeeper)
			b.unless(at != nil && originOf(at.Origins, v1alpha1.OriginDirect) != nil, "%s follows %s, who is not direct", e.User, timekeeper)
			b.unless(linked(s, e.User, timekeeper), "%s follows %s without an accepted link", e.User, timekeeper)
		}
	}
	return b.err()
}

// linked says whether a link that says that it is accepted joins two users.
func linked(s subject, assistant, timekeeper string) bool {
	return slices.ContainsFunc(s.firm.Links, func(l *v1alpha1.AssistantLink) bool {
		return l.Spec.Assistant == assistant && l.Spec.Timekeeper == timekeeper &&
			reason(l.Status.Conditions, v1alpha1.ConditionAccepted) == v1alpha1.ReasonAccepted
	})
}

func inherited(s subject, m *v1alpha1.Matter) error {
	var b breaches
	groups := map[string]v1alpha1.OriginType{}
	for _, name := range m.Spec.Collections {
		if c := s.view.Matter(name); c != nil && c.Spec.Type == v1alpha1.TypeCollection {
			groups[name] = v1alpha1.OriginCollection
		}
	}
	if c := s.view.Matter(m.Spec.Case); c != nil && c.Spec.Type == v1alpha1.TypeCase {
		groups[m.Spec.Case] = v1alpha1.OriginCase
	}
	for name, origin := range groups {
		for _, e := range s.view.Matter(name).Status.Staffing {
			there := member(m, e.User)
			by := there != nil && originOf(there.Origins, origin) != nil
			b.unless(by || m.Status.Truncated, "M-8: %s of %s is not inherited", e.User, name)
		}
	}
	for _, e := range m.Status.Staffing {
		for _, origin := range e.Origins {
			if origin.Type != v1alpha1.OriginCase && origin.Type != v1alpha1.OriginCollection {
				continue
			}
			for _, name := range origin.Via {
				group := s.view.Matter(name)
				b.unless(group != nil && groups[name] == origin.Type && (member(group, e.User) != nil || group.Status.Truncated),
					"M-8: %s is inherited from %s, which does not have it", e.User, name)
			}
		}
	}
	return b.err()
}

func opposed(s subject, m *v1alpha1.Matter) error {
	var b breaches
	for _, c := range m.Status.ConflictedUsers {
		for _, origin := range c.Origins {
			if origin.Type != v1alpha1.OriginOpposingTeamSet {
				continue
			}
			for _, name := range origin.Via {
				other := s.view.Matter(name)
				b.unless(other != nil && (member(other, c.User) != nil || other.Status.Truncated),
					"C-2: %s opposes in %s via %s, which does not have it", c.User, origin.Set, name)
			}
		}
	}
	return b.err()
}
