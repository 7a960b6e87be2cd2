package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/matterplane/matterplane/hack/plants"
)

// plant is a bug, and the scenarios of which one must not survive it, with words that
// then must be said.
type plant struct {
	plants.Plant

	caughtBy, says string
}

// bugs show that the oracles can fail.
var bugs = []plant{
	{
		Plant: plants.Plant{
			Name: "no-op-write", Breaks: "every reconciliation of a matter writes its status, changed or not",
			File: "controllers/reconciler.go",
			Old:  "	if r.same(stored, derived) {",
			New:  "	if r.name != \"Matter\" && r.same(stored, derived) {",
		},
		caughtBy: "^none$", says: "times and was written",
	},
	{
		Plant: plants.Plant{
			Name: "skipped-wall", Breaks: "the wall of a case does not stand around its matters (C-5)",
			File: "internal/staffing/walls.go",
			Old:  "	if c := d.caseOf(asset); c != nil {\n		for _, own := range d.ownWall(c) {",
			New:  "	if c := d.caseOf(asset); c != nil && c.Name == asset.Name {\n		for _, own := range d.ownWall(c) {",
		},
		caughtBy: "^none$", says: "the model of the rules disagrees",
	},
	{
		Plant: plants.Plant{
			Name: "wall-one-write-late", Breaks: "a wall is published first, and who is behind it loses access with the next write",
			File: "controllers/matter_controller.go",
			Old:  "derived.Status = staffing.Derive(v, stored) },",
			New: `derived.Status = staffing.Derive(v, stored)
		known := map[string]bool{}
		for _, c := range stored.Status.ConflictedUsers {
			known[c.User] = true
		}
		for i := range derived.Status.Staffing {
			m := &derived.Status.Staffing[i]
			if m.Access == v1alpha1.AccessExcluded && !known[m.User] {
				m.Access, m.Exclusions = v1alpha1.AccessGranted, nil
			}
		}
	},`,
		},
		caughtBy: "^none$", says: "its wall names",
	},
	{
		Plant: plants.Plant{
			Name: "lost-retry", Breaks: "a write that fails is not tried again",
			File: "controllers/reconciler.go",
			Old:  "	return ctrl.Result{}, err\n}\n\n// isNil",
			New:  "	return ctrl.Result{}, nil\n}\n\n// isNil",
		},
		caughtBy: "^writes-fail-after$", says: "objects differ",
	},
	{
		Plant: plants.Plant{
			Name: "leaked-goroutine", Breaks: "whoever writes a status in vain leaves a goroutine behind",
			File: "controllers/reconciler.go",
			Old:  "		return fmt.Errorf(\"writing the status: %w\", err)",
			New:  "		go func() { select {} }()\n		return fmt.Errorf(\"writing the status: %w\", err)",
		},
		caughtBy: "^writes-fail-after$", says: "goroutines in the end",
	},
	{
		Plant: plants.Plant{
			Name: "panic-on-error", Breaks: "whoever writes a status in vain panics",
			File: "controllers/reconciler.go",
			Old:  "		return fmt.Errorf(\"writing the status: %w\", err)",
			New:  "		panic(err)",
		},
		caughtBy: "^writes-fail-after$", says: "a manager panicked",
	},
	{
		Plant: plants.Plant{
			Name: "wall-kept-quiet", Breaks: "a matter's status says nothing of its wall, and shows everybody behind it as Granted",
			File: "controllers/matter_controller.go",
			Old:  "derived.Status = staffing.Derive(v, stored) },",
			New: `derived.Status = staffing.Derive(v, stored)
		derived.Status.ConflictedUsers = nil
		for i := range derived.Status.Staffing {
			m := &derived.Status.Staffing[i]
			m.Access, m.Exclusions = v1alpha1.AccessGranted, nil
		}
	},`,
		},
		caughtBy: "^none$", says: "the model of the rules disagrees",
	},
	{
		Plant: plants.Plant{
			Name: "lease-not-given-up", Breaks: "a leader that is asked to end keeps its lease",
			File: "internal/manager/options.go",
			Old:  "LeaderElectionReleaseOnCancel: true,",
			New:  "LeaderElectionReleaseOnCancel: false,",
		},
		caughtBy: "^leader-leaves$", says: "the other led only",
	},
	{
		Plant: plants.Plant{
			Name: "no-fence", Breaks: "a leader that was stopped goes on writing for as long as it tries to renew its lease",
			File: "internal/manager/manager.go",
			Old:  "config.Wrap(controllers.NewFence(options.Shard.Lease(), renewWithin).Wrap)",
			New:  "_ = controllers.NewFence(options.Shard.Lease(), renewWithin).Wrap",
		},
		caughtBy: "^leader-stopped$", says: "writes when another led",
	},
	{
		Plant: plants.Plant{
			Name: "retry-on-conflict", Breaks: "a status that is refused for a conflict is written over what is there",
			File:    "controllers/reconciler.go",
			Imports: `"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"`,
			Old:     "	if err := r.client.Status().Update(briefly(ctx), derived); err != nil {",
			New: `	err := r.client.Status().Update(briefly(ctx), derived)
	for apierrors.IsConflict(err) {
		there := &unstructured.Unstructured{}
		there.SetAPIVersion("matterplane.dev/v1alpha1")
		there.SetKind(r.name)
		if err := r.client.Get(ctx, client.ObjectKeyFromObject(derived), there); err != nil {
			return err
		}
		derived.SetResourceVersion(there.GetResourceVersion())
		err = r.client.Status().Update(briefly(ctx), derived)
	}
	if err != nil {`,
		},
		caughtBy: "^restart-stale$", says: "times and was written",
	},
	{
		Plant: plants.Plant{
			Name: "notice-afterwards", Breaks: "the notice of what a Company created is given after the status that says there is none due (U-8)",
			File: "controllers/reconciler.go",
			Old: `	if err := r.notify(ctx, stored); err != nil {
		return err
	}
	if err := r.client.Status().Update(briefly(ctx), derived); err != nil {
		return fmt.Errorf("writing the status: %w", err)
	}
`,
			New: `	if err := r.client.Status().Update(briefly(ctx), derived); err != nil {
		return fmt.Errorf("writing the status: %w", err)
	}
	if err := r.notify(ctx, stored); err != nil {
		return err
	}
`,
		},
		// Its user comes when the Firm is settled, which would give the notice instead.
		caughtBy: "^crash-always$", says: "notices of what the Company created",
	},
	{
		Plant: plants.Plant{
			Name: "deaf-to-hints", Breaks: "matters are not told of links",
			File: "controllers/watches.go",
			Old:  "	return reach(v, naming)\n}\n\n// mattersOfMatter",
			New:  "	return reach(v, naming[:0])\n}\n\n// mattersOfMatter",
		},
		caughtBy: "^none$", says: "the model of the rules disagrees",
	},
}

