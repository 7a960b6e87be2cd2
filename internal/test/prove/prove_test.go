// Package prove drives the real derivation and the independent model with the
// same random histories of writes, and compares whole statuses (RULES A, M, C, L).
package prove

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/model"
)

// statuses compares statuses by what the rules say of them; conditions are
// compared on their own.
var statuses = cmp.Options{
	cmpopts.EquateEmpty(),
	cmpopts.IgnoreFields(v1alpha1.MatterStatus{}, "Conditions", "ObservedGeneration"),
}

// TestDerivationAgreesWithTheModel draws as many histories as -rapid.checks says.
func TestDerivationAgreesWithTheModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		history := model.History(t)
		world, stored := model.New(), newStore()
		for i, write := range history {
			write.Apply(world)
			stored.apply(write)
			// Each status is looked at whenever it may have changed: the end alone
			// would hide what a later write puts right.
			if i%4 == 0 || i == len(history)-1 {
				compare(t, history[:i+1], world, stored)
			}
		}
	})
}

func compare(t *rapid.T, history []model.Write, world *model.World, stored *store) {
	view := roster.NewSnapshot(stored.objects())
	for _, name := range world.Matters() {
		got := staffing.DeriveAll(view, view.Matter(name))
		if diff := cmp.Diff(world.Status(name), got, statuses); diff != "" {
			t.Fatalf("status of %s after%s\n(-model +derived)\n%s", name, tell(history), diff)
		}
		if diff := cmp.Diff(world.Conditions(name), byType(got.Conditions)); diff != "" {
			t.Fatalf("conditions of %s after%s\n(-model +derived)\n%s", name, tell(history), diff)
		}
	}
	links := roster.NewLinks(view)
	for _, name := range world.Links() {
		if want, got := world.LinkReason(name), links.Judge(stored.links[name]).Reason; want != got {
			t.Fatalf("link %s after%s\nmodel: %s, judged: %s", name, tell(history), want, got)
		}
	}
}

func byType(list []metav1.Condition) map[string]model.Condition {
	conditions := make(map[string]model.Condition, len(list))
	for _, c := range list {
		conditions[c.Type] = model.Condition{Status: c.Status, Reason: c.Reason}
	}
	return conditions
}

func tell(history []model.Write) (told string) {
	for _, write := range history {
		told += fmt.Sprintf("\n  %s", write)
	}
	return told
}
