package matrix_test

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/matrix"
)

// clerks is the group of all who write. RBAC lets it do what is ordinary with our
// kinds, and nothing else: what is refused is refused by admission, and nobody is
// a Provisioner, Staffer or Waller by it.
const clerks = "clerks"

// collector ends namespaces. Admission does not ask about its deletions (P-2).
const collector = "system:serviceaccount:kube-system:namespace-controller"

var letClerksWriteOnce sync.Once

func letClerksWrite(t *testing.T) {
	t.Helper()
	letClerksWriteOnce.Do(func() {
		cluster.MustKubectl(t, "default", "", "apply", "-f", cluster.Path(t, "config", "rbac", "firm_roles.yaml"))
		role := &rbacv1.ClusterRole{
			ObjectMeta: metav1.ObjectMeta{Name: clerks},
			Rules: []rbacv1.PolicyRule{{
				APIGroups: []string{v1alpha1.GroupVersion.Group},
				Resources: []string{"firms", "offices", "firmusers", "assistantlinks", "matters"},
				Verbs:     []string{"get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"},
			}},
		}
		must(t, cluster.Client().Create(t.Context(), role))
		must(t, cluster.Client().Create(t.Context(), &rbacv1.ClusterRoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: clerks},
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: clerks},
			Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: clerks}},
		}))
	})
}

// clerk returns the client of somebody whom RBAC lets write.
func clerk(t testing.TB, user string, groups ...string) *cluster.Person {
	t.Helper()
	return cluster.As(t, user, append([]string{clerks}, groups...)...)
}

// asker is an actor of the matrix as the API server knows it.
type asker struct {
	*cluster.Person

	name   string
	groups []string
	is     authority.Actor
}

// cast is everybody who comes to a stage: those who ask, and those who put it up.
type cast struct {
	askers    []asker
	restorer  *cluster.Person
	collector *cluster.Person
}

// actors returns the actors of the matrix, each with a client of its own.
func actors(t *testing.T) cast {
	t.Helper()
	return cast{askers: askers(t), restorer: clerk(t, "restorer"), collector: clerk(t, collector)}
}

func askers(t *testing.T) []asker {
	t.Helper()
	all := make([]asker, 0, len(matrix.Actors))
	for _, actor := range matrix.Actors {
		a := asker{name: actor.Name, is: actor.Is, groups: []string{clerks}}
		a.is.Usernames = authority.Usernames{Prefix: options.UsernamePrefix}
		switch {
		case a.is.Operator:
			a.is.Username = admission.DefaultOperator
		case strings.Contains(a.is.Username, "@"): // an email, as the identity provider states it
			a.is.Username = options.UsernamePrefix + a.is.Username
		}
		if a.is.Support {
			a.groups = append(a.groups, options.SupportGroup)
		}
		if a.is.Company != "" {
			a.groups = append(a.groups, options.CompanyGroupPrefix+a.is.Company)
		}
		a.Person = cluster.As(t, a.is.Username, a.groups...)
		all = append(all, a)
	}
	return all
}

// authorized says whether an actor of the matrix holds a verb.
func (a asker) authorized(verb authority.Verb) bool {
	if a.is.Authorized == nil {
		return false
	}
	held, err := a.is.Authorized(verb)
	return held && err == nil
}

// shipped are the roles that make somebody what a verb makes (P-2).
var shipped = map[authority.Verb]string{
	authority.Provision: "matterplane-provisioner",
	authority.Staff:     "matterplane-staffer",
	authority.Wall:      "matterplane-waller",
}

// bind binds the shipped roles in a namespace to those who hold their verbs.
func bind(t *testing.T, namespace string, all []asker) {
	t.Helper()
	for verb, role := range shipped {
		binding := &rbacv1.RoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: role, Namespace: namespace},
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role},
		}
		for _, a := range all {
			if a.authorized(verb) {
				binding.Subjects = append(binding.Subjects, rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: rbacv1.UserKind, Name: a.is.Username})
			}
		}
		slices.SortFunc(binding.Subjects, func(x, y rbacv1.Subject) int { return cmp.Compare(x.Name, y.Name) })
		binding.Subjects = slices.Compact(binding.Subjects)
		must(t, cluster.Client().Create(t.Context(), binding))
	}
}

// must ends the test with an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
