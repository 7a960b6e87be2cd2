package controllers

import (
	"slices"

	"k8s.io/apimachinery/pkg/api/equality"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/roster"
)

// The watches between kinds: each function says which objects of one kind an
// event of another can affect. reach.go holds how far a change of a team or a
// wall reaches; changes.go says what about an object changed.

// firmOfOffice: the Firm counts its offices.
func firmOfOffice(_ *cacheview.View, before, after *v1alpha1.Office) names {
	if before != nil && after != nil {
		return nil
	}
	return names{v1alpha1.FirmName: {}}
}

// firmOfUser: the Firm counts its users, and names those who administer it.
func firmOfUser(_ *cacheview.View, before, after *v1alpha1.FirmUser) names {
	if sameAccount(before, after) {
		return nil
	}
	return names{v1alpha1.FirmName: {}}
}

// officesOfFirm: lead and backup stand in where an office has no administrator.
func officesOfFirm(v *cacheview.View, before, after *v1alpha1.Firm) names {
	if sameDesignations(before, after) {
		return nil
	}
	return allOffices(v)
}

// officesOfOffice: with more than one office each needs an administrator.
func officesOfOffice(v *cacheview.View, before, after *v1alpha1.Office) names {
	if before != nil && after != nil {
		return nil
	}
	return allOffices(v)
}

// officesOfUser: offices count their users and name their administrators, and
// all offices may name a Firm Administrator as support contact.
func officesOfUser(v *cacheview.View, before, after *v1alpha1.FirmUser) names {
	if sameAccount(before, after) {
		return nil
	}
	if mayAdministerFirm(v, before) || mayAdministerFirm(v, after) {
		return allOffices(v)
	}
	affected := names{}
	for _, u := range []*v1alpha1.FirmUser{before, after} {
		if u != nil && u.Spec.Office != "" {
			affected.add(u.Spec.Office)
		}
	}
	return affected
}

// usersOfFirm: designations, clients, units and the scope of invoices are the Firm's.
func usersOfFirm(v *cacheview.View, before, after *v1alpha1.Firm) names {
	if before != nil && after != nil && equality.Semantic.DeepEqual(userPartOf(before), userPartOf(after)) {
		return nil
	}
	return allUsers(v)
}

// usersOfOffice: those who name an office that comes or goes.
func usersOfOffice(v *cacheview.View, before, after *v1alpha1.Office) names {
	if before != nil && after != nil {
		return nil
	}
	office := before
	if office == nil {
		office = after
	}
	return userNames(v.UsersOfOffice(office.Name))
}

// usersOfUser: those who share an email or identity with a user or delegate to
// it, those who assist it and so are where it is, and those whose support contact
// it is or may become.
func usersOfUser(v *cacheview.View, before, after *v1alpha1.FirmUser) names {
	affected := names{}
	for _, u := range []*v1alpha1.FirmUser{before, after} {
		if u == nil {
			continue
		}
		for _, identity := range roster.IdentitiesOf(u) {
			addUsers(affected, v.UsersKnownAs(identity))
		}
		if before == nil || after == nil {
			addUsers(affected, v.UsersDelegatingTo(u.Name))
		}
		if !sameMembership(before, after) {
			addAssistants(affected, v, u.Name)
		}
	}
	if sameAccount(before, after) {
		return affected
	}
	if mayAdministerFirm(v, before) || mayAdministerFirm(v, after) {
		return allUsers(v)
	}
	for _, u := range []*v1alpha1.FirmUser{before, after} {
		if u != nil && u.Spec.SystemRole == v1alpha1.RoleFirmOfficeAdministrator {
			addUsers(affected, v.UsersOfOffice(u.Spec.Office))
		}
	}
	return affected
}

// usersOfLink: those whom a link names, and those of the links that dispute a
// user with it.
func usersOfLink(v *cacheview.View, before, after *v1alpha1.AssistantLink) names {
	affected := names{}
	for _, link := range disputedWith(v, before, after) {
		affected.add(link.Spec.Assistant)
		affected.add(link.Spec.Timekeeper)
	}
	return affected
}

// usersOfMatter: those whose access may have changed: whom the asset and its
// groups name, and their assistants; where an asset lets or keeps out those of the
// matters that it groups, theirs too. Its status does not tell: a change that is
// taken back at once never gets there, and somebody may have seen it.
func usersOfMatter(v *cacheview.View, before, after *v1alpha1.Matter) names {
	change := changeOf(before, after)
	if !change.group && sameAccess(before, after) {
		return nil
	}
	affected := names{}
	for _, m := range []*v1alpha1.Matter{before, after} {
		if m == nil {
			continue
		}
		addPeople(affected, v, m)
		if !change.rules {
			continue
		}
		for _, other := range slices.Concat(v.MattersOfGroup(m.Name), v.MattersAwaiting(m.Name)) {
			addPeople(affected, v, other)
		}
	}
	return affected
}

