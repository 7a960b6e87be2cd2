package stories_test

import (
	"context"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// theFirm has one of everybody. Heidi, ghost and gina are named, and not there.
const theFirm = `
	firm lead=amira backup=heidi clients=acme/gina
	office london; office zurich
	user amira office=zurich
	user carla role=FirmAdministrator office=zurich
	user oscar role=FirmOfficeAdministrator office=london
	user paul office=london role=FirmUser
	user quinn office=london role=FirmUser
	user rita rights=Administrator office=zurich
	user cora rights=Compliance office=zurich
	user lena office=zurich
	user dan office=zurich
	matter m1 lead=lena staff=paul,dan:MatterAdministrator conflicted=dan
	matter m2 lead=ghost
	matter m3 lead=lena
`

// change is something that a person does in a namespace.
type change struct {
	what, who string
	do        func(ctx context.Context, p *cluster.Person, namespace string) error
	rule      string // that refuses it; empty: allowed
}

func (c change) try(t *testing.T, namespace string, p *cluster.Person) {
	t.Helper()
	answered(t, c.who+": "+c.what, c.do(t.Context(), p, namespace), c.rule)
}

// A collection is deleted object by object, by who may delete each (U-5).
func TestACollectionIsDeletedByWhoMayDeleteEach(t *testing.T) {
	t.Parallel()
	serve(t)
	namespace := house(t, theFirm)
	deleteAll := func(ctx context.Context, p *cluster.Person, namespace string) error {
		return p.DeleteAllOf(ctx, &v1alpha1.Matter{}, client.InNamespace(namespace))
	}
	for _, c := range []change{
		{"every matter", "paul", deleteAll, "U-5"},
		{"every matter", "lena", deleteAll, "U-5"},
		{"every matter", "carla", deleteAll, "U-5"},
	} {
		c.try(t, namespace, person(t, c.who))
	}
	if n := len(list(t, namespace).Items); n != 3 {
		t.Errorf("%d matters are left", n)
	}
	change{"every matter", "cora", deleteAll, ""}.try(t, namespace, person(t, "cora"))
	if n := len(list(t, namespace).Items); n != 0 {
		t.Errorf("%d matters are left", n)
	}
	change{"every user", "carla", func(ctx context.Context, p *cluster.Person, namespace string) error {
		return p.DeleteAllOf(ctx, &v1alpha1.FirmUser{}, client.InNamespace(namespace))
	}, "R-8"}.try(t, namespace, person(t, "carla"))
	must(t, cluster.Client().Get(t.Context(), client.ObjectKeyFromObject(inside(namespace, user("", "amira"))), &v1alpha1.FirmUser{}))
}

func list(t *testing.T, namespace string) *v1alpha1.MatterList {
	t.Helper()
	matters := &v1alpha1.MatterList{}
	must(t, cluster.Client().List(t.Context(), matters, client.InNamespace(namespace)))
	return matters
}

func inside[O client.Object](namespace string, o O) O {
	o.SetNamespace(namespace)
	return o
}

// Names and roles that somebody is not to have do not come by another way of
// creating a user: by a name that the server makes up, by server-side
// apply, by a name that others gave something to before.
func TestHoweverAUserIsCreated(t *testing.T) {
	t.Parallel()
	serve(t)
	namespace := house(t, theFirm)
	made := func(name string, role v1alpha1.SystemRole) *v1alpha1.FirmUser {
		u := user("", name)
		u.Spec.Office, u.Spec.SystemRole = "london", role
		return u
	}
	create := func(o *v1alpha1.FirmUser, opts ...client.CreateOption) func(context.Context, *cluster.Person, string) error {
		return func(ctx context.Context, p *cluster.Person, namespace string) error {
			return p.Create(ctx, inside(namespace, o.DeepCopy()), opts...)
		}
	}
	generated := made("", v1alpha1.RoleFirmUser)
	generated.GenerateName, generated.Spec.Email = "temp-", "temp@firm.example"
	higher := generated.DeepCopy()
	higher.Spec.SystemRole = v1alpha1.RoleFirmAdministrator
	for _, c := range []change{
		{"a user", "oscar", create(made("new", ""), client.DryRunAll), ""},
		{"a user", "paul", create(made("new", ""), client.DryRunAll), "R-6"},
		{"a name of the server's", "oscar", create(generated), ""},
		{"a name of the server's", "paul", create(generated), "R-6"},
		{"a name of the server's, a higher role", "oscar", create(higher), "R-4"},
		{"a name that leads a matter", "oscar", create(made("ghost", "")), "R-6"},
		{"a name that manages a client", "oscar", create(made("gina", "")), "R-6"},
		{"a name that manages a client", "rita", create(made("gina", "")), "R-6"},
		{"a name that manages a client, applied", "oscar", applies(made("gina", "")), "R-6"},
		{"the backup's name", "carla", create(made("heidi", "")), "R-6"},
		{"the backup's name, applied", "carla", applies(made("heidi", "")), "R-6"},
		{"the backup's name, for a Company", "clerk", create(made("heidi", "")), "R-6"},
		{"a name that leads a matter", "carla", create(made("ghost", "")), ""},
		{"a name that manages a client", "carla", applies(made("gina", "")), ""},
		{"the backup's name", "amira", create(made("heidi", "")), ""},
	} {
		p := person(t, c.who)
		if c.who == "clerk" {
			p = plainly(t, "clerk", "matterplane:company:acme")
		}
		c.try(t, namespace, p)
	}
}

// applies is server-side apply of a user, with force.
func applies(u *v1alpha1.FirmUser) func(context.Context, *cluster.Person, string) error {
	return func(ctx context.Context, p *cluster.Person, namespace string) error {
		spec := map[string]any{"email": u.Spec.Email, "office": u.Spec.Office}
		if u.Spec.SystemRole != "" {
			spec["systemRole"] = string(u.Spec.SystemRole)
		}
		return apply(ctx, p, "other", &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": v1alpha1.GroupVersion.String(), "kind": "FirmUser",
			"metadata": map[string]any{"name": u.Name, "namespace": namespace}, "spec": spec,
		}})
	}
}

