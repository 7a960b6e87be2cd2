package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/matterplane/matterplane/internal/test/model"
)

// TestPlantsFit: every bug still fits the file that it breaks, and names scenarios.
func TestPlantsFit(t *testing.T) {
	names := map[string]bool{}
	for _, s := range scenarios() {
		names[s.name] = true
	}
	for _, p := range plants {
		text, err := os.ReadFile(filepath.Join("..", "..", p.file))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.in(string(text)); err != nil {
			t.Errorf("%s: %v", p.name, err)
		}
		caught := 0
		for name := range names {
			if regexp.MustCompile(p.caughtBy).MatchString(name) {
				caught++
			}
		}
		if caught == 0 {
			t.Errorf("%s: no scenario is called %s", p.name, p.caughtBy)
		}
	}
}

// TestScenarios: each has a name of its own, a fault that it requires, and workloads
// that there are.
func TestScenarios(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range scenarios() {
		if seen[s.name] {
			t.Errorf("two scenarios are called %s", s.name)
		}
		seen[s.name] = true
		if len(s.needs) == 0 && s.name != "none" {
			t.Errorf("%s requires no fault", s.name)
		}
		if (s.play == nil) == (s.run == nil) {
			t.Errorf("%s is played in no way, or in two", s.name)
		}
		for _, name := range append(s.quick, s.full...) {
			if name != "samples" {
				byName(workloads(1), name)
			}
		}
	}
}

// TestPage: docs/faults.md names every scenario and every planted bug.
func TestPage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "faults.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range scenarios() {
		if !strings.Contains(string(page), "`"+s.name+"`") {
			t.Errorf("docs/faults.md does not tell of %s", s.name)
		}
	}
	for _, p := range plants {
		if !strings.Contains(string(page), "`"+p.name+"`") {
			t.Errorf("docs/faults.md does not tell of the bug %s", p.name)
		}
	}
}

// TestWorkloads: the model of the rules knows every step, and walls come and go.
func TestWorkloads(t *testing.T) {
	for _, w := range workloads(3) {
		world, walled := model.New(), map[int]bool{}
		for i, s := range w.steps {
			for _, c := range s.changes {
				model.Write{Object: c.object, Delete: c.delete}.Apply(world)
			}
			for _, m := range world.Matters() {
				walled[i] = walled[i] || world.Status(m).Summary.Excluded > 0
			}
		}
		if w.name == "wall" && (walled[0] || !walled[1] || walled[2]) {
			t.Errorf("%s: excluded members by step: %v", w.name, walled)
		}
		if w.objects() < 5 {
			t.Errorf("%s: only %d objects", w.name, w.objects())
		}
	}
}
