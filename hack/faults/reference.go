package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/hack/faults/judge"
	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/internal/test/model"
)

// reference is how a workload goes when nothing goes wrong.
type reference struct {
	steps   []judge.State // after each
	writes  int
	notices int

	goroutines int      // of the manager in the end
	story      []string // where that itself is wrong
}

// An undisturbed firm is taken to have settled when nothing has been written for a
// while: all it waits for is 200 ms. On a busy machine that is for as long as all
// before took, and while the model of the rules disagrees it is the longest.
const (
	calm    = time.Second
	calmest = 20 * time.Second
)

// undisturbed plays a workload with nothing going wrong, once, and has the model of
// the rules judge it: it shares no code with the derivation.
func (w *world) undisturbed(ctx context.Context, of workload, bare bool) (*reference, error) {
	name := fmt.Sprint(of.name, bare)
	if known := w.references[name]; known != nil {
		return known, nil
	}
	ref := &reference{}
	s, err := w.stage(ctx, of, ref, bare)
	if err != nil {
		return nil, err
	}
	defer s.close()
	if !bare {
		ref.notices = of.byCompany()
		if _, err := s.started(); err != nil {
			return nil, err
		}
	}
	world, at := model.New(), time.Now()
	for i := range of.steps {
		start := time.Now()
		if err := s.write(ctx, i); err != nil {
			return nil, err
		}
		changes := of.steps[i].changes
		if bare { // what the controllers see is all there is: they see it whole
			if _, err := s.started(); err != nil {
				return nil, err
			}
			changes = atOnce(changes)
		}
		for _, c := range changes {
			at = at.Add(time.Second)
			model.Write{At: at, Object: c.object, Delete: c.delete}.Apply(world)
		}
		if err := s.calmDown(ctx, i, start, world); err != nil {
			return nil, err
		}
		if len(s.story) > 0 { // nothing can be compared with what is wrong itself
			ref.story = s.story
			w.references[name] = ref
			return ref, nil
		}
		history, _ := s.plane.History().Of(s.namespace)
		ref.steps = append(ref.steps, judge.StateOf(history))
		s.marks[i] = len(history)
	}
	ref.writes = len(s.writes())
	if err := s.verdict(ctx); err != nil {
		return nil, err
	}
	ref.story, ref.goroutines = s.story, s.goroutines
	w.references[name] = ref
	return ref, nil
}

// atOnce orders what was created before anybody saw it so that every object finds
// what it names.
func atOnce(changes []change) []change {
	rank := func(c change) int {
		m, isMatter := c.object.(*v1alpha1.Matter)
		switch {
		case isMatter && m.Spec.Type == v1alpha1.TypeMatter:
			return 4
		case isMatter:
			return 3
		}
		return map[string]int{"Firm": 0, "Office": 1, "FirmUser": 1, "AssistantLink": 2}[kindOf(c.object)]
	}
	return slices.SortedStableFunc(slices.Values(changes), func(a, b change) int { return rank(a) - rank(b) })
}

// calmDown waits until every status is of its object as it is and nothing is written
// any more; then what the model says must hold.
func (s *stage) calmDown(ctx context.Context, i int, start time.Time, world *model.World) error {
	var disagree error
	err := plane.Until(ctx, atMost, func() error {
		long := min(max(calm, time.Since(start)), calmest)
		if disagree != nil {
			long = calmest
		}
		if err := s.quiet(ctx, long); err != nil {
			return err
		}
		history, _ := s.plane.History().Of(s.namespace)
		latest := map[judge.Key]judge.Revision{}
		for _, r := range history {
			if latest[r.Key] = r; r.Object == nil {
				delete(latest, r.Key)
			}
		}
		disagree = nil
		for key, r := range latest {
			if _, current := judge.Observed(r); !current {
				return fmt.Errorf("%s: the status of %s is not of its present generation", s.namespace, key)
			}
			disagree = errors.Join(disagree, agrees(world, r))
		}
		if long < calmest {
			return disagree
		}
		return nil
	})
	if err == nil && disagree != nil {
		s.breach("after %q the model of the rules disagrees: %v", s.steps[i].says, disagree)
	}
	return err
}

// agrees says where a status is not what the model says.
func agrees(world *model.World, r judge.Revision) error {
	text, err := json.Marshal(r.Object["status"])
	if err != nil {
		return fmt.Errorf("encoding %s: %w", r.Key, err)
	}
	switch r.Resource {
	case "matters":
		var have v1alpha1.MatterStatus
		if err := json.Unmarshal(text, &have); err != nil {
			return fmt.Errorf("decoding %s: %w", r.Key, err)
		}
		diff := cmp.Diff(world.Status(r.Name), have, cmpopts.EquateEmpty(),
			cmpopts.IgnoreFields(v1alpha1.MatterStatus{}, "Conditions", "ObservedGeneration"))
		if diff == "" {
			diff = cmp.Diff(world.Conditions(r.Name), byType(have.Conditions))
		}
		if diff != "" {
			return fmt.Errorf("%s (-model +stored):\n%s", r.Key, diff)
		}
	case "assistantlinks":
		var have v1alpha1.AssistantLinkStatus
		if err := json.Unmarshal(text, &have); err != nil {
			return fmt.Errorf("decoding %s: %w", r.Key, err)
		}
		accepted := meta.FindStatusCondition(have.Conditions, v1alpha1.ConditionAccepted)
		if want := world.LinkReason(r.Name); accepted == nil || accepted.Reason != want {
			return fmt.Errorf("%s: the model says %s, its status %v", r.Key, want, accepted)
		}
	}
	return nil
}

func byType(list []metav1.Condition) map[string]model.Condition {
	conditions := make(map[string]model.Condition, len(list))
	for _, c := range list {
		conditions[c.Type] = model.Condition{Status: c.Status, Reason: c.Reason}
	}
	return conditions
}
