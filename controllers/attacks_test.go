package controllers_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/story"
)

const (
	longAgo = "2001-01-01T00:00:00.000000Z"
	// innocent is a ledger in which nobody has left and nothing was ever closed.
	innocent = `{"first":{"conflictedUsers":"Disabled","staffing":"Enabled"},"v":1}`
)

// targets are what an attacker would have otherwise, on the firm with the long history.
var targets = []struct{ kind, name, key, want string }{
	{"Matter", "m1", v1alpha1.LedgerAnnotation, innocent},
	{"Matter", "m2", v1alpha1.LedgerAnnotation, "garbage"},
	{"Matter", "m1", v1alpha1.SinceAnnotation, longAgo},
	{"Firm", "firm", v1alpha1.LedgerAnnotation, innocent}, // opens the window (P-5)
	{"Firm", "firm", v1alpha1.SinceAnnotation, "now"},
	{"FirmUser", "ben", v1alpha1.FirstUserAnnotation, "true"}, // makes an administrator
	{"FirmUser", "amira", v1alpha1.FirstUserAnnotation, ""},
	{"FirmUser", "ben", v1alpha1.SinceAnnotation, longAgo},
	{"Office", "zurich", v1alpha1.CreatedByAnnotation, "acme"},
	{"AssistantLink", "aa-later", v1alpha1.SinceAnnotation, longAgo}, // wins every dispute
	{"AssistantLink", "aa-later", v1alpha1.LedgerAnnotation, innocent},
}

// rulesOf say which rule wants an annotation.
var rulesOf = map[string]string{
	v1alpha1.CreatedByAnnotation: "U-8", v1alpha1.FirstUserAnnotation: "R-5",
	v1alpha1.LedgerAnnotation: "L-1", v1alpha1.SinceAnnotation: "L-9",
}

// TestNobodyRewritesHistory edits and removes ledgers and stamps in every way that
// a client has, as somebody whom RBAC lets do anything, as a Restorer and as the
// operator. Nothing comes of it but a warning.
func TestNobodyRewritesHistory(t *testing.T) {
	story.Operate(t)
	f := imported(t)
	before := statuses(t, f, false)
	w := f.Watch()
	for _, who := range []string{"anybody", story.Restorer, admission.DefaultOperator} {
		p := by(t, who)
		for _, name := range slices.Sorted(maps.Keys(ways)) {
			for _, target := range targets {
				t.Run(fmt.Sprintf("%s/%s/%s %s", who, name, target.name, target.key), func(t *testing.T) {
					attack(t, p, ways[name], read(t, f, target.kind, target.name), target.key, target.want)
				})
			}
		}
	}
	t.Run("kubectl", func(t *testing.T) {
		for _, name := range slices.Sorted(maps.Keys(kubectlWays)) {
			for _, target := range targets[2:4] { // each takes a while
				t.Run(name+"/"+target.name+" "+target.key, func(t *testing.T) {
					o, way := read(t, f, target.kind, target.name), kubectlWays[name]
					args, file := way.set(o.DeepCopy(), target.key, target.want)
					must(t, kubectl(t, "anybody", f.Namespace, args, file))
					unharmed(t, o)
					args, file = way.remove(o.DeepCopy(), target.key, "")
					must(t, kubectl(t, "anybody", f.Namespace, args, file))
					unharmed(t, o)
				})
			}
		}
	})
	f.Settle()
	story.AwaitIdle(t)
	if diff := cmp.Diff(before, statuses(t, f, false)); diff != "" {
		t.Errorf("statuses (-before +after):\n%s", diff)
	}
	for _, c := range w.Changes() {
		if diff := cmp.Diff(unapplied(c.Before), unapplied(c.After)); diff != "" {
			t.Errorf("%s was written:\n%s", c.ID, diff)
		}
	}
	for _, r := range w.Requests() {
		if r.Writes() {
			t.Errorf("the manager sent %s %s", r.Method, r.Path)
		}
	}
}

// attack sets an annotation and removes it, and wants it to be what it was.
func attack(t *testing.T, p *cluster.Person, by way, o *unstructured.Unstructured, key, value string) {
	t.Helper()
	sent := o.DeepCopy()
	must(t, by.set(t.Context(), p, sent, key, value))
	unharmed(t, o)
	if diff := cmp.Diff(kept(o), kept(sent)); diff != "" { // the answer is what is stored, or for a dry run would be
		t.Errorf("ledger and stamps (-before +answered):\n%s", diff)
	}
	var want []string
	if !by.unseen && p.Name != admission.DefaultOperator {
		want = []string{rulesOf[key] + ": undid the change of " + key + ": matterplane keeps it; leave it out of what you apply"}
	}
	if diff := cmp.Diff(want, p.Warned()); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	if _, there := o.GetAnnotations()[key]; !there {
		return
	}
	must(t, by.remove(t.Context(), p, read(t, o, o.GetKind(), o.GetName()), key))
	unharmed(t, o)
	if warned := p.Warned(); len(warned) > 0 {
		t.Errorf("removing it warned %q", warned)
	}
}

// read reads an object as it is stored.
func read(t *testing.T, in any, kind, name string) *unstructured.Unstructured {
	t.Helper()
	o := &unstructured.Unstructured{}
	o.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind(kind))
	key := client.ObjectKey{Name: name}
	switch in := in.(type) {
	case *story.Firm:
		key.Namespace = in.Namespace
	case client.Object:
		key.Namespace = in.GetNamespace()
	}
	must(t, cluster.Client().Get(t.Context(), key, o))
	return o
}

// unharmed fails the test unless our annotations of an object are what they were.
func unharmed(t *testing.T, o *unstructured.Unstructured) {
	t.Helper()
	now := read(t, o, o.GetKind(), o.GetName())
	if diff := cmp.Diff(kept(o), kept(now)); diff != "" {
		t.Errorf("ledger and stamps (-before +after):\n%s", diff)
	}
}

// kept returns those of an object's annotations that matterplane keeps.
func kept(o client.Object) map[string]string {
	annotations := map[string]string{}
	for _, key := range ours {
		if value, there := o.GetAnnotations()[key]; there {
			annotations[key] = value
		}
	}
	return annotations
}

// unapplied returns an object without what remembers who has applied what.
func unapplied(o client.Object) client.Object {
	o, ok := o.DeepCopyObject().(client.Object)
	if !ok {
		return nil
	}
	annotations := maps.Clone(o.GetAnnotations())
	delete(annotations, corev1.LastAppliedConfigAnnotation)
	o.SetAnnotations(annotations)
	o.SetManagedFields(nil)
	o.SetResourceVersion("")
	return o
}

// TestStrategicMergePatchesAreNotForUs is about a style that custom resources do
// not have: the API server refuses it before anybody is asked.
func TestStrategicMergePatchesAreNotForUs(t *testing.T) {
	story.Operate(t)
	f := story.New(t.Context(), t, story.Webhooks)
	f.Tell(`matter m1`)
	for name, send := range map[string]func(client.Object, client.Patch) error{
		"object": func(o client.Object, p client.Patch) error { return by(t, "anybody").Patch(t.Context(), o, p) },
		"status": func(o client.Object, p client.Patch) error { return by(t, "anybody").Status().Patch(t.Context(), o, p) },
	} {
		o := read(t, f, "Matter", "m1")
		err := send(o.DeepCopy(), client.RawPatch(types.StrategicMergePatchType, []byte(mergeText(v1alpha1.LedgerAnnotation, nil))))
		if !apierrors.IsUnsupportedMediaType(err) {
			t.Errorf("of the %s: %v", name, err)
		}
		unharmed(t, o)
	}
}
