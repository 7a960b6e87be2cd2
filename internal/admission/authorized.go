package admission

import (
	"context"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
)

// +kubebuilder:rbac:groups=authorization.k8s.io,resources=subjectaccessreviews,verbs=create

// Reviewer asks the API server what somebody is authorized for.
type Reviewer interface {
	Create(ctx context.Context, review *authorizationv1.SubjectAccessReview, opts metav1.CreateOptions) (*authorizationv1.SubjectAccessReview, error)
}

// resourceOf says of which resource a verb makes somebody what it makes (P-2).
var resourceOf = map[authority.Verb]string{
	authority.Provision: "firms",
	authority.Staff:     "matters",
	authority.Wall:      "matters",
}

// authorized returns how to ask whether the API server authorizes a user for a
// verb in a namespace (P-2). What it said a moment ago does not count (P-6).
func (d *desk) authorized(ctx context.Context, user *authenticationv1.UserInfo, namespace string) func(authority.Verb) (bool, error) {
	return func(verb authority.Verb) (bool, error) {
		review := &authorizationv1.SubjectAccessReview{Spec: authorizationv1.SubjectAccessReviewSpec{
			User:   user.Username,
			UID:    user.UID,
			Groups: user.Groups,
			Extra:  make(map[string]authorizationv1.ExtraValue, len(user.Extra)),
			ResourceAttributes: &authorizationv1.ResourceAttributes{
				Namespace: namespace,
				Verb:      string(verb),
				Group:     v1alpha1.GroupVersion.Group,
				Version:   v1alpha1.GroupVersion.Version,
				Resource:  resourceOf[verb],
			},
		}}
		for key, values := range user.Extra {
			review.Spec.Extra[key] = authorizationv1.ExtraValue(values)
		}
		answer, err := d.cluster.Reviews.Create(ctx, review, metav1.CreateOptions{})
		if err != nil {
			return false, unread("whether "+user.Username+" may "+string(verb), err)
		}
		return answer.Status.Allowed, nil
	}
}
