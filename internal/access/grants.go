package access

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// grants are the rules of section D that grant, in its order; each returns the path
// by which it does, empty if it does not. Nothing refuses what they are asked about.
var grants = []struct {
	id     string
	grants func(k *asker, action Action) string
}{
	{"D-6", asMember},
	{"D-7", inUnit},
	{"D-8", inUnitUnlessConfidential},
	{"D-9", asClientManager},
	{"D-10", anywhere},
}

// memberMay says from which matter role on a member may do what (D-6); manage-walls
// comes with none.
var memberMay = map[Action][]v1alpha1.MatterRole{
	ActionPostInvoices: {v1alpha1.MatterRoleBillingOnly, v1alpha1.MatterRoleReader, v1alpha1.MatterRoleEditor, v1alpha1.MatterRoleAdministrator},
	ActionViewInvoices: {v1alpha1.MatterRoleBillingOnly, v1alpha1.MatterRoleReader, v1alpha1.MatterRoleEditor, v1alpha1.MatterRoleAdministrator},
	ActionReportTime:   {v1alpha1.MatterRoleBillingOnly, v1alpha1.MatterRoleReader, v1alpha1.MatterRoleEditor, v1alpha1.MatterRoleAdministrator},
	ActionView:         {v1alpha1.MatterRoleReader, v1alpha1.MatterRoleEditor, v1alpha1.MatterRoleAdministrator},
	ActionEdit:         {v1alpha1.MatterRoleEditor, v1alpha1.MatterRoleAdministrator},
	ActionManageTeam:   {v1alpha1.MatterRoleAdministrator},
}

func asMember(k *asker, action Action) string {
	if !k.position.IsMember() || !slices.Contains(memberMay[action], k.position.MatterRole()) {
		return ""
	}
	return k.teamPath()
}

// inUnit is D-7: in the unit, confidential or not.
func inUnit(k *asker, action Action) string {
	switch {
	case is(action, ActionView, ActionEdit) && k.has(v1alpha1.RightAdministrator):
		return k.unitPath(string(v1alpha1.RightAdministrator))
	case is(action, ActionView) && k.has(v1alpha1.RightCompliance):
		return k.unitPath(string(v1alpha1.RightCompliance))
	case is(action, ActionViewInvoices) && k.has(v1alpha1.RightAccounting):
		return k.unitPath(string(v1alpha1.RightAccounting))
	}
	return ""
}

// inUnitUnlessConfidential is D-8.
func inUnitUnlessConfidential(k *asker, action Action) string {
	if k.asset.matter.Spec.Confidential {
		return ""
	}
	role := k.spec.UserRole
	switch {
	case is(action, ActionView) && role == v1alpha1.UserRolePartner,
		is(action, ActionView, ActionEdit) && role == v1alpha1.UserRoleAssistant,
		is(action, ActionReportTime) && role != "":
		return k.unitPath(string(role))
	case is(action, ActionView) && k.has(v1alpha1.RightAccounting):
		return k.unitPath(string(v1alpha1.RightAccounting))
	}
	return ""
}

// asClientManager is D-9.
func asClientManager(k *asker, action Action) string {
	if k.asset.matter.Spec.Confidential || !is(action, ActionView, ActionEdit) || !k.asset.Manages(k.name) {
		return ""
	}
	return path(k.name, k.asset.matter.Spec.Client, k.asset.matter.Name)
}

// anywhere is D-10.
func anywhere(k *asker, action Action) string {
	switch action {
	case ActionPostInvoices:
		switch {
		case k.isFirmAdministrator():
			return path(k.name, string(v1alpha1.RoleFirmAdministrator))
		case k.systemRole == v1alpha1.RoleFirmOfficeAdministrator, k.systemRole == v1alpha1.RoleFirmUserBilling:
			return path(k.name, string(k.systemRole))
		}
	case ActionViewInvoices:
		switch {
		case k.isFirmAdministrator():
			return path(k.name, string(v1alpha1.RoleFirmAdministrator))
		case k.systemRole == v1alpha1.RoleFirmUserBilling:
			return path(k.name, string(k.systemRole))
		case k.systemRole == v1alpha1.RoleFirmOfficeAdministrator && k.seesInvoicesOf(k.asset.matter.Spec.Office):
			return path(k.name, string(k.systemRole))
		}
	case ActionManageTeam:
		if k.has(v1alpha1.RightAdministrator) {
			return path(k.name, string(v1alpha1.RightAdministrator))
		}
	case ActionManageWalls:
		for _, right := range []v1alpha1.UserRight{v1alpha1.RightAdministrator, v1alpha1.RightCompliance} {
			if k.has(right) {
				return path(k.name, string(right))
			}
		}
	case ActionView, ActionEdit, ActionReportTime:
	}
	return ""
}

func is(action Action, one ...Action) bool { return slices.Contains(one, action) }

// unitPath returns the units by which the user is in that of the asset, empty if
// it is not (S-5).
func (k *asker) unitPath(by string) string {
	line := k.lineTo(k.asset.matter.Spec.BusinessUnit, k.asset.surroundings)
	if line == "" {
		return ""
	}
	return path(k.name, by, line, k.asset.matter.Name)
}
