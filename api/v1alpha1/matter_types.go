package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// AssetType tells a matter from what groups matters (section M).
//
// +kubebuilder:validation:Enum=Matter;Case;Collection
type AssetType string

const (
	// TypeMatter is work for a client.
	TypeMatter AssetType = "Matter"
	// TypeCase groups matters, and gives them its team, walls, sides and follow setting.
	TypeCase AssetType = "Case"
	// TypeCollection groups matters, and gives them its team and walls.
	TypeCollection AssetType = "Collection"
)

// MatterState says whether work goes on.
//
// +kubebuilder:validation:Enum=Open;Closed
type MatterState string

const (
	// StateOpen is a matter on which people work; so is one without a state.
	StateOpen MatterState = "Open"
	// StateClosed takes no more time entries (D-5).
	StateClosed MatterState = "Closed"
)

// MatterRole is what a member may do on the asset (M-10, D-6).
//
// +kubebuilder:validation:Enum=BillingOnly;MatterReader;MatterEditor;MatterAdministrator
type MatterRole string

// The matter roles, by rank (M-10).
const (
	MatterRoleBillingOnly   MatterRole = "BillingOnly"
	MatterRoleReader        MatterRole = "MatterReader"
	MatterRoleEditor        MatterRole = "MatterEditor"
	MatterRoleAdministrator MatterRole = "MatterAdministrator"
)

// StaffingType is in what capacity a member is on the team (M-10).
//
// +kubebuilder:validation:Enum=TeamMember;SupportStaff;ResponsibleAttorney
type StaffingType string

const (
	// StaffingTeamMember is who works on the asset; the default.
	StaffingTeamMember StaffingType = "TeamMember"
	// StaffingSupportStaff is who supports them; followers always are (M-4).
	StaffingSupportStaff StaffingType = "SupportStaff"
	// StaffingResponsibleAttorney is who answers for it; the lead always is.
	StaffingResponsibleAttorney StaffingType = "ResponsibleAttorney"
)

// AssistantsOverride settles for one entry whether its assistants follow (M-3).
//
// +kubebuilder:validation:Enum=Follow;DoNotFollow
type AssistantsOverride string

const (
	// AssistantsFollowEntry lets this user's assistants follow.
	AssistantsFollowEntry AssistantsOverride = "Follow"
	// AssistantsDoNotFollow does not.
	AssistantsDoNotFollow AssistantsOverride = "DoNotFollow"
)

// MatterSpec declares an asset, its own team and its own walls.
//
// +kubebuilder:validation:XValidation:rule="self.type == 'Matter' || !has(self.case)",message="section M: only a Matter names a case; remove spec.case or set spec.type to Matter",fieldPath=".case"
// +kubebuilder:validation:XValidation:rule="self.type == 'Matter' || !has(self.collections) || size(self.collections) == 0",message="section M: only a Matter names collections; remove spec.collections or set spec.type to Matter",fieldPath=".collections"
// +kubebuilder:validation:XValidation:rule="self.type != 'Collection' || !has(self.opposingTeamSets) || size(self.opposingTeamSets) == 0",message="C-2: a Collection takes no side; put its matters or their case on a side of the set instead",fieldPath=".opposingTeamSets"
type MatterSpec struct {
	// type says whether this is a matter or groups matters.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",message="section M: an asset's type cannot change; create a new one"
	Type AssetType `json:"type,omitempty"`

	// displayName is the asset's name as people write it.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	DisplayName string `json:"displayName,omitempty"`

	// client is the client for whom the work is done.
	// +optional
	Client Label `json:"client,omitempty"`

	// office is the office that keeps the asset.
	// +optional
	Office ObjectName `json:"office,omitempty"`

	// businessUnit is the unit whose work it is.
	// +optional
	BusinessUnit Label `json:"businessUnit,omitempty"`

	// case is the case to which a matter belongs.
	// +optional
	Case ObjectName `json:"case,omitempty"`

	// collections are the collections to which a matter belongs.
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=500
	Collections []ObjectName `json:"collections,omitempty"`

	// state says whether work goes on. Unset means Open.
	// +optional
	State MatterState `json:"state,omitempty"`

	// confidential hides the asset from who is not on it, with few exceptions (section D).
	// +optional
	Confidential bool `json:"confidential,omitempty"`

	// lead answers for the asset: MatterAdministrator and ResponsibleAttorney (M-10).
	// +optional
	Lead ObjectName `json:"lead,omitempty"`

	// staffing is the asset's own team (M-1).
	// +optional
	// +listType=map
	// +listMapKey=user
	// +kubebuilder:validation:MaxItems=500
	Staffing []StaffingEntry `json:"staffing,omitempty"`

	// conflictedUsers are walled off from the asset (C-1).
	// +optional
	// +listType=map
	// +listMapKey=user
	// +kubebuilder:validation:MaxItems=500
	ConflictedUsers []ConflictedEntry `json:"conflictedUsers,omitempty"`

	// excludedUsers have no access to this asset, unless they have the right Administrator (C-7).
	// +optional
	// +listType=map
	// +listMapKey=user
	// +kubebuilder:validation:MaxItems=500
	ExcludedUsers []ExcludedEntry `json:"excludedUsers,omitempty"`

	// opposingTeamSets put a Matter or Case on one side of each set; the teams of
	// the other sides are walled off (C-2).
	// +optional
	// +listType=map
	// +listMapKey=set
	// +kubebuilder:validation:MaxItems=500
	OpposingTeamSets []OpposingTeamSide `json:"opposingTeamSets,omitempty"`

	// assistantsFollow says whether the assistants of those who join from now on follow (M-2).
	// +optional
	AssistantsFollow AssistantsFollow `json:"assistantsFollow,omitzero"`
}

