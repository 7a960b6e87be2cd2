package controllers

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/profile"
)

// linkKind derives whether a link has effect.
var linkKind = kind[*v1alpha1.AssistantLink]{
	name:    "AssistantLink",
	new:     func() *v1alpha1.AssistantLink { return &v1alpha1.AssistantLink{} },
	copy:    (*v1alpha1.AssistantLink).DeepCopy,
	find:    (*cacheview.View).Link,
	missing: stampsOnly[*v1alpha1.AssistantLink],
	derive: func(v *cacheview.View, stored, derived *v1alpha1.AssistantLink) {
		derived.Status = profile.Link(v, stored)
	},
	status: func(o *v1alpha1.AssistantLink) (any, *[]metav1.Condition) { return &o.Status, &o.Status.Conditions },
	same:   func(a, b *v1alpha1.AssistantLink) bool { return sameLink(&a.Status, &b.Status) },
}
