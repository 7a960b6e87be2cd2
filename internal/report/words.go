package report

import (
	"fmt"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// roleWord is the short word for a matter role (M-10).
func roleWord(role v1alpha1.MatterRole) string {
	switch role {
	case v1alpha1.MatterRoleBillingOnly:
		return "billing"
	case v1alpha1.MatterRoleReader:
		return "reader"
	case v1alpha1.MatterRoleEditor:
		return "editor"
	case v1alpha1.MatterRoleAdministrator:
		return "admin"
	}
	return string(role)
}

// capacityWord is the short word for a staffing type.
func capacityWord(capacity v1alpha1.StaffingType) string {
	switch capacity {
	case v1alpha1.StaffingTeamMember:
		return "member"
	case v1alpha1.StaffingSupportStaff:
		return "support"
	case v1alpha1.StaffingResponsibleAttorney:
		return "attorney"
	}
	return string(capacity)
}

// accessWord says whether a member may.
func accessWord(access v1alpha1.Access) cell {
	if access == v1alpha1.AccessGranted {
		return say(plain, "granted")
	}
	return say(red, strings.ToLower(string(access)))
}

// ignoredWords say why a name has no effect (M-12).
func ignoredWords(reason v1alpha1.IgnoredReason) string {
	switch reason {
	case v1alpha1.IgnoredNotFound:
		return "no such user"
	case v1alpha1.IgnoredDeactivated:
		return "account deactivated"
	case v1alpha1.IgnoredThirdPartyBiller:
		return "third-party biller"
	}
	return string(reason)
}

// exclusionWord says what kind of wall keeps a member out (C-7).
func exclusionWord(exclusion v1alpha1.Exclusion) string {
	switch exclusion {
	case v1alpha1.ExcludedAsConflictedUser:
		return "conflicted user"
	case v1alpha1.ExcludedByOpposingTeamSet:
		return "on an opposing team"
	case v1alpha1.ExcludedAsExcludedUser:
		return "excluded by name"
	}
	return string(exclusion)
}

// memberThrough says by which ways a user is on a team (M-9).
func memberThrough(origins []v1alpha1.Origin) []string {
	var ways []string
	for _, origin := range origins {
		switch origin.Type {
		case v1alpha1.OriginDirect:
			ways = append(ways, "direct")
		case v1alpha1.OriginCase:
			ways = append(ways, "case "+via(origin))
		case v1alpha1.OriginCollection:
			ways = append(ways, plural(origin, "collection", "collections")+" "+via(origin))
		case v1alpha1.OriginFollowing:
			ways = append(ways, "follows "+via(origin))
		case v1alpha1.OriginOpposingTeamSet: // makes no members
		}
	}
	return ways
}

// walledThrough says what walls a user off (C-6). The reason is what the asset's
// own entry says.
func walledThrough(origins []v1alpha1.Origin, reason string) []string {
	var walls []string
	for _, origin := range origins {
		switch origin.Type {
		case v1alpha1.OriginDirect:
			walls = append(walls, because("conflicted user", reason))
		case v1alpha1.OriginFollowing:
			walls = append(walls, "assistant of "+via(origin))
		case v1alpha1.OriginCase:
			walls = append(walls, "conflicted on case "+via(origin))
		case v1alpha1.OriginCollection:
			walls = append(walls, "conflicted on "+plural(origin, "collection", "collections")+" "+via(origin))
		case v1alpha1.OriginOpposingTeamSet:
			walls = append(walls, fmt.Sprintf("on %s %s (%s)",
				plural(origin, "opposing team", "opposing teams"), via(origin), origin.Set))
		}
	}
	return walls
}

// because adds a reason to what it is the reason of, if somebody gave one.
func because(what, reason string) string {
	if reason == "" {
		return what
	}
	return what + " (" + reason + ")"
}

// via names what a way leads through.
func via(origin v1alpha1.Origin) string {
	names := strings.Join(origin.Via, ", ")
	if origin.More > 0 {
		names += fmt.Sprintf(" and %d more", origin.More)
	}
	return names
}

func plural(origin v1alpha1.Origin, one, many string) string {
	if len(origin.Via) == 1 && origin.More == 0 {
		return one
	}
	return many
}

// count says how many there are.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// joined puts a separator after each phrase but the last.
func joined(separator string, phrases []string) []string {
	ended := make([]string, len(phrases))
	for i, phrase := range phrases {
		if i < len(phrases)-1 {
			phrase += separator
		}
		ended[i] = phrase
	}
	return ended
}
