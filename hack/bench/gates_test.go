package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/matterplane/matterplane/hack/plants"
)

var planted = flag.String("plants", "", "plant the bugs that match this `pattern`, one at a time, and see each fail its gate")

// root is the repository.
const root = "../.."

// TestGates: what is counted, not timed, holds for every change: one write for each
// status that differs, none in vain, no conflict, no read that leaves the cache, no
// write when there is nothing to do, and walls that stand (F-3, F-4, F-13). It is
// counted of the manager as it ships, by the API server.
func TestGates(t *testing.T) {
	for id, why := range gatesOf(t, "") {
		t.Errorf("%s: %s", id, why)
	}
}

// gatesOf returns which gates a manager built with an overlay does not pass, and why.
func gatesOf(t *testing.T, overlay string) map[string]string {
	t.Helper()
	if os.Getenv("KUBEBUILDER_ASSETS") == "" {
		t.Setenv("KUBEBUILDER_ASSETS", filepath.Join(root, "bin", "k8s"))
	}
	b := &bench{root: root, size: gate, overlay: overlay}
	w, err := b.newWorld(t.Context())
	if w != nil {
		t.Cleanup(w.close)
	}
	if err != nil {
		t.Fatal(err)
	}
	b.world = w
	closed := map[string]string{}
	for _, f := range []figure{statusWrites, uncachedReads, idleWrites} {
		r, err := f.measure(t.Context(), b)
		if err != nil {
			closed[f.id] = err.Error()
			continue
		}
		m := measurement{f, r}
		t.Logf("%s  %s: %s", f.id, f.what, m.whole().said())
		for _, of := range m.details() {
			t.Logf("%s  %s: %s", f.id, of.what, of.value)
		}
		if !m.ok() {
			closed[f.id] = m.whole().said() + ", wanted " + m.wanted(m.whole()) + ": " + m.why
		}
	}
	return closed
}

// bugs show that each gate can close.
var bugs = []struct {
	plants.Plant
	closes figure
	why    string // a pattern of what is said then
}{
	{
		plants.Plant{
			Name: "no-op-write", Breaks: "every reconciliation of a user writes its status, changed or not",
			File: "controllers/reconciler.go",
			Old:  "	if r.same(stored, derived) {",
			New:  "	if r.name != \"FirmUser\" && r.same(stored, derived) {",
		},
		statusWrites, "times|had not changed",
	},
	{
		plants.Plant{
			Name: "uncached-read", Breaks: "reconcilers ask the API server for what they reconcile",
			File: "controllers/setup.go",
			Old:  "	d := &desk{\n		client:   mgr.GetClient(),",
			New: `	live, err := client.New(mgr.GetConfig(), client.Options{Scheme: mgr.GetScheme()})
	if err != nil {
		return err
	}
	d := &desk{
		client: live,`,
		},
		uncachedReads, "the first was to get",
	},
	{
		plants.Plant{
			Name: "skipped-wall", Breaks: "the wall of a case does not stand around its matters (C-5)",
			File: "internal/staffing/walls.go",
			Old:  "	if c := d.caseOf(asset); c != nil {\n		for _, own := range d.ownWall(c) {",
			New:  "	if c := d.caseOf(asset); c != nil && c.Name == asset.Name {\n		for _, own := range d.ownWall(c) {",
		},
		statusWrites, "are not as derived",
	},
	{
		plants.Plant{
			Name: "deaf-to-hints", Breaks: "matters are not told of links",
			File: "controllers/watches.go",
			Old:  "	return reach(v, naming)\n}\n\n// mattersOfMatter",
			New:  "	return reach(v, naming[:0])\n}\n\n// mattersOfMatter",
		},
		statusWrites, "are not as derived",
	},
	{
		plants.Plant{
			Name: "restless", Breaks: "every second the offices are written anew",
			File: "controllers/reconciler.go",
			Old:  "	stored, derived, err := r.due(ctx, req)\n",
			New: `	stored, derived, err := r.due(ctx, req)
	if office, err := r.read(ctx, req); r.name == "Office" && isNil(derived) && !isNil(office) && err == nil {
		return ctrl.Result{RequeueAfter: time.Second}, r.client.Status().Update(ctx, r.copy(office))
	}
`,
		},
		idleWrites, "the first was to update",
	},
}

// TestPlantsFit: every bug still fits the file that it breaks.
func TestPlantsFit(t *testing.T) {
	for _, bug := range bugs {
		if _, err := bug.Overlay(root, t.TempDir()); err != nil {
			t.Errorf("%s: %v", bug.Name, err)
		}
	}
}

// TestPlants plants the bugs that -plants asks for. Each is a control plane and a
// manager of its own: too much for every run.
func TestPlants(t *testing.T) {
	if *planted == "" {
		t.Skip("no -plants")
	}
	which, err := regexp.Compile(*planted)
	if err != nil {
		t.Fatal(err)
	}
	for _, bug := range bugs {
		if !which.MatchString(bug.Name) {
			continue
		}
		t.Run(bug.Name, func(t *testing.T) {
			overlay, err := bug.Overlay(root, t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			if why := gatesOf(t, overlay)[bug.closes.id]; !regexp.MustCompile(bug.why).MatchString(why) {
				t.Errorf("%s: %s says %q, and nothing of %q", bug.Breaks, bug.closes.id, why, bug.why)
			}
		})
	}
}
