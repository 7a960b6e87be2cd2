package controllers_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/story"
)

// TestLeadAndBackupGetNoticeOfWhatACompanyCreates lets a client's system, and
// somebody who claims to be one, create users and offices (U-8).
func TestLeadAndBackupGetNoticeOfWhatACompanyCreates(t *testing.T) {
	operator := story.Operate(t)
	f := story.New(t.Context(), t, story.Webhooks)
	f.Tell(`firm lead=amira backup=ben; user amira; user ben; office london`)
	story.AwaitIdle(t) // and no Event of the recorder's is on its way
	w := f.Watch()
	clerk, anybody := cluster.As(t, "clerk", "system:masters", "matterplane:company:globex"), by(t, "anybody")
	must(t, clerk.Create(t.Context(), newUser(f, "mia")))
	settleOthers(t, f)
	beforeTheStatus(t, w, "/firmusers/mia/status")
	must(t, clerk.Create(t.Context(), newOffice(f, "zurich")))
	forged := newUser(f, "eve")
	forged.Annotations = map[string]string{v1alpha1.CreatedByAnnotation: "globex"}
	must(t, anybody.Create(t.Context(), forged))
	must(t, anybody.Create(t.Context(), newOffice(f, "paris")))
	settleOthers(t, f)

	want := []string{
		"U-8: the company globex created the office zurich; notice to the lead amira (amira@firm.example) and the backup ben (ben@firm.example)",
		"U-8: the company globex created the user mia; notice to the lead amira (amira@firm.example) and the backup ben (ben@firm.example)",
	}
	notices(t, w, "CreatedByCompany", want...)
	about(t, f, w, map[string]client.Object{"mia": f.Object("user", "mia"), "zurich": f.Object("office", "zurich")})

	t.Run("once, whoever writes them later", func(t *testing.T) {
		must(t, clerk.Patch(t.Context(), newUser(f, "mia"), merging(`{"spec":{"givenName":"Mia"}}`)))
		must(t, anybody.Patch(t.Context(), newUser(f, "eve"), merging(`{"metadata":{"annotations":{"`+v1alpha1.CreatedByAnnotation+`":"globex"}}}`)))
		settleOthers(t, f)
		notices(t, w, "CreatedByCompany", want...)
	})
	t.Run("once, when the statuses are lost", func(t *testing.T) {
		loseStatuses(f)
		f.Settle()
		story.AwaitIdle(t)
		notices(t, w, "CreatedByCompany", want...)
	})
	t.Run("once, when the manager starts anew, without statuses", func(t *testing.T) {
		operator.Stop(t)
		loseStatuses(f)
		story.Operate(t)
		f.Settle()
		story.AwaitIdle(t)
		notices(t, w, "CreatedByCompany", want...)
	})
}

// TestANoticeWaitsForTheFirm lets a Company create a firm in an order in which
// there is nobody yet to give notice to (U-8, W-3).
func TestANoticeWaitsForTheFirm(t *testing.T) {
	story.Operate(t)
	f := story.New(t.Context(), t, story.Webhooks)
	w := f.Watch()
	clerk := cluster.As(t, "clerk", "system:masters", "matterplane:company:globex")
	must(t, clerk.Create(t.Context(), newUser(f, "amira")))
	must(t, clerk.Create(t.Context(), newOffice(f, "london")))
	settleOthers(t, f)
	notices(t, w, "CreatedByCompany")
	firm := &v1alpha1.Firm{ObjectMeta: metav1.ObjectMeta{Namespace: f.Namespace, Name: v1alpha1.FirmName}}
	firm.Spec.Administrators.Lead = "amira"
	must(t, clerk.Create(t.Context(), firm))
	settleOthers(t, f)
	notices(t, w, "CreatedByCompany",
		"U-8: the company globex created the office london; notice to the lead amira (amira@firm.example) and a backup still to be named",
		"U-8: the company globex created the user amira; notice to the lead amira (amira@firm.example) and a backup still to be named")
}

