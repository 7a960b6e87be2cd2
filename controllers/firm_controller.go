package controllers

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/profile"
)

// firmKind derives who administers a firm (S-1, R-8).
var firmKind = kind[*v1alpha1.Firm]{
	name:    "Firm",
	new:     func() *v1alpha1.Firm { return &v1alpha1.Firm{} },
	copy:    (*v1alpha1.Firm).DeepCopy,
	find:    func(v *cacheview.View, _ string) *v1alpha1.Firm { firm, _ := v.Firm(); return firm },
	missing: missingOfFirm,
	derive:  func(v *cacheview.View, _, derived *v1alpha1.Firm) { derived.Status = profile.Firm(v) },
	notices: func(v *cacheview.View, stored *v1alpha1.Firm) []notice { return noticesOfFirm(v, stored) },
	status:  func(o *v1alpha1.Firm) (any, *[]metav1.Condition) { return &o.Status, &o.Status.Conditions },
	same:    func(a, b *v1alpha1.Firm) bool { return sameFirm(&a.Status, &b.Status) },
}
