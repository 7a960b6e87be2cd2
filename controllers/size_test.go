package controllers_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firms"
	"github.com/matterplane/matterplane/internal/test/story"
)

// mattersOfOne is how many matters the busiest timekeeper of TestSize is on; a
// fifth of them are in one case. 5,000 is the size to reach; every run takes fewer,
// as most of its time is the API server's.
var mattersOfOne = flag.Int("size.matters", 1000, "how many matters one timekeeper is on in TestSize")

// TestSize is one firm with the largest of everything: what a change of each
// leaves, and that it costs one write of each status that differs. So much happens
// at once that the API server ends watches that do not keep up; what is stored is
// listed, and what was sent is counted where the manager sends it.
func TestSize(t *testing.T) {
	f := story.New(t.Context(), t, story.Alone)
	objects := every(largeFirm(*mattersOfOne))
	makeAll(t, f.Namespace, objects...)
	now := exact(t, f, nil, *mattersOfOne+205, 0, func() { story.Operate(t) })
	wantDerived(t, now)

	t.Run("2,000 members and 2,000 conflicted users", func(t *testing.T) {
		wantCounts(t, now, "big", "2000 members, 500 follow, 100 excluded, 2000 conflicted, 500 and 500 published, truncated")
		published := statusOf(t, now, "big").Staffing
		if first, last := published[0].User, published[499].User; first != "assistant-0000" || last != "assistant-0499" {
			t.Errorf("W-5: published are %s to %s, want the first 500 by name", first, last)
		}
		now = exact(t, f, now, 1, 1, func() { patch(t, f.Namespace, "big", `{"conflictedUsers":[{"user":"only-one"}]}`) })
		wantCounts(t, now, "big", "2000 members, 500 follow, 100 excluded, 1501 conflicted, 500 and 500 published, truncated")
	})

	t.Run("a set of 200 assets", func(t *testing.T) {
		wantCounts(t, now, "side-0000", "1 members, 0 follow, 0 excluded, 199 conflicted, 1 and 199 published")
		now = exact(t, f, now, 200, 1, func() { patch(t, f.Namespace, "side-0000", `{"lead":"newcomer"}`) })
		wantCounts(t, now, "side-0000", "2 members, 0 follow, 0 excluded, 199 conflicted, 2 and 199 published")
		wantCounts(t, now, "side-0199", "1 members, 0 follow, 0 excluded, 200 conflicted, 1 and 200 published")
	})

	t.Run("a timekeeper on thousands of matters gains an assistant", func(t *testing.T) {
		wantCounts(t, now, last(*mattersOfOne), "2 members, 0 follow, 0 excluded, 0 conflicted, 2 and 0 published")
		now = exact(t, f, now, *mattersOfOne, 0, func() { makeAll(t, f.Namespace, stamped(firm.MakeLink("helper", "busy"))) })
		wantCounts(t, now, "one-0000", "4 members, 1 follow, 0 excluded, 0 conflicted, 4 and 0 published")
		wantCounts(t, now, last(*mattersOfOne), "3 members, 1 follow, 0 excluded, 0 conflicted, 3 and 0 published")
	})

	t.Run("a case with a fifth of them", func(t *testing.T) {
		now = exact(t, f, now, *mattersOfOne/5+1, 1, func() { patch(t, f.Namespace, "many", `{"conflictedUsers":[{"user":"busy"}]}`) })
		wantCounts(t, now, "one-0000", "4 members, 1 follow, 2 excluded, 2 conflicted, 4 and 2 published")
		wantCounts(t, now, last(*mattersOfOne), "3 members, 1 follow, 0 excluded, 0 conflicted, 3 and 0 published")
	})
	wantDerived(t, now)
}

func last(matters int) string { return fmt.Sprintf("one-%04d", matters-1) }

