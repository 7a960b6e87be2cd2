package access

import (
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
)

// path joins the steps by which a rule reaches a user.
func path(steps ...string) string { return strings.Join(steps, " ← ") }

// unitPath returns the units by which the user is in that of the asset, empty if
// it is not (S-5).
func (q question) unitPath(by string) string {
	line := q.asset.units.AtOrAbove(q.asset.matter.Spec.BusinessUnit)
	own := slices.IndexFunc(line, func(unit string) bool { return slices.Contains(q.spec.BusinessUnits, unit) })
	if own < 0 {
		return ""
	}
	steps := slices.Clone(line[:own+1])
	slices.Reverse(steps)
	return path(slices.Concat([]string{q.user, by}, steps, []string{q.asset.matter.Name})...)
}

// memberPath returns how a member comes to be one: by its first origin (M-9).
func (a *Asset) memberPath(m *v1alpha1.Member) string {
	first := m.Origins[0]
	switch first.Type {
	case v1alpha1.OriginCase, v1alpha1.OriginCollection:
		if group := a.of(first.Via[0]); group != nil {
			if there := group.Member(m.User); there != nil {
				return path(group.memberPath(there), a.matter.Name)
			}
		}
	case v1alpha1.OriginFollowing:
		return path(m.User, a.link(m.User, first.Via[0]), first.Via[0], a.matter.Name)
	case v1alpha1.OriginDirect, v1alpha1.OriginOpposingTeamSet:
	}
	return path(m.User, a.matter.Name)
}

// walledPath returns how a conflicted user comes to be one: by its first origin (C-6).
func (a *Asset) walledPath(c *v1alpha1.ConflictedUser) string {
	first := c.Origins[0]
	switch first.Type {
	case v1alpha1.OriginFollowing:
		timekeeper := first.Via[0]
		if its := a.Conflicted(timekeeper); its != nil {
			return path(c.User, a.link(c.User, timekeeper), a.walledPath(its))
		}
	case v1alpha1.OriginCase, v1alpha1.OriginCollection:
		if group := a.of(first.Via[0]); group != nil {
			if there := group.Conflicted(c.User); there != nil {
				return path(group.walledPath(there), a.matter.Name)
			}
		}
	case v1alpha1.OriginOpposingTeamSet:
		other := first.Via[0]
		return path(c.User, first.Set, a.side(other, first.Set), other)
	case v1alpha1.OriginDirect:
	}
	return path(c.User, "conflictedUsers", a.matter.Name)
}

// of derives the case or a collection of the asset, nil if it is not there.
func (a *Asset) of(group string) *Asset {
	m := a.view.Matter(group)
	if m == nil {
		return nil
	}
	return &Asset{matter: m, view: a.view, status: staffing.DeriveAll(a.view, m), units: a.units, firm: a.firm}
}

// link returns the accepted link that makes one user another's assistant.
func (a *Asset) link(assistant, timekeeper string) string {
	for _, link := range roster.NewLinks(a.view).Timekeepers(assistant) {
		if link.Spec.Timekeeper == timekeeper {
			return link.Name
		}
	}
	return ""
}

// side returns the side that another asset takes of a set: its own, else its case's (C-2).
func (a *Asset) side(other, set string) string {
	for _, name := range []string{other, a.caseOf(other)} {
		m := a.view.Matter(name)
		if m == nil {
			continue
		}
		for _, side := range m.Spec.OpposingTeamSets {
			if side.Set == set {
				return side.Side
			}
		}
	}
	return ""
}

func (a *Asset) caseOf(asset string) string {
	if m := a.view.Matter(asset); m != nil {
		return m.Spec.Case
	}
	return ""
}
