package controllers

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/profile"
)

// officeKind derives an office's administrators and support contact (S-1).
var officeKind = kind[*v1alpha1.Office]{
	name:    "Office",
	new:     func() *v1alpha1.Office { return &v1alpha1.Office{} },
	copy:    (*v1alpha1.Office).DeepCopy,
	find:    (*cacheview.View).Office,
	missing: stampsOnly[*v1alpha1.Office],
	derive:  func(v *cacheview.View, stored, derived *v1alpha1.Office) { derived.Status = profile.Office(v, stored) },
	notices: func(v *cacheview.View, stored *v1alpha1.Office) []notice { return noticesOfOffice(v, stored) },
	status:  func(o *v1alpha1.Office) (any, *[]metav1.Condition) { return &o.Status, &o.Status.Conditions },
	same:    func(a, b *v1alpha1.Office) bool { return sameOffice(&a.Status, &b.Status) },
}
