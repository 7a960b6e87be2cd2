package access

import (
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
	reached := reachedBy(v, firm, u.Name, granted)
	everyClient, reach := everywhere(holderOf(v, u))
	clients := slices.Sorted(maps.Keys(reached))
	if everyClient {
		clients = clients[:0]
		for i := range firm.Spec.Clients {
			clients = append(clients, firm.Spec.Clients[i].Name)
		}
		slices.Sort(clients)
	}
	if len(clients) == 0 {
		return nil
	}
	access := make([]v1alpha1.ClientAccess, 0, len(clients))
	for _, client := range clients {
		entry := reach
		entry.Client, entry.Matters = client, reached[client]
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

// reachedBy returns the clients of the Firm of which the user has Granted access to
// an asset. It goes through the assets of which the user can be a member
// (M-8): those that name it or a timekeeper of it, and the matters that those group;
// until every client is reached, and past those of a client that is. Most users
// reach few of many clients: nothing is made of the others.
func reachedBy(v roster.View, firm *v1alpha1.Firm, user string, granted GrantedOn) map[string]bool {
	left := len(firm.Spec.Clients)
	reached := map[string]bool{} // false for one that is reached, and that the Firm does not list
	look := func(assets []*v1alpha1.Matter) {
		for _, asset := range assets {
			if left == 0 {
				return
			}
			client := asset.Spec.Client
			if _, known := reached[client]; known || client == "" || !granted(asset, user) {
				continue
			}
			if reached[client] = lists(firm, client); reached[client] {
				left--
			}
		}
	}
	if left == 0 || !roster.IsParticipant(v, user) {
		return reached
	}
	naming := v.MattersNaming(user)
	for _, link := range roster.NewLinks(v).Timekeepers(user) {
		naming = append(slices.Clip(naming), v.MattersNaming(link.Spec.Timekeeper)...)
	}
	look(naming)
	for _, group := range naming {
		if left > 0 && group.Spec.Type != v1alpha1.TypeMatter {
			look(v.MattersOfGroup(group.Name))
		}
	}
	maps.DeleteFunc(reached, func(_ string, listed bool) bool { return !listed })
	return reached
}

// lists says whether a Firm lists a client.
func lists(firm *v1alpha1.Firm, client string) bool {
	for i := range firm.Spec.Clients {
		if firm.Spec.Clients[i].Name == client {
			return true
		}
	}
	return false
}
