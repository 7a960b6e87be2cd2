package controllers

import (
	"errors"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/ledger"
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
func firmOfUser(v *cacheview.View, before, after *v1alpha1.FirmUser) names {
	change := accountChangeOf(before, after)
	if change.active || change.ofAdministrator() && administers(v, before, after) {
		return names{v1alpha1.FirmName: {}}
	}
	return nil
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
	change := accountChangeOf(before, after)
	if change.ofAdministrator() && administers(v, before, after) {
		return allOffices(v)
	}
	affected := names{}
	for _, u := range present(before, after) {
		if u.Spec.Office != "" && (change.active || change.office || administersOffice(u) && change.ofAdministrator()) {
			affected.add(u.Spec.Office)
		}
	}
	return affected
}

// usersOfFirm: designations, clients, units and the scope of invoices are the
// Firm's. A client is seen by who reaches all of them and by who is around an
// asset of it; a unit by who names it; the scope by office administrators.
func usersOfFirm(v *cacheview.View, before, after *v1alpha1.Firm) names {
	if before == nil || after == nil || everyUser(before, after) || newSettingCounts(v, before, after) {
		return allUsers(v)
	}
	affected := names{}
	if clients := differ(clientsOf(before), clientsOf(after)); len(clients) > 0 {
		addWhoReachClients(affected, v, after, clients)
	}
	for _, unit := range differ(unitsOf(before), unitsOf(after)) {
		addUsers(affected, v.UsersOfUnit(unit))
	}
	if before.Spec.OfficeAdministratorInvoices != after.Spec.OfficeAdministratorInvoices {
		addUsers(affected, v.UsersOfRole(v1alpha1.RoleFirmOfficeAdministrator))
	}
	return affected
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
	change := accountChangeOf(before, after)
	if change.ofAdministrator() && administers(v, before, after) {
		return allUsers(v)
	}
	affected := names{}
	for _, identity := range identitiesChanged(before, after) {
		addUsers(affected, v.UsersKnownAs(identity))
	}
	for _, u := range present(before, after) {
		if before == nil || after == nil {
			addUsers(affected, v.UsersDelegatingTo(u.Name))
		}
		if !sameMembership(before, after) {
			addAssistants(affected, v, u.Name)
		}
		if u.Spec.Office != "" && administersOffice(u) && (change.office || change.ofAdministrator()) {
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

// usersOfMatter: those whose access may have changed. Where nothing but names came
// or went, on the team, the wall or the ledger of either, these and their
// assistants; else whom the asset and its groups name, and their assistants; where
// an asset lets or keeps out those of the matters that it groups, theirs too. Its
// status does not tell: a change that is taken back at once never gets there, and
// somebody may have seen it.
func usersOfMatter(v *cacheview.View, before, after *v1alpha1.Matter) names {
	change := changeOf(before, after)
	affected := names{}
	named := slices.Concat(change.team, change.wall)
	for _, user := range named {
		if user != ledger.Everyone {
			affected.add(user)
			addAssistants(affected, v, user)
		}
	}
	for _, user := range change.exclude {
		affected.add(user)
	}
	everybody := change.being || change.rules || change.sides || change.place || change.client || slices.Contains(named, ledger.Everyone)
	for _, m := range present(before, after) {
		if everybody {
			addPeople(affected, v, m)
		}
		if !change.being && !change.rules && !change.sides {
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
	affected := names{}
	if everyAsset(before, after) || newSettingCounts(v, before, after) {
		addMatters(affected, v.Matters())
		return affected
	}
	for _, client := range differ(clientsOf(before), clientsOf(after)) {
		addMatters(affected, v.MattersOfClient(client))
	}
	for _, unit := range differ(unitsOf(before), unitsOf(after)) {
		addMatters(affected, v.MattersOfUnit(unit))
	}
	return affected
}

// newSettingCounts says whether the Firm's setting is another and that is of any
// matter: an asset captures it at its creation (L-2), but the ledger of a newer
// version counts as absent and is never completed, so that what it would capture is
// what the Firm says now (L-8). While there is such a ledger, everything is looked at.
func newSettingCounts(v *cacheview.View, before, after *v1alpha1.Firm) bool {
	return before != nil && after != nil && before.Spec.AssistantsFollow != after.Spec.AssistantsFollow &&
		slices.ContainsFunc(v.Matters(), func(m *v1alpha1.Matter) bool {
			return errors.Is(v.LedgerFault(m), ledger.ErrNewerVersion)
		})
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
		affected := names{} // only the right Administrator changed, which only who excludes the user sees (C-7)
		for _, m := range naming {
			if excludedBy(&m.Spec)[user.Name] {
				affected.add(m.Name)
			}
		}
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
	for _, m := range present(before, after) {
		if change.being {
			addMatters(affected, v.MattersOfGroup(m.Name)) // those that name it in vain too
		} else if change.seenByMatters() {
			addMatters(affected, groupedBy(v, m))
		}
		if change.being || change.rules {
			addMatters(affected, v.MattersAwaiting(m.Name))
		}
		if change.seenByOpponents() {
			addOpponents(affected, v, m)
		}
	}
	return affected
}
