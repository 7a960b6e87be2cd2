package controllers

import (
	"reflect"
	"slices"

	"k8s.io/apimachinery/pkg/api/equality"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// assetChange says what about an asset changed that other assets can see.
type assetChange struct {
	team  bool // who its members are, or the sides that it or its matters take
	group bool // anything that the matters which it groups have from it
}

// changeOf compares an asset before and after an event.
func changeOf(old, new *v1alpha1.Matter) assetChange {
	if old == nil || new == nil {
		return assetChange{team: true, group: true}
	}
	before, _ := ledger.DecodeMatter(old.Annotations[v1alpha1.LedgerAnnotation])
	after, _ := ledger.DecodeMatter(new.Annotations[v1alpha1.LedgerAnnotation])
	same := equality.Semantic.DeepEqual
	team := old.Spec.Type != new.Spec.Type ||
		old.Spec.Lead != new.Spec.Lead ||
		old.Spec.Case != new.Spec.Case ||
		!same(old.Spec.Collections, new.Spec.Collections) ||
		!same(old.Spec.Staffing, new.Spec.Staffing) ||
		!same(old.Spec.OpposingTeamSets, new.Spec.OpposingTeamSets) ||
		!reflect.DeepEqual(before.Staffing, after.Staffing)
	group := team ||
		!same(old.Spec.ConflictedUsers, new.Spec.ConflictedUsers) ||
		old.Spec.AssistantsFollow != new.Spec.AssistantsFollow ||
		!reflect.DeepEqual(before, after)
	return assetChange{team: team, group: group}
}

// sameAccount says whether nothing changed about a user that the firm, its
// offices or those whom the user helps can see.
func sameAccount(old, new *v1alpha1.FirmUser) bool {
	if old == nil || new == nil {
		return false
	}
	return old.Spec.Deactivated == new.Spec.Deactivated &&
		old.Spec.SystemRole == new.Spec.SystemRole &&
		old.Spec.Office == new.Spec.Office &&
		old.Spec.Email == new.Spec.Email &&
		old.Spec.GivenName == new.Spec.GivenName &&
		old.Spec.FamilyName == new.Spec.FamilyName &&
		roster.IsStampedFirstUser(old) == roster.IsStampedFirstUser(new) &&
		roster.Since(old) == roster.Since(new)
}

// mayAdministerFirm says whether a user is, or through the stamp could be, a
// Firm Administrator.
func mayAdministerFirm(v *cacheview.View, u *v1alpha1.FirmUser) bool {
	return u != nil && (roster.IsStampedFirstUser(u) || roster.IsFirmAdministrator(v, u))
}

// sameMembership says whether nothing changed about a user that decides on which
// assets it is and on which teams it stays (W-6, C-4).
func sameMembership(old, new *v1alpha1.FirmUser) bool {
	if old == nil || new == nil {
		return false
	}
	isBiller := func(u *v1alpha1.FirmUser) bool { return u.Spec.SystemRole == v1alpha1.RoleThirdPartyBiller }
	return old.Spec.Deactivated == new.Spec.Deactivated &&
		isBiller(old) == isBiller(new) &&
		equality.Semantic.DeepEqual(old.Spec.GlobalRoles, new.Spec.GlobalRoles)
}

// sameOnMatters says whether nothing changed about a user that any asset can see.
func sameOnMatters(old, new *v1alpha1.FirmUser) bool {
	return sameMembership(old, new) && keepsAccess(old) == keepsAccess(new)
}

// keepsAccess says whether the user keeps access when excluded by name (C-7).
func keepsAccess(u *v1alpha1.FirmUser) bool {
	return slices.Contains(u.Spec.Rights, v1alpha1.RightAdministrator)
}

func sameDesignations(old, new *v1alpha1.Firm) bool {
	return old != nil && new != nil &&
		old.Spec.Administrators.Lead == new.Spec.Administrators.Lead &&
		old.Spec.Administrators.Backup == new.Spec.Administrators.Backup
}

// userPartOf returns what the statuses of users have from a Firm.
func userPartOf(firm *v1alpha1.Firm) v1alpha1.FirmSpec {
	return v1alpha1.FirmSpec{
		Administrators: v1alpha1.FirmAdministrators{
			Lead:   firm.Spec.Administrators.Lead,
			Backup: firm.Spec.Administrators.Backup,
		},
		Clients:                     firm.Spec.Clients,
		BusinessUnits:               firm.Spec.BusinessUnits,
		OfficeAdministratorInvoices: firm.Spec.OfficeAdministratorInvoices,
	}
}

// matterPart is what the statuses of assets have from a Firm.
type matterPart struct {
	Systems, Clients, Units []string
	First                   ledger.Settings
}

func matterPartOf(firm *v1alpha1.Firm) matterPart {
	part := matterPart{Systems: slices.Sorted(slices.Values(firm.Spec.Systems)), First: ledger.OfFirm(firm).First}
	for _, client := range firm.Spec.Clients {
		part.Clients = append(part.Clients, client.Name)
	}
	for _, unit := range firm.Spec.BusinessUnits {
		part.Units = append(part.Units, unit.Name)
	}
	slices.Sort(part.Clients)
	slices.Sort(part.Units)
	return part
}
