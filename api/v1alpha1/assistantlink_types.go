package v1alpha1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// AssistantLinkSpec says who assists whom. Both names are fixed for good.
//
// +kubebuilder:validation:XValidation:rule="self.assistant != self.timekeeper",message="A-3: nobody is their own assistant; assistant and timekeeper must name two users",fieldPath=".assistant"
type AssistantLinkSpec struct {
	// assistant is the user who assists.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",message="A-3: a link's assistant cannot change; delete the link and create a new one"
	Assistant ObjectName `json:"assistant,omitempty"`

	// timekeeper is the user who is assisted.
	// +required
	// +kubebuilder:validation:XValidation:rule="self == oldSelf",message="A-3: a link's timekeeper cannot change; delete the link and create a new one"
	Timekeeper ObjectName `json:"timekeeper,omitempty"`
}

// AssistantLinkStatus is what the controller derives for a link.
type AssistantLinkStatus struct {
	// conditions are Ready, ReferencesResolved, Accepted; Stalled only while it is True.
	// +optional
	// +listType=atomic
	// +kubebuilder:validation:MaxItems=16
	Conditions []metav1.Condition `json:"conditions,omitempty"`

	// observedGeneration is the generation from which this status was derived.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration"`
}

// AssistantLink says that one user assists another, the timekeeper. A link
// that is not accepted has no effect at all.
//
// +kubebuilder:object:root=true
// +kubebuilder:subresource:status
// +kubebuilder:resource:shortName=al,categories=lawfirm,scope=Namespaced
// +kubebuilder:selectablefield:JSONPath=`.spec.assistant`
// +kubebuilder:selectablefield:JSONPath=`.spec.timekeeper`
// +kubebuilder:printcolumn:name="Assistant",type=string,JSONPath=`.spec.assistant`
// +kubebuilder:printcolumn:name="Timekeeper",type=string,JSONPath=`.spec.timekeeper`
// +kubebuilder:printcolumn:name="Accepted",type=string,JSONPath=`.status.conditions[?(@.type=="Accepted")].status`
// +kubebuilder:printcolumn:name="Ready",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name="Reason",type=string,JSONPath=`.status.conditions[?(@.type=="Ready")].reason`
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name="Since",type=string,priority=1,JSONPath=`.metadata.annotations.matterplane\.dev/since`
// +kubebuilder:validation:XValidation:rule="self.metadata.name.size() <= 63",message="W-2: names have at most 63 characters; choose a shorter metadata.name"
type AssistantLink struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the standard object metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// spec is what the firm declares.
	// +required
	Spec AssistantLinkSpec `json:"spec,omitzero"`

	// status is what the controller derives.
	// +optional
	// +kubebuilder:default={"observedGeneration":-1}
	Status AssistantLinkStatus `json:"status,omitzero"`
}

// AssistantLinkList is a list of AssistantLinks.
//
// +kubebuilder:object:root=true
type AssistantLinkList struct {
	metav1.TypeMeta `json:",inline"`

	// metadata is the standard list metadata.
	// +optional
	metav1.ListMeta `json:"metadata,omitempty"`

	// items are the AssistantLinks.
	Items []AssistantLink `json:"items"`
}
