package controllers_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/story"
)

// longHistory is what was written, one statement after the other, to a firm that
// is old enough to have all that a ledger can hold: users who await what was not
// there, and some of it still is not; pairs that are severed, on both lists, and
// one of them linked anew since; settings that were others once; links that
// dispute, the later ones earlier by name; and a matter that more have left than
// its ledger tells apart.
func longHistory() string {
	crowd := func(from, to int) string {
		names := []string{"amira"}
		for i := from; i < to; i++ {
			names = append(names, fmt.Sprintf("guest-%03d", i))
		}
		return strings.Join(names, ",")
	}
	return `
		matter early staff=amira,carla case=c9
		matter awaits staff=ben case=c1
		firm lead=amira backup=dan follow=staffing systems=documents,billing clients=acme,globex units=uk
		office zurich
		user amira office=london as=Partner first identities=amira; user ben office=london; user carla office=zurich role=FirmOfficeAdministrator
		user dan floating; user eve; user finn; user gus deactivated; user hal; user ida
		link zoe->hal name=zz-first; user zoe
		link eve->amira; link finn->ben; link hal->ida name=aa-later; link zoe->hal name=mm-again
		matter hopes staff=ida case=c2 follow=-staffing
		case c2 staff=dan follow=staffing,conflictedUsers
		matter m1 lead=amira staff=ben,eve,finn case=c2 client=acme set=trial/us
		matter m1 lead=amira staff=ben case=c2 client=acme set=trial/us
		matter m2 staff=carla,gus client=globex set=trial/them conflicted=amira,ben:Follow,eve,finn
		matter m2 staff=carla,gus client=globex set=trial/them conflicted=amira:Follow,ben:Follow
		delete link finn->ben
		link finn->ben
		firm lead=amira backup=dan follow=-staffing,conflictedUsers systems=documents,billing clients=acme,globex units=uk
		case c1 staff=hal
		matter m3 staff=amira:Follow collections=k1; collection k1 staff=ida:MatterEditor
		office london
		matter crowded staff=` + crowd(0, 490) + `
		matter crowded staff=` + crowd(480, 510) + `
		matter crowded staff=amira,eve
		matter crowded staff=amira
		firm lead=amira backup=dan follow=-staffing,conflictedUsers provisioning=Closed closed systems=documents,billing clients=acme,globex units=uk
	`
}

// imported brings the firm with the long history to a namespace, and lets it go
// on there for a while.
func imported(t *testing.T) *story.Firm {
	t.Helper()
	f := story.New(t.Context(), t, story.Webhooks)
	o := firm.Written(t, longHistory())
	o.Offices[0].Annotations[v1alpha1.CreatedByAnnotation] = "globex"
	objects := slices.Concat([]client.Object{o.Firm}, listed(o.Offices), listed(o.Users), listed(o.Links), listed(o.Matters))
	var files []*unstructured.Unstructured
	for _, o := range objects {
		files = append(files, declared(content(t, o)))
	}
	restore(t, f, by(t, story.Restorer), files)
	for _, change := range []struct{ matter, patch string }{
		{"m3", `{"spec":{"staffing":[{"user":"amira","assistants":"Follow"},{"user":"eve"}]}}`},
		{"m3", `{"spec":{"staffing":[{"user":"amira","assistants":"Follow"}]}}`},
		{"early", `{"spec":{"displayName":"Early"}}`},
	} {
		f.Patch(f.Matter(change.matter), change.patch)
		f.Settle()
	}
	story.AwaitIdle(t)
	return f
}

func listed[T client.Object](objects []T) []client.Object {
	var all []client.Object
	for _, o := range objects {
		all = append(all, o)
	}
	return all
}

// declared returns an object as a backup keeps it: without status, and without
// what names this one object of its name.
func declared(o *unstructured.Unstructured) *unstructured.Unstructured {
	o = o.DeepCopy()
	delete(o.Object, "status")
	o.SetNamespace("")
	for _, field := range []string{"uid", "resourceVersion", "generation", "creationTimestamp", "managedFields"} {
		unstructured.RemoveNestedField(o.Object, "metadata", field)
	}
	return o
}

