package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// ProvisioningWindow says whether a Provisioner may set up the firm freely (P-5).
//
// +kubebuilder:validation:Enum=Open;Closed
type ProvisioningWindow string

const (
	// ProvisioningOpen lets a Provisioner set up the firm.
	ProvisioningOpen ProvisioningWindow = "Open"
	// ProvisioningClosed ends that, once the lead or the backup has written it.
	ProvisioningClosed ProvisioningWindow = "Closed"
)

// InvoiceScope says which invoices an office administrator sees (S1).
//
// +kubebuilder:validation:Enum=AllOffices;OwnOffice
type InvoiceScope string

const (
	// InvoicesAllOffices shows the invoices of every office; so does leaving it unset.
	InvoicesAllOffices InvoiceScope = "AllOffices"
	// InvoicesOwnOffice shows those of the administrator's own office only.
	InvoicesOwnOffice InvoiceScope = "OwnOffice"
)

// FirmSpec is the firm's profile and what holds for all of it.
type FirmSpec struct {
	// displayName is the firm's name as people write it.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	DisplayName string `json:"displayName,omitempty"`

	// administrators names the lead and backup administrators, and who may set the firm up.
	// +optional
	Administrators FirmAdministrators `json:"administrators,omitzero"`

	// clients are the clients for whom the firm works.
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=500
	Clients []Client `json:"clients,omitempty"`

	// businessUnits form a tree: who is in a unit is in all units below it (S-5).
	// +optional
	// +listType=map
	// +listMapKey=name
	// +kubebuilder:validation:MaxItems=500
	BusinessUnits []BusinessUnit `json:"businessUnits,omitempty"`

	// systems are the systems to which a matter's team can have access (M-11).
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=500
	Systems []Label `json:"systems,omitempty"`

	// assistantsFollow is the default for new assets (L-2).
	// +optional
	AssistantsFollow AssistantsFollow `json:"assistantsFollow,omitzero"`

	// passwordPolicy is what the lead and backup require of every user's password (S0).
	// +optional
	PasswordPolicy PasswordPolicy `json:"passwordPolicy,omitzero"`

	// officeAdministratorInvoices limits what office administrators see (S-3). Unset means AllOffices.
	// +optional
	OfficeAdministratorInvoices InvoiceScope `json:"officeAdministratorInvoices,omitempty"`
}

// FirmAdministrators names who administers the whole firm (S0, section R).
type FirmAdministrators struct {
	// lead is the lead administrator.
	// +optional
	Lead ObjectName `json:"lead,omitempty"`

	// backup is the backup administrator; a different user than the lead.
	// +optional
	Backup ObjectName `json:"backup,omitempty"`

	// provisioning says whether a Provisioner may set up the firm (P-5). Unset means Open.
	// +optional
	Provisioning ProvisioningWindow `json:"provisioning,omitempty"`

	// recovery is a partner's request for a new lead when neither lead nor backup can act.
	// +optional
	Recovery *Recovery `json:"recovery,omitempty"`
}

// Recovery is a partner's statement that Support may set a new lead.
type Recovery struct {
	// requestedBy is the partner who asks.
	// +optional
	RequestedBy ObjectName `json:"requestedBy,omitempty"`

	// partnerEmail is that partner's email address.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=254
	PartnerEmail string `json:"partnerEmail,omitempty"`

	// firmName is the firm's display name, as the partner states it.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	FirmName string `json:"firmName,omitempty"`

	// newLead is the user who is to be the lead.
	// +optional
	NewLead ObjectName `json:"newLead,omitempty"`

	// newLeadEmail is that user's email address.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=254
	NewLeadEmail string `json:"newLeadEmail,omitempty"`

	// departed names those of lead and backup who have left the firm.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=500
	Departed []ObjectName `json:"departed,omitempty"`

	// authorization is the statement that Support may make this change.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=4096
	Authorization string `json:"authorization,omitempty"`
}

// Client is one of the firm's clients.
type Client struct {
	// name is how matters refer to the client.
	// +required
	Name Label `json:"name,omitempty"`

	// displayName is the client's name as people write it.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	DisplayName string `json:"displayName,omitempty"`

	// manager is the user who manages the client (D-9).
	// +optional
	Manager ObjectName `json:"manager,omitempty"`
}

// BusinessUnit is a part of the firm to which users and matters belong (S-5).
type BusinessUnit struct {
	// name is how users and matters refer to the unit.
	// +required
	Name Label `json:"name,omitempty"`

	// displayName is the unit's name as people write it.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	DisplayName string `json:"displayName,omitempty"`

	// parent is the unit above this one; without one it is a root.
	// +optional
	Parent Label `json:"parent,omitempty"`

	// billingUnit says that invoices are kept at this unit.
	// +optional
	BillingUnit bool `json:"billingUnit,omitempty"`
}

