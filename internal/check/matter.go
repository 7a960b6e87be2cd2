package check

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// notParticipants is M-12 of users who are there. Who is not is an unresolved reference.
func (f *firm) notParticipants(m *v1alpha1.Matter, status *v1alpha1.MatterStatus) []placed {
	var found []placed
	tell := func(path, user, as string, reason v1alpha1.IgnoredReason) {
		u := f.view.User(user)
		why, field := "is deactivated", "spec.deactivated"
		switch reason {
		case v1alpha1.IgnoredNotFound:
			return
		case v1alpha1.IgnoredThirdPartyBiller:
			why, field = "is a 3rd party biller, who sees no matter", "spec.systemRole"
		case v1alpha1.IgnoredDeactivated:
		}
		found = append(found, warningIn(m, "M-12", path, fmt.Sprintf("%s %s %s: the name has no effect", as, user, why),
			"Name somebody else, or nobody.").beside(u, field, user+" "+why))
	}
	for _, ignored := range status.Ignored {
		if ignored.User == m.Spec.Lead {
			tell("spec.lead", ignored.User, "the lead", ignored.Reason)
		}
		if slices.ContainsFunc(m.Spec.Staffing, func(e v1alpha1.StaffingEntry) bool { return e.User == ignored.User }) && ignored.User != m.Spec.Lead {
			tell("spec.staffing["+ignored.User+"].user", ignored.User, "the member", ignored.Reason)
		}
	}
	return found
}

// systemsIgnored is M-11.
func (f *firm) systemsIgnored(m *v1alpha1.Matter, _ *v1alpha1.MatterStatus) []placed {
	var found []placed
	for _, entry := range m.Spec.Staffing {
		if len(entry.IncludedSystems) > 0 && f.assistants[entry.User] {
			found = append(found, warningIn(m, "M-11", "spec.staffing["+entry.User+"].includedSystems",
				fmt.Sprintf("the systems of %s are ignored: an assistant has those of its timekeepers", entry.User), "Remove them."))
		}
	}
	return found
}

// followsAllTheSame is M-2: a matter cannot opt out of what its case says.
func (f *firm) followsAllTheSame(m *v1alpha1.Matter, status *v1alpha1.MatterStatus) []placed {
	var found []placed
	for _, on := range []struct {
		list   ledger.ListName
		says   v1alpha1.FollowSetting
		effect *v1alpha1.FollowInEffect
	}{
		{ledger.Staffing, m.Spec.AssistantsFollow.Staffing, status.AssistantsFollow.Staffing},
		{ledger.ConflictedUsers, m.Spec.AssistantsFollow.ConflictedUsers, status.AssistantsFollow.ConflictedUsers},
	} {
		if on.says != v1alpha1.FollowDisabled || on.effect == nil || on.effect.Setting != v1alpha1.FollowEnabled {
			continue
		}
		path := fmt.Sprintf("spec.assistantsFollow.%s", on.list)
		found = append(found, warningIn(m, "M-2", path,
			fmt.Sprintf("assistants follow here all the same: the case %s says Enabled, and its matters cannot opt out", m.Spec.Case),
			"Remove the setting; for single users say assistants: DoNotFollow in their entries.").
			beside(f.view.Matter(m.Spec.Case), path, "the case's setting"))
	}
	return found
}

// matterLedger is L-8.
func (f *firm) matterLedger(m *v1alpha1.Matter, _ *v1alpha1.MatterStatus) []placed {
	if err := f.view.LedgerFault(m); err != nil {
		return unreadable(m, err)
	}
	return nil
}

// unknownConflicted is C-1: such a name may be right, and may be misspelt.
func (f *firm) unknownConflicted(m *v1alpha1.Matter, _ *v1alpha1.MatterStatus) []placed {
	if len(f.objects.Users) == 0 {
		return nil
	}
	var found []placed
	for _, entry := range m.Spec.ConflictedUsers {
		if f.view.User(entry.User) == nil {
			found = append(found, noteIn(m, "C-1", "spec.conflictedUsers["+entry.User+"].user",
				fmt.Sprintf("%s is no user of the firm: the wall waits for one of that name", entry.User),
				f.names.instead(entry.User, f.names.users, "Nothing is to be done if somebody of that name is yet to come.")))
		}
	}
	return found
}

