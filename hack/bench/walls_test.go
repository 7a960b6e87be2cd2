package main

import (
	"testing"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firms"
)

// TestWallsStand: each wall that the changes raise stands in what is derived, and is
// missed as soon as one matter leaves it out.
func TestWallsStand(t *testing.T) {
	side := func(of string) func(m *v1alpha1.Matter) {
		return func(m *v1alpha1.Matter) {
			m.Spec.OpposingTeamSets = []v1alpha1.OpposingTeamSide{{Set: "bench", Side: of}}
		}
	}
	c := castOf(smallOne())
	raise := func(m *v1alpha1.Matter) {
		m.Spec.ConflictedUsers = append(m.Spec.ConflictedUsers, v1alpha1.ConflictedEntry{User: c.busy})
	}
	for name, of := range map[string]struct {
		raised map[string]func(m *v1alpha1.Matter)
		wall   func(roster.Objects) error
	}{
		"C-1": {map[string]func(m *v1alpha1.Matter){c.matter: raise}, c.ownWall},
		"C-5": {map[string]func(m *v1alpha1.Matter){c.group: raise}, c.caseWall},
		"C-2": {map[string]func(m *v1alpha1.Matter){c.matter: side("a"), c.other: side("b")}, c.opposition},
	} {
		now := smallOne()
		for _, m := range now.Matters {
			if edit := of.raised[m.Name]; edit != nil {
				edit(m)
			}
		}
		deriveInto(now)
		if err := of.wall(now); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, m := range now.Matters {
			if len(m.Status.ConflictedUsers) > 0 && of.raised[m.Name] != nil {
				m.Status.ConflictedUsers = nil
				break
			}
		}
		if err := of.wall(now); err == nil {
			t.Errorf("%s: nobody misses it", name)
		}
	}
}

// TestAccessBehindAWall: who is named and has access all the same is not walled off (C-7).
func TestAccessBehindAWall(t *testing.T) {
	m := &v1alpha1.Matter{Status: v1alpha1.MatterStatus{
		ConflictedUsers: []v1alpha1.ConflictedUser{{User: "ann"}},
		Staffing:        []v1alpha1.Member{{User: "ann", Access: v1alpha1.AccessExcluded}},
	}}
	now, all := roster.Objects{Matters: []*v1alpha1.Matter{m}}, func(*v1alpha1.Matter) bool { return true }
	if err := walledOff(now, "ann", all); err != nil {
		t.Error(err)
	}
	m.Status.Staffing[0].Access = v1alpha1.AccessGranted
	if err := walledOff(now, "ann", all); err == nil {
		t.Error("access behind a wall is not seen")
	}
	if err := walledOff(roster.Objects{}, "ann", all); err == nil {
		t.Error("a wall around nothing stands")
	}
}

// smallOne is the firm that the changes are made in.
func smallOne() roster.Objects {
	return firms.Applied(firms.Generate(firms.Shape{Matters: smallFirm, Seed: 1, Namespace: acme}), begun)
}

// deriveInto gives the matters the status that they should have.
func deriveInto(now roster.Objects) {
	v := roster.NewSnapshot(now)
	for _, m := range now.Matters {
		m.Status = staffing.Derive(v, m)
	}
}
