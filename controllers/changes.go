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

// assetChange says what about an asset changed that others can see.
type assetChange struct {
	being   bool     // whether it is there, or what it is
	rules   bool     // its settings, now or when it was created (M-2, L-4)
	sides   bool     // the sides that it takes (C-2)
	place   bool     // its case or collections (M-8)
	client  bool     // for whom the work is done (S-4)
	seats   bool     // what those on its team do there, and with which systems (M-10, M-11)
	team    []string // who joined its team or left it, or whose assistants now follow or no longer do
	wall    []string // the same of its wall
	exclude []string // whom it excludes or no longer does (C-7)
}

// seenByMatters says whether the matters that the asset groups see the change.
func (c assetChange) seenByMatters() bool {
	return c.being || c.rules || c.sides || c.seats || len(c.team) > 0 || len(c.wall) > 0
}

// seenByOpponents says whether the other sides see it: who its members are, or
// where it stands (C-2).
func (c assetChange) seenByOpponents() bool {
	return c.being || c.sides || c.place || len(c.team) > 0
}

// changeOf compares an asset before and after an event.
func changeOf(before, after *v1alpha1.Matter) assetChange {
	if before == nil || after == nil {
		return assetChange{being: true}
	}
	sameLedger := before.Annotations[v1alpha1.LedgerAnnotation] == after.Annotations[v1alpha1.LedgerAnnotation]
	if before.UID == after.UID && before.Generation == after.Generation && sameLedger {
		return assetChange{} // the same object, its spec unchanged: what changed is status or the like
	}
	then, _ := ledger.DecodeMatter(before.Annotations[v1alpha1.LedgerAnnotation])
	now, _ := ledger.DecodeMatter(after.Annotations[v1alpha1.LedgerAnnotation])
	was, is := &before.Spec, &after.Spec
	return assetChange{
		being:   was.Type != is.Type,
		rules:   was.AssistantsFollow != is.AssistantsFollow || then.First != now.First || !equality.Semantic.DeepEqual(then.Defaults, now.Defaults),
		sides:   len(differ(sidesOf(was), sidesOf(is))) > 0,
		place:   was.Case != is.Case || len(differ(setOf(was.Collections), setOf(is.Collections))) > 0,
		client:  was.Client != is.Client,
		seats:   was.Lead != is.Lead || !equality.Semantic.DeepEqual(was.Staffing, is.Staffing),
		team:    slices.Concat(differ(teamOf(was), teamOf(is)), moved(then.Staffing, now.Staffing)),
		wall:    slices.Concat(differ(wallOf(was), wallOf(is)), moved(then.ConflictedUsers, now.ConflictedUsers)),
		exclude: differ(excludedBy(was), excludedBy(is)),
	}
}

// teamOf returns the direct users of the team with what settles whether their
// assistants follow (M-1, M-3).
func teamOf(spec *v1alpha1.MatterSpec) map[string]v1alpha1.AssistantsOverride {
	team := make(map[string]v1alpha1.AssistantsOverride, len(spec.Staffing)+1)
	if spec.Lead != "" {
		team[spec.Lead] = ""
	}
	for i := range spec.Staffing {
		team[spec.Staffing[i].User] = spec.Staffing[i].Assistants
	}
	return team
}

// wallOf returns those of the wall (C-1).
func wallOf(spec *v1alpha1.MatterSpec) map[string]v1alpha1.AssistantsOverride {
	wall := make(map[string]v1alpha1.AssistantsOverride, len(spec.ConflictedUsers))
	for i := range spec.ConflictedUsers {
		wall[spec.ConflictedUsers[i].User] = spec.ConflictedUsers[i].Assistants
	}
	return wall
}

func excludedBy(spec *v1alpha1.MatterSpec) map[string]bool {
	excluded := make(map[string]bool, len(spec.ExcludedUsers))
	for i := range spec.ExcludedUsers {
		excluded[spec.ExcludedUsers[i].User] = true
	}
	return excluded
}

func sidesOf(spec *v1alpha1.MatterSpec) map[string]string {
	sides := make(map[string]string, len(spec.OpposingTeamSets))
	for _, side := range spec.OpposingTeamSets {
		sides[side.Set] = side.Side
	}
	return sides
}

