package model

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// CrowdedHistory is a History with more names than an origin shows (W-5) and,
// now and then, with as many who leave a list as its ledger names (L-10): what
// the small firm of History never sees.
func CrowdedHistory(t *rapid.T) []Write {
	a := &author{world: New(), now: beginning}
	a.found(rapid.Custom(drawFounding).Draw(t, "founding"))
	a.crowd(t)
	for _, i := range rapid.SliceOfN(rapid.Custom(drawIntent), 0, 8).Draw(t, "intents") {
		a.now = a.now.Add(i.later)
		a.act(i)
	}
	return a.writes
}

// crowd lets many come into a firm: timekeepers whom ada assists, matters on the
// other side of matter-1, and collections that it is in.
func (a *author) crowd(t *rapid.T) {
	many := v1alpha1.MaxVia - 1 + draw(t, []int{0, 1, 2, 3})
	a.put(&v1alpha1.Firm{Spec: drawFirm(t)}, v1alpha1.FirmName)
	var staffed []v1alpha1.StaffingEntry
	var walled []v1alpha1.ConflictedEntry
	for i := range many {
		user := fmt.Sprintf("user-%02d", i)
		a.putUser(user, draw(t, people))
		a.link("crowd-"+user, v1alpha1.AssistantLinkSpec{Assistant: "ada", Timekeeper: user})
		staffed = append(staffed, v1alpha1.StaffingEntry{User: user})
		walled = append(walled, v1alpha1.ConflictedEntry{User: user})
	}
	spec := v1alpha1.MatterSpec{Type: v1alpha1.TypeMatter, OpposingTeamSets: sides[:1]}
	for i := range many {
		group := fmt.Sprintf("group-%02d", i)
		spec.Collections = append(spec.Collections, group)
		a.put(&v1alpha1.Matter{Spec: v1alpha1.MatterSpec{
			Type: v1alpha1.TypeCollection, Staffing: staffed[:i%2], ConflictedUsers: crowdOf("otto"),
		}}, group)
		a.put(&v1alpha1.Matter{Spec: v1alpha1.MatterSpec{
			Type: v1alpha1.TypeMatter, Staffing: []v1alpha1.StaffingEntry{{User: "tina"}}, OpposingTeamSets: sides[1:2],
		}}, fmt.Sprintf("other-%02d", i))
	}
	if draw(t, sixteen) > 8 {
		spec.Staffing = staffed
	}
	if draw(t, sixteen) > 8 {
		spec.ConflictedUsers = walled
	}
	a.act(intent{deed: deleteAsset, asset: "matter-1"}) // it might be of another type
	if draw(t, sixteen) == 15 {
		spec.Staffing, spec.ConflictedUsers = staffed, walled
		a.exodus(spec, draw(t, []int{498, 499, 500, 501}))
	}
	a.put(&v1alpha1.Matter{Spec: spec}, "matter-1")
}

// exodus lets a crowd join both lists of matter-1 and leave again, ada with it,
// in two writes.
func (a *author) exodus(spec v1alpha1.MatterSpec, many int) {
	spec = *spec.DeepCopy()
	spec.ConflictedUsers = append(spec.ConflictedUsers, crowdOf("ada")...)
	spec.Staffing = append(spec.Staffing, v1alpha1.StaffingEntry{User: "ada"})
	for _, batch := range [][]int{{many, many}, {2, 2}, {0, 0}} {
		then := *spec.DeepCopy()
		for i := range batch[0] {
			user := fmt.Sprintf("zoe-%03d", i)
			then.Staffing = append(then.Staffing, v1alpha1.StaffingEntry{User: user})
			then.ConflictedUsers = append(then.ConflictedUsers, crowdOf(user)...)
		}
		a.now = a.now.Add(time.Microsecond)
		a.put(&v1alpha1.Matter{Spec: then}, "matter-1")
		spec.Staffing = slices.DeleteFunc(spec.Staffing, func(e v1alpha1.StaffingEntry) bool { return e.User == "ada" })
	}
}

func crowdOf(user string) []v1alpha1.ConflictedEntry { return []v1alpha1.ConflictedEntry{{User: user}} }
