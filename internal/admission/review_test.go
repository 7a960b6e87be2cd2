package admission_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	admissionv1 "k8s.io/api/admission/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"
	webhook "sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/roster"
)

// nine is the time on the clock of these tests, until one of them moves it.
var nine = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

// house is what stands behind the two webhooks in a test without a cluster.
type house struct {
	mutating, validating webhook.Handler
	now                  time.Time
	live                 shelf
}

func newHouse(t testing.TB, objects ...client.Object) *house {
	t.Helper()
	h := &house{now: nine, live: shelf{objects: objects}}
	var err error
	h.mutating, h.validating, err = admission.Handlers(h.live.cluster(), admission.Options{
		CompanyGroupPrefix: "company:",
		Restorers:          []string{"restorer"},
		Operator:           "operator",
		Clock:              func() time.Time { return h.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// shelf is a reader of a few single objects that notes what it is asked for.
type shelf struct {
	mu      sync.Mutex // of asked: who asks and the Firm are read at once
	objects []client.Object
	asked   []string
	broken  bool
	panics  bool
}

// Get implements client.Reader.
func (s *shelf) Get(_ context.Context, key client.ObjectKey, into client.Object, _ ...client.GetOption) error {
	s.mu.Lock()
	s.asked = append(s.asked, key.Name)
	s.mu.Unlock()
	if s.panics {
		panic("as the test wants it")
	}
	if s.broken {
		return errors.New("the line is dead")
	}
	for _, o := range s.objects {
		if client.ObjectKeyFromObject(o) == key && reflect.TypeOf(o) == reflect.TypeOf(into) {
			reflect.ValueOf(into).Elem().Set(reflect.ValueOf(o).Elem())
			return nil
		}
	}
	return apierrors.NewNotFound(schema.GroupResource{}, key.Name)
}

// List implements client.Reader.
func (*shelf) List(context.Context, client.ObjectList, ...client.ListOption) error {
	return errors.New("a shelf has no lists")
}

// cluster is a cluster whose caches hold what the shelf does, and where everybody
// is authorized for everything: what is refused there, rules refuse.
func (s *shelf) cluster() admission.Cluster {
	return admission.Cluster{
		Live: s,
		Cached: func(namespace string) roster.View {
			var firm roster.Objects
			for _, o := range s.objects {
				if o.GetNamespace() == namespace {
					firm.Add(o)
				}
			}
			return roster.NewSnapshot(firm)
		},
		Synced:  func() bool { return true },
		Reviews: generous{},
	}
}

// generous authorizes everybody for everything.
type generous struct{}

// Create implements admission.Reviewer.
func (generous) Create(_ context.Context, review *authorizationv1.SubjectAccessReview, _ metav1.CreateOptions) (*authorizationv1.SubjectAccessReview, error) {
	review.Status.Allowed = true
	return review, nil
}

// asks makes the request by which a user turns one object into another; without an
// old one a new object.
func asks(t testing.TB, user string, old, changed client.Object) webhook.Request {
	t.Helper()
	kind := reflect.TypeOf(changed).Elem().Name()
	req := webhook.Request{AdmissionRequest: admissionv1.AdmissionRequest{
		UID:       "1",
		Kind:      metav1.GroupVersionKind{Group: v1alpha1.GroupVersion.Group, Version: v1alpha1.GroupVersion.Version, Kind: kind},
		Namespace: changed.GetNamespace(),
		Name:      changed.GetName(),
		Operation: admissionv1.Create,
		Object:    runtime.RawExtension{Raw: raw(t, changed)},
		UserInfo:  authenticationv1.UserInfo{Username: user},
	}}
	if old != nil {
		req.Operation = admissionv1.Update
		req.OldObject = runtime.RawExtension{Raw: raw(t, old)}
	}
	return req
}

func raw(t testing.TB, o client.Object) []byte {
	t.Helper()
	o = o.DeepCopyObject().(client.Object)
	kind := reflect.TypeOf(o).Elem().Name()
	o.GetObjectKind().SetGroupVersionKind(v1alpha1.GroupVersion.WithKind(kind))
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// write asks the mutating webhook and returns the object as it would be stored,
// with the warnings.
func write[T client.Object](t testing.TB, h *house, user string, old, changed T) (T, []string) {
	t.Helper()
	req := asks(t, user, nilOr(old), changed)
	resp := h.mutating.Handle(t.Context(), req)
	if !resp.Allowed {
		t.Fatalf("not allowed: %+v", resp.Result)
	}
	stored := changed.DeepCopyObject().(T)
	stored.SetAnnotations(patched(t, changed.GetAnnotations(), resp.Patch))
	return stored, resp.Warnings
}

// nilOr tells an interface without an object from one with a nil pointer.
func nilOr[T client.Object](o T) client.Object {
	if reflect.ValueOf(o).IsNil() {
		return nil
	}
	return o
}

// patched applies a patch that may change annotations of ours and nothing else.
func patched(t testing.TB, have map[string]string, patch []byte) map[string]string {
	t.Helper()
	const at = "/metadata/annotations"
	var operations []struct {
		Op, Path string
		Value    json.RawMessage
	}
	if len(patch) > 0 {
		if err := json.Unmarshal(patch, &operations); err != nil {
			t.Fatalf("patch %s: %v", patch, err)
		}
	}
	changed := maps.Clone(have)
	for _, o := range operations {
		key, single := strings.CutPrefix(o.Path, at+"/")
		key = strings.ReplaceAll(key, "~1", "/")
		switch {
		case o.Op == "add" && o.Path == at && len(changed) == 0:
			changed = map[string]string{}
			if err := json.Unmarshal(o.Value, &changed); err != nil {
				t.Fatal(err)
			}
		case o.Op == "remove" && o.Path == at:
			changed = nil
		case o.Op == "add" && single:
			var value string
			if err := json.Unmarshal(o.Value, &value); err != nil {
				t.Fatal(err)
			}
			changed[key] = value
		case o.Op == "remove" && single:
			if _, there := changed[key]; !there {
				t.Fatalf("patch %s removes what is not there", patch)
			}
			delete(changed, key)
		default:
			t.Fatalf("patch %s does more than it may", patch)
		}
	}
	for key := range changed {
		if changed[key] != have[key] && !strings.HasPrefix(key, "matterplane.dev/") {
			t.Fatalf("patch %s changes %s", patch, key)
		}
	}
	return changed
}

// matter makes a matter of namespace acme with a team.
func matter(name string, team ...string) *v1alpha1.Matter {
	m := &v1alpha1.Matter{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "acme"}}
	m.Spec.Type = v1alpha1.TypeMatter
	for _, user := range team {
		m.Spec.Staffing = append(m.Spec.Staffing, v1alpha1.StaffingEntry{User: user})
	}
	return m
}

// with returns a copy of an object with a change.
func with[T client.Object](o T, change func(T)) T {
	changed := o.DeepCopyObject().(T)
	change(changed)
	return changed
}

// annotated returns a copy with an annotation, without it if the value is empty.
func annotated[T client.Object](o T, key, value string) T {
	return with(o, func(o T) {
		a := maps.Clone(o.GetAnnotations())
		if a == nil {
			a = map[string]string{}
		}
		a[key] = value
		if value == "" {
			delete(a, key)
		}
		o.SetAnnotations(a)
	})
}

// firm makes the Firm of namespace acme, created some time ago, under which the
// assistants of a team follow.
func firm(ago time.Duration) *v1alpha1.Firm {
	f := &v1alpha1.Firm{ObjectMeta: metav1.ObjectMeta{Name: "firm", Namespace: "acme"}}
	f.CreationTimestamp = metav1.NewTime(nine.Add(-ago))
	f.Spec.AssistantsFollow.Staffing = v1alpha1.FollowEnabled
	return f
}
