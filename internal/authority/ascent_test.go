package authority_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/matrix"
)

// power is what somebody must not come to by writes that are each allowed.
type power int

const (
	files         power = iota // a right, a user role, a unit, or to float
	administrator              // Firm Administrator
	designation                // lead or backup
)

// TestNobodyRaisesThemselves has an intruder try writes, at random, as whoever it
// can act as: itself, whom it has created and whom it has given another email or
// identity. Whatever it writes, it comes to no power that its kind does not grant.
func TestNobodyRaisesThemselves(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		intruder string
		never    power
	}{
		{"user", files},
		{"foa", files},
		{"biller", files},
		{"billing", files},
		{"compliance", files},
		{"rights", files},
		{"matter-lead", files},
		{"company", files},
		{"closed", files},
		{"staffer", files},
		{"waller", files},
		{"support", files},
		{"unknown", files},
		{"operator", files},
		{"administrator", administrator},
		{"fa", designation}, // a Provisioner in its window is not here: it may delete the Firm and name another lead
	} {
		t.Run(c.intruder, func(t *testing.T) {
			t.Parallel()
			there := matrix.Objects(t, "")
			rapid.Check(t, func(t *rapid.T) {
				i := intruder{is: matrix.ActorNamed(c.intruder), had: roster.NewSnapshot(there), now: there}
				i.now.Users = slices.Clone(there.Users)
				for range 30 {
					i.tries(t)
					if who := i.gained(c.never); who != "" {
						t.Fatalf("%s gained too much power, as %s, by\n%v", c.intruder, who, i.wrote)
					}
				}
			})
		})
	}
}

// intruder is somebody on the way up.
type intruder struct {
	is    authority.Actor
	holds []string // users as whom it can act besides
	had   roster.View
	now   roster.Objects
	wrote []string
}

// tries makes one write, as one of those as whom it can act, if it may.
func (i *intruder) tries(t *rapid.T) {
	view := roster.NewSnapshot(i.now)
	actors := []authority.Actor{matrix.AtFirm(view, i.is)}
	for _, user := range i.holds {
		if u := view.User(user); u != nil {
			actors = append(actors, authority.Actor{Username: u.Spec.Email, Person: authority.Person{Users: []*v1alpha1.FirmUser{u}}})
		}
	}
	as := rapid.SampledFrom(actors).Draw(t, "as")
	if rapid.IntRange(0, 4).Draw(t, "firm") == 0 {
		i.writesFirm(t, as, view)
		return
	}
	i.writesUser(t, as, view)
}

var anyone = []string{"lea", "bob", "fay", "olga", "una", "ada", "cora", "nemo", "new", "newer"}

func (i *intruder) writesFirm(t *rapid.T, as authority.Actor, view roster.View) {
	next := i.now.Firm.DeepCopy()
	who := rapid.SampledFrom(append(anyone, "")).Draw(t, "who")
	switch rapid.IntRange(0, 4).Draw(t, "what") {
	case 0:
		next.Spec.Administrators.Lead = who
	case 1:
		next.Spec.Administrators.Backup = who
	case 2:
		next.Spec.Clients[0].Manager = who
	case 3:
		next.Spec.Administrators.Recovery = &v1alpha1.Recovery{Departed: []string{"lea", "bob"}, NewLead: who}
	case 4:
		next = nil
	}
	if !i.may(as, authority.FirmChange{Old: i.now.Firm, New: next}, view) {
		return
	}
	i.wrote = append(i.wrote, fmt.Sprintf("%s: firm %+v\n", as.Username, next))
	if next == nil {
		t.Fatalf("%s deleted the Firm by\n%v", as.Username, i.wrote)
	}
	i.now.Firm = next
}

