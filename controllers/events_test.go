package controllers_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/story"
)

// TestEventsTellOfTransitions writes to a firm that is settled, and reads what the
// Events tell of it and no more.
func TestEventsTellOfTransitions(t *testing.T) {
	operator := story.Operate(t)
	f := story.New(t.Context(), t, story.Webhooks)
	f.Tell(`
		user amira; user ben; link ben->amira
		matter m1 staff=amira:Follow; matter m2 staff=amira
	`)
	story.AwaitIdle(t)
	for _, change := range []struct {
		name, text, about string
		want              []string
	}{
		{"a member is walled off", `matter m1 staff=amira:Follow conflicted=ben`, "matter m1", []string{
			"Warning MembersExcluded: MembersCleared is False: C-7: a wall keeps out ben: ben ← m1 (C-1, C-7)",
		}},
		{"another one too, which is no transition", `matter m1 staff=amira:Follow conflicted=amira,ben`, "matter m1", nil},
		{"they are let in again", `matter m1 staff=amira:Follow`, "matter m1", []string{
			"Normal Cleared: MembersCleared is True: no wall keeps a member out",
		}},
		{"somebody else is walled off", `matter m1 staff=amira:Follow conflicted=amira:DoNotFollow`, "matter m1", []string{
			"Warning MembersExcluded: MembersCleared is False: C-7: a wall keeps out amira: amira ← m1 (C-1, C-7)",
		}},
		{"something is missing", `matter m2 staff=amira case=c1`, "matter m2", []string{
			"Warning NotFound: Ready is False: spec.case: no Case named c1",
		}},
		{"and is there", `case c1`, "matter m2", []string{
			"Normal Reconciled: Ready is True: everything declared took effect",
		}},
		{"a lead who is missing, told once", `matter m2 lead=carla`, "matter m2", []string{
			"Warning NotFound: Ready is False: spec.lead: no FirmUser named carla",
		}},
		{"somebody new who is well", `user dora`, "firmuser dora", nil},
		{"somebody new with a right that lacks another", `user carla rights=AllBillingUnits`, "firmuser carla", []string{
			"Warning ReportingMissing: RightsConsistent is False: S-3: AllBillingUnits goes along with Reporting, which is not there",
		}},
		{"a new matter with a wall from the start", `matter m3 staff=amira conflicted=amira`, "matter m3", []string{
			"Warning MembersExcluded: MembersCleared is False: C-7: a wall keeps out amira: amira ← m3 (C-1, C-7)",
		}},
		{"a new matter that names what is missing", `matter m4 staff=amira case=c2`, "matter m4", []string{
			"Warning NotFound: Ready is False: spec.case: no Case named c2",
		}},
		{"a member joins, which is no transition", `matter m1 staff=amira:Follow,carla conflicted=amira:DoNotFollow`, "matter m1", nil},
	} {
		t.Run(change.name, func(t *testing.T) {
			w := f.Watch()
			f.Tell(change.text)
			cluster.Eventually(t, 20*time.Second, func() error {
				if diff := cmp.Diff(change.want, w.Told(change.about)); diff != "" {
					return errors.New("Events (-want +told):\n" + diff)
				}
				return nil
			})
			story.AwaitIdle(t)
			if diff := cmp.Diff(change.want, w.Told(change.about)); diff != "" {
				t.Errorf("Events (-want +told):\n%s", diff)
			}
		})
	}
	w := f.Watch()
	operator.Stop(t)
	story.Operate(t)
	story.AwaitIdle(t)
	w.Quiet(t)
}
