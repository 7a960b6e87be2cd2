package access

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// GrantedOn says whether a user is a member of an asset with access Granted (C-7).
type GrantedOn func(asset *v1alpha1.Matter, user string) bool

// Clients returns what a user can reach of each of the firm's clients, as a Reach has
// it.
func Clients(v roster.View, u *v1alpha1.FirmUser, granted GrantedOn) []v1alpha1.ClientAccess {
	return NewReach(v, roster.NewLinks(v), granted).Clients(u)
}

// Reach says what the users of a firm can reach of its clients, at one moment and to
// one caller at a time. What is the same for all users is worked out once, and only
// if one of them needs it.
type Reach struct {
	view    roster.View
	links   *roster.Links
	granted GrantedOn
	known   *Reached // nil where each user is asked about

	clients
	reached places // in the question that is asked
}

// clients are the clients of the Firm.
type clients struct {
	listed []string       // sorted
	places map[string]int // of each of them, the first place there
}

// NewReach returns the reach of users, by the links that are accepted.
func NewReach(v roster.View, links *roster.Links, granted GrantedOn) *Reach {
	return &Reach{view: v, links: links, granted: granted}
}

// Reach returns the reach of users of whom it is known what they reach through assets.
func (r *Reached) Reach(v roster.View) *Reach { return &Reach{view: v, known: r, clients: r.clients} }

// Clients returns what a user can reach of each of the firm's clients, by name
// (S-4); nothing while deactivated. It asks about assets on which the user could
// be, and about no more of a client than one that grants access.
func (r *Reach) Clients(u *v1alpha1.FirmUser) []v1alpha1.ClientAccess {
	firm, _ := r.view.Firm()
	if firm == nil || u.Spec.Deactivated || len(firm.Spec.Clients) == 0 {
		return nil
	}
	everyClient, reach := everywhere(holderOf(r.view, u))
	reached := r.through(u.Name)
	if everyClient {
		r.list()
	}
	count := reached.count()
	if everyClient {
		count = len(r.listed)
	}
	if count == 0 {
		return nil
	}
	access := make([]v1alpha1.ClientAccess, 0, count)
	first := 0 // place of the client
	for place, client := range r.listed {
		if client != r.listed[first] {
			first = place
		}
		if everyClient || reached.has(place) {
			entry := reach
			entry.Client, entry.Matters = client, reached.has(first)
			access = append(access, entry)
		}
	}
	return access
}

// list sorts the clients of the Firm, once.
func (r *Reach) list() {
	if r.places == nil {
		firm, _ := r.view.Firm()
		r.clients = clientsOf(firm)
		r.reached = newPlaces(len(r.listed))
	}
}

func clientsOf(firm *v1alpha1.Firm) clients {
	c := clients{listed: make([]string, 0, len(firm.Spec.Clients)), places: make(map[string]int, len(firm.Spec.Clients))}
	for i := range firm.Spec.Clients {
		c.listed = append(c.listed, firm.Spec.Clients[i].Name)
	}
	slices.Sort(c.listed)
	for place, client := range slices.Backward(c.listed) {
		c.places[client] = place
	}
	return c
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

// through returns the places of the clients of which a user has Granted access to an
// asset, until the next question. It goes through the assets of which the user can be
// a member (M-8): those that name it or a timekeeper of it, and the matters that those
// group; past those of a client that is reached, until every client is.
func (r *Reach) through(user string) places {
	if r.known != nil {
		return r.known.byUser[user]
	}
	if !roster.IsParticipant(r.view, user) {
		return nil
	}
	naming := r.view.MattersNaming(user)
	for _, link := range r.links.Timekeepers(user) {
		naming = append(slices.Clip(naming), r.view.MattersNaming(link.Spec.Timekeeper)...)
	}
	if len(naming) == 0 {
		return nil
	}
	r.list()
	clear(r.reached)
	missing := r.look(user, naming, len(r.places))
	for _, group := range naming {
		if group.Spec.Type != v1alpha1.TypeMatter {
			missing = r.look(user, r.view.MattersOfGroup(group.Name), missing)
		}
	}
	return r.reached
}

// look notes the places of the clients that a user reaches through some assets, and
// returns how many clients are missing then, of so many before. One asset after the
// other is often of the same client.
func (r *Reach) look(user string, assets []*v1alpha1.Matter, missing int) int {
	var client string
	place, listed := r.places[client]
	for _, asset := range assets {
		if missing == 0 {
			break
		}
		if asset.Spec.Client != client {
			client = asset.Spec.Client
			place, listed = r.places[client]
		}
		if listed && !r.reached.has(place) && r.granted(asset, user) {
			r.reached.put(place)
			missing--
		}
	}
	return missing
}
