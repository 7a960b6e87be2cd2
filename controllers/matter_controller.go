package controllers

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/staffing"
)

// matterKind derives teams and walls (sections M and C).
var matterKind = kind[*v1alpha1.Matter]{
	name:    "Matter",
	new:     func() *v1alpha1.Matter { return &v1alpha1.Matter{} },
	copy:    (*v1alpha1.Matter).DeepCopy,
	find:    (*cacheview.View).Matter,
	missing: missingOfMatter,
	derive:  func(v *cacheview.View, stored, derived *v1alpha1.Matter) { derived.Status = staffing.Derive(v, stored) },
	status:  func(m *v1alpha1.Matter) (any, *[]metav1.Condition) { return &m.Status, &m.Status.Conditions },
	same:    func(a, b *v1alpha1.Matter) bool { return sameMatter(&a.Status, &b.Status) },
}
