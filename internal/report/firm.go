package report

import (
	"fmt"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// firm prints a firm: who runs it, its offices, and its assets by client.
func (p *page) firm(firm Firm) totals {
	v := newView(firm, p.style.Width)
	p.heading(v)
	p.administration(v)
	p.offices(v)
	if concerns := v.concerns(); len(concerns) > 0 {
		p.blank()
		p.concerns(margin{indent: 4}, concerns)
	}

	var t totals
	for _, client := range clients(firm.Matters) {
		p.blank()
		p.client(v, client)
		for i, a := range client.assets {
			if i > 0 {
				p.blank()
			}
			walls := v.walls(a.Matter)
			p.asset(v, client, a, walls)
			t.count(a.Matter, walls)
		}
	}
	p.blank()
	p.totals("in all", t)
	return t
}

// heading prints the firm's name and its namespace.
func (p *page) heading(v *view) {
	name := "No Firm"
	if v.Firm.Firm != nil {
		name = v.Firm.Firm.Spec.DisplayName
	}
	if name == "" {
		name = "Unnamed firm"
	}
	p.text(margin{}, bold, name, p.marks.dot+" namespace "+v.Namespace)
	p.rule(p.marks.heavy)
}

// administration prints who runs the firm, and how large it is.
func (p *page) administration(v *view) {
	if v.Firm.Firm == nil {
		return
	}
	named, status := v.Firm.Firm.Spec.Administrators, v.Firm.Firm.Status
	p.fact("lead", designated(named.Lead, status.Lead)...)
	p.fact("backup", designated(named.Backup, status.Backup)...)
	p.fact("administrators", v.people(status.FirmAdministrators)...)
	p.fact("size",
		count(int(status.Offices), "office", "offices")+",",
		count(int(status.Users), "user", "users"),
		fmt.Sprintf("(%d active),", status.ActiveUsers),
		count(len(v.Links), "assistant link", "assistant links"))
}

// designated says who the lead or backup is, or who is named and not there.
func designated(named v1alpha1.ObjectName, found *v1alpha1.Contact) []string {
	if found == nil && named != "" {
		return []string{named + " (no such user)"}
	}
	return contact(found)
}

// offices prints each office, and who helps there.
func (p *page) offices(v *view) {
	if len(v.Offices) == 0 {
		return
	}
	p.blank()
	m, widths := margin{indent: 2}, v.officeColumns(p.style.Width)
	p.row(m, widths, say(dim, "office"), number(dim, "users"),
		say(dim, "administrators"), say(dim, "support contact"))
	for _, office := range byName(v.Offices) {
		status := office.Status
		p.row(m, widths,
			say(plain, office.Name),
			number(plain, active(status.ActiveUsers, status.Users)),
			say(plain, v.people(status.Administrators)...),
			say(plain, contact(status.SupportContact)...))
	}
}

// active says how many users are active, and of how many if some are not.
func active(active, users int32) string {
	if active == users {
		return fmt.Sprint(users)
	}
	return fmt.Sprintf("%d of %d", active, users)
}

// client prints the heading of a client's assets, and of their columns.
func (p *page) client(v *view, client client) {
	facts := []string{"No client"}
	if client.name != "" {
		facts = []string{client.name}
	}
	if listed := v.client(client.name); listed != nil {
		if listed.DisplayName != "" {
			facts = []string{listed.DisplayName, client.name}
		}
		if listed.Manager != "" {
			facts = append(facts, "manager "+v.person(listed.Manager))
		}
	}
	p.text(margin{}, bold, joined(" "+p.marks.dot, facts)...)
	p.row(margin{indent: memberIndent}, v.team, say(dim, "who"), say(dim, "role"), say(dim, "as"),
		say(dim, "through"), say(dim, "access"))
	p.rule(p.marks.rule)
}

// fact prints a label and what it stands for.
func (p *page) fact(label string, phrases ...string) {
	const labels = 16
	p.row(margin{indent: 2}, []int{labels, p.style.Width - labels - gap}, say(dim, label), say(plain, phrases...))
}

// legend explains the words and marks.
func (p *page) legend() {
	p.fact("role", "admin, editor, reader, billing: what a member may do there")
	p.fact("as", "attorney: answers for it;", "member: works on it;", "support: helps those who do")
	p.fact("through", "direct: by name;", "case, collection: with its team;",
		"follows: as an assistant, for as long as the member is there")
	p.fact("access", "granted;", "excluded: on the team, but kept out by a wall")
	p.fact(p.marks.wall, "walled off: no access, whatever else would give it")
}
