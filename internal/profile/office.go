package profile

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/conditions"
	"github.com/matterplane/matterplane/internal/roster"
)

// Office derives the status of an office (S-1).
func Office(v roster.View, office *v1alpha1.Office) v1alpha1.OfficeStatus {
	administrators := officeAdministrators(v, office.Name)
	users := v.UsersOfOffice(office.Name)

	set := conditions.For(office.Generation)
	administratorAssigned(set, len(administrators), len(v.Offices()))
	return v1alpha1.OfficeStatus{
		Conditions:         set.List(),
		ObservedGeneration: office.Generation,
		Administrators:     published(administrators, nameOf),
		SupportContact:     supportContact(v, office.Name),
		Users:              int32(len(users)),
		ActiveUsers:        active(users),
	}
}

// administratorAssigned adds AdministratorAssigned: of more than one office each
// needs one (S-1).
func administratorAssigned(set *conditions.Set, administrators, offices int) {
	switch {
	case administrators > 0:
		set.True(v1alpha1.ConditionAdministratorAssigned, v1alpha1.ReasonAssigned, "the office has an active administrator")
	case offices <= 1:
		set.True(v1alpha1.ConditionAdministratorAssigned, v1alpha1.ReasonNotRequired, "the firm's only office needs no administrator")
	default:
		set.False(v1alpha1.ConditionAdministratorAssigned, v1alpha1.ReasonMissing,
			"S-1: the firm has more than one office, and this one has no active Firm Office Administrator")
	}
}
