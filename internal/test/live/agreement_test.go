package live

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/model"
)

// statuses compares statuses by what the rules say of them; conditions are
// compared on their own.
var statuses = cmp.Options{
	cmpopts.EquateEmpty(),
	cmpopts.IgnoreFields(v1alpha1.MatterStatus{}, "Conditions", "ObservedGeneration"),
}

// agreesWithin is how long statuses may take to become what the model says: far
// more than they do, as a machine may be busy.
const agreesWithin = time.Minute

// expected is what the model says of a firm.
type expected struct {
	statuses   map[string]v1alpha1.MatterStatus
	conditions map[string]map[string]model.Condition
	links      map[string]string
}

func expect(w *model.World) expected {
	e := expected{map[string]v1alpha1.MatterStatus{}, map[string]map[string]model.Condition{}, map[string]string{}}
	for _, name := range w.Matters() {
		e.statuses[name] = w.Status(name)
		e.conditions[name] = w.Conditions(name)
	}
	for _, name := range w.Links() {
		e.links[name] = w.LinkReason(name)
	}
	return e
}

// agree waits until every object is there as it was last written and has the
// status that the model says.
func (k *clerk) agree() {
	k.t.Helper()
	want := expect(k.world)
	cluster.Eventually(k.t, agreesWithin, func() error {
		seen := map[key]state{}
		var differing []error
		for _, o := range k.firm.All() {
			at := key{kindOf(o), o.GetName()}
			seen[at] = state{uid: o.GetUID(), generation: o.GetGeneration()}
			if err := want.differs(o); err != nil {
				differing = append(differing, fmt.Errorf("%s in version %s: %w", at, o.GetResourceVersion(), err))
			}
		}
		return errors.Join(append(differing, k.complete(seen))...)
	})
}

// complete says what is missing of what was written.
func (k *clerk) complete(seen map[key]state) error {
	for at, s := range k.stored {
		if found, there := seen[at]; !there || found.uid != s.uid || found.generation != s.generation {
			return fmt.Errorf("%s: generation %d of %s has not been seen, but %d of %s",
				at, s.generation, s.uid, found.generation, found.uid)
		}
	}
	for at := range seen {
		if _, there := k.stored[at]; !there {
			return fmt.Errorf("%s: its deletion has not been seen", at)
		}
	}
	return nil
}

// differs says how the status of an object is not what is expected.
func (e expected) differs(o client.Object) error {
	conditions, observed := observedOf(o)
	if observed != o.GetGeneration() {
		return fmt.Errorf("generation %d is not observed, but %d", o.GetGeneration(), observed)
	}
	var diff string
	switch o := o.(type) {
	case *v1alpha1.Matter:
		diff = cmp.Diff(e.statuses[o.Name], o.Status, statuses)
		if diff == "" {
			diff = cmp.Diff(e.conditions[o.Name], byType(conditions))
		}
	case *v1alpha1.AssistantLink:
		accepted := meta.FindStatusCondition(conditions, v1alpha1.ConditionAccepted)
		if accepted == nil || accepted.Reason != e.links[o.Name] {
			diff = fmt.Sprintf("want Accepted to say %s, have %v", e.links[o.Name], accepted)
		}
	}
	if diff != "" {
		return fmt.Errorf("(-model +stored)\n%s", diff)
	}
	return nil
}

// observedOf returns the conditions of an object and the generation that they are of.
func observedOf(o client.Object) ([]metav1.Condition, int64) {
	switch o := o.(type) {
	case *v1alpha1.Firm:
		return o.Status.Conditions, o.Status.ObservedGeneration
	case *v1alpha1.Office:
		return o.Status.Conditions, o.Status.ObservedGeneration
	case *v1alpha1.FirmUser:
		return o.Status.Conditions, o.Status.ObservedGeneration
	case *v1alpha1.AssistantLink:
		return o.Status.Conditions, o.Status.ObservedGeneration
	case *v1alpha1.Matter:
		return o.Status.Conditions, o.Status.ObservedGeneration
	}
	panic(fmt.Sprintf("a %T is of no kind of ours", o))
}

func byType(list []metav1.Condition) map[string]model.Condition {
	conditions := make(map[string]model.Condition, len(list))
	for _, c := range list {
		conditions[c.Type] = model.Condition{Status: c.Status, Reason: c.Reason}
	}
	return conditions
}

// tally is how often each style was used, on lines.
func tally(counts map[string]int) string {
	var lines string
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		lines += fmt.Sprintf("\n%6d %s", counts[name], name)
	}
	return lines
}
