package profile

import (
	"fmt"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/conditions"
	"github.com/matterplane/matterplane/internal/roster"
)

// User derives the status of a user (S-1 to S-4). Who has access to an asset is
// for the caller to say.
func User(v roster.View, u *v1alpha1.FirmUser, granted access.GrantedOn) v1alpha1.FirmUserStatus {
	return NewPeople(v, granted).User(u)
}

// People derives the statuses of users and links, at one moment and for one caller at
// a time. What many of them ask is worked out once.
type People struct {
	view     roster.View
	links    *roster.Links
	reach    *access.Reach
	contacts map[string]*v1alpha1.Contact // by office
}

// NewPeople returns the people of a firm. Who has access to an asset is for the
// caller to say.
func NewPeople(v roster.View, granted access.GrantedOn) *People {
	links := roster.NewLinks(v)
	return &People{view: v, links: links, reach: access.NewReach(v, links, granted), contacts: map[string]*v1alpha1.Contact{}}
}

// PeopleReaching returns the people of a firm, of whom it is known what they reach.
func PeopleReaching(v roster.View, links *roster.Links, reached *access.Reached) *People {
	return &People{view: v, links: links, reach: reached.Reach(v), contacts: map[string]*v1alpha1.Contact{}}
}

// User derives the status of a user, as the function User does.
func (p *People) User(u *v1alpha1.FirmUser) v1alpha1.FirmUserStatus {
	v := p.view
	set := conditions.For(u.Generation).References(UserReferences(v, u))
	identityUnique(set, v, u)
	rightsConsistent(set, u.Spec.Rights)
	return v1alpha1.FirmUserStatus{
		Conditions:         set.List(),
		ObservedGeneration: u.Generation,
		UserID:             u.Spec.Email,
		SystemRole:         roster.SystemRole(v, u),
		Designations:       roster.Designations(v, u.Name),
		SupportContact:     p.supportContact(u),
		Permissions:        access.Permissions(v, u),
		ClientAccess:       p.reach.Clients(u),
		Assistants: published(p.links.Assistants(u.Name), func(link *v1alpha1.AssistantLink) string {
			return link.Spec.Assistant
		}),
		Timekeepers: published(p.links.Timekeepers(u.Name), func(link *v1alpha1.AssistantLink) string {
			return link.Spec.Timekeeper
		}),
	}
}

// supportContact returns whom a user asks for help: the lead itself, everybody
// else the contact of the office (S-1).
func (p *People) supportContact(u *v1alpha1.FirmUser) *v1alpha1.Contact {
	if slices.Contains(roster.Designations(p.view, u.Name), v1alpha1.DesignationLead) {
		return roster.ContactOf(u)
	}
	contact, known := p.contacts[u.Spec.Office]
	if !known {
		contact = supportContact(p.view, u.Spec.Office)
		p.contacts[u.Spec.Office] = contact
	}
	return contact.DeepCopy()
}

// UserReferences gathers what a user names in vain (W-3). A unit that the Firm
// does not list is one, and without a Firm every unit.
func UserReferences(v roster.View, u *v1alpha1.FirmUser) conditions.References {
	var missing conditions.References
	if office := u.Spec.Office; office != "" && v.Office(office) == nil {
		missing.Missing("spec.office", "Office", office)
	}
	var listed []v1alpha1.BusinessUnit
	if firm, _ := v.Firm(); firm != nil {
		listed = firm.Spec.BusinessUnits
	}
	for _, unit := range u.Spec.BusinessUnits {
		if !slices.ContainsFunc(listed, func(b v1alpha1.BusinessUnit) bool { return b.Name == unit }) {
			missing.Missing("spec.businessUnits", "business unit", unit)
		}
	}
	for _, delegate := range u.Spec.Delegates {
		if v.User(delegate) == nil {
			missing.Missing("spec.delegates", "FirmUser", delegate)
		}
	}
	return missing
}

// identityUnique adds IdentityUnique.
func identityUnique(set *conditions.Set, v roster.View, u *v1alpha1.FirmUser) {
	var others []string
	for _, identity := range roster.IdentitiesOf(u) {
		for _, other := range v.UsersKnownAs(identity) {
			if other.Name != u.Name {
				others = append(others, other.Name)
			}
		}
	}
	if len(others) == 0 {
		set.True(v1alpha1.ConditionIdentityUnique, v1alpha1.ReasonUnique, "nobody else has this email or one of these identities")
		return
	}
	slices.Sort(others)
	set.False(v1alpha1.ConditionIdentityUnique, v1alpha1.ReasonShared,
		"R-7: none of them can act until each has an email and identities of its own: shared with "+conditions.Names(slices.Compact(others)))
}

// rightsConsistent adds RightsConsistent (S-3).
func rightsConsistent(set *conditions.Set, rights []v1alpha1.UserRight) {
	var faults conditions.Faults
	for _, lone := range LoneRights(rights) {
		faults.Add(lone.Reason, fmt.Sprintf("S-3: %s goes along with %s, which is not there", lone.Right, lone.Needs))
	}
	set.Unless(faults, v1alpha1.ConditionRightsConsistent, v1alpha1.ReasonConsistent, "no right lacks the one that it goes along with")
}

// LoneRight is a right without the one that it goes along with (S-3).
type LoneRight struct {
	Right, Needs v1alpha1.UserRight
	Reason       string // of the condition RightsConsistent
}

// LoneRights returns those among the rights of a user.
func LoneRights(rights []v1alpha1.UserRight) []LoneRight {
	var lone []LoneRight
	for _, goes := range []LoneRight{
		{v1alpha1.RightApproveOthersInvoices, v1alpha1.RightAccounting, v1alpha1.ReasonAccountingMissing},
		{v1alpha1.RightAllBillingUnits, v1alpha1.RightReporting, v1alpha1.ReasonReportingMissing},
	} {
		if slices.Contains(rights, goes.Right) && !slices.Contains(rights, goes.Needs) {
			lone = append(lone, goes)
		}
	}
	return lone
}
