package access

import (
	"sync"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
)

// Reached is which clients each user of a firm reaches through assets (S-4): what a
// Reach finds, but asset by asset and not user by user. A Reach comes back to an asset
// for everyone who is on it; for all users that takes twice as long. It does not
// change, and any number may read it at once.
type Reached struct {
	clients clients
	byUser  map[string]places
}

// ReachedOn returns what all users of a firm reach through its assets. It works with
// all of the positions at once, and each sees to some of the assets.
func ReachedOn(v roster.View, assets []*v1alpha1.Matter, positions []*staffing.Positions) *Reached {
	firm, _ := v.Firm()
	if firm == nil || len(firm.Spec.Clients) == 0 {
		return &Reached{}
	}
	r := &Reached{clients: clientsOf(firm), byUser: map[string]places{}}
	finders := make([]*finder, len(positions))
	var running sync.WaitGroup
	for i, p := range positions {
		running.Go(func() {
			finders[i] = &finder{view: v, positions: p, clients: r.clients, users: map[string]*reaching{}}
			for _, asset := range assets[i*len(assets)/len(positions) : (i+1)*len(assets)/len(positions)] {
				finders[i].look(asset)
			}
		})
	}
	running.Wait()
	for _, f := range finders {
		for user, reaching := range f.users {
			r.byUser[user] = r.byUser[user].with(reaching.places)
		}
	}
	return r
}

// finder finds what users reach through some of the assets.
type finder struct {
	view      roster.View
	positions *staffing.Positions
	clients   clients
	users     map[string]*reaching
}

// reaching is a user, what it is found to reach, and who assists it.
type reaching struct {
	user       string
	places     places
	assistants []*reaching
	asked      bool // who assists it
}

// look asks about everyone who could be a member of an asset (M-8): those who are
// direct on it or on one of its groups, and their assistants.
func (f *finder) look(asset *v1alpha1.Matter) {
	place, listed := f.clients.places[asset.Spec.Client]
	if !listed {
		return
	}
	f.ask(asset, place, asset)
	for _, name := range roster.GroupsOf(asset) {
		if group := f.view.Matter(name); group != nil {
			f.ask(asset, place, group)
		}
	}
}

// ask asks whether those who are direct on an asset or on a group of it have access
// to it, and their assistants.
func (f *finder) ask(asset *v1alpha1.Matter, place int, on *v1alpha1.Matter) {
	if on.Spec.Lead != "" {
		f.askBoth(asset, place, f.user(on.Spec.Lead))
	}
	for i := range on.Spec.Staffing {
		f.askBoth(asset, place, f.user(on.Spec.Staffing[i].User))
	}
}

func (f *finder) askBoth(asset *v1alpha1.Matter, place int, direct *reaching) {
	f.askAbout(asset, place, direct)
	if !direct.asked {
		direct.asked = true
		for _, link := range f.positions.Links().Assistants(direct.user) {
			direct.assistants = append(direct.assistants, f.user(link.Spec.Assistant))
		}
	}
	for _, assistant := range direct.assistants {
		f.askAbout(asset, place, assistant)
	}
}

// askAbout asks about a user, unless it is known to reach the client.
func (f *finder) askAbout(asset *v1alpha1.Matter, place int, r *reaching) {
	if !r.places.has(place) && f.positions.Granted(asset, r.user) {
		r.places.put(place)
	}
}

func (f *finder) user(name string) *reaching {
	known := f.users[name]
	if known == nil {
		known = &reaching{user: name, places: newPlaces(len(f.clients.listed))}
		f.users[name] = known
	}
	return known
}
