package access

import (
	"cmp"
	"maps"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// GrantedOn says whether a user is a member of an asset with access Granted (C-7).
type GrantedOn func(asset *v1alpha1.Matter, user string) bool

// Clients returns what a user can reach of each of the firm's clients, by name
// (S-4); nothing while deactivated. It asks about assets on which the user could
// be, and about no more of a client than one that grants access.
func Clients(v roster.View, u *v1alpha1.FirmUser, granted GrantedOn) []v1alpha1.ClientAccess {
	firm, _ := v.Firm()
	if firm == nil || u.Spec.Deactivated {
		return nil
	}
	matters := make(map[string]bool, len(firm.Spec.Clients))
	for _, client := range firm.Spec.Clients {
		matters[client.Name] = false
	}
	findMatters(matters, v, u.Name, granted)

	everyClient, reach := everywhere(holderOf(v, u))
	var access []v1alpha1.ClientAccess
	for _, client := range slices.Sorted(maps.Keys(matters)) {
		if !everyClient && !matters[client] {
			continue
		}
		entry := reach
		entry.Client, entry.Matters = client, matters[client]
		access = append(access, entry)
	}
	return access
}

// everywhere says whether a user reaches every client, and for what.
func everywhere(h holder) (every bool, reach v1alpha1.ClientAccess) {
	if h.designated || h.systemRole == v1alpha1.RoleFirmAdministrator {
		return true, v1alpha1.ClientAccess{Administer: true, PostInvoices: true, ViewInvoices: v1alpha1.InvoicesAllOffices}
	}
	switch h.systemRole {
	case v1alpha1.RoleFirmOfficeAdministrator:
		return true, v1alpha1.ClientAccess{PostInvoices: true, ViewInvoices: h.invoicesSeen()}
	case v1alpha1.RoleFirmUserBilling:
		return true, v1alpha1.ClientAccess{PostInvoices: true, ViewInvoices: v1alpha1.InvoicesAllOffices}
	case v1alpha1.RoleThirdPartyBiller:
		return true, v1alpha1.ClientAccess{PostInvoices: true}
	default:
		return false, v1alpha1.ClientAccess{}
	}
}

// findMatters notes of each client whether the user has Granted access to an
// asset of it.
func findMatters(found map[string]bool, v roster.View, user string, granted GrantedOn) {
	for _, asset := range assetsAround(v, user) {
		client := asset.Spec.Client
		if already, known := found[client]; known && !already && granted(asset, user) {
			found[client] = true
		}
	}
}

// assetsAround returns the assets of which a user can be a member (M-8), by name:
// those that name it or a timekeeper of it, and the matters that those group.
func assetsAround(v roster.View, user string) []*v1alpha1.Matter {
	if !roster.IsParticipant(v, user) {
		return nil
	}
	assets := slices.Clone(v.MattersNaming(user))
	for _, link := range roster.NewLinks(v).Timekeepers(user) {
		assets = append(assets, v.MattersNaming(link.Spec.Timekeeper)...)
	}
	for _, asset := range assets {
		if asset.Spec.Type != v1alpha1.TypeMatter {
			assets = append(assets, v.MattersOfGroup(asset.Name)...)
		}
	}
	slices.SortFunc(assets, func(a, b *v1alpha1.Matter) int { return cmp.Compare(a.Name, b.Name) })
	return slices.CompactFunc(assets, func(a, b *v1alpha1.Matter) bool { return a.Name == b.Name })
}
