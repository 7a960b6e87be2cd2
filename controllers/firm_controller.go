package controllers

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/profile"
)

// firmKind derives who administers a firm (S-1, R-8).
var firmKind = kind[*v1alpha1.Firm]{
	new:     func() *v1alpha1.Firm { return &v1alpha1.Firm{} },
	find:    func(v *cacheview.View, _ string) *v1alpha1.Firm { firm, _ := v.Firm(); return firm },
	missing: missingOfFirm,
	derived: func(v *cacheview.View, stored *v1alpha1.Firm) *v1alpha1.Firm {
		derived := stored.DeepCopy()
		derived.Status = profile.Firm(v)
		return derived
	},
	status: func(o *v1alpha1.Firm) (any, *[]metav1.Condition) { return &o.Status, &o.Status.Conditions },
}
