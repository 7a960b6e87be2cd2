package v1alpha1

// PermissionAction is something that a user may do (S-3).
//
// +kubebuilder:validation:Enum=ManageUsers;ResetPasswords;AssignSystemRoles;EditFirmProfile;PostInvoices;ViewFinancials;ChangeSystemAdministrators;ReceiveNotices;ViewInvoices;UploadMatterData;ViewClients;ViewMatters;ReportTime;RecordTimeHourlyOrFixedFee;EditMatters;EditTimeAndExpenses;ReportForOthers;ConfigureFirm;AssignUserRolesAndRights;ViewConfidentialMatters;EditClients;ManageParties;DeleteClients;BackdateAssets;KeepAccessWhenExcluded;RunAMLChecks;EditInvoices;CommentOnFinalizedInvoices;GenerateDraftInvoices;FinalizeInvoices;CreditInvoices;ResolveInvoices;UnlockInvoices;ManageTrustFunds;ApproveInvoices;ViewReports;CustomReports
type PermissionAction string

// The actions of the table in S-3, in the order in which it names them.
const (
	ManageUsers                PermissionAction = "ManageUsers"
	ResetPasswords             PermissionAction = "ResetPasswords"
	AssignSystemRoles          PermissionAction = "AssignSystemRoles"
	EditFirmProfile            PermissionAction = "EditFirmProfile"
	PostInvoices               PermissionAction = "PostInvoices"
	ViewFinancials             PermissionAction = "ViewFinancials"
	ChangeSystemAdministrators PermissionAction = "ChangeSystemAdministrators"
	ReceiveNotices             PermissionAction = "ReceiveNotices"
	ViewInvoices               PermissionAction = "ViewInvoices"
	UploadMatterData           PermissionAction = "UploadMatterData"
	ViewClients                PermissionAction = "ViewClients"
	ViewMatters                PermissionAction = "ViewMatters"
	ReportTime                 PermissionAction = "ReportTime"
	RecordTimeHourlyOrFixedFee PermissionAction = "RecordTimeHourlyOrFixedFee"
	EditMatters                PermissionAction = "EditMatters"
	EditTimeAndExpenses        PermissionAction = "EditTimeAndExpenses"
	ReportForOthers            PermissionAction = "ReportForOthers"
	ConfigureFirm              PermissionAction = "ConfigureFirm"
	AssignUserRolesAndRights   PermissionAction = "AssignUserRolesAndRights"
	ViewConfidentialMatters    PermissionAction = "ViewConfidentialMatters"
	EditClients                PermissionAction = "EditClients"
	ManageParties              PermissionAction = "ManageParties"
	DeleteClients              PermissionAction = "DeleteClients"
	BackdateAssets             PermissionAction = "BackdateAssets"
	KeepAccessWhenExcluded     PermissionAction = "KeepAccessWhenExcluded"
	RunAMLChecks               PermissionAction = "RunAMLChecks"
	EditInvoices               PermissionAction = "EditInvoices"
	CommentOnFinalizedInvoices PermissionAction = "CommentOnFinalizedInvoices"
	GenerateDraftInvoices      PermissionAction = "GenerateDraftInvoices"
	FinalizeInvoices           PermissionAction = "FinalizeInvoices"
	CreditInvoices             PermissionAction = "CreditInvoices"
	ResolveInvoices            PermissionAction = "ResolveInvoices"
	UnlockInvoices             PermissionAction = "UnlockInvoices"
	ManageTrustFunds           PermissionAction = "ManageTrustFunds"
	ApproveInvoices            PermissionAction = "ApproveInvoices"
	ViewReports                PermissionAction = "ViewReports"
	CustomReports              PermissionAction = "CustomReports"
)

// PermissionScope is where a permission holds (S-3).
//
// +kubebuilder:validation:Enum=Firm;Office;AllMatters;OwnMatters;BusinessUnits;BillingUnit;AllBillingUnits;Own
type PermissionScope string

// The scopes of the table in S-3.
const (
	ScopeFirm            PermissionScope = "Firm"
	ScopeOffice          PermissionScope = "Office"
	ScopeAllMatters      PermissionScope = "AllMatters"
	ScopeOwnMatters      PermissionScope = "OwnMatters"
	ScopeBusinessUnits   PermissionScope = "BusinessUnits"
	ScopeBillingUnit     PermissionScope = "BillingUnit"
	ScopeAllBillingUnits PermissionScope = "AllBillingUnits"
	ScopeOwn             PermissionScope = "Own"
)
