package ledger

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Direct returns direct(M, L) of M-1, each user once, in the order of the spec.
func Direct(list ListName, spec *v1alpha1.MatterSpec) []string {
	if list == ConflictedUsers {
		return unique(spec.ConflictedUsers, func(e *v1alpha1.ConflictedEntry) string { return e.User })
	}
	direct := unique(spec.Staffing, func(e *v1alpha1.StaffingEntry) string { return e.User })
	if spec.Lead != "" && !slices.Contains(direct, spec.Lead) {
		direct = append(direct, spec.Lead)
	}
	return direct
}

// unique returns the users of entries. The API server keeps them distinct; files
// might not.
func unique[E any](entries []E, user func(*E) string) []string {
	users := make([]string, 0, len(entries)+1)
	for i := range entries {
		users = append(users, user(&entries[i]))
	}
	if len(users) <= few {
		return distinct(users)
	}
	seen := make(map[string]struct{}, len(users))
	return slices.DeleteFunc(users, func(u string) bool {
		_, dup := seen[u]
		seen[u] = struct{}{}
		return dup
	})
}

// few is up to how many names are compared one by one, which is quicker and needs no
// memory.
const few = 16

func distinct(users []string) []string {
	kept := users[:0]
	for _, user := range users {
		if !slices.Contains(kept, user) {
			kept = append(kept, user)
		}
	}
	return kept
}
