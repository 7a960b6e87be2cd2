package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
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
	for _, p := range bugs {
		if _, err := p.Overlay(filepath.Join("..", ".."), t.TempDir()); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
		if p.says == "" {
			t.Errorf("%s: what is to be said of it?", p.Name)
		}
		caught := 0
		for name := range names {
			if regexp.MustCompile(p.caughtBy).MatchString(name) {
				caught++
			}
		}
		if caught == 0 {
			t.Errorf("%s: no scenario is called %s", p.Name, p.caughtBy)
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
		for _, o := range []options{{}, {full: true}} {
			if all := append(workloads(1, 1, 1), workload{name: "samples"}); len(s.playedOver(o, all)) == 0 {
				t.Errorf("%s is played over nothing (full is %t)", s.name, o.full)
			}
		}
		for _, name := range slices.Concat(s.quick, s.full, allWorkloads) {
			if name != "samples" && len(named(workloads(1, 1, 1), name)) == 0 {
				t.Errorf("%s is to be played over %s, which is not there", s.name, name)
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
	for _, p := range bugs {
		if !strings.Contains(string(page), "`"+p.Name+"`") {
			t.Errorf("docs/faults.md does not tell of the bug %s", p.Name)
		}
	}
}

// TestSentences: what the design demands is proved by scenarios and tests that there
// are, every scenario serves one, and docs/faults.md says which.
func TestSentences(t *testing.T) {
	known, serves := map[string]bool{}, map[string]bool{}
	for _, s := range scenarios() {
		known[s.name] = true
	}
	for _, s := range sentences {
		if len(s.scenarios)+len(s.tests) == 0 {
			t.Errorf("nothing proves %q", s.says)
		}
		for _, name := range s.scenarios {
			if serves[name] = true; !known[name] {
				t.Errorf("%q: there is no scenario %s", s.says, name)
			}
		}
		for _, p := range s.tests {
			if !p.exists(t) {
				t.Errorf("%q: %s has no %s", s.says, p.room, p.test)
			}
		}
	}
	for name := range known {
		if !serves[name] {
			t.Errorf("what is %s for?", name)
		}
	}
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "faults.md"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), table()) {
		t.Errorf("docs/faults.md must have this table:\n%s", table())
	}
}

// exists says whether the test is where it is said to be; of what is not named as a
// test it says whether the room is there.
func (p proof) exists(t *testing.T) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(p.room), "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(p.test, "Test") || strings.Contains(string(text), "func "+p.test+"(t ") {
			return true
		}
	}
	return false
}

// TestOneSeed: a seed is one list of scenarios and of all that is written, and another
// seed another.
func TestOneSeed(t *testing.T) {
	written := func(seed uint64) string {
		var b strings.Builder
		for _, w := range workloads(20, 3, seed) {
			for _, s := range w.steps {
				fmt.Fprintln(&b, w.name, s.says)
				for _, c := range s.changes {
					fmt.Fprintln(&b, c, c.declared("firm", "v1").Object)
				}
			}
		}
		return b.String()
	}
	once, again := written(1), written(1)
	if once != again {
		t.Error("a seed makes two lists")
	}
	if once == written(2) {
		t.Error("two seeds make one list")
	}
}

// TestWhatLacks: a fault that did not happen over one workload is told of, whatever
// happened over others.
func TestWhatLacks(t *testing.T) {
	c := scenario{needs: map[string]int{"lost": 2}}
	if story := c.lacks("edits", map[string]int{"lost": 5}, map[string]int{"lost": 7}); len(story) > 0 {
		t.Errorf("it did happen: %q", story)
	}
	if story := c.lacks("edits", map[string]int{"lost": 5}, map[string]int{"lost": 6}); len(story) != 1 {
		t.Errorf("it did not happen often enough: %q", story)
	}
}

// TestWorkloads: the model of the rules knows every step, and walls come and go.
func TestWorkloads(t *testing.T) {
	for _, w := range workloads(3, 1, 1) {
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