// keptIn is C-7 and D-3: the right Administrator keeps access where it is excluded.
func (f *firm) keptIn(m *v1alpha1.Matter, _ *v1alpha1.MatterStatus) []placed {
	var found []placed
	for _, entry := range m.Spec.ExcludedUsers {
		if roster.HasRight(f.view, entry.User, v1alpha1.RightAdministrator) {
			found = append(found, warningIn(m, "D-3", "spec.excludedUsers["+entry.User+"].user",
				fmt.Sprintf("%s holds the right Administrator and keeps access: the exclusion has no effect", entry.User),
				"Name the user in spec.conflictedUsers instead: that wall stops everyone.").
				beside(f.view.User(entry.User), "spec.rights[Administrator]", entry.User+" holds the right Administrator"))
		}
	}
	return found
}

// floating is C-4, once an asset.
func (f *firm) floating(m *v1alpha1.Matter, status *v1alpha1.MatterStatus) []placed {
	var spared []string
	for i := range status.Staffing {
		if len(status.Staffing[i].Exemptions) > 0 {
			spared = append(spared, status.Staffing[i].User)
		}
	}
	if len(spared) == 0 {
		return nil
	}
	at := "spec.opposingTeamSets"
	if len(m.Spec.OpposingTeamSets) == 0 {
		at = "spec.case"
	}
	p := noteIn(m, "C-4", at, fmt.Sprintf("on the teams of both sides, and spared as FloatingUser: %s", list(spared)),
		"If that is not meant, name them in spec.conflictedUsers: that wall stops everyone.")
	for _, user := range spared[:min(len(spared), maxRelated)] {
		p = p.beside(f.view.User(user), "spec.globalRoles", user+" floats")
	}
	return []placed{p}
}

// caseOnAnotherSide is C-2: a matter against the side of its own case.
func (f *firm) caseOnAnotherSide(m *v1alpha1.Matter, _ *v1alpha1.MatterStatus) []placed {
	group := f.view.Matter(ledger.CaseName(&m.Spec))
	if group == nil || group.Spec.Type != v1alpha1.TypeCase {
		return nil
	}
	var found []placed
	for _, side := range m.Spec.OpposingTeamSets {
		for _, theirs := range group.Spec.OpposingTeamSets {
			if theirs.Set == side.Set && theirs.Side != side.Side {
				path := "spec.opposingTeamSets[" + side.Set + "]"
				found = append(found, warningIn(m, "C-2", path,
					fmt.Sprintf("on side %s of the set %s, while its case %s is on side %s: it opposes the other matters of its own case, and has the case's team", side.Side, side.Set, group.Name, theirs.Side),
					"Take the side of the case, or leave the case.").beside(group, path, "the side of the case"))
			}
		}
	}
	return found
}

// lonelySides is C-2: a set with one side opposes nobody.
func (f *firm) lonelySides() []placed {
	type taken struct {
		sides  []string
		assets []*v1alpha1.Matter
	}
	sets := map[string]*taken{}
	for _, m := range f.objects.Matters {
		for _, s := range m.Spec.OpposingTeamSets {
			if sets[s.Set] == nil {
				sets[s.Set] = &taken{}
			}
			sets[s.Set].sides = append(sets[s.Set].sides, s.Side)
			sets[s.Set].assets = append(sets[s.Set].assets, m)
		}
	}
	var found []placed
	for _, set := range f.names.sets {
		t := sets[set]
		if slices.ContainsFunc(t.sides, func(side string) bool { return side != t.sides[0] }) {
			continue
		}
		path := "spec.opposingTeamSets[" + set + "]"
		others := slices.DeleteFunc(slices.Clone(f.names.sets), func(name string) bool { return name == set })
		p := warningIn(t.assets[0], "C-2", path, fmt.Sprintf("the set %s has one side only, %s: nobody is walled off by it", set, cmp.Or(t.sides[0], "?")),
			f.names.instead(set, others, "Put those who oppose it on another side of the set."))
		for _, m := range t.assets[1:min(len(t.assets), maxRelated)] {
			p = p.beside(m, path, m.Name+" is on the same side")
		}
		found = append(found, p)
	}
	return found
}
