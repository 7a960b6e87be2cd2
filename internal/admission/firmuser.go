package admission

import (
	"context"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// firmUsers are the rules of the kind FirmUser.
type firmUsers struct {
	plain[*v1alpha1.FirmUser]

	live client.Reader
}

// firstUserStamp is the value of the stamp; that it is there is what counts.
const firstUserStamp = "true"

// stamp implements rules: whichever Company creates a user is named (U-8), and the
// first user of a firm whom a Company creates without a role is stamped.
func (f *firmUsers) stamp(ctx context.Context, w *write[*v1alpha1.FirmUser], want annotations) error {
	if w.company == "" {
		return nil
	}
	want[v1alpha1.CreatedByAnnotation] = w.company
	if w.new.Spec.SystemRole != "" {
		return nil
	}
	users, _, err := f.users(ctx, w.namespace, 1)
	if err != nil {
		return err
	}
	if len(users) == 0 {
		want[v1alpha1.FirstUserAnnotation] = firstUserStamp
	}
	return nil
}

// allows implements rules: users may have come since the mutating webhook looked.
// Of several that are stamped the oldest counts.
func (f *firmUsers) allows(ctx context.Context, w *write[*v1alpha1.FirmUser], key, value string) (bool, error) {
	if key != v1alpha1.FirstUserAnnotation || value != firstUserStamp ||
		!w.create || w.company == "" || w.new.Spec.SystemRole != "" {
		return false, nil
	}
	const many = 100
	users, more, err := f.users(ctx, w.namespace, many)
	if err != nil || more {
		return false, err
	}
	for i := range users {
		if !isYoung(&users[i], w.now) {
			return false, nil
		}
	}
	return true, nil
}

// users returns up to a number of the firm's users, and whether there are more.
func (f *firmUsers) users(ctx context.Context, namespace string, limit int64) (users []v1alpha1.FirmUser, more bool, err error) {
	var list v1alpha1.FirmUserList
	if err := f.live.List(ctx, &list, client.InNamespace(namespace), client.Limit(limit)); err != nil {
		return nil, false, unread("the firm's users", err)
	}
	return list.Items, list.Continue != "", nil
}
