package controllers

import (
	"maps"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firm/random"
)

// island is part of a firm that nothing connects with what random histories draw.
const island = `
	office rome
	user ines office=rome; user jon office=rome role=FirmOfficeAdministrator; user kim email=other@firm.example; user lea
	link kim->ines; link lea->jon
	case c8 staff=ines client=acme set=patent/x; collection k8 staff=jon
	matter m8 staff=lea case=c8 collections=k8; matter m9 staff=kim:Follow set=patent/y client=acme conflicted=lea`

// TestWhoIsUnrelatedIsLeftAlone draws what happens at a firm beside an island.
// Nothing of that is enqueued, but for what the whole firm has in common: the Firm
// itself, who administers it, and how many offices it has.
func TestWhoIsUnrelatedIsLeftAlone(t *testing.T) {
	ours := byID(firm.Parse(t, island))
	rapid.Check(t, func(t *rapid.T) {
		drawn := strings.Split(random.History().Draw(t, "history"), "\n")
		events := eventsOf(t, append(statementsOf(island), drawn...), rapid.Bool().Draw(t, "webhooks"))
		m := newMemory(t.Context(), t)
		for _, e := range events {
			before := m.statuses()
			m.apply(e)
			_, enqueued := m.handled([]change{e})
			if ours[idOf(e.object())] != nil {
				continue
			}
			m.permitted(t, e, before, enqueued)
			common := inCommon(m.view(), e)
			for id := range enqueued {
				if kind, _, _ := strings.Cut(id, " "); ours[id] != nil && !common[kind] {
					t.Fatalf("for an event of %s, %s is enqueued, which nothing connects with it", idOf(e.object()), id)
				}
			}
		}
	})
}

// inCommon says objects of which kinds an event may touch wherever they are.
func inCommon(v *cacheview.View, e change) map[string]bool {
	switch e.object().(type) {
	case *v1alpha1.Firm:
		return map[string]bool{"office": true, "user": true, "matter": true}
	case *v1alpha1.Office:
		return map[string]bool{"office": e.before == nil || e.after == nil}
	case *v1alpha1.FirmUser:
		all := administers(v, typed[*v1alpha1.FirmUser](e.before), typed[*v1alpha1.FirmUser](e.after))
		return map[string]bool{"office": all, "user": all}
	default:
		return nil
	}
}

// permitted fails the test if somebody is asked in vain without a reason.
func (m *memory) permitted(t *rapid.T, e change, before map[string]any, enqueued map[string]bool) {
	t.Helper()
	after := m.statuses()
	vain := maps.Clone(enqueued)
	for id := range differing(before, after) {
		delete(vain, id)
	}
	delete(vain, idOf(e.object()))
	for id := range vain {
		kind, _, _ := strings.Cut(id, " ")
		if _, reason := inVain[[2]string{kind, kindOf(e.object())}]; !reason && after[id] != nil {
			t.Fatalf("for an event of %s, %s is enqueued in vain, for which inVain has no reason", idOf(e.object()), id)
		}
	}
}