// linksOfLink: those that dispute a user with a link that comes or goes.
func linksOfLink(v *cacheview.View, before, after *v1alpha1.AssistantLink) names {
	affected := names{}
	for _, link := range disputedWith(v, before, after) {
		affected.add(link.Name)
	}
	return affected
}

// linksOfUser: those that name a user who comes or goes.
func linksOfUser(v *cacheview.View, before, after *v1alpha1.FirmUser) names {
	if before != nil && after != nil {
		return nil
	}
	user := before
	if user == nil {
		user = after
	}
	affected := names{}
	for _, link := range slices.Concat(v.LinksOfAssistant(user.Name), v.LinksOfTimekeeper(user.Name)) {
		affected.add(link.Name)
	}
	return affected
}

// mattersOfFirm: systems, clients and units are the Firm's, and where nothing
// else says so, its first settings let assistants follow.
func mattersOfFirm(v *cacheview.View, before, after *v1alpha1.Firm) names {
	if before != nil && after != nil && equality.Semantic.DeepEqual(matterPartOf(before), matterPartOf(after)) {
		return nil
	}
	affected := names{}
	addMatters(affected, v.Matters())
	return affected
}

// mattersOfOffice: those that name an office that comes or goes.
func mattersOfOffice(v *cacheview.View, before, after *v1alpha1.Office) names {
	if before != nil && after != nil {
		return nil
	}
	office := before
	if office == nil {
		office = after
	}
	affected := names{}
	addMatters(affected, v.MattersOfOffice(office.Name))
	return affected
}

// mattersOfUser: those that name a user or one whom it assists, and as far from
// there as its membership reaches.
func mattersOfUser(v *cacheview.View, before, after *v1alpha1.FirmUser) names {
	if sameOnMatters(before, after) {
		return nil
	}
	user := before
	if user == nil {
		user = after
	}
	naming := v.MattersNaming(user.Name)
	if sameMembership(before, after) {
		affected := names{} // only the right Administrator changed, which no other asset sees
		addMatters(affected, naming)
		return affected
	}
	for _, link := range v.LinksOfAssistant(user.Name) {
		naming = append(naming, v.MattersNaming(link.Spec.Timekeeper)...)
	}
	return reach(v, naming)
}

// mattersOfLink: those that name either user of a link, or of one that disputes
// a user with it, and as far from there as their membership reaches.
func mattersOfLink(v *cacheview.View, before, after *v1alpha1.AssistantLink) names {
	var naming []*v1alpha1.Matter
	for _, link := range disputedWith(v, before, after) {
		naming = append(naming, v.MattersNaming(link.Spec.Assistant)...)
		naming = append(naming, v.MattersNaming(link.Spec.Timekeeper)...)
	}
	return reach(v, naming)
}

// mattersOfMatter: the matters that an asset groups, and the other sides of the
// sets that it or they are in.
func mattersOfMatter(v *cacheview.View, before, after *v1alpha1.Matter) names {
	if after == nil {
		v.Forget(before.Name)
	}
	change := changeOf(before, after)
	affected := names{}
	if change.group {
		for _, m := range []*v1alpha1.Matter{before, after} {
			if m != nil {
				addMatters(affected, v.MattersOfGroup(m.Name))
				addMatters(affected, v.MattersAwaiting(m.Name))
			}
		}
	}
	if change.team {
		for _, m := range []*v1alpha1.Matter{before, after} {
			if m != nil {
				addOpponents(affected, v, m)
			}
		}
	}
	return affected
}

// disputedWith returns a link that came or went and those that dispute a user
// with it. A link never changes, but its since may be completed (L-7), and
// one that was deleted and created anew unseen looks like a change.
func disputedWith(v *cacheview.View, before, after *v1alpha1.AssistantLink) []*v1alpha1.AssistantLink {
	if before != nil && after != nil && before.UID == after.UID && roster.Since(before) == roster.Since(after) {
		return nil
	}
	var disputed []*v1alpha1.AssistantLink
	for _, link := range []*v1alpha1.AssistantLink{before, after} {
		if link != nil {
			disputed = append(disputed, link)
			disputed = append(disputed, roster.Disputed(v, link)...)
		}
	}
	return disputed
}

func allOffices(v *cacheview.View) names {
	affected := names{}
	for _, office := range v.Offices() {
		affected.add(office.Name)
	}
	return affected
}

func allUsers(v *cacheview.View) names { return userNames(v.Users()) }

func userNames(users []*v1alpha1.FirmUser) names {
	affected := names{}
	addUsers(affected, users)
	return affected
}

func addUsers(affected names, users []*v1alpha1.FirmUser) {
	for _, u := range users {
		affected.add(u.Name)
	}
}

func addMatters(affected names, matters []*v1alpha1.Matter) {
	for _, m := range matters {
		affected.add(m.Name)
	}
}
