package main

import (
	"fmt"
	"time"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firms"
)

// initech is the firm of F-5 to F-7, beside acme: each of its matters has 12 members.
// For one client work those whom a link touches, for another those whom none does.
const (
	initech = "initech"
	// touchedClient is the client whose matters a link touches, editedClient the one
	// whose matters are edited meanwhile, which no link touches.
	touchedClient, editedClient = "hooli", "umbrella"
	// outsider is on no matter. It is walled off from one and let back in.
	outsider = "outsider"
	// colleagues is how many there are whom nobody assists.
	colleagues = 40
	// edited is how many matters there are to edit.
	edited = 40
)

// touched is how many matters a link touches. What a link costs by itself weighs the
// more the fewer there are.
var touched = map[size][]int{quick: {200}, full: {1_000, 5_000}}

// busy is who is on so many matters.
func busy(matters int) string { return fmt.Sprintf("busy-%04d", matters) }

// helper is who comes to assist who is on so many matters.
func helper(matters int) string { return fmt.Sprintf("helper-%04d", matters) }

// linkOf is the link that touches so many matters.
func linkOf(matters int) *v1alpha1.AssistantLink {
	link := firm.MakeLink(helper(matters), busy(matters))
	link.Namespace = initech
	return link
}

// initechOf makes the firm in which links touch as many matters as the sizes say, the
// largest last. It has the ledgers and stamps that the webhooks would have left.
func initechOf(sizes []int, at time.Time) roster.Objects {
	f := firm.MakeFirm().Client(touchedClient, "").Client(editedClient, "").Systems("billing", "documents", "research").
		Follow(v1alpha1.FollowEnabled, v1alpha1.FollowDisabled)
	objects := roster.Objects{Firm: f.Obj()}
	hire := func(name string) { objects.Users = append(objects.Users, firm.MakeUser(name).Obj()) }
	hire(outsider)
	for i := range colleagues {
		hire(colleague(i))
	}
	for _, n := range sizes {
		hire(busy(n))
		hire(helper(n))
	}
	for i := range sizes[len(sizes)-1] {
		m := firm.MakeMatter(fmt.Sprintf("followed-%04d", i)).Client(touchedClient)
		for _, n := range sizes {
			if i < n {
				m.Staff(busy(n))
			}
		}
		objects.Matters = append(objects.Matters, staffed(m, i))
	}
	for i := range edited {
		m := firm.MakeMatter(fmt.Sprintf("edited-%02d", i)).Client(editedClient)
		m.Labels = map[string]string{editedLabel: "true"}
		objects.Matters = append(objects.Matters, staffed(m, i))
	}
	for _, o := range objectsOf(objects) {
		o.SetNamespace(initech)
	}
	return firms.Applied(objects, at)
}

// staffed gives a matter a lead and as many others as make its members 12.
func staffed(m *firm.MatterWrapper, i int) *v1alpha1.Matter {
	const members = 12
	m.Spec.DisplayName = fmt.Sprintf("Matter %d of %s", i, m.Spec.Client)
	m.Lead(colleague(i))
	for k := 1; len(m.Spec.Staffing) < members-1; k++ {
		m.StaffEntry(v1alpha1.StaffingEntry{User: colleague(i + k), MatterRole: v1alpha1.MatterRoleEditor})
	}
	return m.Obj()
}

func colleague(i int) string { return fmt.Sprintf("timekeeper-%02d", i%colleagues) }

// ofClient returns the matters of a client.
func ofClient(f roster.Objects, name string) []*v1alpha1.Matter {
	var all []*v1alpha1.Matter
	for _, m := range f.Matters {
		if m.Spec.Client == name {
			all = append(all, m)
		}
	}
	return all
}
