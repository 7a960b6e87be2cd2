package main

import (
	"context"
	"slices"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// change is one write by a client.
type change struct {
	says string
	make func(ctx context.Context, c client.Client, now roster.Objects) error
	wall func(now roster.Objects) error // why the wall that it raises does not stand; nil if it raises none
}

// stands says why a wall that the change raised does not stand.
func (c change) stands(now roster.Objects) error {
	if c.wall == nil {
		return nil
	}
	return c.wall(now)
}

// cast is whom and what the changes are about.
type cast struct {
	namespace     string
	matter, other string // in no case and on no side
	group         string // the case of the most matters
	outsider      string // who may join: on neither the matter nor the case, and else on few
	assistant     string // who assists somebody
	busy          string // who is on the most matters, of those for whom the assistant does not work
}

// castOf chooses.
func castOf(f roster.Objects) cast {
	c := cast{namespace: f.Firm.Namespace}
	grouped := map[string]int{}
	for _, m := range f.Matters {
		if m.Spec.Case != "" {
			grouped[m.Spec.Case]++
		}
		if m.Spec.Type == v1alpha1.TypeMatter && m.Spec.Case == "" && len(m.Spec.OpposingTeamSets) == 0 && len(m.Spec.Staffing) > 1 {
			if c.matter == "" {
				c.matter = m.Name
			}
			c.other = m.Name
		}
	}
	c.group = most(grouped)
	c.choosePeople(f)
	return c
}

// choosePeople chooses among those who are active, run nothing and do not float.
func (c *cast) choosePeople(f roster.Objects) {
	on, assists := map[string]int{}, map[string]bool{}
	near := map[string]bool{} // on what somebody is to join
	for _, m := range f.Matters {
		for _, entry := range m.Spec.Staffing {
			on[entry.User]++
			near[entry.User] = near[entry.User] || m.Name == c.matter || m.Name == c.group
		}
	}
	for _, l := range f.Links {
		assists[l.Spec.Assistant] = true
	}
	busy, outside := map[string]int{}, map[string]int{}
	for _, u := range f.Users {
		runs := u.Name == f.Firm.Spec.Administrators.Lead || u.Name == f.Firm.Spec.Administrators.Backup
		switch {
		case runs || u.Spec.Deactivated || u.Spec.SystemRole == v1alpha1.RoleThirdPartyBiller || len(u.Spec.GlobalRoles) > 0:
		case assists[u.Name]:
			c.assistant = u.Name // nobody is both
		default:
			busy[u.Name] = on[u.Name]
			if !near[u.Name] {
				outside[u.Name] = len(f.Matters) - on[u.Name]
			}
		}
	}
	for _, l := range f.Links {
		if l.Spec.Assistant == c.assistant {
			delete(busy, l.Spec.Timekeeper)
		}
	}
	c.busy = most(busy)
	delete(outside, c.busy)
	c.outsider = most(outside)
}

// most returns the name with the largest count, of several the first.
func most(counts map[string]int) string {
	var name string
	for n, count := range counts {
		if count > counts[name] || (count == counts[name] && n < name) {
			name = n
		}
	}
	return name
}

// changes are those of F-3: each way in which the rules carry a change on, and back
// again, so that the firm is in the end as it was.
func changes(c cast) []change {
	link := func() *v1alpha1.AssistantLink {
		l := firm.MakeLink(c.assistant, c.busy)
		l.Namespace = c.namespace
		return l
	}
	founded := firm.MakeMatter("bench").Staff(c.busy).Lead(c.busy).Obj()
	founded.Namespace = c.namespace
	return slices.Concat(teams(c), walls(c), []change{
		create("a link is made (A-1)", func() client.Object { return link() }),
		remove("it is deleted", func() client.Object { return link() }),
		user("who is busy is deactivated (W-6)", c.busy, func(u *v1alpha1.FirmUser) { u.Spec.Deactivated = true }),
		user("and comes back", c.busy, func(u *v1alpha1.FirmUser) { u.Spec.Deactivated = false }),
		user("a family name changes, of which a status tells only the generation", c.busy, func(u *v1alpha1.FirmUser) { u.Spec.FamilyName += "-Bench" }),
		create("a matter is founded", func() client.Object { return founded.DeepCopy() }),
		remove("it is deleted", func() client.Object { return founded.DeepCopy() }),
		theFirm("a system more, for everybody on every matter (M-11)", func(f *v1alpha1.Firm) { f.Spec.Systems = append(f.Spec.Systems, "bench") }),
		theFirm("and gone", func(f *v1alpha1.Firm) { f.Spec.Systems = f.Spec.Systems[:len(f.Spec.Systems)-1] }),
	})
}

// teams are changes of who works on what.
func teams(c cast) []change {
	join := func(m *v1alpha1.Matter) {
		m.Spec.Staffing = append(m.Spec.Staffing, v1alpha1.StaffingEntry{User: c.outsider})
	}
	leave := func(m *v1alpha1.Matter) { m.Spec.Staffing = m.Spec.Staffing[:len(m.Spec.Staffing)-1] }
	return []change{
		matter("a label, of which no status tells", c.matter, func(m *v1alpha1.Matter) { m.Labels = map[string]string{"bench": "true"} }),
		matter("a name that is shown changes", c.matter, func(m *v1alpha1.Matter) { m.Spec.DisplayName += " (bench)" }),
		matter("somebody joins a matter (M-1)", c.matter, join),
		matter("and leaves it", c.matter, leave),
		matter("somebody joins a case (M-8)", c.group, join),
		matter("and leaves it", c.group, leave),
	}
}

// walls are changes of who may not see what.
func walls(c cast) []change {
	raise := func(m *v1alpha1.Matter) {
		m.Spec.ConflictedUsers = append(m.Spec.ConflictedUsers, v1alpha1.ConflictedEntry{User: c.busy, Reason: "bench"})
	}
	lift := func(m *v1alpha1.Matter) {
		m.Spec.ConflictedUsers = m.Spec.ConflictedUsers[:len(m.Spec.ConflictedUsers)-1]
	}
	side := func(of string) func(m *v1alpha1.Matter) {
		return func(m *v1alpha1.Matter) {
			m.Spec.OpposingTeamSets = []v1alpha1.OpposingTeamSide{{Set: "bench", Side: of}}
		}
	}
	noSide := func(m *v1alpha1.Matter) { m.Spec.OpposingTeamSets = nil }
	return []change{
		matter("a wall is raised (C-1)", c.matter, raise).raising(c.ownWall),
		matter("and lifted", c.matter, lift),
		matter("a wall around a case (C-5)", c.group, raise).raising(c.caseWall),
		matter("and lifted", c.group, lift),
		matter("one side (C-2)", c.matter, side("a")),
		matter("the other side", c.other, side("b")).raising(c.opposition),
		matter("neither", c.matter, noSide),
		matter("nor the other", c.other, noSide),
		user("who is busy floats (C-4)", c.busy, func(u *v1alpha1.FirmUser) { u.Spec.GlobalRoles = []v1alpha1.GlobalRole{v1alpha1.FloatingUser} }),
		user("and no more", c.busy, func(u *v1alpha1.FirmUser) { u.Spec.GlobalRoles = nil }),
	}
}