func setOf(listed []string) map[string]bool {
	set := make(map[string]bool, len(listed))
	for _, name := range listed {
		set[name] = true
	}
	return set
}

// moved returns whose history on a list is another (L-4, L-5).
func moved(then, now ledger.List) []string {
	return slices.Concat(differ(then.Joined, now.Joined), differ(then.Left, now.Left))
}

// differ returns the keys under which two maps hold different values.
func differ[V any](before, after map[string]V) []string {
	var keys []string
	for key, was := range before {
		if is, still := after[key]; !still || !reflect.DeepEqual(was, is) {
			keys = append(keys, key)
		}
	}
	for key := range after {
		if _, already := before[key]; !already {
			keys = append(keys, key)
		}
	}
	return keys
}

// accountChange says what about an account changed that others can see.
type accountChange struct {
	active  bool // whether it is there and not deactivated
	role    bool // its system role, or whether it is the first user (S-2)
	contact bool // how it shows as somebody's contact
	office  bool // where it is
}

// accountChangeOf compares a user before and after an event.
func accountChangeOf(before, after *v1alpha1.FirmUser) accountChange {
	if before == nil || after == nil {
		return accountChange{active: true}
	}
	return accountChange{
		active: before.Spec.Deactivated != after.Spec.Deactivated,
		role: before.Spec.SystemRole != after.Spec.SystemRole ||
			roster.IsStampedFirstUser(before) != roster.IsStampedFirstUser(after) ||
			roster.Since(before) != roster.Since(after),
		contact: before.Spec.Email != after.Spec.Email ||
			before.Spec.GivenName != after.Spec.GivenName ||
			before.Spec.FamilyName != after.Spec.FamilyName,
		office: before.Spec.Office != after.Spec.Office,
	}
}

// ofAdministrator says whether the change shows wherever the user administers.
func (c accountChange) ofAdministrator() bool { return c.active || c.role || c.contact }

// administers says whether a user was or is a Firm Administrator, or through the
// stamp could be one.
func administers(v *cacheview.View, before, after *v1alpha1.FirmUser) bool {
	return slices.ContainsFunc(present(before, after), func(u *v1alpha1.FirmUser) bool {
		return roster.IsStampedFirstUser(u) || roster.IsFirmAdministrator(v, u)
	})
}

func administersOffice(u *v1alpha1.FirmUser) bool {
	return u.Spec.SystemRole == v1alpha1.RoleFirmOfficeAdministrator
}

// identitiesChanged returns the names by which a user was known and no longer is,
// or the other way round.
func identitiesChanged(before, after *v1alpha1.FirmUser) []string {
	known := func(u *v1alpha1.FirmUser) map[string]bool {
		if u == nil {
			return nil
		}
		return setOf(roster.IdentitiesOf(u))
	}
	return differ(known(before), known(after))
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

// everyUser says whether a change of the Firm can show in the status of any user:
// who its administrators are, and by which settings assistants follow.
func everyUser(before, after *v1alpha1.Firm) bool {
	return !sameDesignations(before, after) || ledger.OfFirm(before).First != ledger.OfFirm(after).First
}

// everyAsset says whether a change of the Firm can show in the status of any asset:
// its systems, and by which settings assistants follow.
func everyAsset(before, after *v1alpha1.Firm) bool {
	return before == nil || after == nil ||
		len(differ(setOf(before.Spec.Systems), setOf(after.Spec.Systems))) > 0 ||
		ledger.OfFirm(before).First != ledger.OfFirm(after).First
}

// clientsOf returns the names of the Firm's clients.
func clientsOf(firm *v1alpha1.Firm) map[string]bool {
	clients := make(map[string]bool, len(firm.Spec.Clients))
	for i := range firm.Spec.Clients {
		clients[firm.Spec.Clients[i].Name] = true
	}
	return clients
}

// unitsOf returns the Firm's business units, and at which of them invoices are kept.
func unitsOf(firm *v1alpha1.Firm) map[string]bool {
	units := make(map[string]bool, len(firm.Spec.BusinessUnits))
	for i := range firm.Spec.BusinessUnits {
		units[firm.Spec.BusinessUnits[i].Name] = firm.Spec.BusinessUnits[i].BillingUnit
	}
	return units
}
