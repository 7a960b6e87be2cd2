package firms

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// deeds are what is done to a firm, each as often as it is named. Where one cannot
// be done, nothing is.
var deeds = []func(*editor){
	join, join, join, leave, leave, leave, promote, takeLead,
	raise, raise, raise, lift, lift, lift, exclude, takeSide, takeSide,
	group, collect, override,
	link, link, unlink, unlink,
	deactivate, deactivate, float, empower,
	found, abandon, addSystem, resettle,
}

func anyAsset(*v1alpha1.Matter) bool { return true }

func isMatter(m *v1alpha1.Matter) bool { return m.Spec.Type == v1alpha1.TypeMatter }

// anybody is a user who does not run the firm.
func (e *editor) anybody() func(*v1alpha1.FirmUser) bool {
	runs := e.firm().Spec.Administrators
	return func(u *v1alpha1.FirmUser) bool { return u.Name != runs.Lead && u.Name != runs.Backup }
}

func (e *editor) firm() *v1alpha1.Firm {
	return among(e, func(*v1alpha1.Firm) bool { return true })[0]
}

// somebody is the name of one of them.
func (e *editor) somebody() string { return pick(e.draw, among(e, e.anybody())).Name }

func join(e *editor) {
	user := e.somebody()
	change(e, "somebody joins (M-1)", anyAsset, func(m *v1alpha1.Matter) {
		if !slices.ContainsFunc(m.Spec.Staffing, func(s v1alpha1.StaffingEntry) bool { return s.User == user }) {
			m.Spec.Staffing = append(m.Spec.Staffing, v1alpha1.StaffingEntry{User: user})
		}
	})
}

func hasTeam(m *v1alpha1.Matter) bool { return len(m.Spec.Staffing) > 0 }

func leave(e *editor) {
	change(e, "somebody leaves (M-7)", hasTeam, func(m *v1alpha1.Matter) {
		at := e.draw.IntN(len(m.Spec.Staffing))
		m.Spec.Staffing = slices.Delete(m.Spec.Staffing, at, at+1)
	})
}

func promote(e *editor) {
	change(e, "somebody gets another role (M-10)", hasTeam, func(m *v1alpha1.Matter) {
		m.Spec.Staffing[e.draw.IntN(len(m.Spec.Staffing))].MatterRole = pick(e.draw, []v1alpha1.MatterRole{
			v1alpha1.MatterRoleAdministrator, v1alpha1.MatterRoleEditor, v1alpha1.MatterRoleBillingOnly,
		})
	})
}

func takeLead(e *editor) {
	user := e.somebody()
	change(e, "somebody else leads (M-1)", anyAsset, func(m *v1alpha1.Matter) { m.Spec.Lead = user })
}

func raise(e *editor) {
	user := e.somebody()
	change(e, "a wall is raised (C-1)", anyAsset, func(m *v1alpha1.Matter) {
		if !slices.ContainsFunc(m.Spec.ConflictedUsers, func(c v1alpha1.ConflictedEntry) bool { return c.User == user }) {
			m.Spec.ConflictedUsers = append(m.Spec.ConflictedUsers, v1alpha1.ConflictedEntry{User: user, Reason: pick(e.draw, reasons)})
		}
	})
}

func lift(e *editor) {
	change(e, "a wall is lifted (C-1)", func(m *v1alpha1.Matter) bool { return len(m.Spec.ConflictedUsers) > 0 }, func(m *v1alpha1.Matter) {
		at := e.draw.IntN(len(m.Spec.ConflictedUsers))
		m.Spec.ConflictedUsers = slices.Delete(m.Spec.ConflictedUsers, at, at+1)
	})
}

func exclude(e *editor) {
	change(e, "a member is excluded (C-7)", hasTeam, func(m *v1alpha1.Matter) {
		m.Spec.ExcludedUsers = []v1alpha1.ExcludedEntry{{User: pick(e.draw, m.Spec.Staffing).User}}
	})
}

func takeSide(e *editor) {
	mayOppose := func(m *v1alpha1.Matter) bool { return m.Spec.Type != v1alpha1.TypeCollection }
	change(e, "a side is taken (C-2)", mayOppose, func(m *v1alpha1.Matter) {
		m.Spec.OpposingTeamSets = []v1alpha1.OpposingTeamSide{{Set: "deal", Side: pick(e.draw, []string{"a", "b"})}}
	})
}

