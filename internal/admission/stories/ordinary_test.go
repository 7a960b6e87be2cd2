package stories_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/cluster"
	firmtest "github.com/matterplane/matterplane/internal/test/firm"
)

// ordinary is the group of whom RBAC lets do what people do with our kinds, status
// too, and who provision, staff and wall nothing: what such a person may, the rules
// of the firm say.
const ordinary = "ordinary"

var ordinaryRole = sync.OnceValue(func() error {
	role := &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: ordinary}, Rules: []rbacv1.PolicyRule{{
		APIGroups: []string{v1alpha1.GroupVersion.Group},
		Resources: []string{
			"firms", "offices", "firmusers", "matters", "assistantlinks",
			"firms/status", "offices/status", "firmusers/status", "matters/status", "assistantlinks/status", "matters/scale",
		},
		Verbs: []string{"get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"},
	}}}
	return errors.Join(
		cluster.Client().Create(context.Background(), role),
		cluster.Client().Create(context.Background(), &rbacv1.ClusterRoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: ordinary},
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: ordinary},
			Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: ordinary}},
		}),
	)
})

// plainly returns the client of a username that RBAC lets do what is ordinary.
func plainly(t testing.TB, username string, groups ...string) *cluster.Person {
	t.Helper()
	must(t, ordinaryRole())
	return cluster.As(t, username, append([]string{ordinary, "system:authenticated"}, groups...)...)
}

// person returns the client of a user of the firm.
func person(t testing.TB, name string) *cluster.Person {
	t.Helper()
	return plainly(t, email(name))
}

// email is the username that states the email of a user.
func email(name string) string { return "oidc:" + name + "@firm.example" }

// house makes a firm as firm.Parse reads it, in a namespace of its own, and waits
// until the caches know all of it.
func house(t testing.TB, text string) string {
	t.Helper()
	namespace := cluster.Namespace(t)
	objects := firmtest.Parse(t, text)
	setup := by(t, "setup") // a Provisioner
	for _, o := range cluster.ObjectsOf(objects) {
		o.SetNamespace(namespace)
		o.SetAnnotations(nil)
		o.SetGeneration(0)
		must(t, setup.Create(t.Context(), o))
	}
	known(t, namespace, objects)
	must(t, ordinaryRole())
	cluster.Eventually(t, time.Minute, func() error { // RBAC is a little behind, too
		return plainly(t, "nobody").List(t.Context(), &v1alpha1.FirmList{}, client.InNamespace(namespace))
	})
	return namespace
}

// known waits until the caches, which answer who is on what, have all of a firm.
func known(t testing.TB, namespace string, objects roster.Objects) {
	t.Helper()
	view := caches.Firm(namespace)
	cluster.Eventually(t, time.Minute, func() error {
		for _, o := range objects.Offices {
			if view.Office(o.Name) == nil {
				return fmt.Errorf("no office %s yet", o.Name)
			}
		}
		for _, o := range objects.Users {
			if view.User(o.Name) == nil {
				return fmt.Errorf("no user %s yet", o.Name)
			}
		}
		for _, o := range objects.Matters {
			if view.Matter(o.Name) == nil {
				return fmt.Errorf("no matter %s yet", o.Name)
			}
		}
		for _, o := range objects.Links {
			if view.Link(o.Name) == nil {
				return fmt.Errorf("no link %s yet", o.Name)
			}
		}
		return nil
	})
}

// answered checks an answer: refused by a rule, as 403 or 422, or not refused.
func answered(t testing.TB, what string, err error, rule string) {
	t.Helper()
	switch {
	case rule == "" && err != nil:
		t.Errorf("%s: %v, want it allowed", what, err)
	case rule != "" && !refusedBy(err, rule):
		t.Errorf("%s: %v, want it refused by %s", what, err, rule)
	}
}

func refusedBy(err error, rule string) bool {
	return (apierrors.IsForbidden(err) || apierrors.IsInvalid(err)) && strings.Contains(err.Error(), rule+": ")
}
