package controllers

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/profile"
	"github.com/matterplane/matterplane/internal/staffing"
)

// userKind derives what a user may do (S-2 to S-4).
var userKind = kind[*v1alpha1.FirmUser]{
	name:    "FirmUser",
	new:     func() *v1alpha1.FirmUser { return &v1alpha1.FirmUser{} },
	copy:    (*v1alpha1.FirmUser).DeepCopy,
	find:    (*cacheview.View).User,
	missing: stampsOnly[*v1alpha1.FirmUser],
	derive: func(v *cacheview.View, stored, derived *v1alpha1.FirmUser) {
		derived.Status = profile.User(v, stored, staffing.NewPositions(v).Granted)
	},
	notices: func(v *cacheview.View, stored *v1alpha1.FirmUser) []notice { return noticesOfUser(v, stored) },
	status:  func(o *v1alpha1.FirmUser) (any, *[]metav1.Condition) { return &o.Status, &o.Status.Conditions },
	same:    func(a, b *v1alpha1.FirmUser) bool { return sameUser(&a.Status, &b.Status) },
}
