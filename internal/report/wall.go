package report

import (
	"fmt"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// How much of a long wall is shown.
const (
	maxReasons = 12
	maxUsers   = 8
)

// walled is a user whom walls keep away from an asset, and which they are.
type walled struct {
	user string
	why  []string
}

// walls returns who is walled off from an asset: its conflicted users, then
// those whom it excludes by name without their being conflicted.
func (v *view) walls(matter *v1alpha1.Matter) []walled {
	reasons := map[string]string{}
	for _, entry := range matter.Spec.ConflictedUsers {
		reasons[entry.User] = entry.Reason
	}
	var all []walled
	index := map[string]int{}
	for i, user := range matter.Status.ConflictedUsers {
		index[user.User] = i
		all = append(all, walled{user.User, walledThrough(user.Origins, reasons[user.User])})
	}
	for _, entry := range matter.Spec.ExcludedUsers {
		if v.keepsAccess(entry.User) {
			continue
		}
		why := because("excluded by name", entry.Reason)
		if i, conflicted := index[entry.User]; conflicted {
			all[i].why = append(all[i].why, why)
			continue
		}
		all = append(all, walled{entry.User, []string{why}})
	}
	return all
}

// walls prints who is walled off, those with the same reasons together.
func (p *page) walls(v *view, m margin, status v1alpha1.MatterStatus, walls []walled) {
	groups := byReason(walls)
	m.mark, m.color = p.marks.wall, red
	hidden := 0
	for i, group := range groups {
		if i >= maxReasons {
			hidden += len(group.users)
			continue
		}
		p.group(v, m, group)
	}
	if hidden > 0 {
		p.text(m, dim, fmt.Sprintf("and %d more, for %s", hidden,
			count(len(groups)-maxReasons, "other reason", "other reasons")))
	}
	if more := unlisted(status); more > 0 {
		p.text(m, dim, fmt.Sprintf("and %d more, whom the status does not list", more))
	}
}

// unlisted is how many conflicted users a status counts and does not list.
func unlisted(status v1alpha1.MatterStatus) int {
	if status.Summary == nil {
		return 0
	}
	return max(0, int(status.Summary.Conflicted)-len(status.ConflictedUsers))
}

// withoutEffect prints the names in the asset that have no effect, and why.
func (p *page) withoutEffect(v *view, m margin, matter *v1alpha1.Matter) {
	var names []walled
	for _, ignored := range matter.Status.Ignored {
		names = append(names, walled{ignored.User, []string{"not on the team: " + ignoredWords(ignored.Reason)}})
	}
	for _, entry := range matter.Spec.ExcludedUsers {
		if v.keepsAccess(entry.User) {
			names = append(names, walled{entry.User, []string{"excluded by name, without effect: right Administrator"}})
		}
	}
	for _, group := range byReason(names) {
		p.group(v, m, group)
	}
}

// group is who is somewhere for the same reasons.
type group struct {
	users []string
	why   []string
}

// byReason puts users with the same reasons together, and leaves the order else.
func byReason(users []walled) []group {
	var groups []group
	index := map[string]int{}
	for _, user := range users {
		key := strings.Join(user.why, "\x00")
		i, known := index[key]
		if !known {
			i = len(groups)
			index[key] = i
			groups = append(groups, group{why: user.why})
		}
		groups[i].users = append(groups[i].users, user.user)
	}
	return groups
}

// group prints users side by side with why.
func (p *page) group(v *view, m margin, g group) {
	users := v.people(g.users[:min(len(g.users), maxUsers)])
	if more := len(g.users) - maxUsers; more > 0 {
		users = append(users, fmt.Sprintf("and %d more", more))
	}
	p.row(m, v.wallColumns(), say(plain, users...), say(plain, joined(";", g.why)...))
}
