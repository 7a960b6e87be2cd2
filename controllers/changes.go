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
	rules bool // its sides or settings, by which those of these matters are walled off or follow
}

// changeOf compares an asset before and after an event.
func changeOf(before, after *v1alpha1.Matter) assetChange {
	if before == nil || after == nil {
		return assetChange{team: true, group: true, rules: true}
	}
	sameLedger := before.Annotations[v1alpha1.LedgerAnnotation] == after.Annotations[v1alpha1.LedgerAnnotation]
	if before.UID == after.UID && before.Generation == after.Generation && sameLedger {
		return assetChange{} // the same object, its spec unchanged: what changed is status or the like
	}
	then, _ := ledger.DecodeMatter(before.Annotations[v1alpha1.LedgerAnnotation])
	now, _ := ledger.DecodeMatter(after.Annotations[v1alpha1.LedgerAnnotation])
	same := equality.Semantic.DeepEqual
	rules := before.Spec.Type != after.Spec.Type ||
		!same(before.Spec.OpposingTeamSets, after.Spec.OpposingTeamSets) ||
		before.Spec.AssistantsFollow != after.Spec.AssistantsFollow ||
		then.First != now.First || !same(then.Defaults, now.Defaults)
	team := before.Spec.Type != after.Spec.Type ||
		before.Spec.Lead != after.Spec.Lead ||
		before.Spec.Case != after.Spec.Case ||
		!same(before.Spec.Collections, after.Spec.Collections) ||
		!same(before.Spec.Staffing, after.Spec.Staffing) ||
		!same(before.Spec.OpposingTeamSets, after.Spec.OpposingTeamSets) ||
		!reflect.DeepEqual(then.Staffing, now.Staffing)
	group := team || rules ||
		!same(before.Spec.ConflictedUsers, after.Spec.ConflictedUsers) ||
		!reflect.DeepEqual(then, now)
	return assetChange{team: team, group: group, rules: rules}
}

// sameAccess says whether nothing changed about an asset, beside what others can
// see, that decides what access to it is worth: whom it excludes, and whose it is.
func sameAccess(before, after *v1alpha1.Matter) bool {
	return before.Spec.Client == after.Spec.Client &&
		equality.Semantic.DeepEqual(before.Spec.ExcludedUsers, after.Spec.ExcludedUsers)
}

// sameAccount says whether nothing changed about a user that the firm, its
// offices or those whom the user helps can see.
func sameAccount(before, after *v1alpha1.FirmUser) bool {
	if before == nil || after == nil {
		return false
	}
	return before.Spec.Deactivated == after.Spec.Deactivated &&
		before.Spec.SystemRole == after.Spec.SystemRole &&
		before.Spec.Office == after.Spec.Office &&
		before.Spec.Email == after.Spec.Email &&
		before.Spec.GivenName == after.Spec.GivenName &&
		before.Spec.FamilyName == after.Spec.FamilyName &&
		roster.IsStampedFirstUser(before) == roster.IsStampedFirstUser(after) &&
		roster.Since(before) == roster.Since(after)
}

// mayAdministerFirm says whether a user is, or through the stamp could be, a
// Firm Administrator.
func mayAdministerFirm(v *cacheview.View, u *v1alpha1.FirmUser) bool {
	return u != nil && (roster.IsStampedFirstUser(u) || roster.IsFirmAdministrator(v, u))
}

// sameMembership says whether nothing changed about a user that decides on which
// assets it is and on which teams it stays (W-6, C-4).
func sameMembership(before, after *v1alpha1.FirmUser) bool {
	if before == nil || after == nil {
		return false
	}
	isBiller := func(u *v1alpha1.FirmUser) bool { return u.Spec.SystemRole == v1alpha1.RoleThirdPartyBiller }
	return before.Spec.Deactivated == after.Spec.Deactivated &&
		isBiller(before) == isBiller(after) &&
		equality.Semantic.DeepEqual(before.Spec.GlobalRoles, after.Spec.GlobalRoles)
}

// sameOnMatters says whether nothing changed about a user that any asset can see.
func sameOnMatters(before, after *v1alpha1.FirmUser) bool {
	return sameMembership(before, after) && keepsAccess(before) == keepsAccess(after)
}

// keepsAccess says whether the user keeps access when excluded by name (C-7).
func keepsAccess(u *v1alpha1.FirmUser) bool {
	return slices.Contains(u.Spec.Rights, v1alpha1.RightAdministrator)
}

func sameDesignations(before, after *v1alpha1.Firm) bool {
	return before != nil && after != nil &&
		before.Spec.Administrators.Lead == after.Spec.Administrators.Lead &&
		before.Spec.Administrators.Backup == after.Spec.Administrators.Backup
}

// userPart is what the statuses of users have from a Firm.
type userPart struct {
	Lead, Backup string
	Clients      []v1alpha1.Client
	Units        []v1alpha1.BusinessUnit
	Invoices     v1alpha1.InvoiceScope
	First        ledger.Settings // by which their assistants follow them
}

func userPartOf(firm *v1alpha1.Firm) userPart {
	return userPart{
		Lead:     firm.Spec.Administrators.Lead,
		Backup:   firm.Spec.Administrators.Backup,
		Clients:  firm.Spec.Clients,
		Units:    firm.Spec.BusinessUnits,
		Invoices: firm.Spec.OfficeAdministratorInvoices,
		First:    ledger.OfFirm(firm).First,
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