// largeFirm returns a firm with the largest of everything.
func largeFirm(matters int) roster.Objects {
	objects := roster.Objects{
		Firm: firm.MakeFirm().Client("acme", "").Follow(v1alpha1.FollowEnabled, v1alpha1.FollowEnabled).Obj(),
	}
	users := func(name string) []string {
		names := numbered(name, 500)
		for _, user := range names {
			objects.Users = append(objects.Users, firm.MakeUser(user).Obj())
		}
		return names
	}
	add := func(w *firm.MatterWrapper) { objects.Matters = append(objects.Matters, w.Obj()) }

	owns, assistants := users("own"), users("assistant")
	for i := range owns {
		objects.Links = append(objects.Links, firm.MakeLink(assistants[i], owns[i]))
	}
	ofCase, ofCollection := users("case"), users("collection")
	add(firm.MakeCase("big-case").Staff(ofCase...).Conflicted(numbered("conflicted-by-case", 500)...))
	add(firm.MakeCollection("big-collection").Staff(ofCollection...).Conflicted(numbered("conflicted-by-collection", 500)...))
	add(firm.MakeCollection("big-wall").Conflicted(ofCase[:100]...).Conflicted(numbered("conflicted-by-wall", 400)...))
	add(firm.MakeMatter("big").Case("big-case").Collections("big-collection", "big-wall").
		Staff(owns...).Conflicted(numbered("conflicted", 500)...))

	for i, name := range numbered("side", 200) {
		add(firm.MakeMatter(name).Side("auction", fmt.Sprintf("bidder-%d", i)).Staff(ofCollection[i]))
	}

	for _, user := range []string{"busy", "helper", "colleague", "ofmany", "newcomer"} {
		objects.Users = append(objects.Users, firm.MakeUser(user).Obj())
	}
	add(firm.MakeCase("many").Staff("ofmany"))
	for i, name := range numbered("one", matters) {
		m := firm.MakeMatter(name).Client("acme").Staff("busy", "colleague")
		if i < matters/5 {
			m.Case("many")
		}
		add(m)
	}

	return objects
}

func numbered(name string, n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("%s-%04d", name, i)
	}
	return names
}

// every returns the objects of a firm as the webhooks would have left them.
func every(objects roster.Objects) []client.Object {
	return cluster.ObjectsOf(firms.Applied(objects, time.Now()))
}

// stamped stamps an object with the present, as the webhook does.
func stamped[O client.Object](o O) O {
	annotations := o.GetAnnotations()
	if annotations == nil {
		annotations = map[string]string{}
	}
	annotations[v1alpha1.SinceAnnotation] = ledger.At(time.Now()).String()
	o.SetAnnotations(annotations)
	return o
}

// makeAll creates objects, many at a time.
func makeAll(t *testing.T, namespace string, objects ...client.Object) {
	t.Helper()
	var creating sync.WaitGroup
	queue := make(chan client.Object)
	for range 32 {
		creating.Go(func() {
			for o := range queue {
				o.SetNamespace(namespace)
				if err := cluster.Client().Create(t.Context(), o); err != nil {
					t.Errorf("creating %s: %v", o.GetName(), err)
				}
			}
		})
	}
	for _, o := range objects {
		queue <- o
	}
	close(queue)
	creating.Wait()
	if t.Failed() {
		t.FailNow()
	}
}

// patch changes the spec of an asset by a merge patch.
func patch(t *testing.T, namespace, name, spec string) {
	t.Helper()
	m := &v1alpha1.Matter{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}}
	if err := cluster.Client().Patch(t.Context(), m, client.RawPatch(types.MergePatchType, []byte(`{"spec":`+spec+`}`))); err != nil {
		t.Fatal(err)
	}
}

// atRest waits until the controllers have done what is a lot.
func atRest(t *testing.T) {
	t.Helper()
	cluster.Eventually(t, 10*time.Minute, func() error {
		if left := story.Metric(t, "workqueue_depth") + story.Metric(t, "controller_runtime_active_workers"); left > 0 {
			return fmt.Errorf("%v objects are to be reconciled", left)
		}
		return nil
	})
	story.AwaitIdle(t)
}

