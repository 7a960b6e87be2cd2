package model

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// StampFirstUser stamps a user as the first of the firm, since then.
func (w *World) StampFirstUser(name string, since time.Time) {
	defer w.written()
	w.firstUsers[name] = since
}

// Users returns the names of the users, sorted.
func (w *World) Users() []string { return slices.Sorted(maps.Keys(w.users)) }

// SystemRole is the effective one of a user (S-2, R-5).
func (w *World) SystemRole(user string) v1alpha1.SystemRole {
	if role := w.users[user].SystemRole; role != "" {
		return role
	}
	oldest := ""
	for _, name := range slices.Sorted(maps.Keys(w.firstUsers)) {
		if _, there := w.users[name]; there && (oldest == "" || w.firstUsers[name].Before(w.firstUsers[oldest])) {
			oldest = name
		}
	}
	if oldest == user {
		return v1alpha1.RoleFirmAdministrator
	}
	return v1alpha1.RoleFirmUser
}

// Designations are which of lead and backup a user is (S-2).
func (w *World) Designations(user string) (held []v1alpha1.Designation) {
	if w.firm == nil {
		return nil
	}
	if w.firm.spec.Administrators.Lead == user {
		held = append(held, v1alpha1.DesignationLead)
	}
	if w.firm.spec.Administrators.Backup == user {
		held = append(held, v1alpha1.DesignationBackup)
	}
	return held
}

// The rows of the table of S-3, word by word.
const (
	rowFirmAdministrator   = "ManageUsers/Firm, ResetPasswords/Firm, AssignSystemRoles/Firm, EditFirmProfile/Firm, PostInvoices/AllMatters, ViewFinancials/AllMatters"
	rowLeadBackup          = rowFirmAdministrator + ", ChangeSystemAdministrators/Firm, ReceiveNotices/Firm"
	rowOfficeAdministrator = "ManageUsers/Office, ResetPasswords/Office, AssignSystemRoles/Office, PostInvoices/AllMatters"
	rowBilling             = "PostInvoices/AllMatters, ViewInvoices/AllMatters"
	rowBiller              = "PostInvoices/AllMatters"
	rowFirmUser            = "PostInvoices/OwnMatters"
	rowUpload              = "UploadMatterData/Firm"
	rowPartner             = "ViewClients/Firm, ViewMatters/BusinessUnits, ReportTime/BusinessUnits, RecordTimeHourlyOrFixedFee/Own"
	rowAssociate           = "ReportTime/BusinessUnits"
	rowAssistant           = "ViewClients/Firm, ViewMatters/BusinessUnits, EditMatters/BusinessUnits, EditTimeAndExpenses/BusinessUnits, ReportTime/BusinessUnits, ReportForOthers/BusinessUnits, RecordTimeHourlyOrFixedFee/Own"
	rowAdministrator       = "ConfigureFirm/Firm, AssignUserRolesAndRights/Firm, ViewConfidentialMatters/BusinessUnits, EditMatters/BusinessUnits, EditClients/BusinessUnits, ManageParties/BusinessUnits, DeleteClients/BusinessUnits, BackdateAssets/Firm, RecordTimeHourlyOrFixedFee/Own, KeepAccessWhenExcluded/Firm"
	rowCompliance          = "RunAMLChecks/BusinessUnits, ViewConfidentialMatters/BusinessUnits, ManageParties/BusinessUnits"
	rowAccounting          = "ViewMatters/BusinessUnits, ViewInvoices/BusinessUnits"
	rowAccountingBilling   = "ViewInvoices/BillingUnit"
	rowAccountingMore      = "EditInvoices/BusinessUnits, CommentOnFinalizedInvoices/BusinessUnits, GenerateDraftInvoices/BusinessUnits, FinalizeInvoices/BusinessUnits, CreditInvoices/BusinessUnits, ResolveInvoices/BusinessUnits, UnlockInvoices/BusinessUnits, ManageTrustFunds/BusinessUnits"
	rowApprove             = "ApproveInvoices/BusinessUnits"
	rowReporting           = "ViewReports/BillingUnit, CustomReports/BillingUnit"
	rowAllBillingUnits     = "ViewReports/AllBillingUnits"
)

