package model

import (
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// edit is a change that somebody means to make to an asset's spec. The value
// picks one of the possible ones.
type edit struct {
	what  string
	user  string
	value int
}

// likelyEdits are the edits, each as often as it is likely; 64 in all.
var likelyEdits = slices.Concat(
	times(7, "join"), times(8, "join pair"), times(8, "leave"), times(2, "lead"), times(2, "override"), times(5, "entry"),
	times(4, "wall"), times(5, "wall pair"), times(4, "unwall"), times(1, "override wall"), times(2, "exclude"),
	times(4, "case"), times(2, "collection"), times(5, "side"),
	times(2, "follow staffing"), times(2, "follow wall"), times(1, "refer"),
)

func drawEdit(t *rapid.T) edit {
	return edit{
		what:  draw(t, likelyEdits),
		user:  draw(t, likelyUsers),
		value: draw(t, sixteen[:8]),
	}
}

// pick is the possibility that a value stands for.
func pick[E any](value int, of []E) E { return of[value%len(of)] }

var (
	// Assistants leave more often than timekeepers: what they leave behind is L-6's.
	leavers = []string{"ada", "abe", "ada", "tina", "otto", "theo", "abe", "tara"}

	overrides = []v1alpha1.AssistantsOverride{"", v1alpha1.AssistantsFollowEntry, v1alpha1.AssistantsDoNotFollow}

	// Those who join mostly say nothing about their assistants.
	newcomers = []v1alpha1.StaffingEntry{
		{},
		{IncludedSystems: []string{"billing"}},
		{},
		{IncludedSystems: []string{"documents"}},
		{MatterRole: v1alpha1.MatterRoleEditor},
		{Assistants: v1alpha1.AssistantsDoNotFollow},
		{},
		{Assistants: v1alpha1.AssistantsFollowEntry},
	}

	// Two of the names that a case may have, and those of assets that are none.
	cases = []string{"", "case-1", "case-1", "case-2", "", "case-1", "collection-1", "matter-2"}

	collections = []string{"collection-1", "collection-2", "collection-1", "case-2"}

	entries = []v1alpha1.StaffingEntry{
		{StaffingType: v1alpha1.StaffingSupportStaff},
		{MatterRole: v1alpha1.MatterRoleEditor},
		{IncludedSystems: []string{"billing"}},
		{MatterRole: v1alpha1.MatterRoleAdministrator, StaffingType: v1alpha1.StaffingResponsibleAttorney},
		{MatterRole: v1alpha1.MatterRoleBillingOnly, IncludedSystems: []string{"documents"}},
		{StaffingType: v1alpha1.StaffingSupportStaff, IncludedSystems: []string{"documents", "billing"}},
		{MatterRole: v1alpha1.MatterRoleReader, StaffingType: v1alpha1.StaffingTeamMember, IncludedSystems: []string{}},
		{MatterRole: v1alpha1.MatterRoleEditor, IncludedSystems: []string{"documents"}},
	}

	sides = []v1alpha1.OpposingTeamSide{
		{Set: "trial", Side: "us"},
		{Set: "trial", Side: "them"},
		{Set: "trial", Side: "others"},
		{Set: "auction", Side: "them"},
		{Set: "auction", Side: "us"},
		{Set: "trial", Side: "us"},
		{Set: "trial"}, // none
		{Set: "auction"},
	}
)

// edit writes an asset with all edits that its type allows. One that is not
// there is created.
func (a *author) edit(i intent) {
	spec := i.newborn
	if at, there := a.world.assets[i.asset]; there {
		spec = at.spec
	} else if spec.Type == "" {
		spec.Type = promised(i.asset)
	}
	spec = *spec.DeepCopy()
	team, wall := direct(spec, staffing), direct(spec, conflicted)
	for _, e := range i.edits {
		e.apply(&spec)
	}
	fit(&spec)
	a.put(&v1alpha1.Matter{Spec: spec}, i.asset)
	if i.renew == soon {
		a.now = a.now.Add(time.Microsecond)
	}
	for _, user := range users {
		left := team[user] && !direct(spec, staffing)[user] || wall[user] && !direct(spec, conflicted)[user]
		if left && i.renew != never {
			a.renew(user)
		}
	}
}

// fit leaves out what the schema does not allow for the asset's type.
func fit(spec *v1alpha1.MatterSpec) {
	if spec.Type != v1alpha1.TypeMatter {
		spec.Case, spec.Collections = "", nil
	}
	if spec.Type == v1alpha1.TypeCollection {
		spec.OpposingTeamSets = nil
	}
}

// promised is the type that a name promises.
func promised(name string) v1alpha1.AssetType {
	switch kind, _, _ := strings.Cut(name, "-"); kind {
	case "case":
		return v1alpha1.TypeCase
	case "collection":
		return v1alpha1.TypeCollection
	}
	return v1alpha1.TypeMatter
}

// apply makes the change, or none where there is nothing to change.
func (e edit) apply(spec *v1alpha1.MatterSpec) {
	pair := pick(e.value, likelyPairs)
	switch e.what {
	case "join", "override", "entry":
		spec.Staffing = e.staff(spec.Staffing)
	case "leave":
		e.user = pick(e.value, leavers)
		spec.Staffing = e.staff(spec.Staffing)
	case "join pair":
		for _, user := range []string{pair.Timekeeper, pair.Assistant} {
			spec.Staffing = edit{"join", user, e.value / 2}.staff(spec.Staffing)
		}
	case "wall", "override wall":
		spec.ConflictedUsers = e.wall(spec.ConflictedUsers)
	case "unwall":
		e.user = pick(e.value, leavers)
		spec.ConflictedUsers = e.wall(spec.ConflictedUsers)
	case "wall pair":
		for _, user := range []string{pair.Timekeeper, pair.Assistant} {
			spec.ConflictedUsers = edit{what: "wall", user: user}.wall(spec.ConflictedUsers)
		}
	case "lead":
		spec.Lead = pick(e.value, []string{e.user, ""})
	case "exclude":
		spec.ExcludedUsers = e.exclude(spec.ExcludedUsers)
	case "follow staffing":
		spec.AssistantsFollow.Staffing = pick(e.value, follows)
	case "follow wall":
		spec.AssistantsFollow.ConflictedUsers = pick(e.value, follows)
	case "side":
		spec.OpposingTeamSets = e.side(spec.OpposingTeamSets)
	case "case":
		spec.Case = pick(e.value, cases)
	case "collection":
		spec.Collections = toggle(spec.Collections, pick(e.value, collections))
	case "refer":
		spec.Client = pick(e.value, []string{"", "acme", "globex", ""})
		spec.BusinessUnit = pick(e.value, []string{"", "tax", "", ""})
		spec.Office = pick(e.value, []string{"", "", "", office})
	}
}

// staff lets the user join, or changes its entry; where there is none, the last
// one; where there is nobody, somebody joins.
func (e edit) staff(all []v1alpha1.StaffingEntry) []v1alpha1.StaffingEntry {
	at := slices.IndexFunc(all, func(x v1alpha1.StaffingEntry) bool { return x.User == e.user })
	if at < 0 && e.what == "join" || len(all) == 0 {
		newcomer := pick(e.value, newcomers)
		newcomer.User = e.user
		return append(all, *newcomer.DeepCopy())
	}
	if at < 0 {
		at = len(all) - 1
	}
	switch e.what {
	case "leave":
		return slices.Delete(all, at, at+1)
	case "override":
		all[at].Assistants = pick(e.value, overrides)
	case "entry":
		shape := pick(e.value, entries)
		shape.User, shape.Assistants = all[at].User, all[at].Assistants
		all[at] = *shape.DeepCopy()
	}
	return all
}

// wall does for conflicted users what staff does for staffing.
func (e edit) wall(all []v1alpha1.ConflictedEntry) []v1alpha1.ConflictedEntry {
	at := slices.IndexFunc(all, func(x v1alpha1.ConflictedEntry) bool { return x.User == e.user })
	if at < 0 && e.what == "wall" || len(all) == 0 {
		return append(all, v1alpha1.ConflictedEntry{User: e.user, Assistants: pick(e.value, newcomers).Assistants})
	}
	if at < 0 {
		at = len(all) - 1
	}
	switch e.what {
	case "unwall":
		return slices.Delete(all, at, at+1)
	case "override wall":
		all[at].Assistants = pick(e.value, overrides)
	}
	return all
}

func (e edit) exclude(all []v1alpha1.ExcludedEntry) []v1alpha1.ExcludedEntry {
	at := slices.IndexFunc(all, func(x v1alpha1.ExcludedEntry) bool { return x.User == e.user })
	if at < 0 {
		return append(all, v1alpha1.ExcludedEntry{User: e.user})
	}
	return slices.Delete(all, at, at+1)
}

func (e edit) side(all []v1alpha1.OpposingTeamSide) []v1alpha1.OpposingTeamSide {
	take := pick(e.value, sides)
	all = slices.DeleteFunc(all, func(x v1alpha1.OpposingTeamSide) bool { return x.Set == take.Set })
	if take.Side == "" {
		return all
	}
	return append(all, take)
}

// toggle leaves a name out, or puts it in.
func toggle(all []string, name string) []string {
	if at := slices.Index(all, name); at >= 0 {
		return slices.Delete(all, at, at+1)
	}
	return append(all, name)
}
