package access

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// row is a row of the table of S-3, or the part of one that depends on more.
type row struct {
	holds func(holder) bool
	gives []v1alpha1.Permission
	last  bool // it gives nothing from the rows below
}

// table is the table of S-3, in its order.
var table = []row{
	{holds: systemRole(v1alpha1.RoleFirmAdministrator), gives: firmAdministrator},
	{holds: designated, gives: slices.Concat(firmAdministrator,
		all(v1alpha1.ScopeFirm, v1alpha1.ChangeSystemAdministrators, v1alpha1.ReceiveNotices))},
	{holds: systemRole(v1alpha1.RoleFirmOfficeAdministrator), gives: slices.Concat(
		all(v1alpha1.ScopeOffice, v1alpha1.ManageUsers, v1alpha1.ResetPasswords, v1alpha1.AssignSystemRoles),
		all(v1alpha1.ScopeAllMatters, v1alpha1.PostInvoices))},
	{holds: officeAdministratorOf(v1alpha1.InvoicesAllOffices), gives: all(v1alpha1.ScopeAllMatters, v1alpha1.ViewInvoices)},
	{holds: officeAdministratorOf(v1alpha1.InvoicesOwnOffice), gives: all(v1alpha1.ScopeOffice, v1alpha1.ViewInvoices)},
	{holds: systemRole(v1alpha1.RoleFirmUserBilling), gives: all(v1alpha1.ScopeAllMatters, v1alpha1.PostInvoices, v1alpha1.ViewInvoices)},
	{holds: systemRole(v1alpha1.RoleThirdPartyBiller), gives: all(v1alpha1.ScopeAllMatters, v1alpha1.PostInvoices), last: true},
	{holds: systemRole(v1alpha1.RoleFirmUser), gives: all(v1alpha1.ScopeOwnMatters, v1alpha1.PostInvoices)},

	{holds: uploader, gives: all(v1alpha1.ScopeFirm, v1alpha1.UploadMatterData)},

	{holds: userRole(v1alpha1.UserRolePartner), gives: slices.Concat(
		all(v1alpha1.ScopeFirm, v1alpha1.ViewClients),
		all(v1alpha1.ScopeBusinessUnits, v1alpha1.ViewMatters, v1alpha1.ReportTime),
		all(v1alpha1.ScopeOwn, v1alpha1.RecordTimeHourlyOrFixedFee))},
	{
		holds: userRole(v1alpha1.UserRoleAssociate, v1alpha1.UserRoleParalegal, v1alpha1.UserRoleGeneralStaff),
		gives: all(v1alpha1.ScopeBusinessUnits, v1alpha1.ReportTime),
	},
	{holds: userRole(v1alpha1.UserRoleAssistant), gives: slices.Concat(
		all(v1alpha1.ScopeFirm, v1alpha1.ViewClients),
		all(v1alpha1.ScopeBusinessUnits, v1alpha1.ViewMatters, v1alpha1.EditMatters, v1alpha1.EditTimeAndExpenses,
			v1alpha1.ReportTime, v1alpha1.ReportForOthers),
		all(v1alpha1.ScopeOwn, v1alpha1.RecordTimeHourlyOrFixedFee))},

	{holds: right(v1alpha1.RightAdministrator), gives: slices.Concat(
		all(v1alpha1.ScopeFirm, v1alpha1.ConfigureFirm, v1alpha1.AssignUserRolesAndRights),
		all(v1alpha1.ScopeBusinessUnits, v1alpha1.ViewConfidentialMatters, v1alpha1.EditMatters, v1alpha1.EditClients,
			v1alpha1.ManageParties, v1alpha1.DeleteClients),
		all(v1alpha1.ScopeFirm, v1alpha1.BackdateAssets),
		all(v1alpha1.ScopeOwn, v1alpha1.RecordTimeHourlyOrFixedFee),
		all(v1alpha1.ScopeFirm, v1alpha1.KeepAccessWhenExcluded))},
	{holds: right(v1alpha1.RightCompliance), gives: all(v1alpha1.ScopeBusinessUnits,
		v1alpha1.RunAMLChecks, v1alpha1.ViewConfidentialMatters, v1alpha1.ManageParties)},
	{holds: right(v1alpha1.RightAccounting), gives: all(v1alpha1.ScopeBusinessUnits, v1alpha1.ViewMatters, v1alpha1.ViewInvoices)},
	{holds: accountantOfBillingUnit, gives: all(v1alpha1.ScopeBillingUnit, v1alpha1.ViewInvoices)},
	{holds: right(v1alpha1.RightAccounting), gives: all(v1alpha1.ScopeBusinessUnits,
		v1alpha1.EditInvoices, v1alpha1.CommentOnFinalizedInvoices, v1alpha1.GenerateDraftInvoices, v1alpha1.FinalizeInvoices,
		v1alpha1.CreditInvoices, v1alpha1.ResolveInvoices, v1alpha1.UnlockInvoices, v1alpha1.ManageTrustFunds)},
	{holds: right(v1alpha1.RightApproveOthersInvoices), gives: all(v1alpha1.ScopeBusinessUnits, v1alpha1.ApproveInvoices)},
	{holds: right(v1alpha1.RightReporting), gives: all(v1alpha1.ScopeBillingUnit, v1alpha1.ViewReports, v1alpha1.CustomReports)},
	{holds: right(v1alpha1.RightAllBillingUnits), gives: all(v1alpha1.ScopeAllBillingUnits, v1alpha1.ViewReports)},
}

var firmAdministrator = slices.Concat(
	all(v1alpha1.ScopeFirm, v1alpha1.ManageUsers, v1alpha1.ResetPasswords, v1alpha1.AssignSystemRoles, v1alpha1.EditFirmProfile),
	all(v1alpha1.ScopeAllMatters, v1alpha1.PostInvoices, v1alpha1.ViewFinancials))

// Permissions returns what a user may do, in the order of the table of S-3, each
// once; nothing while deactivated.
func Permissions(v roster.View, u *v1alpha1.FirmUser) []v1alpha1.Permission {
	if u.Spec.Deactivated {
		return nil
	}
	var held []v1alpha1.Permission
	h := holderOf(v, u)
	for _, r := range table {
		if !r.holds(h) {
			continue
		}
		for _, p := range r.gives {
			if !slices.Contains(held, p) {
				held = append(held, p)
			}
		}
		if r.last {
			break
		}
	}
	return held
}

func all(scope v1alpha1.PermissionScope, actions ...v1alpha1.PermissionAction) []v1alpha1.Permission {
	permissions := make([]v1alpha1.Permission, 0, len(actions))
	for _, action := range actions {
		permissions = append(permissions, v1alpha1.Permission{Action: action, Scope: scope})
	}
	return permissions
}
