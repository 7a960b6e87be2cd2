package story

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// maxStatusBytes is what a status stays under: etcd refuses three times that.
const maxStatusBytes = 512 << 10

// memberOrder and wallOrder are the orders in which M-9 and C-6 name origins.
var (
	memberOrder = []v1alpha1.OriginType{v1alpha1.OriginDirect, v1alpha1.OriginCase, v1alpha1.OriginCollection, v1alpha1.OriginFollowing}
	wallOrder   = []v1alpha1.OriginType{
		v1alpha1.OriginDirect, v1alpha1.OriginFollowing, v1alpha1.OriginCase, v1alpha1.OriginCollection, v1alpha1.OriginOpposingTeamSet,
	}
	exclusionOrder = []v1alpha1.Exclusion{
		v1alpha1.ExcludedAsConflictedUser, v1alpha1.ExcludedByOpposingTeamSet, v1alpha1.ExcludedAsExcludedUser,
	}
)

func sorted(_ subject, m *v1alpha1.Matter) error {
	var b breaches
	ascend := func(what string, names []string) {
		b.unless(strictlyAscending(names), "%s are %v", what, names)
	}
	ascend("members", each(m.Status.Staffing, func(e v1alpha1.Member) string { return e.User }))
	ascend("conflicted users", each(m.Status.ConflictedUsers, func(e v1alpha1.ConflictedUser) string { return e.User }))
	ascend("ignored users", each(m.Status.Ignored, func(e v1alpha1.IgnoredUser) string { return e.User }))
	for _, e := range m.Status.Staffing {
		ascend("the systems of "+e.User, e.IncludedSystems)
		b.unless(inOrder(exclusionOrder, e.Exclusions), "the exclusions of %s are %v", e.User, e.Exclusions)
	}
	return b.err()
}

func strictlyAscending(names []string) bool {
	return slices.IsSorted(names) && len(slices.Compact(slices.Clone(names))) == len(names)
}

// inOrder says whether values come in an order, each at most once.
func inOrder[E comparable](order, values []E) bool {
	last := -1
	for _, v := range values {
		i := slices.Index(order, v)
		if i <= last {
			return false
		}
		last = i
	}
	return true
}

func vias(_ subject, m *v1alpha1.Matter) error {
	var b breaches
	judge := func(user string, order []v1alpha1.OriginType, origins []v1alpha1.Origin) {
		b.unless(len(origins) > 0, "%s has no origin", user)
		var types []v1alpha1.OriginType
		var sets []string
		for _, o := range origins {
			if o.Type == v1alpha1.OriginOpposingTeamSet {
				sets = append(sets, o.Set)
			}
			if o.Type != v1alpha1.OriginOpposingTeamSet || len(sets) == 1 {
				types = append(types, o.Type)
			}
			b.unless(strictlyAscending(o.Via), "%s has via %v", user, o.Via)
			b.unless((o.Type == v1alpha1.OriginDirect) == (len(o.Via) == 0), "%s is %s via %v", user, o.Type, o.Via)
			b.unless(len(o.Via) <= v1alpha1.MaxVia, "%s has via %v", user, o.Via)
			b.unless(o.More == 0 || (o.More > 0 && len(o.Via) == v1alpha1.MaxVia), "%s has %d more than via %v", user, o.More, o.Via)
			b.unless((o.Set != "") == (o.Type == v1alpha1.OriginOpposingTeamSet), "%s is %s in set %q", user, o.Type, o.Set)
		}
		b.unless(inOrder(order, types), "the origins of %s are %v", user, types)
		b.unless(strictlyAscending(sets), "%s opposes in %v", user, sets)
	}
	for _, e := range m.Status.Staffing {
		judge(e.User, memberOrder, e.Origins)
		b.unless(originOf(e.Origins, v1alpha1.OriginDirect) == nil || originOf(e.Origins, v1alpha1.OriginFollowing) == nil,
			"M-6: %s is direct and follows", e.User)
	}
	for _, e := range m.Status.ConflictedUsers {
		judge(e.User, wallOrder, e.Origins)
	}
	return b.err()
}

func counts(_ subject, m *v1alpha1.Matter) error {
	var b breaches
	var want v1alpha1.MatterSummary
	for _, e := range m.Status.Staffing {
		want.Members++
		if e.Access == v1alpha1.AccessExcluded {
			want.Excluded++
		}
		if originOf(e.Origins, v1alpha1.OriginFollowing) != nil {
			want.Followers++
		}
	}
	want.Conflicted = int32(len(m.Status.ConflictedUsers))
	got := m.Status.Summary
	switch {
	case got == nil:
		return fmt.Errorf("there is no summary")
	case m.Status.Truncated:
		b.unless(got.Members >= want.Members && got.Excluded >= want.Excluded &&
			got.Followers >= want.Followers && got.Conflicted >= want.Conflicted, "%+v of a part is more than %+v", want, *got)
	default:
		b.unless(*got == want, "it says %+v of %+v", *got, want)
	}
	cleared := reason(m.Status.Conditions, v1alpha1.ConditionMembersCleared) == v1alpha1.ReasonCleared
	b.unless(cleared == (got.Excluded == 0), "C-8: cleared is %t with %d excluded", cleared, got.Excluded)
	return b.err()
}

func permitted(_ subject, u *v1alpha1.FirmUser) error {
	var b breaches
	seen := map[v1alpha1.Permission]bool{}
	for _, p := range u.Status.Permissions {
		b.unless(!seen[p], "%s/%s is said twice", p.Action, p.Scope)
		seen[p] = true
	}
	b.unless(strictlyAscending(each(u.Status.ClientAccess, func(c v1alpha1.ClientAccess) string { return c.Client })),
		"the clients are %v", u.Status.ClientAccess)
	b.unless(strictlyAscending(u.Status.Assistants), "the assistants are %v", u.Status.Assistants)
	b.unless(strictlyAscending(u.Status.Timekeepers), "the timekeepers are %v", u.Status.Timekeepers)
	b.unless(!u.Spec.Deactivated || len(u.Status.Permissions)+len(u.Status.ClientAccess) == 0, "a deactivated user may do something")
	return b.err()
}

func size(s subject) error {
	text, err := json.Marshal(s.status)
	if err == nil && len(text) >= maxStatusBytes {
		err = fmt.Errorf("it has %d bytes", len(text))
	}
	return err
}
