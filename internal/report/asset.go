package report

import (
	"fmt"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// asset prints a matter, case or collection: what it is, its team and its walls.
func (p *page) asset(v *view, client client, a asset, walls []walled) {
	p.title(a)
	m := margin{indent: a.indent() + memberIndent}
	p.text(m, dim, joined(" "+p.marks.dot, facts(client, a))...)
	p.concerns(m, concerns(a, a.Status.ObservedGeneration, a.Status.Conditions))
	p.members(v, m, a.Status, walls)
	p.walls(v, m, a.Status, walls)
	p.withoutEffect(v, m, a.Matter)
}

// title prints the asset's name, and beside it what people call it.
func (p *page) title(a asset) {
	m := margin{indent: a.indent()}
	name := m.indent + cells(a.Name)
	rest := p.style.Width - name - gap
	if rest < cells(a.Spec.DisplayName) && rest < p.style.Width/2 {
		p.text(m, bold, a.Name)
		p.text(m, plain, a.Spec.DisplayName)
		return
	}
	p.row(m, []int{name, rest}, say(bold, a.Name), say(plain, a.Spec.DisplayName))
}

// facts say what kind of asset it is and where it stands.
func facts(client client, a asset) []string {
	kind := "open"
	if a.Spec.State == v1alpha1.StateClosed {
		kind = "closed"
	}
	if a.Spec.Confidential {
		kind += " confidential"
	}
	all := []string{kind + " " + strings.ToLower(string(a.Spec.Type)), lead(a)}
	if a.Spec.Client != client.name {
		all = append(all, "client "+a.Spec.Client)
	}
	if len(a.Spec.Collections) > 0 {
		all = append(all, "in "+strings.Join(a.Spec.Collections, ", "))
	}
	for _, side := range a.Spec.OpposingTeamSets {
		all = append(all, fmt.Sprintf("side %s of %s", side.Side, side.Set))
	}
	return all
}

// lead names the lead, and why it has no effect if it has none.
func lead(a asset) string {
	if a.Spec.Lead == "" {
		return "no lead"
	}
	for _, ignored := range a.Status.Ignored {
		if ignored.User == a.Spec.Lead {
			return fmt.Sprintf("lead %s (%s)", a.Spec.Lead, ignoredWords(ignored.Reason))
		}
	}
	return "lead " + a.Spec.Lead
}

// members prints the team, one after the other, and why where a wall keeps one
// out or would have.
func (p *page) members(v *view, m margin, status v1alpha1.MatterStatus, walls []walled) {
	for _, member := range status.Staffing {
		p.row(m, v.team,
			say(plain, v.person(member.User)),
			say(plain, roleWord(member.MatterRole)),
			say(plain, capacityWord(member.StaffingType)),
			say(plain, joined(";", memberThrough(member.Origins))...),
			accessWord(member.Access))

		why := margin{indent: m.indent + 2*memberIndent, mark: p.marks.why, color: dim, once: true}
		if member.Access == v1alpha1.AccessExcluded {
			p.text(why, red, "walled off: "+strings.Join(whyExcluded(member, walls), "; "))
		}
		if len(member.Exemptions) > 0 {
			p.text(why, yellow, whyExempt(member))
		}
	}
	if status.Summary == nil {
		return
	}
	if more := int(status.Summary.Members) - len(status.Staffing); more > 0 {
		p.text(m, dim, fmt.Sprintf("and %s, whom the status does not list", count(more, "more member", "more members")))
	}
	if status.Summary.Members == 0 {
		p.text(m, dim, "nobody is on the team")
	}
}

// whyExcluded says which walls keep a member out. Only a status that lists not
// all of a long wall leaves it at the kind of wall.
func whyExcluded(member v1alpha1.Member, walls []walled) []string {
	for _, w := range walls {
		if w.user == member.User {
			return w.why
		}
	}
	var why []string
	for _, exclusion := range member.Exclusions {
		why = append(why, exclusionWord(exclusion))
	}
	return why
}

// whyExempt says why opposing teams do not keep a member out (C-4). Another wall
// still may.
func whyExempt(member v1alpha1.Member) string {
	const floating = "floating user, whom opposing teams do not wall off"
	if member.Access == v1alpha1.AccessGranted {
		return "stays: " + floating
	}
	return floating
}