func group(e *editor) {
	cases := among(e, func(m *v1alpha1.Matter) bool { return m.Spec.Type == v1alpha1.TypeCase })
	change(e, "a matter comes into a case, or out of it (M-8, C-5)", isMatter, func(m *v1alpha1.Matter) {
		if m.Spec.Case != "" || len(cases) == 0 {
			m.Spec.Case = ""
			return
		}
		m.Spec.Case = pick(e.draw, cases).Name
	})
}

func collect(e *editor) {
	collections := among(e, func(m *v1alpha1.Matter) bool { return m.Spec.Type == v1alpha1.TypeCollection })
	change(e, "a matter comes into a collection, or out of it (M-8)", isMatter, func(m *v1alpha1.Matter) {
		if len(m.Spec.Collections) > 0 || len(collections) == 0 {
			m.Spec.Collections = nil
			return
		}
		m.Spec.Collections = []string{pick(e.draw, collections).Name}
	})
}

func override(e *editor) {
	change(e, "assistants follow from now on, or no more (M-2)", anyAsset, func(m *v1alpha1.Matter) {
		m.Spec.AssistantsFollow = v1alpha1.AssistantsFollow{Staffing: e.setting(), ConflictedUsers: e.setting()}
	})
}

func (e *editor) setting() v1alpha1.FollowSetting {
	return pick(e.draw, []v1alpha1.FollowSetting{v1alpha1.FollowEnabled, v1alpha1.FollowDisabled, ""})
}

// link makes one that is accepted.
func link(e *editor) {
	assists, assisted, pairs := map[string]bool{}, map[string]bool{}, map[v1alpha1.AssistantLinkSpec]bool{}
	for _, l := range among(e, anyLink) {
		assists[l.Spec.Assistant], assisted[l.Spec.Timekeeper], pairs[l.Spec] = true, true, true
	}
	pair := v1alpha1.AssistantLinkSpec{Assistant: e.somebody(), Timekeeper: e.somebody()}
	made := firm.MakeLink(pair.Assistant, pair.Timekeeper)
	if pair.Assistant == pair.Timekeeper || assisted[pair.Assistant] || assists[pair.Timekeeper] || pairs[pair] {
		return
	}
	made.Namespace = e.firm().Namespace
	e.write("a link is made (A-1)", nil, made)
}

func anyLink(*v1alpha1.AssistantLink) bool { return true }

func unlink(e *editor) {
	if links := among(e, anyLink); len(links) > 0 {
		e.write("a link is deleted (A-1)", pick(e.draw, links), nil)
	}
}

func deactivate(e *editor) {
	change(e, "an account is deactivated, or comes back (W-6)", e.anybody(), func(u *v1alpha1.FirmUser) { u.Spec.Deactivated = !u.Spec.Deactivated })
}

func float(e *editor) {
	change(e, "somebody floats, or no more (C-4)", e.anybody(), func(u *v1alpha1.FirmUser) {
		if len(u.Spec.GlobalRoles) > 0 {
			u.Spec.GlobalRoles = nil
			return
		}
		u.Spec.GlobalRoles = []v1alpha1.GlobalRole{v1alpha1.FloatingUser}
	})
}

func empower(e *editor) {
	change(e, "somebody gets other rights (S-3)", e.anybody(), func(u *v1alpha1.FirmUser) {
		u.Spec.Rights = []v1alpha1.UserRight{pick(e.draw, []v1alpha1.UserRight{v1alpha1.RightAdministrator, v1alpha1.RightCompliance})}
	})
}

func found(e *editor) {
	e.founded++
	m := firm.MakeMatter(numbered("founded", e.founded-1)).Lead(e.somebody()).Staff(e.somebody()).Obj()
	m.Namespace = e.firm().Namespace
	e.write("a matter is founded (L-2)", nil, m)
}

func abandon(e *editor) {
	if matters := among(e, isMatter); len(matters) > 1 {
		e.write("a matter is deleted", pick(e.draw, matters), nil)
	}
}

func addSystem(e *editor) {
	change(e, "a system comes or goes, for everybody (M-11)", func(*v1alpha1.Firm) bool { return true }, func(f *v1alpha1.Firm) {
		if at := slices.Index(f.Spec.Systems, "archive"); at >= 0 {
			f.Spec.Systems = slices.Delete(f.Spec.Systems, at, at+1)
			return
		}
		f.Spec.Systems = append(f.Spec.Systems, "archive")
	})
}

func resettle(e *editor) {
	change(e, "the firm's own settings change, for who joins later (L-4)", func(*v1alpha1.Firm) bool { return true }, func(f *v1alpha1.Firm) {
		f.Spec.AssistantsFollow = v1alpha1.AssistantsFollow{Staffing: e.setting(), ConflictedUsers: e.setting()}
	})
}
