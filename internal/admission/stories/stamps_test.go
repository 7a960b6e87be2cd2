package stories_test

import (
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

func user(namespace, name string) *v1alpha1.FirmUser {
	u := &v1alpha1.FirmUser{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace}}
	u.Spec.Email = name + "@firm.example"
	return u
}

func TestACompanyCreatesTheFirstUser(t *testing.T) {
	t.Parallel()
	serve(t)
	company := by(t, "clerk", "matterplane:company:globex")
	stamps := func(p *cluster.Person, u *v1alpha1.FirmUser) (firstUser, createdBy string) {
		must(t, p.Create(t.Context(), u))
		return u.Annotations[v1alpha1.FirstUserAnnotation], u.Annotations[v1alpha1.CreatedByAnnotation]
	}
	check := func(what, firstUser, createdBy, wantFirst, wantBy string) {
		t.Helper()
		if firstUser != wantFirst || createdBy != wantBy {
			t.Errorf("%s: first-user %q, created-by %q", what, firstUser, createdBy)
		}
	}

	namespace := cluster.Namespace(t)
	first, who := stamps(company, user(namespace, "amira"))
	check("the first user", first, who, "true", "globex")
	first, who = stamps(company, user(namespace, "ben"))
	check("the second", first, who, "", "globex")

	namespace = cluster.Namespace(t)
	withRole := user(namespace, "amira")
	withRole.Spec.SystemRole = v1alpha1.RoleFirmUser
	first, who = stamps(company, withRole)
	check("a first user with a role", first, who, "", "globex")

	namespace = cluster.Namespace(t)
	first, who = stamps(by(t, "ann"), user(namespace, "amira"))
	check("a first user by nobody's company", first, who, "", "")

	office := &v1alpha1.Office{ObjectMeta: metav1.ObjectMeta{Name: "london", Namespace: namespace}}
	must(t, company.Create(t.Context(), office))
	check("an office", "", office.Annotations[v1alpha1.CreatedByAnnotation], "", "globex")
	office.Annotations = nil
	office.Spec.DisplayName = "London"
	must(t, by(t, "ann").Update(t.Context(), office))
	check("an office changed", "", office.Annotations[v1alpha1.CreatedByAnnotation], "", "globex")
}

// The window closes with a write by lead or backup that leaves Closed, and opens
// with one that leaves it otherwise; nobody else's write does either (P-5).
func TestLeadAndBackupCloseTheWindow(t *testing.T) {
	t.Parallel()
	serve(t)
	namespace := cluster.Namespace(t)
	ann := by(t, "ann")
	for _, name := range []string{"amira", "ben", "carla", "dora"} {
		must(t, ann.Create(t.Context(), user(namespace, name)))
	}
	double := user(namespace, "double")
	double.Spec.Email, double.Spec.Identities = "", []string{"oidc:carla@firm.example"}
	must(t, by(t, "restorer").Create(t.Context(), double)) // nobody else gets past R-7

	f := &v1alpha1.Firm{ObjectMeta: metav1.ObjectMeta{Name: "firm", Namespace: namespace}}
	f.Spec.Administrators = v1alpha1.FirmAdministrators{Lead: "amira", Backup: "dora", Provisioning: v1alpha1.ProvisioningClosed}
	must(t, by(t, "oidc:amira@firm.example").Create(t.Context(), f))
	write := func(name, username string, provisioning v1alpha1.ProvisioningWindow) error {
		o := f.DeepCopy()
		o.Spec.Administrators.Provisioning, o.Spec.DisplayName = provisioning, name
		err := by(t, username).Update(t.Context(), o)
		if err == nil {
			f = o
		}
		return err
	}
	for _, step := range []struct {
		name, username string
		provisioning   v1alpha1.ProvisioningWindow
		refused        string
		closed         bool
	}{
		{"ben, who is neither", "oidc:ben@firm.example", v1alpha1.ProvisioningClosed, "", false},
		{"amira without the prefix", "amira@firm.example", v1alpha1.ProvisioningClosed, "", false},
		{"carla, who is two users", "oidc:carla@firm.example", v1alpha1.ProvisioningClosed, "P-1: ", false},
		{"the lead, in other letters", "oidc:Amira@firm.example", v1alpha1.ProvisioningClosed, "", true},
		{"ben opens it", "oidc:ben@firm.example", v1alpha1.ProvisioningOpen, "R-10: ", true},
		{"the lead says Open", "oidc:amira@firm.example", v1alpha1.ProvisioningOpen, "", false},
		{"the backup says Closed again", "oidc:dora@firm.example", v1alpha1.ProvisioningClosed, "", true},
		{"the lead says nothing", "oidc:amira@firm.example", "", "", false},
	} {
		err := write(step.name, step.username, step.provisioning)
		if refused := apierrors.IsForbidden(err) && strings.Contains(err.Error(), step.refused); step.refused != "" && !refused {
			t.Errorf("%s: %v, want it refused by %s", step.name, err, step.refused)
		} else if step.refused == "" {
			must(t, err)
		}
		if kept, err := ledger.DecodeFirm(f.Annotations[v1alpha1.LedgerAnnotation]); err != nil || kept.Closed != step.closed {
			t.Errorf("%s: %+v, %v; want closed %t", step.name, kept, err, step.closed)
		}
	}

	amira := stored(t, user(namespace, "amira"))
	amira.Spec.Deactivated = true
	must(t, by(t, "oidc:dora@firm.example").Update(t.Context(), amira))
	if err := write("a deactivated lead", "oidc:amira@firm.example", v1alpha1.ProvisioningClosed); !apierrors.IsForbidden(err) {
		t.Errorf("a deactivated lead wrote the Firm: %v", err)
	}
}
