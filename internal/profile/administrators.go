package profile

import (
	"cmp"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// firmAdministrators returns the active Firm Administrators, lead and backup
// included (section R), by name.
func firmAdministrators(v roster.View) []*v1alpha1.FirmUser {
	named := []*v1alpha1.FirmUser{v.User(roster.FirstUser(v))}
	if firm, _ := v.Firm(); firm != nil {
		named = append(named, v.User(firm.Spec.Administrators.Lead), v.User(firm.Spec.Administrators.Backup))
	}
	candidates := slices.Concat(named, v.UsersOfRole(v1alpha1.RoleFirmAdministrator))
	return activeByName(candidates, func(u *v1alpha1.FirmUser) bool { return roster.IsFirmAdministrator(v, u) })
}

// officeAdministrators returns the active Firm Office Administrators of an
// office (S-1), by name.
func officeAdministrators(v roster.View, office string) []*v1alpha1.FirmUser {
	return activeByName(v.UsersOfRole(v1alpha1.RoleFirmOfficeAdministrator), func(u *v1alpha1.FirmUser) bool {
		return u.Spec.Office == office
	})
}

// supportContact returns whom the users of an office ask for help (S-1): its first
// administrator, else the firm's. A missing office has none of its own.
func supportContact(v roster.View, office string) *v1alpha1.Contact {
	var administrators []*v1alpha1.FirmUser
	if v.Office(office) != nil {
		administrators = officeAdministrators(v, office)
	}
	if len(administrators) == 0 {
		administrators = firmAdministrators(v)
	}
	if len(administrators) == 0 {
		return nil
	}
	return roster.ContactOf(administrators[0])
}

// activeByName returns the active users among some that pass, each once; nil
// stands for a user who does not exist.
func activeByName(users []*v1alpha1.FirmUser, pass func(*v1alpha1.FirmUser) bool) []*v1alpha1.FirmUser {
	users = slices.DeleteFunc(slices.Clone(users), func(u *v1alpha1.FirmUser) bool {
		return u == nil || u.Spec.Deactivated || !pass(u)
	})
	slices.SortFunc(users, func(a, b *v1alpha1.FirmUser) int { return cmp.Compare(a.Name, b.Name) })
	return slices.CompactFunc(users, func(a, b *v1alpha1.FirmUser) bool { return a.Name == b.Name })
}