func (i *intruder) writesUser(t *rapid.T, as authority.Actor, view roster.View) {
	name := rapid.SampledFrom(anyone).Draw(t, "who")
	old := view.User(name)
	next := firm.MakeUser(name).Obj()
	if old != nil {
		next = old.DeepCopy()
	}
	for range rapid.IntRange(1, 2).Draw(t, "edits") {
		next = i.edited(t, next)
	}
	if old == nil && next == nil || !i.may(as, authority.FirmUserChange{Old: old, New: next}, view) {
		return
	}
	i.now.Users = slices.DeleteFunc(i.now.Users, func(u *v1alpha1.FirmUser) bool { return u.Name == name })
	i.wrote = append(i.wrote, fmt.Sprintf("%s: user %s %+v\n", as.Username, name, next))
	if next == nil {
		return
	}
	i.now.Users = append(i.now.Users, next)
	if old == nil || old.Spec.Email != next.Spec.Email || len(old.Spec.Identities) != len(next.Spec.Identities) {
		i.holds = append(i.holds, name)
	}
}

// edited changes something of a user; nil is a deletion.
func (*intruder) edited(t *rapid.T, u *v1alpha1.FirmUser) *v1alpha1.FirmUser {
	if u == nil {
		return nil
	}
	switch rapid.IntRange(0, 9).Draw(t, "what") {
	case 0:
		u.Spec.Email = rapid.SampledFrom([]string{"a@intruder.example", "b@intruder.example"}).Draw(t, "email")
	case 1:
		u.Spec.Identities = append(u.Spec.Identities, "intruder-"+u.Name)
	case 2:
		u.Spec.SystemRole = rapid.SampledFrom([]v1alpha1.SystemRole{
			"", v1alpha1.RoleFirmUser, v1alpha1.RoleFirmAdministrator, v1alpha1.RoleFirmOfficeAdministrator, v1alpha1.RoleThirdPartyBiller,
		}).Draw(t, "role")
	case 3:
		u.Spec.Rights = []v1alpha1.UserRight{rapid.SampledFrom([]v1alpha1.UserRight{v1alpha1.RightAdministrator, v1alpha1.RightCompliance}).Draw(t, "right")}
	case 4:
		u.Spec.Rights = nil
	case 5:
		u.Spec.Office = rapid.SampledFrom([]string{"", "london", "paris"}).Draw(t, "office")
	case 6:
		u.Spec.Deactivated = !u.Spec.Deactivated
	case 7:
		u.Spec.GlobalRoles = []v1alpha1.GlobalRole{v1alpha1.FloatingUser}
	case 8:
		u.Spec.BusinessUnits, u.Spec.UserRole = []string{"group"}, v1alpha1.UserRolePartner
	case 9:
		return nil
	}
	return u
}

func (*intruder) may(as authority.Actor, change authority.Change, view roster.View) bool {
	decision, err := authority.Decide(as, change, view)
	return err == nil && decision.Allowed()
}

// gained returns as whom the intruder has a power that it had not, empty if as
// nobody.
func (i *intruder) gained(p power) string {
	view := roster.NewSnapshot(i.now)
	own := matrix.AtFirm(view, i.is).Person.Acting()
	for _, name := range append(slices.Clone(i.holds), nameOf(own)) {
		u := view.User(name)
		if u == nil || u.Spec.Deactivated {
			continue
		}
		has := has(view, u)
		if own != nil && name == own.Name {
			has = without(has, i.had, name)
		}
		if slices.Max(append(has, -1)) >= p {
			return name
		}
	}
	return ""
}

func nameOf(u *v1alpha1.FirmUser) string {
	if u == nil {
		return ""
	}
	return u.Name
}

func has(v roster.View, u *v1alpha1.FirmUser) []power {
	var all []power
	if len(u.Spec.Rights)+len(u.Spec.GlobalRoles)+len(u.Spec.BusinessUnits) > 0 || u.Spec.UserRole != "" {
		all = append(all, files)
	}
	if roster.SystemRole(v, u) == v1alpha1.RoleFirmAdministrator {
		all = append(all, administrator)
	}
	if len(roster.Designations(v, u.Name)) > 0 {
		all = append(all, designation)
	}
	return all
}

// without leaves out the powers that a user had to begin with.
func without(now []power, had roster.View, name string) []power {
	before := had.User(name)
	return slices.DeleteFunc(now, func(p power) bool { return before != nil && slices.Contains(has(had, before), p) })
}
