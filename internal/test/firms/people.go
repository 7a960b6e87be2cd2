package firms

import (
	"cmp"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// people is who works at a firm, and where.
type people struct {
	draw        *draw
	offices     []*v1alpha1.Office
	users       []*v1alpha1.FirmUser
	links       []*v1alpha1.AssistantLink
	clients     []string
	units       []v1alpha1.BusinessUnit
	partners    []string       // who may lead, the busiest first
	timekeepers []string       // who is staffed: partners and others, the busiest first
	place       map[string]int // of the timekeepers
}

// systems are those of every firm.
var systems = words("documents billing email calendar research")

func makePeople(d *draw, s Shape) *people {
	matters := s.Matters
	p := &people{draw: d, place: map[string]int{}}
	for _, city := range cities[:clamp(matters/100, 2, len(cities))] {
		office := firm.MakeOffice(city)
		office.Spec.DisplayName, office.Spec.Address = titled(city), "1 High Street, "+titled(city)
		p.offices = append(p.offices, office)
	}
	p.clients = crossed(companies, trades, clamp(cmp.Or(s.Clients, matters/20), 3, 500))
	p.makeUnits(clamp(matters/50, 2, 60))
	for i, name := range crossed(given, family, max(12, matters/4)) {
		p.add(name, i)
	}
	d.Shuffle(len(p.timekeepers), func(i, j int) { p.timekeepers[i], p.timekeepers[j] = p.timekeepers[j], p.timekeepers[i] })
	for i, name := range p.timekeepers {
		p.place[name] = i
	}
	slices.SortFunc(p.partners, func(a, b string) int { return p.place[a] - p.place[b] })
	p.makeLinks()
	return p
}

// makeUnits makes a tree: a group, practices in it, and teams in these.
func (p *people) makeUnits(n int) {
	p.units = []v1alpha1.BusinessUnit{{Name: "group", DisplayName: "Group", BillingUnit: true}}
	for i := range n - 1 {
		unit := v1alpha1.BusinessUnit{Name: practices[i%len(practices)], Parent: "group", BillingUnit: true}
		if i >= len(practices) {
			unit.Parent, unit.BillingUnit = unit.Name, false
			unit.Name = numbered(unit.Parent, i/len(practices)-1)
		}
		unit.DisplayName = titled(unit.Name)
		p.units = append(p.units, unit)
	}
}

// add makes the ith user. The first few run the firm and its offices; of the
// others so many in a hundred are each thing that a user can be.
func (p *people) add(name string, i int) {
	d := p.draw
	office := p.offices[i%len(p.offices)].Name
	u := firm.MakeUser(name).Office(office).Units(pick(d, p.units).Name)
	u.Spec.GivenName, u.Spec.FamilyName = namesOf(name)
	switch of := d.IntN(100); {
	case i < 2:
		u.UserRole(v1alpha1.UserRolePartner)
	case i == 2: // somebody assists in the smallest firm
		u.UserRole(v1alpha1.UserRoleAssistant)
	case of < 22:
		u.UserRole(v1alpha1.UserRolePartner)
	case of < 54:
		u.UserRole(v1alpha1.UserRoleAssociate)
	case of < 68:
		u.UserRole(v1alpha1.UserRoleParalegal)
	case of < 90:
		u.UserRole(v1alpha1.UserRoleAssistant)
	default:
		u.UserRole(v1alpha1.UserRoleGeneralStaff)
	}
	p.account(u, i)
	p.users = append(p.users, u.Obj())

	switch {
	case u.Spec.SystemRole == v1alpha1.RoleThirdPartyBiller:
	case u.Spec.UserRole == v1alpha1.UserRolePartner && !u.Spec.Deactivated:
		p.partners = append(p.partners, name)
		fallthrough
	case slices.Contains([]v1alpha1.UserRole{v1alpha1.UserRolePartner, v1alpha1.UserRoleAssociate, v1alpha1.UserRoleParalegal}, u.Spec.UserRole):
		p.timekeepers = append(p.timekeepers, name)
	}
}

// account says what a user may do, and whether it still may.
func (p *people) account(u *firm.UserWrapper, i int) {
	d := p.draw
	switch of := d.IntN(100); {
	case i < 2: // lead and backup
		u.SystemRole(v1alpha1.RoleFirmAdministrator)
		return
	case i < 2+len(p.offices):
		u.SystemRole(v1alpha1.RoleFirmOfficeAdministrator)
		return
	case of < 3:
		u.SystemRole(v1alpha1.RoleFirmUserBilling).Rights(v1alpha1.RightAccounting)
	case of < 4:
		u.SystemRole(v1alpha1.RoleThirdPartyBiller)
	case of < 6:
		u.Rights(v1alpha1.RightCompliance)
	case of < 9:
		u.Rights(v1alpha1.RightReporting, v1alpha1.RightAllBillingUnits)
	case of < 10:
		u.Rights(v1alpha1.RightAdministrator)
	case of < 12:
		u.Floating()
	case of < 17:
		u.Deactivated()
	}
	if len(p.partners) > 0 && d.chance(5) {
		u.Delegates(pick(d, p.partners))
	}
}

// makeLinks gives every partner and half of the other timekeepers an assistant
// who works for two or three of them. Assistants are no timekeepers.
func (p *people) makeLinks() {
	var assistants []string
	for _, u := range p.users {
		if u.Spec.UserRole == v1alpha1.UserRoleAssistant {
			assistants = append(assistants, u.Name)
		}
	}
	leads := make(map[string]bool, len(p.partners))
	for _, name := range p.partners {
		leads[name] = true
	}
	for i, timekeeper := range p.timekeepers {
		if !leads[timekeeper] && p.draw.chance(50) {
			continue
		}
		p.links = append(p.links, firm.MakeLink(assistants[i%len(assistants)], timekeeper))
		if other := assistants[(i+1)%len(assistants)]; len(assistants) > 1 && p.draw.chance(15) {
			p.links = append(p.links, firm.MakeLink(other, timekeeper))
		}
	}
}

// firm returns the Firm, run by its first two users.
func (p *people) firm() *v1alpha1.Firm {
	w := firm.MakeFirm().Lead(p.users[0].Name).Backup(p.users[1].Name).Systems(systems...).
		Follow(v1alpha1.FollowEnabled, v1alpha1.FollowEnabled)
	w.Spec.DisplayName = firmOf(p.users[0].Name, p.users[1].Name)
	w.Spec.BusinessUnits = p.units
	for _, client := range p.clients {
		w.Client(client, "")
		named := &w.Spec.Clients[len(w.Spec.Clients)-1]
		named.DisplayName = titled(client)
		if p.draw.chance(60) {
			named.Manager = pick(p.draw, p.partners)
		}
	}
	return w.Obj()
}
