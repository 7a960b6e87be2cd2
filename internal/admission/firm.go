package admission

import (
	"context"
	"errors"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/ledger"
)

// firms are the rules of the kind Firm.
type firms struct {
	plain[*v1alpha1.Firm]

	live      client.Reader
	usernames authority.Usernames
}

// advance implements rules. Who asks matters only where the window would close or
// open (P-5).
func (f *firms) advance(ctx context.Context, w *write[*v1alpha1.Firm], want annotations) error {
	stored, err := ledger.DecodeFirm(want[v1alpha1.LedgerAnnotation])
	if errors.Is(err, ledger.ErrNewerVersion) {
		return nil
	}
	next := stored.Advance(&w.new.Spec, false)
	if byAdministrator := stored.Advance(&w.new.Spec, true); !w.create && byAdministrator != next {
		acts, err := f.byAdministrator(ctx, w)
		if err != nil {
			return err
		}
		if acts {
			next = byAdministrator
		}
	}
	if next != stored {
		want[v1alpha1.LedgerAnnotation] = next.Encode()
	}
	return nil
}

// byAdministrator says whether it is the present lead or backup who asks, before
// the write (P-5), active and nobody else (P-1). It reads live (P-6).
func (f *firms) byAdministrator(ctx context.Context, w *write[*v1alpha1.Firm]) (bool, error) {
	for _, name := range []string{w.old.Spec.Administrators.Lead, w.old.Spec.Administrators.Backup} {
		user, err := f.user(ctx, w.namespace, name)
		if err != nil {
			return false, err
		}
		if user == nil || !f.usernames.Match(user, w.username) {
			continue
		}
		person, err := f.person(ctx, w.namespace, w.username)
		if err != nil {
			return false, err
		}
		acting := person.Acting()
		return acting != nil && acting.Name == name, nil
	}
	return false, nil
}

// user returns a user, nil if there is none.
func (f *firms) user(ctx context.Context, namespace, name string) (*v1alpha1.FirmUser, error) {
	if name == "" {
		return nil, nil
	}
	user := &v1alpha1.FirmUser{}
	err := f.live.Get(ctx, client.ObjectKey{Namespace: namespace, Name: name}, user)
	if apierrors.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, unread("user "+name, err)
	}
	return user, nil
}

// person returns who a username is among all of the firm's users.
func (f *firms) person(ctx context.Context, namespace, username string) (authority.Person, error) {
	var users v1alpha1.FirmUserList
	if err := f.live.List(ctx, &users, client.InNamespace(namespace)); err != nil {
		return authority.Person{}, unread("the firm's users", err)
	}
	return f.usernames.Person(username, users.Items), nil
}
