// Package down tells what goes on while the webhooks do not answer.
package down_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/story"
)

func TestMain(m *testing.M) { story.Main(m) }

// administrators is the group of Kubernetes' own administrators, bound here to
// everything: what is refused them is refused by admission.
const administrators = "administrators"

func by(t testing.TB, user string) *cluster.Person {
	t.Helper()
	return cluster.As(t, user, administrators, "system:authenticated")
}

// objects are one of each kind.
func objects(namespace, name string) []client.Object {
	meta := metav1.ObjectMeta{Name: name, Namespace: namespace}
	firm := meta
	firm.Name = v1alpha1.FirmName
	return []client.Object{
		&v1alpha1.Firm{ObjectMeta: firm},
		&v1alpha1.Office{ObjectMeta: meta},
		&v1alpha1.FirmUser{ObjectMeta: meta, Spec: v1alpha1.FirmUserSpec{Email: name + "@firm.example"}},
		&v1alpha1.AssistantLink{ObjectMeta: meta, Spec: v1alpha1.AssistantLinkSpec{Assistant: name + "-assistant", Timekeeper: name}},
		&v1alpha1.Matter{ObjectMeta: meta, Spec: v1alpha1.MatterSpec{Type: v1alpha1.TypeMatter}},
	}
}

// write is one of the three ways in which the API server asks about an object.
type write struct {
	verb string
	do   func(ctx context.Context, p *cluster.Person, here, there client.Object, opts ...dry) error
}

type dry interface {
	client.CreateOption
	client.PatchOption
	client.DeleteOption
}

// writes are each of the verbs on what is there, and on what could be elsewhere.
var writes = []write{
	{"create", func(ctx context.Context, p *cluster.Person, _, there client.Object, opts ...dry) error {
		return p.Create(ctx, there, to[client.CreateOption](opts)...)
	}},
	{"update", func(ctx context.Context, p *cluster.Person, here, _ client.Object, opts ...dry) error {
		return p.Patch(ctx, here, client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"labels":{"team":"red"}}}`)), to[client.PatchOption](opts)...)
	}},
	{"delete", func(ctx context.Context, p *cluster.Person, here, _ client.Object, opts ...dry) error {
		return p.Delete(ctx, here, to[client.DeleteOption](opts)...)
	}},
}

func to[O any](opts []dry) []O {
	list := make([]O, 0, len(opts))
	for _, o := range opts {
		list = append(list, o.(O))
	}
	return list
}

// everyWrite tries each verb on each kind and calls back with its answer.
func everyWrite(t *testing.T, p *cluster.Person, here, there string, check func(what string, err error), opts ...dry) {
	t.Helper()
	stored, fresh := objects(here, "one"), objects(there, "two")
	for _, w := range writes {
		for i := range stored {
			what := fmt.Sprintf("%s of a %T", w.verb, stored[i])
			check(what, w.do(t.Context(), p, stored[i].DeepCopyObject().(client.Object), fresh[i].DeepCopyObject().(client.Object), opts...))
		}
	}
}

// With the webhook server stopped, writes to our kinds are refused, everything else
// in the cluster goes on; when it is back, so are they.
func TestWhileTheWebhooksAreDown(t *testing.T) {
	must(t, cluster.Client().Create(t.Context(), &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: administrators},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "cluster-admin"},
		Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: administrators}},
	}))
	here, there := cluster.Namespace(t), cluster.Namespace(t)
	ann := by(t, "ann")
	operator := story.Operate(t)
	for _, o := range objects(here, "one") {
		must(t, ann.Create(t.Context(), o))
	}
	everyWrite(t, ann, here, there, func(what string, err error) { allowed(t, "up: "+what, err) }, client.DryRunAll)

	operator.Stop(t)
	everyWrite(t, ann, here, there, func(what string, err error) { unanswered(t, "down: "+what, err) })
	everyWrite(t, ann, here, there, func(what string, err error) { unanswered(t, "down, dry: "+what, err) }, client.DryRunAll)
	for _, o := range objects(here, "one") {
		unanswered(t, fmt.Sprintf("down: every %T", o), ann.DeleteAllOf(t.Context(), o, client.InNamespace(here)))
	}
	everythingElse(t, ann)
	statuses(t, here)
	collection(t, here)

	story.Operate(t)
	again := cluster.Namespace(t)
	for _, o := range objects(again, "one") {
		allowed(t, fmt.Sprintf("back: create a %T", o), ann.Create(t.Context(), o))
	}
	everyWrite(t, ann, again, cluster.Namespace(t), func(what string, err error) { allowed(t, "back: "+what, err) }, client.DryRunAll)
}

func allowed(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
}

// unanswered checks that a write failed because a webhook of ours did not answer.
func unanswered(t *testing.T, what string, err error) {
	t.Helper()
	if !apierrors.IsInternalError(err) || !strings.Contains(err.Error(), ".matterplane.dev") || !strings.Contains(err.Error(), "failed calling webhook") {
		t.Errorf("%s: %v, want that no webhook answers", what, err)
	}
}

// everythingElse writes what others have in a cluster.
func everythingElse(t *testing.T, p *cluster.Person) {
	t.Helper()
	namespace := cluster.Namespace(t)
	meta := metav1.ObjectMeta{Name: "other", Namespace: namespace}
	for _, o := range []client.Object{
		&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace + "-other"}},
		&corev1.ConfigMap{ObjectMeta: meta}, &corev1.Secret{ObjectMeta: meta}, &corev1.ServiceAccount{ObjectMeta: meta},
		&coordinationv1.Lease{ObjectMeta: meta},
		&rbacv1.Role{ObjectMeta: meta},
		&rbacv1.RoleBinding{ObjectMeta: meta, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: "other"}},
		&rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: "other"}},
	} {
		what := fmt.Sprintf("%T", o)
		allowed(t, "create a "+what, p.Create(t.Context(), o))
		o.SetLabels(map[string]string{"team": "red"})
		allowed(t, "update a "+what, p.Update(t.Context(), o))
		allowed(t, "delete a "+what, p.Delete(t.Context(), o))
	}
	definition := &unstructured.Unstructured{}
	definition.SetGroupVersionKind(schema.GroupVersionKind{Group: "apiextensions.k8s.io", Version: "v1", Kind: "CustomResourceDefinition"})
	definition.SetName("matters.matterplane.dev") // ours, as an upgrade writes it
	allowed(t, "update our own definition", p.Patch(t.Context(), definition, client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"labels":{"team":"red"}}}`))))
}

