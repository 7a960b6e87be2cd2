package report

import (
	"slices"
	"strings"
)

// The columns of a team that hold one word each, and so have one width.
const (
	roleWidth   = 7
	asWidth     = 8
	accessWidth = 8
)

// How much further in than what is above it stands a matter of a case, and a member.
const (
	caseIndent   = 2
	memberIndent = 2
)

// teamColumns are the widths of who, role, as, through and access. They are the
// same for the whole firm, so that the eye can run down a column.
func (v *view) teamColumns(width int) []int {
	who, through := 0, len("through")
	for _, matter := range v.Matters {
		for _, member := range matter.Status.Staffing {
			who = max(who, cells(v.person(member.User)))
			through = max(through, cells(strings.Join(memberThrough(member.Origins), "; ")))
		}
		for _, user := range matter.Status.ConflictedUsers {
			who = max(who, cells(v.person(user.User)))
		}
	}
	who += caseIndent + memberIndent + len(",") // after the users of a wall
	share := fit(width-roleWidth-asWidth-accessWidth-4*gap, who, through)
	return []int{share[0], roleWidth, asWidth, share[1], accessWidth}
}

// wallColumns are the widths of who and why for a wall; why begins where the
// team's second column does.
func (v *view) wallColumns() []int {
	t := v.team
	return []int{t[0], t[1] + gap + t[2] + gap + t[3] + gap + t[4]}
}

// officeColumns are the widths of office, active users, administrators and
// support contact.
func (v *view) officeColumns(width int) []int {
	const users, indent = 8, 2
	office, administrators, support := len("office"), len("administrators"), len("support contact")
	for _, o := range v.Offices {
		office = max(office, cells(o.Name))
		administrators = max(administrators, longest(v.people(o.Status.Administrators)))
		support = max(support, cells(strings.Join(contact(o.Status.SupportContact), " ")))
	}
	share := fit(width-users-3*gap, office+indent, administrators, support)
	return []int{share[0], users, share[1], share[2]}
}

func longest(phrases []string) int {
	n := 0
	for _, phrase := range phrases {
		n = max(n, cells(phrase))
	}
	return n
}

// fit divides room among columns: each gets what it needs if that is no more than
// its fair share of what the narrower ones leave.
func fit(room int, needs ...int) []int {
	order := make([]int, len(needs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return needs[a] - needs[b] })

	widths := make([]int, len(needs))
	for n, i := range order {
		widths[i] = min(needs[i], room/(len(order)-n))
		room -= widths[i]
	}
	return widths
}