// TestARestoreGivesNoNoticeAgain restores what a Company created (L-8, U-8).
func TestARestoreGivesNoNoticeAgain(t *testing.T) {
	story.Operate(t)
	f := story.New(t.Context(), t, story.Webhooks)
	w := f.Watch()
	past := map[string]string{v1alpha1.CreatedByAnnotation: "globex", v1alpha1.SinceAnnotation: longAgo}
	amira, london := newUser(f, "amira"), newOffice(f, "london")
	amira.Annotations, london.Annotations = past, past
	restorer := by(t, story.Restorer)
	must(t, restorer.Create(t.Context(), amira))
	must(t, restorer.Create(t.Context(), london))
	f.Tell(`firm lead=amira`)
	settleOthers(t, f)
	for _, name := range []string{"amira", "london"} {
		if by := annotation(f, name, v1alpha1.CreatedByAnnotation); by != "globex" {
			t.Errorf("%s was restored as created by %q", name, by)
		}
	}
	notices(t, w, "CreatedByCompany")
}

func annotation(f *story.Firm, name, key string) string {
	for _, o := range f.All() {
		if o.GetName() == name {
			return o.GetAnnotations()[key]
		}
	}
	return ""
}

func newUser(f *story.Firm, name string) *v1alpha1.FirmUser {
	u := &v1alpha1.FirmUser{ObjectMeta: metav1.ObjectMeta{Namespace: f.Namespace, Name: name}}
	u.Spec.Email = name + "@firm.example"
	return u
}

func newOffice(f *story.Firm, name string) *v1alpha1.Office {
	return &v1alpha1.Office{ObjectMeta: metav1.ObjectMeta{Namespace: f.Namespace, Name: name}}
}

// merging is a merge patch.
func merging(patch string) client.Patch {
	return client.RawPatch("application/merge-patch+json", []byte(patch))
}

// settleOthers waits until the firm is settled after what others wrote to it.
func settleOthers(t *testing.T, f *story.Firm) {
	t.Helper()
	f.Notice()
	f.Settle()
	story.AwaitIdle(t)
}

// notices fails the test unless the Events of a reason on the Firm are these, each
// told once.
func notices(t *testing.T, w *story.Window, reason string, want ...string) {
	t.Helper()
	var got []string
	for _, e := range given(w, reason) {
		got = append(got, e.Note)
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("notices (-want +given):\n%s", diff)
	}
}

// given returns the Events of a reason; one that was written again is there again.
func given(w *story.Window, reason string) []*eventsv1.Event {
	return slices.DeleteFunc(w.Events(), func(e *eventsv1.Event) bool { return e.Reason != reason })
}

// beforeTheStatus fails the test unless a notice was given before a status was
// written: whoever is killed in between gives it again.
func beforeTheStatus(t *testing.T, w *story.Window, status string) {
	t.Helper()
	sent := w.Requests()
	notice := slices.IndexFunc(sent, func(r story.Request) bool {
		return r.Method == http.MethodPost && strings.Contains(r.Path, "/events.k8s.io/")
	})
	written := slices.IndexFunc(sent, func(r story.Request) bool { return r.Method == http.MethodPut && strings.HasSuffix(r.Path, status) })
	if notice < 0 || written < notice {
		t.Errorf("the notice is request %d, %s is written by request %d", notice, status, written)
	}
}

// about fails the test unless there is one notice about each of these objects, and
// says of it what tools go by.
func about(t *testing.T, f *story.Firm, w *story.Window, objects map[string]client.Object) {
	t.Helper()
	seen := map[string]int{}
	for _, e := range given(w, "CreatedByCompany") {
		seen[e.Related.Name]++
		want := eventsv1.Event{
			Type: corev1.EventTypeNormal, Reason: "CreatedByCompany", Action: "Create", ReportingController: "matterplane",
			Regarding: *referenceTo(t, f.Object("firm", v1alpha1.FirmName)), Related: referenceTo(t, objects[e.Related.Name]),
		}
		got := eventsv1.Event{
			Type: e.Type, Reason: e.Reason, Action: e.Action, ReportingController: e.ReportingController,
			Regarding: e.Regarding, Related: e.Related,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the Event about %s (-want +given):\n%s", e.Related.Name, diff)
		}
	}
	for name := range objects {
		if seen[name] != 1 {
			t.Errorf("%d notices of %s", seen[name], name)
		}
	}
}

func referenceTo(t *testing.T, o client.Object) *corev1.ObjectReference {
	t.Helper()
	return &corev1.ObjectReference{
		APIVersion: v1alpha1.GroupVersion.String(), Kind: content(t, o).GetKind(),
		Namespace: o.GetNamespace(), Name: o.GetName(), UID: o.GetUID(),
	}
}
