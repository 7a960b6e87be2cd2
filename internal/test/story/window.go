package story

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	eventsv1 "k8s.io/api/events/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// Window is what has happened at a firm since it was opened.
type Window struct {
	firm       *Firm
	before     []client.Object
	writes     int
	requests   int
	events     int
	reconciled map[ID]int
}

// Watch opens a window. Close one on a firm that is settled and left alone.
func (f *Firm) Watch() *Window {
	objects, writes, _ := f.chronicle.stored()
	return &Window{
		firm: f, before: objects, writes: writes,
		requests: len(sent.of(f.Namespace)), events: len(f.chronicle.events()),
		reconciled: reconciled.of(f.Namespace),
	}
}

// Changes returns what was stored since the window was opened, write by write.
func (w *Window) Changes() []Change { return w.firm.chronicle.since(w.writes) }

// Requests returns what the manager has sent since.
func (w *Window) Requests() []Request { return sent.of(w.firm.Namespace)[w.requests:] }

// Events returns the Events that were told since.
func (w *Window) Events() []*eventsv1.Event { return w.firm.chronicle.events()[w.events:] }

// Quiet fails the test if anything was stored or told since, or the manager
// wrote anything, be it without effect.
func (w *Window) Quiet(t testing.TB) {
	t.Helper()
	for _, c := range w.Changes() {
		t.Errorf("%s: %s was written:\n%s", w.firm.Namespace, c.ID, c.Diff())
	}
	for _, r := range w.Requests() {
		if r.Method != http.MethodGet {
			t.Errorf("%s: the manager sent %s %s", w.firm.Namespace, r.Method, r.Path)
		}
	}
	for _, e := range w.Events() {
		t.Errorf("%s: an Event tells of %s %s: %s", w.firm.Namespace, e.Regarding.Kind, e.Regarding.Name, e.Note)
	}
}

// Exact fails the test unless the status of every object was written as often as
// it now differs from what it was, once or not at all, and nothing was in vain:
// no write without effect, no conflict, no read that left the cache.
func (w *Window) Exact(t testing.TB) {
	t.Helper()
	now, _, _ := w.firm.chronicle.stored()
	was := map[ID]client.Object{}
	for _, o := range w.before {
		was[idOf(o)] = o
	}
	want := map[ID]int{}
	for _, o := range now {
		if before := was[idOf(o)]; before == nil || !sameStatus(before, o) {
			want[idOf(o)] = 1
		}
	}
	got := w.StatusWrites()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: status writes (-statuses that differ +writes):\n%s", w.firm.Namespace, diff)
	}
	w.noneInVain(t, sum(got), w.completions())
}

// StatusWrites counts the writes that changed the status of each object that was
// there before them.
func (w *Window) StatusWrites() map[ID]int {
	writes := map[ID]int{}
	for _, c := range w.Changes() {
		if c.Before != nil && c.After != nil && !sameStatus(c.Before, c.After) {
			writes[c.ID]++
		}
	}
	return writes
}

// completions counts the writes that completed a ledger or stamps (L-7).
func (w *Window) completions() int {
	count := 0
	for _, c := range w.Changes() {
		if c.Before != nil && c.After != nil && annotated(c.Before) != nil && annotated(c.After) == nil {
			count++
		}
	}
	return count
}

func (w *Window) noneInVain(t testing.TB, statuses, completions int) {
	t.Helper()
	sent := map[string]int{}
	for _, r := range w.Requests() {
		switch {
		case strings.Contains(r.Path, "/events.k8s.io/"):
			continue
		case r.Status >= 300:
			t.Errorf("%s: %s %s was answered %d", w.firm.Namespace, r.Method, r.Path, r.Status)
		}
		sent[r.Method]++
	}
	want := map[string]int{http.MethodPut: statuses, http.MethodPatch: completions}
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodPatch, http.MethodPost, http.MethodDelete} {
		if w.firm.Mode == Webhooks && method == http.MethodGet {
			continue // admission reads live (P-6)
		}
		if sent[method] != want[method] {
			t.Errorf("%s: the manager sent %d %s, want %d", w.firm.Namespace, sent[method], method, want[method])
		}
	}
}

// sameStatus says whether two versions of an object have the same status, condition
// times included.
func sameStatus(a, b client.Object) bool { return cmp.Equal(partOf(a).status, partOf(b).status) }

func sum(counts map[ID]int) int {
	total := 0
	for _, n := range counts {
		total += n
	}
	return total
}

// Told returns what Events told about an object, of a kind and a name: type,
// reason and note.
func (w *Window) Told(about string) []string {
	var told []string
	for _, e := range w.Events() {
		if strings.ToLower(e.Regarding.Kind)+" "+e.Regarding.Name == about {
			told = append(told, fmt.Sprintf("%s %s: %s", e.Type, e.Reason, e.Note))
		}
	}
	slices.Sort(told)
	return told
}
