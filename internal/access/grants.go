package access

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// question is who asks to do what where, nothing refusing it.
type question struct {
	holder

	asset  *Asset
	user   string
	action Action
}

// grants are the rules of section D that grant, in its order; each returns the path
// by which it does, empty if it does not.
var grants = []struct {
	id     string
	grants func(question) string
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

func asMember(q question) string {
	member := q.asset.Member(q.user)
	if member == nil || !slices.Contains(memberMay[q.action], member.MatterRole) {
		return ""
	}
	return q.asset.memberPath(member)
}

// inUnit is D-7: in the unit, confidential or not.
func inUnit(q question) string {
	switch {
	case q.may(ActionView, ActionEdit) && q.has(v1alpha1.RightAdministrator):
		return q.unitPath(string(v1alpha1.RightAdministrator))
	case q.may(ActionView) && q.has(v1alpha1.RightCompliance):
		return q.unitPath(string(v1alpha1.RightCompliance))
	case q.may(ActionViewInvoices) && q.has(v1alpha1.RightAccounting):
		return q.unitPath(string(v1alpha1.RightAccounting))
	}
	return ""
}

// inUnitUnlessConfidential is D-8.
func inUnitUnlessConfidential(q question) string {
	if q.asset.matter.Spec.Confidential {
		return ""
	}
	role := q.spec.UserRole
	switch {
	case q.may(ActionView) && role == v1alpha1.UserRolePartner,
		q.may(ActionView, ActionEdit) && role == v1alpha1.UserRoleAssistant,
		q.may(ActionReportTime) && role != "":
		return q.unitPath(string(role))
	case q.may(ActionView) && q.has(v1alpha1.RightAccounting):
		return q.unitPath(string(v1alpha1.RightAccounting))
	}
	return ""
}

// asClientManager is D-9.
func asClientManager(q question) string {
	if q.asset.matter.Spec.Confidential || !q.may(ActionView, ActionEdit) || !q.asset.Manages(q.user) {
		return ""
	}
	return path(q.user, q.asset.matter.Spec.Client, q.asset.matter.Name)
}

// anywhere is D-10.
func anywhere(q question) string {
	switch q.action {
	case ActionPostInvoices:
		switch {
		case q.isFirmAdministrator():
			return path(q.user, string(v1alpha1.RoleFirmAdministrator))
		case q.systemRole == v1alpha1.RoleFirmOfficeAdministrator, q.systemRole == v1alpha1.RoleFirmUserBilling:
			return path(q.user, string(q.systemRole))
		}
	case ActionViewInvoices:
		switch {
		case q.isFirmAdministrator():
			return path(q.user, string(v1alpha1.RoleFirmAdministrator))
		case q.systemRole == v1alpha1.RoleFirmUserBilling:
			return path(q.user, string(q.systemRole))
		case q.systemRole == v1alpha1.RoleFirmOfficeAdministrator && q.seesInvoicesOf(q.asset.matter.Spec.Office):
			return path(q.user, string(q.systemRole))
		}
	case ActionManageTeam:
		if q.has(v1alpha1.RightAdministrator) {
			return path(q.user, string(v1alpha1.RightAdministrator))
		}
	case ActionManageWalls:
		for _, right := range []v1alpha1.UserRight{v1alpha1.RightAdministrator, v1alpha1.RightCompliance} {
			if q.has(right) {
				return path(q.user, string(right))
			}
		}
	case ActionView, ActionEdit, ActionReportTime:
	}
	return ""
}

func (q question) may(actions ...Action) bool { return slices.Contains(actions, q.action) }

func (q question) has(right v1alpha1.UserRight) bool { return slices.Contains(q.spec.Rights, right) }

func (q question) isFirmAdministrator() bool {
	return q.designated || q.systemRole == v1alpha1.RoleFirmAdministrator
}

// seesInvoicesOf says whether the firm shows an office administrator the invoices
// of an office (D-10).
func (q question) seesInvoicesOf(office string) bool {
	return q.invoicesSeen() == v1alpha1.InvoicesAllOffices || office != "" && office == q.spec.Office
}

// Manages says whether a user manages the asset's client (D-9).
func (a *Asset) Manages(user string) bool {
	return a.firm != nil && a.matter.Spec.Client != "" && slices.ContainsFunc(a.firm.Spec.Clients, func(c v1alpha1.Client) bool {
		return c.Name == a.matter.Spec.Client && c.Manager == user
	})
}
