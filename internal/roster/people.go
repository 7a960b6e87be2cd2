package roster

import (
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Standing says why a user is no participant (W-6): the first reason that
// applies, in the order of M-12. A participant has none.
func Standing(v View, user string) (reason v1alpha1.IgnoredReason, participant bool) {
	u := v.User(user)
	switch {
	case u == nil:
		return v1alpha1.IgnoredNotFound, false
	case u.Spec.Deactivated:
		return v1alpha1.IgnoredDeactivated, false
	case u.Spec.SystemRole == v1alpha1.RoleThirdPartyBiller:
		return v1alpha1.IgnoredThirdPartyBiller, false
	}
	return "", true
}

// IsParticipant says whether a user can be on a matter (W-6).
func IsParticipant(v View, user string) bool {
	_, participant := Standing(v, user)
	return participant
}

// IsActive says whether a user exists and is not deactivated.
func IsActive(v View, user string) bool {
	u := v.User(user)
	return u != nil && !u.Spec.Deactivated
}

// IsFloating says whether a user holds the global role FloatingUser (C-4).
func IsFloating(v View, user string) bool {
	u := v.User(user)
	return u != nil && slices.Contains(u.Spec.GlobalRoles, v1alpha1.FloatingUser)
}

// HasRight says whether a user holds a right (S3).
func HasRight(v View, user string, right v1alpha1.UserRight) bool {
	u := v.User(user)
	return u != nil && slices.Contains(u.Spec.Rights, right)
}

// SystemRole returns a user's effective system role (S-2): its own, else Firm
// Administrator for the oldest of those stamped as first user, else Firm User.
func SystemRole(v View, u *v1alpha1.FirmUser) v1alpha1.SystemRole {
	if u.Spec.SystemRole != "" {
		return u.Spec.SystemRole
	}
	if IsStampedFirstUser(u) && FirstUser(v) == u.Name {
		return v1alpha1.RoleFirmAdministrator
	}
	return v1alpha1.RoleFirmUser
}

// FirstUser returns the name of the oldest of those who are stamped as first
// user, empty if nobody is.
func FirstUser(v View) string {
	stamped := v.FirstUsers()
	if len(stamped) == 0 {
		return ""
	}
	return slices.MinFunc(stamped, func(a, b *v1alpha1.FirmUser) int { return BySince(a, b) }).Name
}

// Designations returns which of lead and backup a user is (S-2).
func Designations(v View, user string) []v1alpha1.Designation {
	firm, _ := v.Firm()
	if firm == nil {
		return nil
	}
	var held []v1alpha1.Designation
	if firm.Spec.Administrators.Lead == user {
		held = append(held, v1alpha1.DesignationLead)
	}
	if firm.Spec.Administrators.Backup == user {
		held = append(held, v1alpha1.DesignationBackup)
	}
	return held
}

// IsFirmAdministrator says whether a user is a Firm Administrator, lead and
// backup included (section R), active or not.
func IsFirmAdministrator(v View, u *v1alpha1.FirmUser) bool {
	return SystemRole(v, u) == v1alpha1.RoleFirmAdministrator || len(Designations(v, u.Name)) > 0
}

// DisplayName returns a user's name as people write it, or the object's name.
func DisplayName(u *v1alpha1.FirmUser) string {
	name := strings.TrimSpace(u.Spec.GivenName + " " + u.Spec.FamilyName)
	if name == "" {
		return u.Name
	}
	return name
}

// ContactOf returns a user as a person to turn to, nil for none.
func ContactOf(u *v1alpha1.FirmUser) *v1alpha1.Contact {
	if u == nil {
		return nil
	}
	return &v1alpha1.Contact{User: u.Name, DisplayName: DisplayName(u), Email: u.Spec.Email}
}
