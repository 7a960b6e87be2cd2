package story

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

func paired(s subject, u *v1alpha1.FirmUser) error {
	var b breaches
	b.unless(len(u.Status.Assistants) == 0 || len(u.Status.Timekeepers) == 0, "A-2: it has assistants %v and timekeepers %v",
		u.Status.Assistants, u.Status.Timekeepers)
	for _, assistant := range u.Status.Assistants {
		b.unless(linked(s, assistant, u.Name), "%s is no assistant by an accepted link", assistant)
		other := s.view.User(assistant)
		b.unless(other == nil || slices.Contains(other.Status.Timekeepers, u.Name), "%s does not say so", assistant)
	}
	for _, timekeeper := range u.Status.Timekeepers {
		b.unless(linked(s, u.Name, timekeeper), "%s is no timekeeper by an accepted link", timekeeper)
		other := s.view.User(timekeeper)
		b.unless(other == nil || slices.Contains(other.Status.Assistants, u.Name), "%s does not say so", timekeeper)
	}
	return b.err()
}

func reached(s subject, u *v1alpha1.FirmUser) error {
	var b breaches
	grants := map[string]bool{}
	truncated := false
	for _, m := range s.firm.Matters {
		entry := member(m, u.Name)
		truncated = truncated || m.Status.Truncated
		if m.Spec.Client != "" && entry != nil && entry.Access == v1alpha1.AccessGranted {
			grants[m.Spec.Client] = true
		}
	}
	says := map[string]bool{}
	for _, c := range u.Status.ClientAccess {
		says[c.Client] = c.Matters
		b.unless(!c.Matters || grants[c.Client] || truncated, "it has matters of %s, where no asset grants it access", c.Client)
	}
	if s.firm.Firm == nil || u.Spec.Deactivated {
		return b.err()
	}
	for _, c := range s.firm.Firm.Spec.Clients {
		b.unless(!grants[c.Name] || says[c.Name], "an asset of %s grants it access", c.Name)
	}
	return b.err()
}

func counted(s subject) error {
	var b breaches
	count := func(office string, all bool) (users, active int32) {
		for _, u := range s.firm.Users {
			if all || u.Spec.Office == office {
				users++
				if !u.Spec.Deactivated {
					active++
				}
			}
		}
		return users, active
	}
	switch o := s.object.(type) {
	case *v1alpha1.Firm:
		users, active := count("", true)
		b.unless(o.Status.Users == users && o.Status.ActiveUsers == active && o.Status.Offices == int32(len(s.firm.Offices)),
			"it counts %+v", o.Status)
		b.unless(strictlyAscending(o.Status.FirmAdministrators), "its administrators are %v", o.Status.FirmAdministrators)
	case *v1alpha1.Office:
		users, active := count(o.Name, false)
		b.unless(o.Status.Users == users && o.Status.ActiveUsers == active, "it counts %+v", o.Status)
		b.unless(strictlyAscending(o.Status.Administrators), "its administrators are %v", o.Status.Administrators)
	}
	return b.err()
}
