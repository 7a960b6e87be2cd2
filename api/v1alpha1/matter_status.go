package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// MaxPublished is how many entries of a list a status publishes at the most.
const MaxPublished = 500

// MaxVia is how many names an origin's via holds; more counts the others (W-5).
const MaxVia = 8

// FollowSource says where a follow setting comes from (M-2).
//
// +kubebuilder:validation:Enum=Matter;Case;FirmDefault
type FollowSource string

const (
	// SourceMatter is the asset's own spec.
	SourceMatter FollowSource = "Matter"
	// SourceCase is the case of the matter.
	SourceCase FollowSource = "Case"
	// SourceFirmDefault is what the Firm said when the asset was created.
	SourceFirmDefault FollowSource = "FirmDefault"
)

// OriginType is a way onto a list (M-9, C-6).
//
// +kubebuilder:validation:Enum=Direct;Case;Collection;Following;OpposingTeamSet
type OriginType string

const (
	// OriginDirect is the asset's own spec (M-1, C-1).
	OriginDirect OriginType = "Direct"
	// OriginCase is the matter's case (M-8, C-5).
	OriginCase OriginType = "Case"
	// OriginCollection is a collection of the matter (M-8, C-5).
	OriginCollection OriginType = "Collection"
	// OriginFollowing is a timekeeper whom the user assists (M-4, M-5, C-3).
	OriginFollowing OriginType = "Following"
	// OriginOpposingTeamSet is a team on another side of a set (C-2).
	OriginOpposingTeamSet OriginType = "OpposingTeamSet"
)

// Access says whether a member may use the asset (C-7).
//
// +kubebuilder:validation:Enum=Granted;Excluded
type Access string

const (
	// AccessGranted is a member who may. These are the allow-list.
	AccessGranted Access = "Granted"
	// AccessExcluded is a member whom a wall keeps out.
	AccessExcluded Access = "Excluded"
)

// Exclusion is a wall that keeps a member out (C-7).
//
// +kubebuilder:validation:Enum=ConflictedUser;OpposingTeamSet;ExcludedUser
type Exclusion string

// The walls, in the order in which C-7 names them.
const (
	ExcludedAsConflictedUser  Exclusion = "ConflictedUser"
	ExcludedByOpposingTeamSet Exclusion = "OpposingTeamSet"
	ExcludedAsExcludedUser    Exclusion = "ExcludedUser"
)

// IgnoredReason is why a name in staffing or lead has no effect (M-12).
//
// +kubebuilder:validation:Enum=NotFound;Deactivated;ThirdPartyBiller
type IgnoredReason string

// The reasons, in the order in which M-12 names them.
const (
	IgnoredNotFound         IgnoredReason = "NotFound"
	IgnoredDeactivated      IgnoredReason = "Deactivated"
	IgnoredThirdPartyBiller IgnoredReason = "ThirdPartyBiller"
)

// MatterStatus is what the controller derives for an asset: its team and its walls.
type MatterStatus struct {
	// conditions are Ready, ReferencesResolved, LeadEligible, MembersCleared,
	// IncludedSystemsIgnored, LedgerIntact; Stalled only while it is True.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=16
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// observedGeneration is the generation from which this status was derived.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration"`

	// assistantsFollow is what a user who joins now would get (M-2); left out while unknown.
	// +optional
	AssistantsFollow EffectiveFollow `json:"assistantsFollow,omitzero"`

	// staffing is the team: who is a member, through what, and whether a wall
	// keeps the member out. Entries with access Granted are the allow-list.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=500
	Staffing []Member `json:"staffing,omitempty"`

	// conflictedUsers is the wall: who is walled off, and through what. Never use
	// it as a deny-list: it is published up to 500 entries.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=500
	ConflictedUsers []ConflictedUser `json:"conflictedUsers,omitempty"`

	// ignored are the names in staffing and lead that have no effect (M-12).
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=500
	Ignored []IgnoredUser `json:"ignored,omitempty"`

	// truncated says that a list has more entries than are published; the summary is exact.
	// +optional
	Truncated bool `json:"truncated,omitempty"`

	// summary counts, whatever is published.
	// +optional
	Summary *MatterSummary `json:"summary,omitempty"`
}

// EffectiveFollow is the follow setting in effect on each list.
type EffectiveFollow struct {
	// staffing is the setting for the team.
	// +optional
	Staffing *FollowInEffect `json:"staffing,omitempty"`

	// conflictedUsers is the setting for the wall.
	// +optional
	ConflictedUsers *FollowInEffect `json:"conflictedUsers,omitempty"`
}

// FollowInEffect is a follow setting and where it comes from.
type FollowInEffect struct {
	// setting is what a user who joins now would get.
	// +required
	Setting FollowSetting `json:"setting,omitempty"`

	// source is where that comes from.
	// +required
	Source FollowSource `json:"source,omitempty"`
}

// Member is one of the team (M-8).
type Member struct {
	// user is the member's name.
	// +required
	User ObjectName `json:"user,omitempty"`

	// origins are all the ways by which the user is a member (M-9).
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=5
	Origins []Origin `json:"origins"`

	// staffingType is the capacity.
	// +required
	StaffingType StaffingType `json:"staffingType,omitempty"`

	// matterRole is the highest that an origin gives (M-9).
	// +required
	MatterRole MatterRole `json:"matterRole,omitempty"`

	// includedSystems are the systems that come with membership (M-11).
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=500
	IncludedSystems []Label `json:"includedSystems,omitempty"`

	// access says whether the member may use the asset.
	// +required
	Access Access `json:"access,omitempty"`

	// exclusions are the walls that keep the member out (C-7).
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=3
	Exclusions []Exclusion `json:"exclusions,omitempty"`

	// exemptions are the roles that saved the member from a wall (C-4).
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=1
	Exemptions []GlobalRole `json:"exemptions,omitempty"`
}

// ConflictedUser is one who is walled off.
type ConflictedUser struct {
	// user is the name of who is walled off.
	// +required
	User ObjectName `json:"user,omitempty"`

	// origins are all the walls that hold (C-6).
	// +required
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=1004
	Origins []Origin `json:"origins"`
}

// Origin is one way onto a list.
type Origin struct {
	// type is what kind of way.
	// +required
	Type OriginType `json:"type,omitempty"`

	// set is the opposing team set, for that type.
	// +optional
	Set Label `json:"set,omitempty"`

	// via are the first eight names through which it leads, sorted (W-5).
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=8
	Via []ObjectName `json:"via,omitempty"`

	// more is how many names via leaves out.
	// +optional
	// +kubebuilder:validation:Minimum=1
	More int32 `json:"more,omitempty"`
}

// IgnoredUser is a name in staffing or lead that has no effect (M-12).
type IgnoredUser struct {
	// user is the name.
	// +required
	User ObjectName `json:"user,omitempty"`

	// reason is why it has none.
	// +required
	Reason IgnoredReason `json:"reason,omitempty"`
}

// MatterSummary counts the entries of the whole lists.
type MatterSummary struct {
	// members is the size of the team, excluded members included.
	// +required
	Members int32 `json:"members"`

	// followers is how many members have an origin Following.
	// +required
	Followers int32 `json:"followers"`

	// excluded is how many members a wall keeps out.
	// +required
	Excluded int32 `json:"excluded"`

	// conflicted is how many users are walled off.
	// +required
	Conflicted int32 `json:"conflicted"`
}