// statuses writes the status of one of each kind as the operator, which another
// replica may be, and reads it.
func statuses(t *testing.T, namespace string) {
	t.Helper()
	operator := cluster.As(t, admission.DefaultOperator, "system:serviceaccounts", "system:serviceaccounts:matterplane-system", "system:authenticated")
	for _, o := range objects(namespace, "one") {
		must(t, operator.Get(t.Context(), client.ObjectKeyFromObject(o), o))
		before := o.GetResourceVersion()
		err := operator.Status().Patch(t.Context(), o, client.RawPatch(types.MergePatchType, []byte(`{"status":{"observedGeneration":7}}`)))
		if apierrors.IsForbidden(err) { // the role that ships writes statuses by PUT alone
			err = operator.Status().Update(t.Context(), observed(o, 7))
		}
		if err != nil || o.GetResourceVersion() == before {
			t.Errorf("status of a %T: %v, version %s before and %s after", o, err, before, o.GetResourceVersion())
		}
	}
}

// collection is what Kubernetes itself does, whoever of its parts: it deletes what
// is ours, and writes nothing else; nobody else deletes anything (P-2).
func collection(t *testing.T, namespace string) {
	t.Helper()
	held := client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"finalizers":["foregroundDeletion"]}}`))
	freed := client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"finalizers":null,"ownerReferences":null}}`))
	collectors := []string{
		"system:serviceaccount:kube-system:generic-garbage-collector", "system:kube-controller-manager",
		"system:serviceaccount:kube-system:namespace-controller",
	}
	impostors := []string{
		"system:serviceaccount:" + namespace + ":namespace-controller", "system:serviceaccount:kube-system:deployment-controller",
		admission.DefaultOperator, "ann",
	}
	for _, name := range collectors {
		p := by(t, name)
		for _, o := range objects(namespace, "one") {
			what := fmt.Sprintf("%s: a %T", name, o)
			must(t, p.Get(t.Context(), client.ObjectKeyFromObject(o), o))
			allowed(t, "hold, "+what, p.Patch(t.Context(), o.DeepCopyObject().(client.Object), held))
			allowed(t, "free, "+what, p.Patch(t.Context(), o.DeepCopyObject().(client.Object), freed))
			unanswered(t, "annotate, "+what, p.Patch(t.Context(), o.DeepCopyObject().(client.Object),
				client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"annotations":{"note":"seen"},"finalizers":["foregroundDeletion"]}}`))))
			unanswered(t, "respecify, "+what, p.Patch(t.Context(), o.DeepCopyObject().(client.Object), client.RawPatch(types.MergePatchType, []byte(respecified(o)))))
		}
		unanswered(t, name+" creates", p.Create(t.Context(), objects(namespace, "new")[1]))
	}
	for _, name := range impostors {
		for _, o := range objects(namespace, "one") {
			unanswered(t, fmt.Sprintf("%s deletes a %T", name, o), by(t, name).Delete(t.Context(), o))
			unanswered(t, fmt.Sprintf("%s frees a %T", name, o), by(t, name).Patch(t.Context(), o, held))
		}
	}
	collector := by(t, collectors[2])
	for i, o := range objects(namespace, "one") {
		if i%2 == 0 {
			allowed(t, fmt.Sprintf("delete a %T", o), collector.Delete(t.Context(), o))
			continue
		}
		allowed(t, fmt.Sprintf("delete every %T", o), collector.DeleteAllOf(t.Context(), o, client.InNamespace(namespace)))
	}
	cluster.Eventually(t, time.Minute, func() error {
		for _, o := range objects(namespace, "one") {
			if err := collector.Get(t.Context(), client.ObjectKeyFromObject(o), o); !apierrors.IsNotFound(err) {
				return errors.Join(fmt.Errorf("a %T is still there", o), err)
			}
		}
		return nil
	})
}

// respecified is a change of an object's spec.
func respecified(o client.Object) string {
	switch o.(type) {
	case *v1alpha1.FirmUser:
		return `{"spec":{"rights":["Administrator"]}}`
	case *v1alpha1.AssistantLink:
		return `{"spec":{"assistant":"other"}}`
	}
	return `{"spec":{"displayName":"Other"}}`
}

// observed sets the generation that a status says it has seen.
func observed(o client.Object, generation int64) client.Object {
	switch o := o.(type) {
	case *v1alpha1.Firm:
		o.Status.ObservedGeneration = generation
	case *v1alpha1.Office:
		o.Status.ObservedGeneration = generation
	case *v1alpha1.FirmUser:
		o.Status.ObservedGeneration = generation
	case *v1alpha1.AssistantLink:
		o.Status.ObservedGeneration = generation
	case *v1alpha1.Matter:
		o.Status.ObservedGeneration = generation
	}
	return o
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
