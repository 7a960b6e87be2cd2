package main

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/conditions"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
)

// TestLinked: a link touches as many matters as it is called after, the two that it
// names, and itself when it comes; nobody else, and no matter that is edited.
func TestLinked(t *testing.T) {
	sizes := []int{3, 7}
	firm := initechOf(sizes, begun)
	for _, n := range sizes {
		due, status, err := linked(firm, n)
		if err != nil {
			t.Fatal(err)
		}
		for there, extra := range map[bool][]string{
			true:  {"AssistantLink/" + linkOf(n).Name, "FirmUser/" + busy(n), "FirmUser/" + helper(n)},
			false: {"FirmUser/" + busy(n), "FirmUser/" + helper(n)},
		} {
			want := map[string]bool{}
			for _, m := range ofClient(firm, touchedClient)[:n] {
				want["Matter/"+m.Name] = true
				got := status[there][m.Name]
				if follows := got.Summary.Followers == 1; follows != there || got.Summary.Members != 12+got.Summary.Followers {
					t.Errorf("%s, link there: %t: %+v", m.Name, there, got.Summary)
				}
			}
			for _, key := range extra {
				want[key] = true
			}
			if diff := cmp.Diff(want, due[there]); diff != "" {
				t.Errorf("of %d, link there: %t (-want +got):\n%s", n, there, diff)
			}
		}
	}
}

// TestEcho: what the echo controller writes is, byte for byte, what is derived.
func TestEcho(t *testing.T) {
	firm := initechOf([]int{1}, begun)
	m := ofClient(firm, editedClient)[0]
	derive := func() v1alpha1.MatterStatus {
		derived := staffing.Derive(roster.NewSnapshot(firm), m)
		derived.Conditions = conditions.Merge(m.Status.Conditions, derived.Conditions, begun)
		return derived
	}
	m.Generation, m.Status = 1, derive()
	for _, walled := range []bool{true, false} {
		m.Generation++
		m.Spec.ConflictedUsers = nil
		if walled {
			m.Spec.ConflictedUsers = []v1alpha1.ConflictedEntry{{User: outsider}}
		}
		kept, err := ledger.DecodeMatter(m.Annotations[v1alpha1.LedgerAnnotation])
		if err != nil {
			t.Fatal(err)
		}
		m.Annotations[v1alpha1.LedgerAnnotation] = kept.Advance(&m.Spec, roster.NewSnapshot(firm), ledger.At(begun)).Encode()
		want := asText(t, derive())
		mirror(m)
		if diff := cmp.Diff(want, asText(t, m.Status)); diff != "" || strings.Contains(want, outsider) != walled {
			t.Errorf("walled off: %t (-derived +echo):\n%s", walled, diff)
		}
	}
}

func asText(t *testing.T, status v1alpha1.MatterStatus) string {
	t.Helper()
	text, err := json.Marshal(status)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// prompting is a client whose server answers an update with another generation, and
// shows it to whoever watches with a status.
type prompting struct {
	client.Client
	shows  *watch.FakeWatcher
	status func(m *v1alpha1.Matter) *v1alpha1.Matter
}

func (a prompting) Update(_ context.Context, o client.Object, _ ...client.UpdateOption) error {
	m := o.(*v1alpha1.Matter)
	m.Generation++
	edge, other := m.DeepCopy(), m.DeepCopy()
	other.Name += "-other"
	mirror(other)
	go func() {
		a.shows.Modify(edge)
		a.shows.Modify(other)
		a.shows.Modify(a.status(m.DeepCopy()))
	}()
	return nil
}

// editorOf edits so many matters, which a controller that works so answers.
func editorOf(matters int, shows *watch.FakeWatcher, status func(m *v1alpha1.Matter) *v1alpha1.Matter) *editor {
	e := &editor{watched: shows, by: prompting{shows: shows, status: status}, matters: ofClient(initechOf([]int{1}, begun), editedClient)[:matters]}
	for _, m := range e.matters {
		m.Status.Summary = &v1alpha1.MatterSummary{}
	}
	return e
}

// asEcho answers as the echo controller does.
func asEcho(m *v1alpha1.Matter) *v1alpha1.Matter {
	mirror(m)
	return m
}

// TestEditor: an edit waits for the status of its own matter and generation, and
// wants it to tell the wall.
func TestEditor(t *testing.T) {
	shows := watch.NewFake()
	e := editorOf(1, shows, asEcho)
	for range 2 {
		if _, err := e.edit(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if seen := e.matters[0]; seen.Generation != 3 || seen.Status.ObservedGeneration != 3 {
		t.Errorf("after two edits of one matter: generation %d, status of %d", seen.Generation, seen.Status.ObservedGeneration)
	}
	e.by = prompting{shows: shows, status: func(m *v1alpha1.Matter) *v1alpha1.Matter {
		m.Status.ObservedGeneration = m.Generation
		return m
	}}
	if _, err := e.edit(t.Context()); err == nil {
		t.Error("a status that does not tell the wall is taken for the right one")
	}
}

func TestBefore(t *testing.T) {
	d := dated{took: waits{1, 2, 3}, answered: []time.Time{begun, begun.Add(time.Second), begun.Add(2 * time.Second)}}
	if diff := cmp.Diff(waits{1, 2}, d.before(begun.Add(2*time.Second))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestMeanwhile: the value is of all turns together, the spread of each.
func TestMeanwhile(t *testing.T) {
	m := meanwhile{during: []waits{{4}, {8}}, idle: []waits{{2}, {4}}}
	if r := m.compared(99); r.value != 2 || r.spread != (spread{2, 2}) || r.control != (spread{0.5, 2}) {
		t.Errorf("got %+v", r)
	}
	m.before = []waits{{16}}
	if r := m.compared(99); r.value != 0.5 || r.spread != (spread{2, 2}) {
		t.Errorf("with those of before: %+v", r)
	}
}

// TestTurn: what goes on fails the turn when it fails.
func TestTurn(t *testing.T) {
	shows := watch.NewFake()
	e := editorOf(2, shows, asEcho)
	failure, ok := errors.New("no"), func(context.Context) error { return nil }
	var m meanwhile
	if err := m.turn(t.Context(), e, func(context.Context) error { return failure }, time.Now); !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
	if err := m.turn(t.Context(), e, ok, time.Now); err != nil || len(m.during[0]) == 0 || len(m.idle[0]) != (len(m.during[0])+2)/3 {
		t.Errorf("got %+v, %v", m, err)
	}
}
