package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GroupVersion names the API group and version of the five kinds.
var GroupVersion = schema.GroupVersion{Group: "matterplane.dev", Version: "v1alpha1"}

// AddToScheme registers the five kinds with a scheme.
var AddToScheme = builder.AddToScheme

var builder = runtime.NewSchemeBuilder(addKnownTypes)

func addKnownTypes(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion,
		&Firm{}, &FirmList{},
		&Office{}, &OfficeList{},
		&FirmUser{}, &FirmUserList{},
		&AssistantLink{}, &AssistantLinkList{},
		&Matter{}, &MatterList{},
	)
	metav1.AddToGroupVersion(scheme, GroupVersion)
	return nil
}
