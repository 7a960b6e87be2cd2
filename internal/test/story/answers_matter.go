package story

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// assetLine says who is on a team and who is behind its wall.
func assetLine(m *v1alpha1.Matter) string {
	team := after("", each(m.Status.Staffing, memberLine), "; ")
	if team == "" {
		team = "nobody"
	}
	return sections(
		team,
		after("wall: ", each(m.Status.ConflictedUsers, conflictedLine), "; "),
		after("ignored: ", each(m.Status.Ignored, func(i v1alpha1.IgnoredUser) string {
			return i.User + " " + string(i.Reason)
		}), ", "),
		after("", remarks(m.Status.Conditions), " | "),
	)
}

// memberLine says of a member what is not usual, and through what it is one.
func memberLine(m v1alpha1.Member) string {
	said := []string{m.User}
	if m.StaffingType != v1alpha1.StaffingTeamMember {
		said = append(said, string(m.StaffingType))
	}
	if m.MatterRole != v1alpha1.MatterRoleReader {
		said = append(said, strings.TrimPrefix(string(m.MatterRole), "Matter"))
	}
	said = append(said, strings.Join(each(m.Origins, originLine), " + "))
	if len(m.IncludedSystems) > 0 {
		said = append(said, "@"+strings.Join(m.IncludedSystems, ","))
	}
	if m.Access != v1alpha1.AccessGranted {
		said = append(said, string(m.Access), "as", after("", each(m.Exclusions, word), ","))
	}
	if len(m.Exemptions) > 0 {
		said = append(said, "spared as", after("", each(m.Exemptions, word), ","))
	}
	return strings.Join(said, " ")
}

func conflictedLine(c v1alpha1.ConflictedUser) string {
	return c.User + " " + strings.Join(each(c.Origins, originLine), " + ")
}

// originLine says through what somebody is on a list.
func originLine(o v1alpha1.Origin) string {
	line := map[v1alpha1.OriginType]string{
		v1alpha1.OriginDirect:          "direct",
		v1alpha1.OriginCase:            "by case ",
		v1alpha1.OriginCollection:      "by collection ",
		v1alpha1.OriginFollowing:       "follows ",
		v1alpha1.OriginOpposingTeamSet: "opposes in " + o.Set + " via ",
	}[o.Type] + strings.Join(o.Via, ",")
	if o.More > 0 {
		line += fmt.Sprintf(" and %d more", o.More)
	}
	return line
}

// totals says how many there are, and whether fewer are published.
func totals(m *v1alpha1.Matter) string {
	s := m.Status.Summary
	said := fmt.Sprintf("%d members, %d follow, %d excluded, %d conflicted", s.Members, s.Followers, s.Excluded, s.Conflicted)
	if m.Status.Truncated {
		said += ", truncated"
	}
	return said
}

// follow says what a user who joins now would get.
func follow(m *v1alpha1.Matter) string {
	say := func(list ledger.ListName, f *v1alpha1.FollowInEffect) string {
		if f == nil {
			return fmt.Sprintf("%s unknown", list)
		}
		return fmt.Sprintf("%s %s by %s", list, f.Setting, f.Source)
	}
	in := m.Status.AssistantsFollow
	return say(ledger.Staffing, in.Staffing) + ", " + say(ledger.ConflictedUsers, in.ConflictedUsers)
}

// history says what the ledger holds of the team: who follows since when, and
// who left when.
func history(m *v1alpha1.Matter) string {
	kept, err := ledger.DecodeMatter(m.Annotations[v1alpha1.LedgerAnnotation])
	if err != nil {
		return err.Error()
	}
	var joined, left []string
	for _, user := range slices.Sorted(maps.Keys(kept.Staffing.Joined)) {
		entry := kept.Staffing.Joined[user]
		says := map[bool]string{true: "follow", false: "stay"}[entry.Follow]
		if entry.Awaits != nil {
			says = "await"
		}
		joined = append(joined, fmt.Sprintf("%s@%d %s", user, entry.At, says))
	}
	for _, user := range slices.Sorted(maps.Keys(kept.Staffing.Left)) {
		left = append(left, fmt.Sprintf("%s@%d", user, kept.Staffing.Left[user].At))
	}
	lost := ""
	if kept.Unreadable {
		lost = "history lost"
	}
	return sections(after("joined ", joined, ", "), after("left ", left, ", "), lost)
}

func word[S ~string](s S) string { return string(s) }