// export returns all that a firm holds, in the order of kinds and names.
func export(t *testing.T, f *story.Firm) []*unstructured.Unstructured {
	t.Helper()
	var list unstructured.UnstructuredList
	must(t, json.Unmarshal([]byte(cluster.MustKubectl(t, f.Namespace, "", "get", "lawfirm", "-o", "json")), &list))
	var backup []*unstructured.Unstructured
	for i := range list.Items {
		backup = append(backup, declared(&list.Items[i]))
	}
	slices.SortFunc(backup, func(a, b *unstructured.Unstructured) int {
		return strings.Compare(a.GetKind()+" "+a.GetName(), b.GetKind()+" "+b.GetName())
	})
	return backup
}

// list returns objects as one file.
func list(t *testing.T, objects []*unstructured.Unstructured) string {
	t.Helper()
	text, err := json.Marshal(map[string]any{"apiVersion": "v1", "kind": "List", "items": objects})
	must(t, err)
	return string(text)
}

// restore creates the objects one by one, and waits until all are seen and settled.
func restore(t *testing.T, f *story.Firm, p *cluster.Person, backup []*unstructured.Unstructured) {
	t.Helper()
	create(t, f, p, backup)
	settle(t, f, len(backup))
}

func create(t *testing.T, f *story.Firm, p *cluster.Person, backup []*unstructured.Unstructured) {
	t.Helper()
	for _, o := range backup {
		o = o.DeepCopy()
		o.SetNamespace(f.Namespace)
		must(t, p.Create(t.Context(), o))
	}
}

func settle(t *testing.T, f *story.Firm, count int) {
	t.Helper()
	cluster.Eventually(t, time.Minute, func() error {
		if seen := len(f.All()); seen != count {
			return fmt.Errorf("%d of %d objects are seen", seen, count)
		}
		return nil
	})
	f.Settle()
}

// lose deletes all that a firm holds.
func lose(t *testing.T, f *story.Firm) {
	t.Helper()
	all := f.All()
	for _, o := range all {
		if o.GetName() == v1alpha1.FirmName { // which only its lead deletes, and which keeps its lead
			must(t, by(t, "amira").Delete(t.Context(), o))
		}
	}
	for _, o := range all {
		must(t, client.IgnoreNotFound(cluster.Client().Delete(t.Context(), o)))
	}
	cluster.Eventually(t, time.Minute, func() error {
		if left := len(f.All()); left > 0 {
			return fmt.Errorf("%d objects are left", left)
		}
		return nil
	})
}

// statuses returns every status as it is stored, condition times left out, and of
// an object that is another one now the generations too.
func statuses(t *testing.T, f *story.Firm, created bool) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, o := range f.All() {
		status, _, err := unstructured.NestedMap(content(t, o).Object, "status")
		must(t, err)
		conditions, _, err := unstructured.NestedSlice(status, "conditions")
		must(t, err)
		for _, c := range conditions {
			delete(c.(map[string]any), "lastTransitionTime")
			if created {
				delete(c.(map[string]any), "observedGeneration")
			}
		}
		status["conditions"] = conditions
		if created {
			delete(status, "observedGeneration")
		}
		text, err := json.MarshalIndent(status, "", " ")
		must(t, err)
		all[nameOf(t, o)] = string(text)
	}
	return all
}

// histories returns the annotations of every object.
func histories[T client.Object](t *testing.T, objects []T) map[string]map[string]string {
	t.Helper()
	all := map[string]map[string]string{}
	for _, o := range objects {
		all[strings.ToLower(content(t, o).GetKind())+"/"+o.GetName()] = o.GetAnnotations()
	}
	return all
}

// ours are the annotations that matterplane keeps, by name.
var ours = []string{
	v1alpha1.CreatedByAnnotation, v1alpha1.FirstUserAnnotation, v1alpha1.LedgerAnnotation, v1alpha1.SinceAnnotation,
}