// Permissions are those of a user, each as action/scope, in the order of the table (S-3).
func (w *World) Permissions(user string) []string {
	spec := w.users[user]
	if spec.Deactivated {
		return nil
	}
	var rows []string
	role := w.SystemRole(user)
	if role == v1alpha1.RoleFirmAdministrator {
		rows = append(rows, rowFirmAdministrator)
	}
	if len(w.Designations(user)) > 0 {
		rows = append(rows, rowLeadBackup)
	}
	switch role {
	case v1alpha1.RoleFirmOfficeAdministrator:
		rows = append(rows, rowOfficeAdministrator)
		if w.ownOfficeOnly() {
			rows = append(rows, "ViewInvoices/Office")
		} else {
			rows = append(rows, "ViewInvoices/AllMatters")
		}
	case v1alpha1.RoleFirmUserBilling:
		rows = append(rows, rowBilling)
	case v1alpha1.RoleThirdPartyBiller:
		return pairsOf(append(rows, rowBiller))
	case v1alpha1.RoleFirmUser:
		rows = append(rows, rowFirmUser)
	case v1alpha1.RoleFirmAdministrator: // above lead and backup
	}
	if spec.MatterDataUpload {
		rows = append(rows, rowUpload)
	}
	rows = append(rows, map[v1alpha1.UserRole]string{
		v1alpha1.UserRolePartner: rowPartner, v1alpha1.UserRoleAssistant: rowAssistant,
		v1alpha1.UserRoleAssociate: rowAssociate, v1alpha1.UserRoleParalegal: rowAssociate, v1alpha1.UserRoleGeneralStaff: rowAssociate,
	}[spec.UserRole])
	return pairsOf(append(rows, w.rowsOfRights(spec)...))
}

func (w *World) rowsOfRights(spec v1alpha1.FirmUserSpec) []string {
	var rows []string
	has := func(right v1alpha1.UserRight) bool { return slices.Contains(spec.Rights, right) }
	if has(v1alpha1.RightAdministrator) {
		rows = append(rows, rowAdministrator)
	}
	if has(v1alpha1.RightCompliance) {
		rows = append(rows, rowCompliance)
	}
	if has(v1alpha1.RightAccounting) {
		rows = append(rows, rowAccounting)
		if w.firm != nil && slices.ContainsFunc(w.firm.spec.BusinessUnits, func(u v1alpha1.BusinessUnit) bool {
			return u.BillingUnit && slices.Contains(spec.BusinessUnits, u.Name)
		}) {
			rows = append(rows, rowAccountingBilling)
		}
		rows = append(rows, rowAccountingMore)
	}
	if has(v1alpha1.RightApproveOthersInvoices) {
		rows = append(rows, rowApprove)
	}
	if has(v1alpha1.RightReporting) {
		rows = append(rows, rowReporting)
	}
	if has(v1alpha1.RightAllBillingUnits) {
		rows = append(rows, rowAllBillingUnits)
	}
	return rows
}

// pairsOf are the pairs of some rows, each once.
func pairsOf(rows []string) []string {
	var all []string
	for pair := range strings.SplitSeq(strings.Join(rows, ", "), ", ") {
		if pair != "" && !slices.Contains(all, pair) {
			all = append(all, pair)
		}
	}
	return all
}

// ClientAccess is that of a user, by client (S-4).
func (w *World) ClientAccess(user string) []v1alpha1.ClientAccess {
	spec := w.users[user]
	if w.firm == nil || spec.Deactivated {
		return nil
	}
	byRole, every := v1alpha1.ClientAccess{PostInvoices: true, ViewInvoices: v1alpha1.InvoicesAllOffices}, true
	switch role := w.SystemRole(user); {
	case role == v1alpha1.RoleFirmAdministrator || len(w.Designations(user)) > 0:
		byRole.Administer = true
	case role == v1alpha1.RoleFirmOfficeAdministrator:
		if w.ownOfficeOnly() {
			byRole.ViewInvoices = v1alpha1.InvoicesOwnOffice
		}
	case role == v1alpha1.RoleFirmUserBilling:
	case role == v1alpha1.RoleThirdPartyBiller:
		byRole.ViewInvoices = ""
	default:
		byRole, every = v1alpha1.ClientAccess{}, false
	}
	var all []v1alpha1.ClientAccess
	for _, client := range w.firm.spec.Clients {
		access := byRole
		access.Client, access.Matters = client.Name, w.worksFor(user, client.Name)
		if every || access.Matters {
			all = append(all, access)
		}
	}
	slices.SortFunc(all, func(x, y v1alpha1.ClientAccess) int { return strings.Compare(x.Client, y.Client) })
	return all
}

// worksFor says whether a user has Granted access to an asset of a client (S-4, C-7).
func (w *World) worksFor(user, client string) bool {
	for _, a := range w.assets {
		if a.spec.Client != client || !w.members(a)[user] {
			continue
		}
		if w.exclusions(a, once(w, "walls "+a.name, func() walls { return w.walls(a) }), user) == nil {
			return true
		}
	}
	return false
}
