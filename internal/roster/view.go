package roster

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// View is what derivation may ask about one firm. Its objects are shared: whoever
// reads them must not change them. Lists come in no particular order. Every
// question is answered by an index, none by looking through the firm, except
// Users and Offices, which are the firm's own.
type View interface {
	ledger.Around

	// LedgerFault returns what was wrong with the stored ledger of an asset, nil if
	// it could be read: ledger.ErrUnreadable or ledger.ErrNewerVersion (L-8).
	LedgerFault(asset *v1alpha1.Matter) error

	// Office returns an office, nil if there is none.
	Office(name string) *v1alpha1.Office
	// Offices returns all offices.
	Offices() []*v1alpha1.Office

	// User returns a user, nil if there is none.
	User(name string) *v1alpha1.FirmUser
	// Users returns all users.
	Users() []*v1alpha1.FirmUser
	// UsersOfOffice returns those whose office that is.
	UsersOfOffice(office string) []*v1alpha1.FirmUser
	// UsersOfRole returns those whose spec gives them that system role (S1).
	UsersOfRole(role v1alpha1.SystemRole) []*v1alpha1.FirmUser
	// UsersKnownAs returns those who have that as email or identity.
	UsersKnownAs(identity string) []*v1alpha1.FirmUser
	// FirstUsers returns those who are stamped as first user.
	FirstUsers() []*v1alpha1.FirmUser

	// LinksOfAssistant returns the links, accepted or not, in which the user assists.
	LinksOfAssistant(user string) []*v1alpha1.AssistantLink
	// LinksOfTimekeeper returns those in which the user is assisted.
	LinksOfTimekeeper(user string) []*v1alpha1.AssistantLink

	// MattersOfGroup returns the matters that name that as their case or as a collection.
	MattersOfGroup(group string) []*v1alpha1.Matter
	// MattersOnSet returns the assets that name that opposing team set themselves.
	MattersOnSet(set string) []*v1alpha1.Matter
	// MattersNaming returns the assets that name the user in lead, staffing,
	// conflictedUsers or excludedUsers.
	MattersNaming(user string) []*v1alpha1.Matter
}

// Directory is a View in which users and assets can be looked up by what a role or
// a right reaches: who may do something on an asset, and on which assets a user
// may. Derivation asks none of this.
type Directory interface {
	View

	// UsersOfUnit returns those who name that business unit (S-5).
	UsersOfUnit(unit string) []*v1alpha1.FirmUser
	// UsersWithRight returns those who hold that right (S3).
	UsersWithRight(right v1alpha1.UserRight) []*v1alpha1.FirmUser

	// MattersOfUnit returns the assets that name that business unit.
	MattersOfUnit(unit string) []*v1alpha1.Matter
	// MattersOfClient returns the assets that name that client.
	MattersOfClient(client string) []*v1alpha1.Matter
	// MattersOfOffice returns the assets that name that office.
	MattersOfOffice(office string) []*v1alpha1.Matter
}
