package matrix_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// gitops is the field manager under which every object of a stage was applied.
const gitops = "gitops"

// selectable is a label by which a collection of one object can be deleted.
const selectable = "name"

// patience is how long something may take that has been done already.
const patience = 30 * time.Second

// stage is a firm in a namespace of its own, as a Restorer put it there (L-8).
// Whatever is changed on it is put back.
type stage struct {
	cast

	namespace string
	now       map[string]*unstructured.Unstructured
}

// build puts the objects of a firm into a new namespace.
func build(t *testing.T, objects roster.Objects, c cast) *stage {
	t.Helper()
	s := &stage{
		cast:      c,
		namespace: cluster.Namespace(t),
		now:       map[string]*unstructured.Unstructured{},
	}
	bind(t, s.namespace, c.askers)
	for _, o := range cluster.ObjectsOf(objects) {
		s.put(t, s.declared(t, o))
	}
	for _, o := range s.now {
		s.awaitCached(t, o)
	}
	for verb := range shipped {
		s.awaitAuthorized(t, verb)
	}
	return s
}

// declared returns an object as a file declares it, with a label to select it by
// and the note that kubectl apply goes by.
func (s *stage) declared(t *testing.T, o client.Object) *unstructured.Unstructured {
	t.Helper()
	u := bare(t, o)
	u.SetNamespace(s.namespace)
	labels := u.GetLabels()
	if labels == nil {
		labels = map[string]string{}
	}
	labels[selectable] = o.GetName()
	u.SetLabels(labels)
	note, err := lastApplied(u)
	must(t, err)
	annotations := u.GetAnnotations()
	if annotations == nil {
		annotations = map[string]string{}
	}
	annotations[corev1.LastAppliedConfigAnnotation] = note
	u.SetAnnotations(annotations)
	return u
}

// bare returns an object without what only an API server says of it.
func bare(t *testing.T, o client.Object) *unstructured.Unstructured {
	t.Helper()
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(o)
	must(t, err)
	u := &unstructured.Unstructured{Object: content}
	u.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind(kindOf(o)))
	strip(u)
	return u
}

// strip leaves what a file would declare.
func strip(u *unstructured.Unstructured) {
	delete(u.Object, "status")
	for _, field := range []string{"creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "managedFields", "resourceVersion", "uid"} {
		unstructured.RemoveNestedField(u.Object, "metadata", field)
	}
}

func kindOf(o any) string { return strings.TrimPrefix(fmt.Sprintf("%T", o), "*v1alpha1.") }

// lastApplied is the note of kubectl apply: what is declared, without annotations
// of ours, which no file has.
func lastApplied(u *unstructured.Unstructured) (string, error) {
	file := u.DeepCopy()
	if err := unstructured.SetNestedMap(file.Object, map[string]any{}, "metadata", "annotations"); err != nil {
		return "", err
	}
	text, err := json.Marshal(file.Object)
	return string(text) + "\n", err
}

// id tells the objects of a stage apart.
func id(kind, name string) string { return kind + " " + name }

// put applies an object as it was (L-8).
func (s *stage) put(t *testing.T, o *unstructured.Unstructured) {
	t.Helper()
	o = o.DeepCopy()
	if err := s.restorer.Apply(t.Context(), client.ApplyConfigurationFromUnstructured(o), client.FieldOwner(gitops)); err != nil {
		t.Fatalf("restoring %s %s: %v", o.GetKind(), o.GetName(), err)
	}
	s.now[id(o.GetKind(), o.GetName())] = s.read(t, o)
}

// read returns what is stored, nil if nothing.
func (s *stage) read(t *testing.T, like *unstructured.Unstructured) *unstructured.Unstructured {
	t.Helper()
	o := &unstructured.Unstructured{}
	o.SetGroupVersionKind(like.GroupVersionKind())
	err := cluster.Client().Get(t.Context(), client.ObjectKey{Namespace: s.namespace, Name: like.GetName()}, o)
	if apierrors.IsNotFound(err) {
		return nil
	}
	must(t, err)
	return o
}

// restore puts back what a write has changed.
func (s *stage) restore(t *testing.T, changed, was *unstructured.Unstructured) {
	t.Helper()
	if o := s.read(t, changed); o != nil {
		if len(o.GetFinalizers()) > 0 {
			o.SetFinalizers(nil)
			must(t, s.collector.Update(t.Context(), o))
		}
		must(t, client.IgnoreNotFound(s.collector.Delete(t.Context(), o)))
	}
	if was == nil {
		s.awaitGone(t, changed)
		return
	}
	was = was.DeepCopy()
	strip(was)
	s.put(t, was)
	s.awaitCached(t, s.now[id(was.GetKind(), was.GetName())])
}

// awaitCached waits until the webhooks know of an object as it is.
func (s *stage) awaitCached(t *testing.T, o *unstructured.Unstructured) {
	t.Helper()
	cluster.Eventually(t, patience, func() error {
		known, err := s.known(t, o)
		if err == nil && known.GetResourceVersion() != o.GetResourceVersion() {
			err = errors.New("the cache has an older one")
		}
		return err
	})
}

// awaitGone waits until the webhooks know that an object is gone.
func (s *stage) awaitGone(t *testing.T, o *unstructured.Unstructured) {
	t.Helper()
	cluster.Eventually(t, patience, func() error {
		_, err := s.known(t, o)
		if err == nil {
			return errors.New("the cache has it still")
		}
		return client.IgnoreNotFound(err)
	})
}

// known returns what the webhooks know of an object.
func (s *stage) known(t *testing.T, o *unstructured.Unstructured) (client.Object, error) {
	t.Helper()
	made, err := cluster.Client().Scheme().New(o.GroupVersionKind())
	must(t, err)
	typed, isObject := made.(client.Object)
	if !isObject {
		t.Fatalf("a %T is no object", made)
	}
	return typed, cached.Get(t.Context(), client.ObjectKey{Namespace: s.namespace, Name: o.GetName()}, typed)
}

// awaitAuthorized waits until RBAC is as it was bound.
func (s *stage) awaitAuthorized(t *testing.T, verb authority.Verb) {
	t.Helper()
	resource := "matters"
	if verb == authority.Provision {
		resource = "firms"
	}
	for _, a := range s.askers {
		if !a.authorized(verb) {
			continue
		}
		cluster.Eventually(t, patience, func() error {
			review := &authorizationv1.SubjectAccessReview{
				Spec: authorizationv1.SubjectAccessReviewSpec{
					User: a.is.Username, Groups: a.groups,
					ResourceAttributes: &authorizationv1.ResourceAttributes{
						Namespace: s.namespace, Verb: string(verb), Group: v1alpha1.GroupVersion.Group, Resource: resource,
					},
				},
			}
			if err := cluster.Client().Create(t.Context(), review); err != nil {
				return err
			}
			if !review.Status.Allowed {
				return fmt.Errorf("%s is not authorized to %s", a.name, verb)
			}
			return nil
		})
	}
}

// holds says whether an object is itself among those of a firm.
func holds(objects roster.Objects, o client.Object) bool {
	return slices.Contains(cluster.ObjectsOf(objects), o)
}

// replace puts an object in the place of that of its name.
func replace(objects *roster.Objects, o client.Object) {
	var next roster.Objects
	for _, other := range cluster.ObjectsOf(*objects) {
		if kindOf(other) == kindOf(o) && other.GetName() == o.GetName() {
			other = o
		}
		next.Add(other)
	}
	*objects = next
}
