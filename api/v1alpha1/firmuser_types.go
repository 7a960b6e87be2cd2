package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// SystemRole is what a user may do at the level of the firm (S1).
//
// +kubebuilder:validation:Enum=FirmAdministrator;FirmOfficeAdministrator;FirmUserBilling;ThirdPartyBiller;FirmUser
type SystemRole string

const (
	// RoleFirmAdministrator administers the whole firm.
	RoleFirmAdministrator SystemRole = "FirmAdministrator"
	// RoleFirmOfficeAdministrator administers one office.
	RoleFirmOfficeAdministrator SystemRole = "FirmOfficeAdministrator"
	// RoleFirmUserBilling is a firm user who posts invoices to any matter.
	RoleFirmUserBilling SystemRole = "FirmUserBilling"
	// RoleThirdPartyBiller posts invoices and sees no matter information.
	RoleThirdPartyBiller SystemRole = "ThirdPartyBiller"
	// RoleFirmUser is everybody else, and who has no role set.
	RoleFirmUser SystemRole = "FirmUser"
)

// UserRole is a person's work at the firm (S3).
//
// +kubebuilder:validation:Enum=Partner;Associate;Assistant;Paralegal;GeneralStaff
type UserRole string

// The user roles of S3; what each gives is in the table of S-3.
const (
	UserRolePartner      UserRole = "Partner"
	UserRoleAssociate    UserRole = "Associate"
	UserRoleAssistant    UserRole = "Assistant"
	UserRoleParalegal    UserRole = "Paralegal"
	UserRoleGeneralStaff UserRole = "GeneralStaff"
)

// UserRight is a right given to a user beside its role (S3).
//
// +kubebuilder:validation:Enum=Administrator;Compliance;Accounting;ApproveOthersInvoices;Reporting;AllBillingUnits
type UserRight string

// The user rights of S3; what each gives is in the table of S-3.
const (
	RightAdministrator         UserRight = "Administrator"
	RightCompliance            UserRight = "Compliance"
	RightAccounting            UserRight = "Accounting"
	RightApproveOthersInvoices UserRight = "ApproveOthersInvoices"
	RightReporting             UserRight = "Reporting"
	RightAllBillingUnits       UserRight = "AllBillingUnits"
)

// GlobalRole is a role that holds on every asset (S4).
//
// +kubebuilder:validation:Enum=FloatingUser
type GlobalRole string

// FloatingUser is not struck by opposing team sets and stays on both teams (C-4).
const FloatingUser GlobalRole = "FloatingUser"

// Designation is an office that a user holds by being named in the Firm.
//
// +kubebuilder:validation:Enum=Lead;Backup
type Designation string

const (
	// DesignationLead is held by the firm's lead administrator.
	DesignationLead Designation = "Lead"
	// DesignationBackup is held by its backup administrator.
	DesignationBackup Designation = "Backup"
)

// FirmUserSpec is a person's account at the firm.
type FirmUserSpec struct {
	// email is the address by which the person signs in, in lower case; unique in the firm.
	// +optional
	// +kubebuilder:validation:MinLength=3
	// +kubebuilder:validation:MaxLength=254
	// +kubebuilder:validation:XValidation:rule="self == self.lowerAscii()",message="R-7: an email is written in lower case, as it decides who acts as the user"
	// +kubebuilder:validation:XValidation:rule="self.matches('^[a-zA-Z0-9.!#$%&\\'*+/=?^_`{|}~-]+@[a-zA-Z0-9-]+([.][a-zA-Z0-9-]+)*$')",message="R-7: not an email address; write it as name@firm.example, in plain letters, digits and signs"
	Email string `json:"email,omitempty"`

	// givenName is the person's first name.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	GivenName string `json:"givenName,omitempty"`

	// familyName is the person's last name.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=128
	FamilyName string `json:"familyName,omitempty"`

	// office is the person's primary office.
	// +optional
	Office ObjectName `json:"office,omitempty"`

	// deactivated accounts sign in no more and are on no matter (W-6, S2).
	// +optional
	Deactivated bool `json:"deactivated,omitempty"`

	// systemRole is what the person may do at the level of the firm. Unset means R-5.
	// +optional
	SystemRole SystemRole `json:"systemRole,omitempty"`

	// userRole is the person's work.
	// +optional
	UserRole UserRole `json:"userRole,omitempty"`

	// rights are given beside the role.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=6
	Rights []UserRight `json:"rights,omitempty"`

	// globalRoles hold on every asset.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=1
	GlobalRoles []GlobalRole `json:"globalRoles,omitempty"`

	// businessUnits are the units to which the person belongs, and with them all below (S-5).
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=500
	BusinessUnits []Label `json:"businessUnits,omitempty"`

	// delegates are users who act for this one.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=500
	Delegates []ObjectName `json:"delegates,omitempty"`

	// matterDataUpload lets the person upload the firm's matter data.
	// +optional
	MatterDataUpload bool `json:"matterDataUpload,omitempty"`

	// identities are further usernames by which the person is known to the
	// API server, exactly as it states them; unique in the firm (P-1, R-7).
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=500
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=512
	Identities []string `json:"identities,omitempty"`
}