// PasswordPolicy is what every user's password must satisfy (S0). Unset fields
// leave the choice to whatever signs the users in.
type PasswordPolicy struct {
	// minimumLength is the least number of characters.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=256
	MinimumLength int32 `json:"minimumLength,omitempty"`

	// characterClasses is how many of lower case, upper case, digit and other a password mixes.
	// +optional
	// +kubebuilder:validation:Minimum=1
	// +kubebuilder:validation:Maximum=4
	CharacterClasses int32 `json:"characterClasses,omitempty"`

	// maximumAgeDays is after how many days a password must change; 0 means never.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=36500
	MaximumAgeDays *int32 `json:"maximumAgeDays,omitempty"`

	// historyCount is how many earlier passwords may not be used again.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1000
	HistoryCount *int32 `json:"historyCount,omitempty"`

	// lockoutAfterFailures is how many failures lock an account; 0 means none do.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=1000
	LockoutAfterFailures *int32 `json:"lockoutAfterFailures,omitempty"`

	// lockoutMinutes is for how long.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=525600
	LockoutMinutes *int32 `json:"lockoutMinutes,omitempty"`

	// inactivityDays is after how many days without a sign-in an account is locked; 0 means never.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:validation:Maximum=36500
	InactivityDays *int32 `json:"inactivityDays,omitempty"`
}

// FirmStatus is what the controller derives for a firm.
type FirmStatus struct {
	// conditions are Ready, ReferencesResolved, AdministratorsAssigned,
	// AdministratorsDistinct, ProvisioningClosed, BusinessUnitsValid, LedgerIntact;
	// Stalled only while it is True.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=16
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// observedGeneration is the generation from which this status was derived.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration"`

	// lead is the lead administrator, if that user exists.
	// +optional
	Lead *Contact `json:"lead,omitempty"`

	// backup is the backup administrator, if that user exists.
	// +optional
	Backup *Contact `json:"backup,omitempty"`

	// firmAdministrators are the active Firm Administrators, lead and backup
	// included, by name; at most 500 are listed.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=500
	FirmAdministrators []ObjectName `json:"firmAdministrators,omitempty"`

	// offices is the number of the firm's offices.
	// +optional
	Offices int32 `json:"offices"`

	// users is the number of the firm's users.
	// +optional
	Users int32 `json:"users"`

	// activeUsers is how many of them are not deactivated.
	// +optional
	ActiveUsers int32 `json:"activeUsers"`
}

// Firm is a law firm: the one object named "firm" in its namespace (W-1, W-2).
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:shortName=firm,categories=lawfirm,scope=Namespaced
// +kubebuilder:selectablefield:JSONPath=`.spec.administrators.lead`
// +kubebuilder:selectablefield:JSONPath=`.spec.administrators.backup`
// +kubebuilder:printcolumn:name="Lead",type=string,JSONPath=`.spec.administrators.lead`
// +kubebuilder:printcolumn:name="Backup",type=string,JSONPath=`.spec.administrators.backup`
// +kubebuilder:printcolumn:name="Offices",type=integer,JSONPath=`.status.offices`
// +kubebuilder:printcolumn:name="Users",type=integer,JSONPath=`.status.users`
// +kubebuilder:printcolumn:name="Active",type=integer,JSONPath=`.status.activeUsers`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].reason`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Display Name",type=string,priority=1,JSONPath=`.spec.displayName`
// +kubebuilder:printcolumn:name="Administrators",type=string,priority=1,JSONPath=`.status.firmAdministrators`
// +kubebuilder:printcolumn:name="Provisioning",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="ProvisioningClosed")].reason`
// +kubebuilder:validation:XValidation:rule="self.metadata.name == 'firm'",message="W-2: a namespace has one Firm and its name is 'firm'; set metadata.name to firm"
type Firm struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the standard object metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is what the firm declares.
	// +optional
	Spec FirmSpec `json:"spec,omitzero"`

	// status is what the controller derives.
	// +optional
	// +kubebuilder:default={"observedGeneration":-1}
	Status FirmStatus `json:"status,omitzero"`
}

// FirmList is a list of Firms.
//
// +kubebuilder:object:root=true
type FirmList struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the standard list metadata.
	// +optional
	metav1.ListMeta `json:"metadata,omitempty"`

	// items are the Firms.
	Items []Firm `json:"items"`
}
