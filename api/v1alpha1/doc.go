// Package v1alpha1 holds the five kinds that a law firm declares: Firm, Office,
// FirmUser, Matter and AssistantLink. A namespace is a firm (W-1); references are
// plain names of objects in the same namespace.
//
// Spec belongs to whoever applies it; no controller and no webhook writes to it.
// Status is derived from what is stored outside status (W-4) and nothing else.
//
// +kubebuilder:object:generate=true
// +groupName=matterplane.dev
package v1alpha1