// StaffingEntry puts a user on the asset's own team.
type StaffingEntry struct {
	// user is who joins.
	// +required
	User ObjectName `json:"user,omitempty"`

	// matterRole is what the user may do here. Unset means MatterReader.
	// +optional
	MatterRole MatterRole `json:"matterRole,omitempty"`

	// staffingType is the capacity. Unset means TeamMember.
	// +optional
	StaffingType StaffingType `json:"staffingType,omitempty"`

	// includedSystems are the systems that come with it. Unset or empty means all of the firm's (M-11).
	// +optional
	// +listType=set
	// +kubebuilder:validation:MaxItems=500
	IncludedSystems []Label `json:"includedSystems,omitempty"`

	// assistants settles whether this user's assistants follow. Unset means as the
	// setting was when the user joined (M-3).
	// +optional
	Assistants AssistantsOverride `json:"assistants,omitempty"`
}

// ConflictedEntry walls a user off from the asset.
type ConflictedEntry struct {
	// user is who is walled off; the account need not exist (C-1).
	// +required
	User ObjectName `json:"user,omitempty"`

	// reason is why.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	Reason string `json:"reason,omitempty"`

	// assistants settles whether this user's assistants are walled off too. Unset
	// means as the setting was when the user was added (M-3).
	// +optional
	Assistants AssistantsOverride `json:"assistants,omitempty"`
}

// ExcludedEntry takes a user's access to the asset.
type ExcludedEntry struct {
	// user is who is excluded.
	// +required
	User ObjectName `json:"user,omitempty"`

	// reason is why.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	Reason string `json:"reason,omitempty"`
}

// OpposingTeamSide puts an asset on a side of a set.
type OpposingTeamSide struct {
	// set is what is opposed, such as an auction or a dispute.
	// +required
	Set Label `json:"set,omitempty"`

	// side is the side that this asset takes.
	// +required
	Side Label `json:"side,omitempty"`
}

// Matter is an asset: a matter, or a case or collection that groups matters.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:shortName=matter;mat,categories=lawfirm,scope=Namespaced
// +kubebuilder:selectablefield:JSONPath=`.spec.type`
// +kubebuilder:selectablefield:JSONPath=`.spec.client`
// +kubebuilder:selectablefield:JSONPath=`.spec.office`
// +kubebuilder:selectablefield:JSONPath=`.spec.businessUnit`
// +kubebuilder:selectablefield:JSONPath=`.spec.case`
// +kubebuilder:selectablefield:JSONPath=`.spec.lead`
// +kubebuilder:selectablefield:JSONPath=`.spec.state`
// +kubebuilder:printcolumn:name="Type",type=string,JSONPath=`.spec.type`
// +kubebuilder:printcolumn:name="Client",type=string,JSONPath=`.spec.client`
// +kubebuilder:printcolumn:name="Lead",type=string,JSONPath=`.spec.lead`
// +kubebuilder:printcolumn:name="Members",type=integer,JSONPath=`.status.summary.members`
// +kubebuilder:printcolumn:name="Excluded",type=integer,JSONPath=`.status.summary.excluded`
// +kubebuilder:printcolumn:name="Conflicted",type=integer,JSONPath=`.status.summary.conflicted`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].reason`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Followers",type=integer,priority=1,JSONPath=`.status.summary.followers`
// +kubebuilder:printcolumn:name="Case",type=string,priority=1,JSONPath=`.spec.case`
// +kubebuilder:printcolumn:name="State",type=string,priority=1,JSONPath=`.spec.state`
// +kubebuilder:printcolumn:name="Confidential",type=boolean,priority=1,JSONPath=`.spec.confidential`
// +kubebuilder:printcolumn:name="Unit",type=string,priority=1,JSONPath=`.spec.businessUnit`
// +kubebuilder:printcolumn:name="Cleared",type=string,priority=1,JSONPath=`.status.conditions[?(@.type=="MembersCleared")].status`
// +kubebuilder:validation:XValidation:rule="self.metadata.name.size() <= 63",message="W-2: names have at most 63 characters; choose a shorter metadata.name"
type Matter struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the standard object metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is what the firm declares.
	// +required
	Spec MatterSpec `json:"spec,omitzero"`

	// status is what the controller derives.
	// +optional
	// +kubebuilder:default={"observedGeneration":-1}
	Status MatterStatus `json:"status,omitzero"`
}

// MatterList is a list of Matters.
//
// +kubebuilder:object:root=true
type MatterList struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the standard list metadata.
	// +optional
	metav1.ListMeta `json:"metadata,omitempty"`

	// items are the Matters.
	Items []Matter `json:"items"`
}
