package access_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/test/firm"
)

const (
	asFirmAdministrator = "ManageUsers/Firm ResetPasswords/Firm AssignSystemRoles/Firm EditFirmProfile/Firm PostInvoices/AllMatters ViewFinancials/AllMatters"
	asDesignated        = asFirmAdministrator + " ChangeSystemAdministrators/Firm ReceiveNotices/Firm"
	asOfficeAdmin       = "ManageUsers/Office ResetPasswords/Office AssignSystemRoles/Office PostInvoices/AllMatters"
	asFirmUser          = "PostInvoices/OwnMatters"
	asPartner           = "ViewClients/Firm ViewMatters/BusinessUnits ReportTime/BusinessUnits RecordTimeHourlyOrFixedFee/Own"
	asAssistant         = "ViewClients/Firm ViewMatters/BusinessUnits EditMatters/BusinessUnits EditTimeAndExpenses/BusinessUnits " +
		"ReportTime/BusinessUnits ReportForOthers/BusinessUnits RecordTimeHourlyOrFixedFee/Own"
	byAdministrator = "ConfigureFirm/Firm AssignUserRolesAndRights/Firm ViewConfidentialMatters/BusinessUnits EditMatters/BusinessUnits " +
		"EditClients/BusinessUnits ManageParties/BusinessUnits DeleteClients/BusinessUnits BackdateAssets/Firm " +
		"RecordTimeHourlyOrFixedFee/Own KeepAccessWhenExcluded/Firm"
	byCompliance        = "RunAMLChecks/BusinessUnits ViewConfidentialMatters/BusinessUnits ManageParties/BusinessUnits"
	accountantsInvoices = "EditInvoices/BusinessUnits CommentOnFinalizedInvoices/BusinessUnits GenerateDraftInvoices/BusinessUnits " +
		"FinalizeInvoices/BusinessUnits CreditInvoices/BusinessUnits ResolveInvoices/BusinessUnits UnlockInvoices/BusinessUnits ManageTrustFunds/BusinessUnits"
	byAccounting = "ViewMatters/BusinessUnits ViewInvoices/BusinessUnits " + accountantsInvoices
)

// The rows of S-3, then how they go together.
func TestPermissions(t *testing.T) {
	for _, tc := range []struct {
		name, firm, want string
	}{
		{name: "Firm Administrator", firm: "user amira role=FirmAdministrator", want: asFirmAdministrator},
		{name: "the first user is one", firm: "user amira first", want: asFirmAdministrator},
		{name: "lead", firm: "firm lead=amira; user amira", want: asDesignated + " " + asFirmUser},
		{name: "backup", firm: "firm backup=amira; user amira", want: asDesignated + " " + asFirmUser},
		{name: "Firm Office Administrator", firm: "user amira role=FirmOfficeAdministrator", want: asOfficeAdmin + " ViewInvoices/AllMatters"},
		{
			name: "Firm Office Administrator with limited invoices",
			firm: "firm invoices=OwnOffice; user amira role=FirmOfficeAdministrator",
			want: asOfficeAdmin + " ViewInvoices/Office",
		},
		{name: "Firm User + Billing", firm: "user amira role=FirmUserBilling", want: "PostInvoices/AllMatters ViewInvoices/AllMatters"},
		{name: "3rd party biller", firm: "user amira role=ThirdPartyBiller", want: "PostInvoices/AllMatters"},
		{name: "Firm User", firm: "user amira role=FirmUser", want: asFirmUser},
		{name: "no role set", firm: "user amira", want: asFirmUser},
		{name: "upload", firm: "user amira upload", want: asFirmUser + " UploadMatterData/Firm"},
		{name: "Partner", firm: "user amira as=Partner", want: asFirmUser + " " + asPartner},
		{name: "Associate", firm: "user amira as=Associate", want: asFirmUser + " ReportTime/BusinessUnits"},
		{name: "Paralegal", firm: "user amira as=Paralegal", want: asFirmUser + " ReportTime/BusinessUnits"},
		{name: "General staff", firm: "user amira as=GeneralStaff", want: asFirmUser + " ReportTime/BusinessUnits"},
		{name: "Assistant", firm: "user amira as=Assistant", want: asFirmUser + " " + asAssistant},
		{name: "Administrator", firm: "user amira rights=Administrator", want: asFirmUser + " " + byAdministrator},
		{name: "Compliance", firm: "user amira rights=Compliance", want: asFirmUser + " " + byCompliance},
		{name: "Accounting", firm: "user amira rights=Accounting", want: asFirmUser + " " + byAccounting},
		{
			name: "Accounting in a billing unit",
			firm: "firm billing-units=uk; user amira rights=Accounting units=uk",
			want: asFirmUser + " ViewMatters/BusinessUnits ViewInvoices/BusinessUnits ViewInvoices/BillingUnit " + accountantsInvoices,
		},
		{
			name: "Accounting above a billing unit",
			firm: "firm units=group billing-units=uk/group; user amira rights=Accounting units=group",
			want: asFirmUser + " " + byAccounting,
		},
		{name: "a billing unit without Accounting", firm: "firm billing-units=uk; user amira units=uk", want: asFirmUser},
		{name: "ApproveOthersInvoices", firm: "user amira rights=ApproveOthersInvoices", want: asFirmUser + " ApproveInvoices/BusinessUnits"},
		{name: "Reporting", firm: "user amira rights=Reporting", want: asFirmUser + " ViewReports/BillingUnit CustomReports/BillingUnit"},
		{name: "AllBillingUnits", firm: "user amira rights=AllBillingUnits", want: asFirmUser + " ViewReports/AllBillingUnits"},

		{
			name: "each pair once", firm: "firm lead=amira; user amira role=FirmAdministrator as=Associate rights=Administrator,Compliance",
			want: asDesignated + " ReportTime/BusinessUnits " + byAdministrator + " RunAMLChecks/BusinessUnits",
		},
		{
			name: "the order is the table's, not the spec's", firm: "user amira rights=AllBillingUnits,Compliance",
			want: asFirmUser + " " + byCompliance + " ViewReports/AllBillingUnits",
		},
		{
			name: "a biller has nothing from the rows below", firm: "user amira role=ThirdPartyBiller upload as=Partner rights=Administrator",
			want: "PostInvoices/AllMatters",
		},
		{name: "and keeps those above", firm: "firm backup=amira; user amira role=ThirdPartyBiller as=Partner", want: asDesignated},
		{name: "none while deactivated", firm: "firm lead=amira; user amira role=FirmAdministrator deactivated", want: ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			view := firm.View(t, tc.firm)
			if diff := cmp.Diff(strings.Fields(tc.want), written(access.Permissions(view, view.User("amira")))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func written(permissions []v1alpha1.Permission) []string {
	written := []string{}
	for _, p := range permissions {
		written = append(written, string(p.Action)+"/"+string(p.Scope))
	}
	return written
}