// exact makes a change and wants that the status of every object is written as
// often as it then differs, once or not at all, so many of assets, and that nothing
// else was sent but completions of ledgers (L-7). It returns what is stored then.
func exact(t *testing.T, f *story.Firm, before map[string]storedObject, matters, completions int, change func()) map[string]storedObject {
	t.Helper()
	w := f.Watch()
	change()
	cluster.Eventually(t, time.Minute, func() error {
		if len(w.Requests()) == 0 {
			return errors.New("the controllers have not begun")
		}
		return nil
	})
	atRest(t)
	after := all(t, f.Namespace)
	want, got := map[string]int{}, map[string]int{}
	for path, now := range after {
		if was, there := before[path]; !there || !equality.Semantic.DeepEqual(was.status, now.status) {
			want[path+"/status"]++
		}
	}
	for _, r := range w.Requests() {
		switch {
		case strings.Contains(r.Path, "/events.k8s.io/"):
		case r.Status >= 300:
			t.Errorf("%s %s was answered %d", r.Method, r.Path, r.Status)
		case r.Method == http.MethodPut:
			got[r.Path]++
		case r.Method == http.MethodPatch:
			completions--
		default:
			t.Errorf("the manager sent %s %s", r.Method, r.Path)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("F-3: status writes (-statuses that differ +writes):\n%s", diff)
	}
	for path := range want {
		if strings.Contains(path, "/matters/") {
			matters--
		}
	}
	if matters != 0 || completions != 0 {
		t.Errorf("F-3: %d fewer statuses of assets were written than wanted, and %d fewer ledgers", matters, completions)
	}
	return after
}

// storedObject is an object as it is stored.
type storedObject struct {
	object client.Object
	status any
}

// all returns all that is stored, by the paths of the API.
func all(t *testing.T, namespace string) map[string]storedObject {
	t.Helper()
	found := map[string]storedObject{}
	note := func(resource string, o client.Object, status any) {
		path := fmt.Sprintf("/apis/%s/namespaces/%s/%s/%s", v1alpha1.GroupVersion, namespace, resource, o.GetName())
		found[path] = storedObject{object: o, status: status}
	}
	list := func(into client.ObjectList) {
		if err := cluster.Client().List(t.Context(), into, client.InNamespace(namespace)); err != nil {
			t.Fatal(err)
		}
	}
	var (
		firms   v1alpha1.FirmList
		users   v1alpha1.FirmUserList
		links   v1alpha1.AssistantLinkList
		matters v1alpha1.MatterList
	)
	list(&firms)
	list(&users)
	list(&links)
	list(&matters)
	for i := range firms.Items {
		note("firms", &firms.Items[i], firms.Items[i].Status)
	}
	for i := range users.Items {
		note("firmusers", &users.Items[i], users.Items[i].Status)
	}
	for i := range links.Items {
		note("assistantlinks", &links.Items[i], links.Items[i].Status)
	}
	for i := range matters.Items {
		note("matters", &matters.Items[i], matters.Items[i].Status)
	}
	return found
}

// wantCounts wants what is counted by hand of an asset, and a status that fits.
func wantCounts(t *testing.T, in map[string]storedObject, name, want string) {
	t.Helper()
	status := statusOf(t, in, name)
	s := status.Summary
	got := fmt.Sprintf("%d members, %d follow, %d excluded, %d conflicted, %d and %d published",
		s.Members, s.Followers, s.Excluded, s.Conflicted, len(status.Staffing), len(status.ConflictedUsers))
	if status.Truncated {
		got += ", truncated"
	}
	if got != want {
		t.Errorf("%s: got %s\nwant %s", name, got, want)
	}
	if data, err := json.Marshal(status); err != nil || len(data) >= 512<<10 {
		t.Errorf("%s: the status takes %d bytes, error %v", name, len(data), err)
	}
}

func statusOf(t *testing.T, in map[string]storedObject, name string) v1alpha1.MatterStatus {
	t.Helper()
	for _, s := range in {
		if m, is := s.object.(*v1alpha1.Matter); is && m.Name == name {
			return m.Status
		}
	}
	t.Fatalf("there is no matter %s", name)
	return v1alpha1.MatterStatus{}
}

// wantDerived wants of every asset the status that is derived from all that is stored.
func wantDerived(t *testing.T, in map[string]storedObject) {
	t.Helper()
	var objects roster.Objects
	for _, s := range in {
		objects.Add(s.object)
	}
	view := roster.NewSnapshot(objects)
	for _, m := range objects.Matters {
		want, got := staffing.Derive(view, m), *m.Status.DeepCopy()
		for i := range got.Conditions {
			got.Conditions[i].LastTransitionTime = metav1.Time{}
		}
		if !equality.Semantic.DeepEqual(want, got) {
			t.Errorf("%s is not what is derived (-derived +stored):\n%s", m.Name, cmp.Diff(want, got, cmpopts.EquateEmpty()))
		}
	}
}
