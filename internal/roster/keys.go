package roster

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// The functions below say under which keys an object is found: the indexes of
// every View are built from them and from nothing else.

// GroupsOf returns the groups that a matter names: its case and its collections.
func GroupsOf(m *v1alpha1.Matter) []string {
	if m.Spec.Type != v1alpha1.TypeMatter {
		return nil
	}
	groups := slices.Clone(m.Spec.Collections)
	if m.Spec.Case != "" && !slices.Contains(groups, m.Spec.Case) {
		groups = append(groups, m.Spec.Case)
	}
	return groups
}

// SetsOf returns the opposing team sets that an asset names itself; a Collection
// takes no side (C-2).
func SetsOf(m *v1alpha1.Matter) []string {
	if m.Spec.Type == v1alpha1.TypeCollection {
		return nil
	}
	sets := make([]string, 0, len(m.Spec.OpposingTeamSets))
	for _, side := range m.Spec.OpposingTeamSets {
		sets = append(sets, side.Set)
	}
	return sets
}

// UsersNamedBy returns the users whom an asset names, each once.
func UsersNamedBy(m *v1alpha1.Matter) []string {
	users := make([]string, 0, 1+len(m.Spec.Staffing)+len(m.Spec.ConflictedUsers)+len(m.Spec.ExcludedUsers))
	if m.Spec.Lead != "" {
		users = append(users, m.Spec.Lead)
	}
	for i := range m.Spec.Staffing {
		users = append(users, m.Spec.Staffing[i].User)
	}
	for i := range m.Spec.ConflictedUsers {
		users = append(users, m.Spec.ConflictedUsers[i].User)
	}
	for i := range m.Spec.ExcludedUsers {
		users = append(users, m.Spec.ExcludedUsers[i].User)
	}
	slices.Sort(users)
	return slices.Compact(users)
}

// IdentitiesOf returns the names by which a user is known: the email and the
// identities, each once (P-1).
func IdentitiesOf(u *v1alpha1.FirmUser) []string {
	known := slices.Clone(u.Spec.Identities)
	if u.Spec.Email != "" && !slices.Contains(known, u.Spec.Email) {
		known = append(known, u.Spec.Email)
	}
	return known
}

// IsStampedFirstUser says whether a user bears the stamp of R-5.
func IsStampedFirstUser(u *v1alpha1.FirmUser) bool {
	_, stamped := u.Annotations[v1alpha1.FirstUserAnnotation]
	return stamped
}
