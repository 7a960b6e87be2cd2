package matrix_test

import (
	"strings"
	"testing"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/matrix"
)

// Impersonation is an identity, as the API server vouches for it; whoever it does
// not vouch for is who it was, whatever it claims (P-4). The robot has a token of
// its own, so that it is the API server that decides whom it may impersonate.
func TestImpersonationIsAnIdentity(t *testing.T) {
	t.Parallel()
	serve(t)
	s := build(t, matrix.Objects(t, ""), actors(t))
	robot := "system:serviceaccount:" + s.namespace + ":robot"
	token := tokenOf(t, s.namespace, "robot")
	const lead, user = "oidc:lea@firm.example", "oidc:una@firm.example"

	if err := s.chooseLead(t, token, ""); !refusedBy(err, "R-1", robot+" is nobody of this firm") {
		t.Errorf("the robot itself: %v", err)
	}
	if err := s.chooseLead(t, token, lead); !apierrors.IsForbidden(err) || !strings.Contains(err.Error(), "impersonate") {
		t.Errorf("the robot, whom nobody lets impersonate the lead: %v", err)
	}
	s.letImpersonate(t, robot, lead, user)
	cluster.Eventually(t, patience, func() error { return s.chooseLead(t, token, lead) })
	if err := s.chooseLead(t, token, user); !refusedBy(err, "R-1", user+" is Firm User") {
		t.Errorf("the robot as another: %v", err)
	}
	if err := s.chooseLead(t, token, ""); !refusedBy(err, "R-1", robot+" is nobody of this firm") {
		t.Errorf("the robot itself, who could be the lead: %v", err)
	}
}

// chooseLead asks for another lead, as a dry run, as somebody whom the bearer of a
// token impersonates; nobody is nobody else.
func (s *stage) chooseLead(t *testing.T, token, as string) error {
	t.Helper()
	config := rest.AnonymousClientConfig(cluster.Config())
	config.BearerToken = token
	if as != "" {
		config.Impersonate = rest.ImpersonationConfig{UserName: as, Groups: []string{clerks}}
	}
	bearer, err := client.New(config, client.Options{Scheme: cluster.Scheme(), Mapper: cluster.Client().RESTMapper()})
	must(t, err)
	firm := &v1alpha1.Firm{ObjectMeta: metav1.ObjectMeta{Namespace: s.namespace, Name: v1alpha1.FirmName}}
	patch := `{"metadata":{"annotations":{"matterplane.dev/created-by":"acme","impersonate":"lea"}},"spec":{"administrators":{"lead":"fay"}}}`
	return bearer.Patch(t.Context(), firm, client.RawPatch("application/merge-patch+json", []byte(patch)), client.DryRunAll)
}

// tokenOf makes a ServiceAccount that may write, and returns a token of it.
func tokenOf(t *testing.T, namespace, name string) string {
	t.Helper()
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}}
	must(t, cluster.Client().Create(t.Context(), account))
	must(t, cluster.Client().Create(t.Context(), &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: clerks},
		Subjects:   []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Namespace: namespace, Name: name}},
	}))
	request := &authenticationv1.TokenRequest{}
	must(t, cluster.Client().SubResource("token").Create(t.Context(), account, request))
	return request.Status.Token
}

// letImpersonate lets a user impersonate others, and the group of all who write.
func (s *stage) letImpersonate(t *testing.T, user string, others ...string) {
	t.Helper()
	name := "impersonate-in-" + s.namespace
	must(t, cluster.Client().Create(t.Context(), &rbacv1.ClusterRole{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Rules: []rbacv1.PolicyRule{
			{APIGroups: []string{""}, Resources: []string{"users"}, Verbs: []string{"impersonate"}, ResourceNames: others},
			{APIGroups: []string{""}, Resources: []string{"groups"}, Verbs: []string{"impersonate"}, ResourceNames: []string{clerks}},
		},
	}))
	must(t, cluster.Client().Create(t.Context(), &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: name},
		Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.UserKind, Name: user}},
	}))
}

// refusedBy says whether admission refused by a rule, and said who asked.
func refusedBy(err error, rule, who string) bool {
	return apierrors.IsForbidden(err) && strings.Contains(err.Error(), "Forbidden: "+rule+": ") && strings.Contains(err.Error(), who)
}
