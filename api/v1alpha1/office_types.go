package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// OfficeSpec describes an office.
type OfficeSpec struct {
	// displayName is the office's name as people write it.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=256
	DisplayName string `json:"displayName,omitempty"`

	// address is where it is.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=1024
	Address string `json:"address,omitempty"`

	// phone is how to call it.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=64
	Phone string `json:"phone,omitempty"`
}

// OfficeStatus is what the controller derives for an office (S-1).
type OfficeStatus struct {
	// conditions are Ready, AdministratorAssigned; Stalled only while it is True.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=16
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// observedGeneration is the generation from which this status was derived.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration"`

	// administrators are the active Firm Office Administrators of this office,
	// by name; at most 500 are listed.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=500
	Administrators []ObjectName `json:"administrators,omitempty"`

	// supportContact is the first of them, else the firm's first active Firm Administrator.
	// +optional
	SupportContact *Contact `json:"supportContact,omitempty"`

	// users is the number of users of this office.
	// +optional
	Users int32 `json:"users"`

	// activeUsers is how many of them are not deactivated.
	// +optional
	ActiveUsers int32 `json:"activeUsers"`
}

// Office is one of a firm's offices.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:shortName=office,categories=lawfirm,scope=Namespaced
// +kubebuilder:printcolumn:name="Administrators",type=string,JSONPath=`.status.administrators`
// +kubebuilder:printcolumn:name="Support",type=string,JSONPath=`.status.supportContact.user`
// +kubebuilder:printcolumn:name="Users",type=integer,JSONPath=`.status.users`
// +kubebuilder:printcolumn:name="Active",type=integer,JSONPath=`.status.activeUsers`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].reason`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Display Name",type=string,priority=1,JSONPath=`.spec.displayName`
// +kubebuilder:printcolumn:name="Phone",type=string,priority=1,JSONPath=`.spec.phone`
// +kubebuilder:validation:XValidation:rule="self.metadata.name.size() <= 63",message="W-2: names have at most 63 characters; choose a shorter metadata.name"
type Office struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the standard object metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is what the firm declares.
	// +optional
	Spec OfficeSpec `json:"spec,omitzero"`

	// status is what the controller derives.
	// +optional
	// +kubebuilder:default={"observedGeneration":-1}
	Status OfficeStatus `json:"status,omitzero"`
}

// OfficeList is a list of Offices.
//
// +kubebuilder:object:root=true
type OfficeList struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the standard list metadata.
	// +optional
	metav1.ListMeta `json:"metadata,omitempty"`

	// items are the Offices.
	Items []Office `json:"items"`
}
