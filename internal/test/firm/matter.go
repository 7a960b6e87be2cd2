package firm

import "github.com/matterplane/matterplane/api/v1alpha1"

// MatterWrapper builds a matter, case or collection.
type MatterWrapper struct{ v1alpha1.Matter }

// MakeMatter starts a matter that says nothing.
func MakeMatter(name string) *MatterWrapper { return makeAsset(name, v1alpha1.TypeMatter) }

// MakeCase starts a case.
func MakeCase(name string) *MatterWrapper { return makeAsset(name, v1alpha1.TypeCase) }

// MakeCollection starts a collection.
func MakeCollection(name string) *MatterWrapper { return makeAsset(name, v1alpha1.TypeCollection) }

func makeAsset(name string, is v1alpha1.AssetType) *MatterWrapper {
	return &MatterWrapper{v1alpha1.Matter{ObjectMeta: meta(name), Spec: v1alpha1.MatterSpec{Type: is}}}
}

// Obj returns the asset.
func (w *MatterWrapper) Obj() *v1alpha1.Matter { return &w.Matter }

// Lead names the lead.
func (w *MatterWrapper) Lead(user string) *MatterWrapper {
	w.Spec.Lead = user
	return w
}

// Staff adds users to the team with nothing said about them.
func (w *MatterWrapper) Staff(users ...string) *MatterWrapper {
	for _, user := range users {
		w.StaffEntry(v1alpha1.StaffingEntry{User: user})
	}
	return w
}

// StaffEntry adds an entry to the team.
func (w *MatterWrapper) StaffEntry(entry v1alpha1.StaffingEntry) *MatterWrapper {
	w.Spec.Staffing = append(w.Spec.Staffing, entry)
	return w
}

// Conflicted walls users off.
func (w *MatterWrapper) Conflicted(users ...string) *MatterWrapper {
	for _, user := range users {
		w.ConflictedEntry(v1alpha1.ConflictedEntry{User: user})
	}
	return w
}

// ConflictedEntry adds an entry to the wall.
func (w *MatterWrapper) ConflictedEntry(entry v1alpha1.ConflictedEntry) *MatterWrapper {
	w.Spec.ConflictedUsers = append(w.Spec.ConflictedUsers, entry)
	return w
}

// Excluded excludes users.
func (w *MatterWrapper) Excluded(users ...string) *MatterWrapper {
	for _, user := range users {
		w.Spec.ExcludedUsers = append(w.Spec.ExcludedUsers, v1alpha1.ExcludedEntry{User: user})
	}
	return w
}

// Case names the case.
func (w *MatterWrapper) Case(name string) *MatterWrapper {
	w.Spec.Case = name
	return w
}

// Collections adds collections.
func (w *MatterWrapper) Collections(names ...string) *MatterWrapper {
	w.Spec.Collections = append(w.Spec.Collections, names...)
	return w
}

// Side puts the asset on a side of a set (C-2).
func (w *MatterWrapper) Side(set, side string) *MatterWrapper {
	w.Spec.OpposingTeamSets = append(w.Spec.OpposingTeamSets, v1alpha1.OpposingTeamSide{Set: set, Side: side})
	return w
}

// Follow sets both lists' follow settings; an empty setting is none.
func (w *MatterWrapper) Follow(staffing, conflictedUsers v1alpha1.FollowSetting) *MatterWrapper {
	w.Spec.AssistantsFollow = v1alpha1.AssistantsFollow{Staffing: staffing, ConflictedUsers: conflictedUsers}
	return w
}

// Client names the client.
func (w *MatterWrapper) Client(name string) *MatterWrapper {
	w.Spec.Client = name
	return w
}

// Office names the office.
func (w *MatterWrapper) Office(name string) *MatterWrapper {
	w.Spec.Office = name
	return w
}

// Unit names the business unit.
func (w *MatterWrapper) Unit(name string) *MatterWrapper {
	w.Spec.BusinessUnit = name
	return w
}

// Confidential makes the asset confidential.
func (w *MatterWrapper) Confidential() *MatterWrapper {
	w.Spec.Confidential = true
	return w
}

// Closed closes the asset.
func (w *MatterWrapper) Closed() *MatterWrapper {
	w.Spec.State = v1alpha1.StateClosed
	return w
}
