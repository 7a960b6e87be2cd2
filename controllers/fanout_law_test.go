package controllers

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/equality"
	"pgregory.net/rapid"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/test/firm/random"
)

// The law of the watches: whose status an event changes, beside that of the
// object itself, the watches enqueue. law_test.go says of any timing that all is
// right in the end, whoever enqueued it; this says it of each event by itself.

// most is a firm in which most of what random histories draw has an effect.
const most = `
	firm lead=amira backup=ben follow=staffing,conflictedUsers systems=documents,billing,docket clients=acme/amira,globex units=group,uk/group
	office london; office zurich
	user amira office=london; user ben office=zurich; user carla office=zurich; user dan office=london units=uk; user eve; user finn
	link eve->amira; link finn->ben
	case c1 staff=amira client=acme set=suit/x; case c2 staff=ben; collection k1 staff=carla; collection k2 conflicted=dan
	matter m1 staff=dan case=c1 client=acme; matter m2 staff=ben,carla collections=k1 set=suit/y client=globex
	matter m3 lead=carla case=c2 collections=k1,k2 set=auction/a client=acme; matter m4 staff=finn,dan set=auction/b`

// TestWhoseStatusChangesIsEnqueued brings up to three writes into the caches
// before the first of them is handled, as caches run ahead of handlers.
func TestWhoseStatusChangesIsEnqueued(t *testing.T) {
	for mode, webhooks := range map[string]bool{"with webhooks": true, "controllers alone": false} {
		t.Run(mode, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				events := eventsOf(t, history(t), webhooks)
				m := newMemory(t.Context(), t)
				for len(events) > 0 {
					n := min(rapid.IntRange(1, 3).Draw(t, "at once"), len(events))
					before := m.statuses()
					for _, e := range events[:n] {
						m.apply(e)
					}
					told, enqueued := m.handled(events[:n])
					after := m.statuses()
					for id := range differing(before, after) {
						if !enqueued[id] {
							t.Fatalf("after %s the status of %s is another, and nobody enqueued it (-before +after):\n%s", told, id, cmp.Diff(before[id], after[id]))
						}
					}
					events = events[n:]
				}
			})
		})
	}
}

// history draws what happens at a firm: from nothing, or after most of it is there.
func history(t *rapid.T) []string {
	drawn := strings.Split(random.History().Draw(t, "history"), "\n")
	if rapid.Bool().Draw(t, "from nothing") {
		return drawn
	}
	drawn = slices.DeleteFunc(drawn, func(line string) bool { return strings.HasPrefix(line, "delete") })
	return slices.Concat(statementsOf(most), drawn)
}

// statementsOf cuts a text into statements.
func statementsOf(text string) []string {
	var statements []string
	for _, s := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '\n' }) {
		if s = strings.TrimSpace(s); s != "" {
			statements = append(statements, s)
		}
	}
	return statements
}

// eventsOf returns the events of a history. Where no webhook keeps ledgers and
// stamps, a write leaves them as they are and their completion is another event (L-7).
func eventsOf(t *rapid.T, history []string, webhooks bool) []change {
	t.Helper()
	w := newWorld(t.Context(), t, webhooks, 0)
	var events []change
	for n, state := range states(t, history) {
		w.write(state, n+1)
		for len(w.streams) > 0 {
			for _, kind := range slices.Sorted(maps.Keys(w.streams)) {
				e := pop(w.streams, kind)
				w.memory.apply(e)
				events = append(events, e)
				w.complete(t, e)
			}
		}
	}
	return events
}

// complete lets the controller of an object complete its ledger and stamps, and
// leaves its status alone.
func (w *world) complete(t *rapid.T, e change) {
	t.Helper()
	if e.after == nil {
		return
	}
	missing := kinds[kindOf(e.after)].missing(w.memory.view(), e.after.GetName())
	if len(missing) == 0 {
		return
	}
	completed := clone(e.after)
	annotations := maps.Clone(completed.GetAnnotations())
	if annotations == nil {
		annotations = map[string]string{}
	}
	maps.Copy(annotations, missing)
	completed.SetAnnotations(annotations)
	if err := w.Patch(t.Context(), completed, nil); err != nil {
		t.Fatal(err)
	}
}

// handled handles events that are in the caches already, and returns who is
// enqueued for them, the objects themselves included.
func (m *memory) handled(events []change) (told string, enqueued map[string]bool) {
	enqueued = map[string]bool{}
	for _, e := range events {
		told += idOf(e.object()) + "; "
		enqueued[idOf(e.object())] = true
		for controller, affected := range m.affected(e) {
			for name := range affected {
				enqueued[controller+" "+name] = true
			}
		}
	}
	return told, enqueued
}

// affected returns whom the watches enqueue for an event, by controller.
func (m *memory) affected(e change) map[string]names {
	affected := map[string]names{}
	for controller, sources := range watches {
		if watch, watched := sources[kindOf(e.object())]; watched {
			affected[controller] = watch(m.view(), e)
		}
	}
	return affected
}

// statuses returns the status that each object should have.
func (m *memory) statuses() map[string]any {
	derived := map[string]any{}
	for _, informer := range m.informers {
		for _, cached := range informer.GetIndexer().List() {
			if o, ok := cached.(client.Object); ok && o.GetNamespace() == namespace {
				derived[idOf(o)] = kinds[kindOf(o)].derived(m.view(), o.GetName())
			}
		}
	}
	return derived
}

// differing returns the keys under which two maps differ; what only the first has
// needs no status any more.
func differing(before, after map[string]any) map[string]bool {
	keys := map[string]bool{}
	for key, status := range after {
		if was, there := before[key]; !there || !equality.Semantic.DeepEqual(was, status) {
			keys[key] = true
		}
	}
	return keys
}

// anyKind is a kind whose objects are known by their names alone.
type anyKind struct {
	derived func(v *cacheview.View, name string) any
	missing func(v *cacheview.View, name string) map[string]string
}

// kinds are the five.
var kinds = map[string]anyKind{
	"firm": erased(firmKind), "office": erased(officeKind), "user": erased(userKind),
	"link": erased(linkKind), "matter": erased(matterKind),
}

func erased[T client.Object](k kind[T]) anyKind {
	return anyKind{
		derived: func(v *cacheview.View, name string) any {
			stored := k.find(v, name)
			derived := k.copy(stored)
			k.derive(v, stored, derived)
			status, _ := k.status(derived)
			return status
		},
		missing: func(v *cacheview.View, name string) map[string]string {
			return k.missing(v, k.find(v, name), time.Time{})
		},
	}
}