// Who may delete a user may not bring it back as somebody.
func TestDeletedAndCreatedAnewIsNoPromotion(t *testing.T) {
	t.Parallel()
	serve(t)
	namespace := house(t, theFirm)
	oscar := person(t, "oscar")
	anew := func(name string, role v1alpha1.SystemRole, rights ...v1alpha1.UserRight) *v1alpha1.FirmUser {
		u := inside(namespace, user("", name))
		u.Spec.Office, u.Spec.SystemRole, u.Spec.Rights = "london", role, rights
		return u
	}
	for _, name := range []string{"amira", "carla", "rita"} {
		answered(t, "oscar deletes "+name, oscar.Delete(t.Context(), anew(name, "")), "R-6")
	}
	must(t, oscar.Delete(t.Context(), anew("quinn", "")))
	answered(t, "anew as Firm Administrator", oscar.Create(t.Context(), anew("quinn", v1alpha1.RoleFirmAdministrator)), "R-4")
	answered(t, "applied as Firm Administrator", applies(anew("quinn", v1alpha1.RoleFirmAdministrator))(t.Context(), oscar, namespace), "R-4")
	answered(t, "anew with a right", oscar.Create(t.Context(), anew("quinn", v1alpha1.RoleFirmUser, v1alpha1.RightAdministrator)), "R-9")
	answered(t, "anew as it was", oscar.Create(t.Context(), anew("quinn", v1alpha1.RoleFirmUser)), "")

	must(t, oscar.Delete(t.Context(), anew("paul", "")))
	answered(t, "anew what a matter names", oscar.Create(t.Context(), anew("paul", v1alpha1.RoleFirmUser)), "R-6")
	answered(t, "anew what a matter names", person(t, "carla").Create(t.Context(), anew("paul", v1alpha1.RoleFirmUser)), "")

	higher := manifest(t, map[string]any{
		"apiVersion": v1alpha1.GroupVersion.String(), "kind": "FirmUser", "metadata": map[string]any{"name": "quinn"},
		"spec": map[string]any{"email": "quinn@firm.example", "office": "london", "systemRole": "FirmAdministrator"},
	})
	as := []string{"--as", email("oscar"), "--as-group", ordinary, "--as-group", "system:authenticated"}
	for _, how := range [][]string{{"apply", "-f", "-"}, {"replace", "-f", "-"}, {"replace", "--force", "-f", "-"}} {
		if _, err := cluster.Kubectl(t, namespace, higher, append(how, as...)...); err == nil {
			t.Errorf("kubectl %v made a Firm Administrator", how)
		}
	}
}

