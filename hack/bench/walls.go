package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// A status that is as derived is wrong all the same if what derives it is: this program
// and the manager share that. So of the walls that the changes raise is said here, in
// the plainest words, whom they must name.

// raising returns a change after which a wall must stand.
func (c change) raising(wall func(now roster.Objects) error) change {
	c.wall = wall
	return c
}

// ownWall says why the matter's wall does not stand (C-1).
func (c cast) ownWall(now roster.Objects) error {
	return walledOff(now, c.busy, func(m *v1alpha1.Matter) bool { return m.Name == c.matter })
}

// caseWall says why the case's wall does not stand around all of its matters (C-5).
func (c cast) caseWall(now roster.Objects) error {
	return walledOff(now, c.busy, func(m *v1alpha1.Matter) bool { return m.Name == c.group || m.Spec.Case == c.group })
}

// opposition says why the two matters' teams are not kept apart (C-2, C-4).
func (c cast) opposition(now roster.Objects) error {
	floats := map[string]bool{}
	for _, u := range now.Users {
		floats[u.Name] = slices.Contains(u.Spec.GlobalRoles, v1alpha1.FloatingUser)
	}
	apart := 0
	for _, m := range now.Matters {
		from := map[string]string{c.matter: c.other, c.other: c.matter}[m.Name]
		for _, member := range m.Status.Staffing {
			if from == "" || floats[member.User] {
				continue
			}
			apart++
			if err := walledOff(now, member.User, func(m *v1alpha1.Matter) bool { return m.Name == from }); err != nil {
				return err
			}
		}
	}
	if apart == 0 {
		return errors.New("there is nobody on either side")
	}
	return nil
}

// walledOff says where somebody is not walled off who must be: unnamed among the
// conflicted users, or named and with access all the same (C-7).
func walledOff(now roster.Objects, user string, from func(m *v1alpha1.Matter) bool) error {
	walls := 0
	for _, m := range now.Matters {
		if !from(m) {
			continue
		}
		walls++
		named := slices.ContainsFunc(m.Status.ConflictedUsers, func(u v1alpha1.ConflictedUser) bool { return u.User == user })
		granted := slices.ContainsFunc(m.Status.Staffing, func(s v1alpha1.Member) bool {
			return s.User == user && s.Access == v1alpha1.AccessGranted
		})
		if !named || granted {
			return fmt.Errorf("%s is not walled off from %s (named: %t, has access: %t)", user, m.Name, named, granted)
		}
	}
	if walls == 0 {
		return fmt.Errorf("there is nothing that %s would be walled off from", user)
	}
	return nil
}