// plantAll plants the bugs that match, one at a time, and sees each caught.
func plantAll(ctx context.Context, o options, pattern string) error {
	which, err := regexp.Compile(pattern)
	if err != nil {
		return fmt.Errorf("-plant: %w", err)
	}
	tried, caught := 0, 0
	for _, p := range bugs {
		if !which.MatchString(p.Name) {
			continue
		}
		tried++
		fmt.Printf("--- %s: %s\n", p.Name, p.Breaks)
		err := p.plant(ctx, o)
		not, judged := errors.AsType[notSurvivedError](err)
		switch {
		case judged && strings.Contains(not.story, p.says):
			caught++
		case err != nil && !judged:
			return fmt.Errorf("%s: %w", p.Name, err)
		default:
			fmt.Printf("NOT CAUGHT: nothing says %q\n", p.says)
		}
	}
	fmt.Printf("%d bugs planted, %d caught\n", tried, caught)
	if caught < tried {
		return notSurvivedError{}
	}
	return nil
}

// plant builds the manager with the bug and runs what must catch it. The tree stays
// as it is: go takes the file from an overlay.
func (p plant) plant(ctx context.Context, o options) error {
	dir, err := os.MkdirTemp("", "matterplane-plant-")
	if err != nil {
		return fmt.Errorf("making room: %w", err)
	}
	defer os.RemoveAll(dir)
	if o.overlay, err = p.Overlay(o.root, dir); err != nil {
		return err
	}
	if o.only, err = regexp.Compile(p.caughtBy); err != nil {
		return fmt.Errorf("reading which scenario it is: %w", err)
	}
	return run(ctx, o)
}
