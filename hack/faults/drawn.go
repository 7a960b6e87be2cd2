package main

import (
	"context"
	"fmt"
	"math/rand/v2"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/firms"
)

// drawn is a firm that the generator draws from a seed, founded in any order (W-3),
// and edited: in a burst, one by one, and in another burst.
func drawn(name string, matters int, seed uint64) workload {
	objects := firms.Generate(firms.Shape{Matters: matters, Seed: seed})
	founded := step{says: fmt.Sprintf("a firm is founded in any order, seed %d", seed)}
	for _, o := range cluster.ObjectsOf(objects) {
		founded.changes = append(founded.changes, change{object: o})
	}
	rand.New(rand.NewPCG(seed, 0)).Shuffle(len(founded.changes), func(i, j int) {
		founded.changes[i], founded.changes[j] = founded.changes[j], founded.changes[i]
	})
	const burst, alone = 8, 4
	w := workload{name: name, steps: []step{founded}}
	edits := firms.Edits(objects, seed, burst+alone+burst)
	w.steps = append(w.steps, edited(edits[:burst]))
	for i := range alone {
		w.steps = append(w.steps, edited(edits[burst+i:burst+i+1]))
	}
	w.steps = append(w.steps, edited(edits[burst+alone:]))
	return w
}

// edited is a step of edits.
func edited(edits []firms.Edit) step {
	s := step{says: edits[0].Says}
	if n := len(edits) - 1; n > 0 {
		s.says += fmt.Sprintf(", and %d edits more", n)
	}
	for _, e := range edits {
		s.changes = append(s.changes, change{object: e.Object.(client.Object), delete: e.Delete})
	}
	return s
}

// samples is the firm that ships, applied at once, and edited in a burst that is
// drawn from a seed.
func samples(ctx context.Context, p *plane.Plane, seed uint64) (workload, error) {
	rendered, err := p.Render(ctx, "config", "samples")
	if err != nil {
		return workload{}, err
	}
	var shipped roster.Objects
	all := step{says: "the samples are applied at once"}
	for _, u := range rendered {
		if u.GroupVersionKind().Group != v1alpha1.GroupVersion.Group {
			continue
		}
		o, err := typed(u)
		if err != nil {
			return workload{}, err
		}
		all.changes = append(all.changes, change{object: o})
		collect(&shipped, o)
	}
	return workload{name: "samples", steps: []step{all, edited(firms.Edits(shipped, seed, 8))}}, nil
}

// collect adds an object to those of a firm.
func collect(objects *roster.Objects, o client.Object) {
	switch o := o.(type) {
	case *v1alpha1.Firm:
		objects.Firm = o
	case *v1alpha1.Office:
		objects.Offices = append(objects.Offices, o)
	case *v1alpha1.FirmUser:
		objects.Users = append(objects.Users, o)
	case *v1alpha1.AssistantLink:
		objects.Links = append(objects.Links, o)
	case *v1alpha1.Matter:
		objects.Matters = append(objects.Matters, o)
	}
}
