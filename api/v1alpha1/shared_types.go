package v1alpha1

// ObjectName is the name of an object in the same namespace, or a reference to
// one (W-1). What it names need not exist: a missing object shows in the
// condition ReferencesResolved and heals by itself (W-3).
//
// +kubebuilder:validation:MinLength=1
// +kubebuilder:validation:MaxLength=63
// +kubebuilder:validation:Pattern=`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`
type ObjectName = string

// Label is a name that a firm gives to a thing of its own that is no object:
// a client, a business unit, a system, a set, a side.
//
// +kubebuilder:validation:MinLength=1
// +kubebuilder:validation:MaxLength=63
type Label = string

// FollowSetting says whether the assistants of those who join a list follow them (M-2).
//
// +kubebuilder:validation:Enum=Enabled;Disabled
type FollowSetting string

const (
	// FollowEnabled lets the assistants of those who join from now on follow them.
	FollowEnabled FollowSetting = "Enabled"
	// FollowDisabled does not. Who is there already stays as it is (M-3).
	FollowDisabled FollowSetting = "Disabled"
)

// AssistantsFollow holds the follow setting of each list. Unset means: as the
// level above says (M-2).
type AssistantsFollow struct {
	// staffing is the setting for the team.
	// +optional
	Staffing FollowSetting `json:"staffing,omitempty"`

	// conflictedUsers is the setting for the wall.
	// +optional
	ConflictedUsers FollowSetting `json:"conflictedUsers,omitempty"`
}

// Contact is a person to turn to.
type Contact struct {
	// user is the FirmUser's name.
	// +required
	User ObjectName `json:"user,omitempty"`

	// displayName is the person's given and family name.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=257
	DisplayName string `json:"displayName,omitempty"`

	// email is the person's email address.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=254
	Email string `json:"email,omitempty"`
}
