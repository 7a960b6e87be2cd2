package controllers

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Whether a status has to be written is asked after every derivation, and after a
// restart of every object. It is asked field by field: comparing by reflection takes
// several times as long as deriving. A list that is empty is one that is absent, as
// the API server stores it.

func sameFirm(a, b *v1alpha1.FirmStatus) bool {
	return sameConditions(a.Conditions, b.Conditions) &&
		a.ObservedGeneration == b.ObservedGeneration &&
		samePointer(a.Lead, b.Lead) &&
		samePointer(a.Backup, b.Backup) &&
		slices.Equal(a.FirmAdministrators, b.FirmAdministrators) &&
		a.Offices == b.Offices &&
		a.Users == b.Users &&
		a.ActiveUsers == b.ActiveUsers
}

func sameOffice(a, b *v1alpha1.OfficeStatus) bool {
	return sameConditions(a.Conditions, b.Conditions) &&
		a.ObservedGeneration == b.ObservedGeneration &&
		slices.Equal(a.Administrators, b.Administrators) &&
		samePointer(a.SupportContact, b.SupportContact) &&
		a.Users == b.Users &&
		a.ActiveUsers == b.ActiveUsers
}

func sameUser(a, b *v1alpha1.FirmUserStatus) bool {
	return sameConditions(a.Conditions, b.Conditions) &&
		a.ObservedGeneration == b.ObservedGeneration &&
		a.UserID == b.UserID &&
		a.SystemRole == b.SystemRole &&
		slices.Equal(a.Designations, b.Designations) &&
		samePointer(a.SupportContact, b.SupportContact) &&
		slices.Equal(a.Permissions, b.Permissions) &&
		slices.Equal(a.ClientAccess, b.ClientAccess) &&
		slices.Equal(a.Assistants, b.Assistants) &&
		slices.Equal(a.Timekeepers, b.Timekeepers)
}

func sameLink(a, b *v1alpha1.AssistantLinkStatus) bool {
	return sameConditions(a.Conditions, b.Conditions) &&
		a.ObservedGeneration == b.ObservedGeneration
}

func sameMatter(a, b *v1alpha1.MatterStatus) bool {
	return sameConditions(a.Conditions, b.Conditions) &&
		a.ObservedGeneration == b.ObservedGeneration &&
		samePointer(a.AssistantsFollow.Staffing, b.AssistantsFollow.Staffing) &&
		samePointer(a.AssistantsFollow.ConflictedUsers, b.AssistantsFollow.ConflictedUsers) &&
		slices.EqualFunc(a.Staffing, b.Staffing, sameMember) &&
		slices.EqualFunc(a.ConflictedUsers, b.ConflictedUsers, sameConflicted) &&
		slices.Equal(a.Ignored, b.Ignored) &&
		a.Truncated == b.Truncated &&
		samePointer(a.Summary, b.Summary)
}

func sameMember(a, b v1alpha1.Member) bool {
	return a.User == b.User &&
		slices.EqualFunc(a.Origins, b.Origins, sameOrigin) &&
		a.StaffingType == b.StaffingType &&
		a.MatterRole == b.MatterRole &&
		slices.Equal(a.IncludedSystems, b.IncludedSystems) &&
		a.Access == b.Access &&
		slices.Equal(a.Exclusions, b.Exclusions) &&
		slices.Equal(a.Exemptions, b.Exemptions)
}

func sameConflicted(a, b v1alpha1.ConflictedUser) bool {
	return a.User == b.User && slices.EqualFunc(a.Origins, b.Origins, sameOrigin)
}

func sameOrigin(a, b v1alpha1.Origin) bool {
	return a.Type == b.Type &&
		a.Set == b.Set &&
		slices.Equal(a.Via, b.Via) &&
		a.More == b.More
}

func sameConditions(a, b []metav1.Condition) bool { return slices.EqualFunc(a, b, sameCondition) }

func sameCondition(a, b metav1.Condition) bool {
	return a.Type == b.Type &&
		a.Status == b.Status &&
		a.ObservedGeneration == b.ObservedGeneration &&
		a.LastTransitionTime.Equal(&b.LastTransitionTime) &&
		a.Reason == b.Reason &&
		a.Message == b.Message
}

// samePointer says whether two pointers are nil, or to the same value.
func samePointer[T comparable](a, b *T) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
