package access

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/staffing"
)

// person is a user as section D asks about it, on whatever asset.
type person struct {
	holder

	name string
	user *v1alpha1.FirmUser // nil for none
	// lines are the units that lead from one of the user's down to another, joined,
	// by the latter; empty where the user is not in it (S-5).
	lines map[string]string
}

func personOf(s *surroundings, user string) *person {
	p := &person{name: user, user: s.view.User(user), lines: map[string]string{}}
	if p.user != nil {
		p.holder = holderOf(s.view, p.user)
	}
	return p
}

// lineTo returns the units by which the person is in a unit, empty if it is not.
func (p *person) lineTo(unit string, s *surroundings) string {
	if unit == "" || len(p.spec.BusinessUnits) == 0 {
		return ""
	}
	if known, found := p.lines[unit]; found {
		return known
	}
	line := s.units().AtOrAbove(unit)
	joined := ""
	if own := slices.IndexFunc(line, func(unit string) bool { return slices.Contains(p.spec.BusinessUnits, unit) }); own >= 0 {
		down := slices.Clone(line[:own+1])
		slices.Reverse(down)
		joined = path(down...)
	}
	p.lines[unit] = joined
	return joined
}

// asker is a person who asks what it may do on an asset.
type asker struct {
	*person

	asset    *Asset
	position staffing.Position
	byTeam   string // the path of a member, once asked for
	byWall   string // that of a conflicted user, likewise
}

func (a *Asset) asker(p *person) *asker {
	if p.user == nil {
		return &asker{person: p, asset: a}
	}
	return &asker{person: p, asset: a, position: a.Position(p.name)}
}

func (k *asker) decisions() []Decision {
	decisions := make([]Decision, 0, len(Actions))
	for _, action := range Actions {
		decisions = append(decisions, k.decide(action))
	}
	return decisions
}

// decide goes through section D: first what refuses, then any rule that grants.
func (k *asker) decide(action Action) Decision {
	if d, decided := k.first(action); decided {
		return d
	}
	d := Decision{Action: action}
	for _, rule := range grants {
		if along := rule.grants(k, action); along != "" {
			d.Rules, d.Paths = append(d.Rules, rule.id), append(d.Paths, along)
		}
	}
	if len(d.Rules) == 0 {
		return by("D-11", action, false)
	}
	d.Allowed, d.Path = true, d.Paths[0]
	return d
}

// first decides by the first of the rules up to D-5 that applies, if one does. They
// refuse, but that D-4 lets a biller post.
func (k *asker) first(action Action) (d Decision, decided bool) {
	matter := k.asset.matter
	switch {
	case k.user == nil:
		return by("D-1", action, false, k.name, "not found"), true
	case k.user.Spec.Deactivated:
		return by("D-1", action, false, k.name, "deactivated"), true
	case k.position.IsConflicted():
		return by("D-2", action, false, k.wallPath()), true
	case k.position.IsExcluded():
		return by("D-3", action, false, k.name, "excludedUsers", matter.Name), true
	case k.systemRole == v1alpha1.RoleThirdPartyBiller:
		return by("D-4", action, action == ActionPostInvoices, k.name, string(v1alpha1.RoleThirdPartyBiller)), true
	case action == ActionReportTime && matter.Spec.State == v1alpha1.StateClosed:
		return by("D-5", action, false, matter.Name, "Closed"), true
	}
	return Decision{}, false
}

func (k *asker) wallPath() string {
	if k.byWall == "" {
		k.byWall = k.position.WallPath().String()
	}
	return k.byWall
}

func (k *asker) teamPath() string {
	if k.byTeam == "" {
		k.byTeam = k.position.MemberPath().String()
	}
	return k.byTeam
}

// by returns a decision by one rule.
func by(rule string, action Action, allowed bool, steps ...string) Decision {
	along := path(steps...)
	return Decision{Action: action, Allowed: allowed, Rules: []string{rule}, Path: along, Paths: []string{along}}
}