// Whoever may not delete an object does not have Kubernetes do it either.
func TestOwnersAndFinalizersAreForWhoMayDelete(t *testing.T) {
	t.Parallel()
	serve(t)
	namespace := house(t, theFirm)
	patch := func(o client.Object, text string) func(context.Context, *cluster.Person, string) error {
		return func(ctx context.Context, p *cluster.Person, namespace string) error {
			o := o.DeepCopyObject().(client.Object)
			return p.Patch(ctx, inside(namespace, o), client.RawPatch(types.MergePatchType, []byte(text)))
		}
	}
	const owned = `{"metadata":{"ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"gone","uid":"00000000-0000-0000-0000-000000000000"}]}}`
	const held, freed = `{"metadata":{"finalizers":["example.com/hold"]}}`, `{"metadata":{"finalizers":null}}`
	remove := func(o client.Object) func(context.Context, *cluster.Person, string) error {
		return func(ctx context.Context, p *cluster.Person, namespace string) error {
			o := o.DeepCopyObject().(client.Object)
			return p.Delete(ctx, inside(namespace, o))
		}
	}
	m1, m3 := matter("", "m1"), matter("", "m3")
	london := &v1alpha1.Office{ObjectMeta: metav1.ObjectMeta{Name: "london"}}
	theLead, quinn := user("", "amira"), user("", "quinn")
	for _, c := range []change{
		{"own a matter", "lena", patch(m1, owned), "R-8"},
		{"own a matter", "carla", patch(m1, owned), "R-8"},
		{"own a matter", "cora", patch(m1, owned), ""},
		{"own the lead", "carla", patch(theLead, owned), "R-8"},
		{"own the lead", "amira", patch(theLead, owned), "R-8"},
		{"own a user", "paul", patch(quinn, owned), "R-8"},
		{"own a user", "oscar", patch(quinn, owned), ""},
		{"own an office", "paul", patch(london, owned), "R-8"},
		{"own an office", "oscar", patch(london, owned), ""},

		{"hold a matter", "lena", patch(m3, held), "R-8"},
		{"hold a matter", "cora", patch(m3, held), ""},
		{"delete what is held", "lena", remove(m3), "U-5"},
		{"delete what is held", "cora", remove(m3), ""},
		{"let it go", "lena", patch(m3, freed), "R-8"},
		{"let it go", "paul", patch(m3, freed), "R-8"},
		{"let it go", "cora", patch(m3, freed), ""},
	} {
		c.try(t, namespace, person(t, c.who))
	}
	if err := cluster.Client().Get(t.Context(), client.ObjectKeyFromObject(inside(namespace, m3)), m3); !apierrors.IsNotFound(err) {
		t.Errorf("m3 is still there: %v", err)
	}
}

// What is not the object itself is Kubernetes RBAC alone: whoever has the verb
// writes a status, which changes no spec, and the controllers put it right.
func TestSubresourcesChangeNothingDeclared(t *testing.T) {
	t.Parallel()
	serve(t)
	namespace := house(t, theFirm)
	m := stored(t, inside(namespace, matter("", "m1")))
	before := m.DeepCopy()
	m.Spec.Lead, m.Spec.ConflictedUsers, m.Finalizers = "paul", nil, []string{"example.com/hold"}
	m.Status.Staffing = []v1alpha1.Member{{
		User: "dan", Access: v1alpha1.AccessGranted, MatterRole: v1alpha1.MatterRoleAdministrator, StaffingType: v1alpha1.StaffingTeamMember,
		Origins: []v1alpha1.Origin{{Type: "Direct"}},
	}}
	dan := person(t, "dan")
	must(t, dan.Status().Update(t.Context(), m.DeepCopy()))
	after := stored(t, m)
	if after.Spec.Lead != "lena" || len(after.Spec.ConflictedUsers) != 1 || len(after.Finalizers) > 0 || after.Generation != before.Generation {
		t.Errorf("by its status: %+v %v", after.Spec, after.Finalizers)
	}
	// What the status claims gives dan nothing (W-4).
	answered(t, "dan ends its own wall", dan.Patch(t.Context(), after, client.RawPatch(types.MergePatchType, []byte(`{"spec":{"conflictedUsers":null}}`))), "U-6")

	if err := dan.SubResource("scale").Patch(t.Context(), after, client.RawPatch(types.MergePatchType, []byte(`{"spec":{"replicas":0}}`))); !apierrors.IsNotFound(err) {
		t.Errorf("it has a scale: %v", err)
	}
	other := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": v1alpha1.GroupVersion.Group + "/v1", "kind": "Matter",
		"metadata": map[string]any{"name": "m9", "namespace": namespace}, "spec": map[string]any{"type": "Matter"},
	}}
	if err := dan.Create(t.Context(), other); err == nil {
		t.Error("it has another version")
	}
}