// FirmUserStatus is what the controller derives for a user (S-1 to S-4).
type FirmUserStatus struct {
	// conditions are Ready, ReferencesResolved, IdentityUnique, RightsConsistent;
	// Stalled only while it is True.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=16
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// observedGeneration is the generation from which this status was derived.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration"`

	// userID is the user's email address (S2).
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=254
	UserID string `json:"userID,omitempty"`

	// systemRole is the effective system role (S-2).
	// +optional
	SystemRole SystemRole `json:"systemRole,omitempty"`

	// designations lists Lead and Backup.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=2
	Designations []Designation `json:"designations,omitempty"`

	// supportContact is whom this user asks for help (S-1).
	// +optional
	SupportContact *Contact `json:"supportContact,omitempty"`

	// permissions are what the user may do, by the table of S-3.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=64
	Permissions []Permission `json:"permissions,omitempty"`

	// clientAccess has an entry for each client that the user can reach (S-4), by client.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=500
	ClientAccess []ClientAccess `json:"clientAccess,omitempty"`

	// assistants are those who assist this user by an accepted link, by name;
	// at most 500 are listed.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=500
	Assistants []ObjectName `json:"assistants,omitempty"`

	// timekeepers are those whom this user assists by an accepted link, by name;
	// at most 500 are listed.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=500
	Timekeepers []ObjectName `json:"timekeepers,omitempty"`
}

// Permission is an action and where it may be done (S-3).
type Permission struct {
	// action is what may be done.
	// +required
	Action PermissionAction `json:"action,omitempty"`

	// scope is where.
	// +required
	Scope PermissionScope `json:"scope,omitempty"`
}

// ClientAccess is what a user can reach of one client (S-4).
type ClientAccess struct {
	// client is the client's name.
	// +required
	Client Label `json:"client,omitempty"`

	// administer says that the user does administrative tasks there.
	// +optional
	Administer bool `json:"administer,omitempty"`

	// postInvoices says that the user posts invoices to any of the client's matters.
	// +optional
	PostInvoices bool `json:"postInvoices,omitempty"`

	// viewInvoices says of which offices the user views invoices.
	// +optional
	ViewInvoices InvoiceScope `json:"viewInvoices,omitempty"`

	// matters says that the user has Granted access to an asset of the client.
	// +optional
	Matters bool `json:"matters,omitempty"`
}

// FirmUser is a person's account at the firm.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:shortName=fu,categories=lawfirm,scope=Namespaced
// +kubebuilder:selectablefield:JSONPath=`.spec.email`
// +kubebuilder:selectablefield:JSONPath=`.spec.office`
// +kubebuilder:selectablefield:JSONPath=`.spec.systemRole`
// +kubebuilder:selectablefield:JSONPath=`.spec.userRole`
// +kubebuilder:printcolumn:name="Email",type=string,JSONPath=`.spec.email`
// +kubebuilder:printcolumn:name="Office",type=string,JSONPath=`.spec.office`
// +kubebuilder:printcolumn:name="System Role",type=string,JSONPath=`.status.systemRole`
// +kubebuilder:printcolumn:name="User Role",type=string,JSONPath=`.spec.userRole`
// +kubebuilder:printcolumn:name="Deactivated",type=boolean,JSONPath=`.spec.deactivated`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].reason`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Rights",type=string,priority=1,JSONPath=`.spec.rights`
// +kubebuilder:printcolumn:name="Designations",type=string,priority=1,JSONPath=`.status.designations`
// +kubebuilder:printcolumn:name="Support",type=string,priority=1,JSONPath=`.status.supportContact.user`
// +kubebuilder:printcolumn:name="Assistants",type=string,priority=1,JSONPath=`.status.assistants`
// +kubebuilder:printcolumn:name="Timekeepers",type=string,priority=1,JSONPath=`.status.timekeepers`
// +kubebuilder:validation:XValidation:rule="self.metadata.name.size() <= 63",message="W-2: names have at most 63 characters; choose a shorter metadata.name"
type FirmUser struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the standard object metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is what the firm declares.
	// +optional
	Spec FirmUserSpec `json:"spec,omitzero"`

	// status is what the controller derives.
	// +optional
	// +kubebuilder:default={"observedGeneration":-1}
	Status FirmUserStatus `json:"status,omitzero"`
}

// FirmUserList is a list of FirmUsers.
//
// +kubebuilder:object:root=true
type FirmUserList struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the standard list metadata.
	// +optional
	metav1.ListMeta `json:"metadata,omitempty"`

	// items are the FirmUsers.
	Items []FirmUser `json:"items"`
}
