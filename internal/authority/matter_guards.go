package authority

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
)

// matterGuards is what changing each field of a Matter needs. Whoever creates one
// declares all of it, walls too (U-5), except who may not say what is confidential.
var matterGuards = func() map[string]*guard[*matterWrite] {
	staffed, conflicted, excluded, opposed, moved := team(), walls(), walls(), walls(), moves()
	return map[string]*guard[*matterWrite]{
		"spec.type":                             {rules: "U-4, U-5", needs: moved.needs},
		"spec.displayName":                      onMatter("U-7", (*matterWrite).rename),
		"spec.client":                           onMatter("U-7", (*matterWrite).refile),
		"spec.office":                           onMatter("U-7", (*matterWrite).refile),
		"spec.businessUnit":                     onMatter("U-7", (*matterWrite).refile),
		"spec.case":                             moved,
		"spec.collections":                      moves(),
		"spec.state":                            onMatter("U-7", (*matterWrite).refile),
		"spec.confidential":                     {rules: "U-7", needs: (*matterWrite).confidential},
		"spec.lead":                             team(),
		"spec.staffing[].user":                  staffed,
		"spec.staffing[].matterRole":            staffed,
		"spec.staffing[].staffingType":          staffed,
		"spec.staffing[].includedSystems":       staffed,
		"spec.staffing[].assistants":            staffed,
		"spec.conflictedUsers[].user":           conflicted,
		"spec.conflictedUsers[].reason":         conflicted,
		"spec.conflictedUsers[].assistants":     conflicted,
		"spec.excludedUsers[].user":             excluded,
		"spec.excludedUsers[].reason":           excluded,
		"spec.opposingTeamSets[].set":           opposed,
		"spec.opposingTeamSets[].side":          opposed,
		"spec.assistantsFollow.staffing":        team(),
		"spec.assistantsFollow.conflictedUsers": walls(),
	}
}()

// onMatter guards a field of a matter that is there.
func onMatter(rules string, needs func(*matterWrite) []need) *guard[*matterWrite] {
	return &guard[*matterWrite]{rules: rules, needs: func(w *matterWrite, _ []edit) []need {
		if w.creates() {
			return nil
		}
		return needs(w)
	}}
}

// team is U-4: being Firm Administrator gives nothing here (S1).
func team() *guard[*matterWrite] { return onMatter("U-4", (*matterWrite).team) }

func (w *matterWrite) team() []need {
	return []need{{rule: "U-4", act: "change who is on the team", may: []grant{w.teamAdministrator(), administratorRight, provisioner, staffer}}}
}

// walls is U-5.
func walls() *guard[*matterWrite] { return onMatter("U-5", (*matterWrite).walls) }

func (w *matterWrite) walls() []need {
	return []need{{rule: "U-5", act: "change who is walled off", may: wallKeepers}}
}

// moves is U-4 and U-5: teams and walls come with a case and with collections.
func moves() *guard[*matterWrite] {
	return onMatter("U-4, U-5", func(w *matterWrite) []need {
		needs := append(w.team(), w.walls()...)
		for i := range needs {
			needs[i].why = "case and collections bring their teams and their walls"
		}
		return needs
	})
}

// rename is U-7, by section D.
func (w *matterWrite) rename() []need {
	editor := grant{
		who:   "who may edit the " + asset(w.Old),
		holds: func(a *asker) bool { return w.may(a, access.ActionEdit) },
		ask:   func(a *asker) string { return askLead(a, w.Old) },
	}
	return []need{{rule: "U-7", act: "rename it", may: []grant{editor, provisioner, staffer}}}
}

// refile is U-7: what decides who works on it and for whom.
func (w *matterWrite) refile() []need {
	return []need{{rule: "U-7", act: "change its client, office, business unit or state", may: []grant{w.lead(), administratorRight, provisioner, staffer}}}
}

// confidential is U-7; who creates it says so, a Staffer never.
func (w *matterWrite) confidential([]edit) []need {
	n := need{rule: "U-7", act: "say whether it is confidential", may: []grant{w.confidant(), provisioner}}
	if w.creates() {
		n.may = []grant{{who: "who leads it", holds: func(a *asker) bool { return a.is(w.New.Spec.Lead) }}, administratorRight, provisioner}
	}
	return []need{n}
}

// confidant is who may view the asset now and has a say in who else does.
func (w *matterWrite) confidant() grant {
	return grant{
		who: "who may view it and is its lead, its client's manager, of the user role Assistant or has the right Administrator",
		holds: func(a *asker) bool {
			if a.user == nil {
				return false
			}
			concerned := a.is(w.Old.Spec.Lead) || w.now().Manages(a.user.Name) ||
				a.user.Spec.UserRole == v1alpha1.UserRoleAssistant || a.has(v1alpha1.RightAdministrator)
			return concerned && w.may(a, access.ActionView)
		},
		ask: func(a *asker) string {
			if w.Old == nil {
				return ""
			}
			return askLead(a, w.Old)
		},
	}
}
