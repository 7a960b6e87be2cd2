package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// plant is a bug: what it breaks, the text that it puts in the place of another,
// which must be there exactly once, and the scenarios of which one must not survive it,
// with words that then must be said.
type plant struct {
	name, breaks, file, old, new, caughtBy, says string
	imports                                      string // that the bug needs beside those of the file
}

// plants show that the oracles can fail.
var plants = []plant{
	{
		name: "no-op-write", breaks: "every reconciliation of a matter writes its status, changed or not",
		file:     "controllers/reconciler.go",
		old:      "	if r.same(stored, derived) {",
		new:      "	if r.name != \"Matter\" && r.same(stored, derived) {",
		caughtBy: "^none$", says: "times and was written",
	},
	{
		name: "skipped-wall", breaks: "the wall of a case does not stand around its matters (C-5)",
		file:     "internal/staffing/walls.go",
		old:      "	if c := d.caseOf(asset); c != nil {\n		for _, own := range d.ownWall(c) {",
		new:      "	if c := d.caseOf(asset); c != nil && c.Name == asset.Name {\n		for _, own := range d.ownWall(c) {",
		caughtBy: "^none$", says: "the model of the rules disagrees",
	},
	{
		name: "wall-one-write-late", breaks: "a wall is published first, and who is behind it loses access with the next write",
		file: "controllers/matter_controller.go",
		old:  "derived.Status = staffing.Derive(v, stored) },",
		new: `derived.Status = staffing.Derive(v, stored)
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
		caughtBy: "^none$", says: "its wall names",
	},
	{
		name: "lost-retry", breaks: "a write that fails is not tried again",
		file:     "controllers/reconciler.go",
		old:      "	return ctrl.Result{}, err\n}\n\n// isNil",
		new:      "	return ctrl.Result{}, nil\n}\n\n// isNil",
		caughtBy: "^writes-fail-after$", says: "objects differ",
	},
	{
		name: "leaked-goroutine", breaks: "whoever writes a status in vain leaves a goroutine behind",
		file:     "controllers/reconciler.go",
		old:      "		return fmt.Errorf(\"writing the status: %w\", err)",
		new:      "		go func() { select {} }()\n		return fmt.Errorf(\"writing the status: %w\", err)",
		caughtBy: "^writes-fail-after$", says: "goroutines in the end",
	},
	{
		name: "panic-on-error", breaks: "whoever writes a status in vain panics",
		file:     "controllers/reconciler.go",
		old:      "		return fmt.Errorf(\"writing the status: %w\", err)",
		new:      "		panic(err)",
		caughtBy: "^writes-fail-after$", says: "a manager panicked",
	},
	{
		name: "wall-kept-quiet", breaks: "a matter's status says nothing of its wall, and shows everybody behind it as Granted",
		file: "controllers/matter_controller.go",
		old:  "derived.Status = staffing.Derive(v, stored) },",
		new: `derived.Status = staffing.Derive(v, stored)
		derived.Status.ConflictedUsers = nil
		for i := range derived.Status.Staffing {
			m := &derived.Status.Staffing[i]
			m.Access, m.Exclusions = v1alpha1.AccessGranted, nil
		}
	},`,
		caughtBy: "^none$", says: "the model of the rules disagrees",
	},
	{
		name: "lease-not-given-up", breaks: "a leader that is asked to end keeps its lease",
		file:     "internal/manager/options.go",
		old:      "LeaderElectionReleaseOnCancel: true,",
		new:      "LeaderElectionReleaseOnCancel: false,",
		caughtBy: "^leader-leaves$", says: "the other led only",
	},
	{
		name: "retry-on-conflict", breaks: "a status that is refused for a conflict is written over what is there",
		file:    "controllers/reconciler.go",
		imports: `"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"`,
		old:     "	if err := r.client.Status().Update(ctx, derived); err != nil {",
		new: `	err := r.client.Status().Update(ctx, derived)
	for apierrors.IsConflict(err) {
		there := &unstructured.Unstructured{}
		there.SetAPIVersion("matterplane.dev/v1alpha1")
		there.SetKind(r.name)
		if err := r.client.Get(ctx, client.ObjectKeyFromObject(derived), there); err != nil {
			return err
		}
		derived.SetResourceVersion(there.GetResourceVersion())
		err = r.client.Status().Update(ctx, derived)
	}
	if err != nil {`,
		caughtBy: "^(leader-stopped|restart-stale)$", says: "when the old leader went on",
	},
	{
		name: "notice-afterwards", breaks: "the notice of what a Company created is given after the status that says there is none due (U-8)",
		file: "controllers/reconciler.go",
		old: `	if err := r.notify(ctx, view, stored); err != nil {
		return err
	}
	if err := r.client.Status().Update(ctx, derived); err != nil {
		return fmt.Errorf("writing the status: %w", err)
	}
`,
		new: `	if err := r.client.Status().Update(ctx, derived); err != nil {
		return fmt.Errorf("writing the status: %w", err)
	}
	if err := r.notify(ctx, view, stored); err != nil {
		return err
	}
`,
		caughtBy: "^crash-after-write$", says: "notices of what the Company created",
	},
	{
		name: "deaf-to-hints", breaks: "matters are not told of links",
		file:     "controllers/watches.go",
		old:      "	return reach(v, naming)\n}\n\n// mattersOfMatter",
		new:      "	return reach(v, naming[:0])\n}\n\n// mattersOfMatter",
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
	for _, p := range plants {
		if !which.MatchString(p.name) {
			continue
		}
		tried++
		fmt.Printf("--- %s: %s\n", p.name, p.breaks)
		err := p.plant(ctx, o)
		not, judged := errors.AsType[notSurvivedError](err)
		switch {
		case judged && strings.Contains(not.story, p.says):
			caught++
		case err != nil && !judged:
			return fmt.Errorf("%s: %w", p.name, err)
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
	planted, path := filepath.Join(dir, "planted.go"), filepath.Join(o.root, p.file)
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading what to break: %w", err)
	}
	broken, err := p.in(string(text))
	if err != nil {
		return err
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {path: planted}})
	if err != nil {
		return fmt.Errorf("writing an overlay: %w", err)
	}
	o.overlay = filepath.Join(dir, "overlay.json")
	if err := errors.Join(os.WriteFile(planted, []byte(broken), 0o600), os.WriteFile(o.overlay, overlay, 0o600)); err != nil {
		return fmt.Errorf("planting: %w", err)
	}
	if o.only, err = regexp.Compile(p.caughtBy); err != nil {
		return fmt.Errorf("reading which scenario it is: %w", err)
	}
	return run(ctx, o)
}

// in returns a file with the bug in it.
func (p plant) in(text string) (string, error) {
	if n := strings.Count(text, p.old); n != 1 {
		return "", fmt.Errorf("%s has the old text %d times, not once: %q", p.file, n, p.old)
	}
	text = strings.Replace(text, p.old, p.new, 1)
	return strings.Replace(text, "import (\n", "import (\n\t"+p.imports+"\n", 1), nil
}
