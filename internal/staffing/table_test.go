package staffing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// people are whom most examples need: two timekeepers, their assistants, one who
// is neither.
const people = `
	user tom; user tim; user asa; user abe; user otto
	link asa->tom; link asa->tim; link abe->tom
`

// example is a firm as it is written, a statement a minute, and what the status
// of its asset m says after that.
type example struct{ behaviour, writes, want string }

// check compares what show shows of each example's status with what is wanted.
func check(t *testing.T, show func(v1alpha1.MatterStatus) string, examples []example) {
	t.Helper()
	for _, e := range examples {
		t.Run(e.behaviour, func(t *testing.T) {
			view := firm.WrittenView(t, e.writes)
			if got := show(staffing.Derive(view, view.Matter("m"))); got != e.want {
				t.Errorf("after %s\n got %s\nwant %s", e.writes, got, e.want)
			}
		})
	}
}

// team shows the members and their origins: ben Direct+Case(c), cal Following(amy ben +3).
func team(s v1alpha1.MatterStatus) string {
	return list(s.Staffing, func(m v1alpha1.Member) string { return m.User + " " + origins(m.Origins) })
}

// wall shows the conflicted users and their origins.
func wall(s v1alpha1.MatterStatus) string {
	return list(s.ConflictedUsers, func(c v1alpha1.ConflictedUser) string { return c.User + " " + origins(c.Origins) })
}

// capacities shows the members' matter roles and staffing types.
func capacities(s v1alpha1.MatterStatus) string {
	return list(s.Staffing, func(m v1alpha1.Member) string {
		return fmt.Sprintf("%s %s %s", m.User, m.MatterRole, m.StaffingType)
	})
}

// systems shows the members' included systems.
func systems(s v1alpha1.MatterStatus) string {
	return list(s.Staffing, func(m v1alpha1.Member) string { return m.User + "=" + strings.Join(m.IncludedSystems, "+") })
}

// access shows what the walls do to the members: ben Excluded ConflictedUser+ExcludedUser, cal Granted by FloatingUser.
func access(s v1alpha1.MatterStatus) string {
	return list(s.Staffing, func(m v1alpha1.Member) string {
		text := fmt.Sprintf("%s %s", m.User, m.Access)
		if len(m.Exclusions) > 0 {
			text += " " + joined(m.Exclusions)
		}
		if len(m.Exemptions) > 0 {
			text += " by " + joined(m.Exemptions)
		}
		return text
	})
}

// ignored shows the names that have no effect.
func ignored(s v1alpha1.MatterStatus) string {
	return list(s.Ignored, func(i v1alpha1.IgnoredUser) string { return fmt.Sprintf("%s %s", i.User, i.Reason) })
}

// summary shows how many members, followers, excluded and conflicted there are.
func summary(s v1alpha1.MatterStatus) string {
	return fmt.Sprintf("%d members %d followers %d excluded %d conflicted", s.Summary.Members, s.Summary.Followers, s.Summary.Excluded, s.Summary.Conflicted)
}

func origins(all []v1alpha1.Origin) string {
	texts := make([]string, 0, len(all))
	for _, o := range all {
		text := strings.TrimSpace(string(o.Type) + " " + o.Set)
		if len(o.Via) > 0 {
			text += "(" + strings.Join(o.Via, " ")
			if o.More > 0 {
				text += fmt.Sprintf(" +%d", o.More)
			}
			text += ")"
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, "+")
}

func list[E any](entries []E, show func(E) string) string {
	texts := make([]string, 0, len(entries))
	for _, entry := range entries {
		texts = append(texts, show(entry))
	}
	return strings.Join(texts, ", ")
}

func joined[E ~string](values []E) string {
	return strings.ReplaceAll(list(values, func(e E) string { return string(e) }), ", ", "+")
}

// following shows the settings in effect and their sources: staffing, conflictedUsers.
func following(s v1alpha1.MatterStatus) string {
	one := func(f *v1alpha1.FollowInEffect) string {
		if f == nil {
			return ""
		}
		return fmt.Sprintf("%s %s", f.Setting, f.Source)
	}
	return one(s.AssistantsFollow.Staffing) + ", " + one(s.AssistantsFollow.ConflictedUsers)
}
