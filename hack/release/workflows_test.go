package main

import (
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rhysd/actionlint"
	"sigs.k8s.io/yaml"
)

// workflow is what we look at of one.
type workflow struct {
	Permissions map[string]string `json:"permissions"`
	Jobs        map[string]struct {
		Permissions map[string]string `json:"permissions"`
		Steps       []struct {
			Name string         `json:"name"`
			Uses string         `json:"uses"`
			Run  string         `json:"run"`
			With map[string]any `json:"with"`
		} `json:"steps"`
	} `json:"jobs"`
}

// ours are the workflows by the names of their files.
func ours(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../../.github/workflows/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	texts := map[string]string{}
	for _, file := range files {
		texts[filepath.Base(file)] = reads(t, file)
	}
	return texts
}

// faults are those that actionlint finds: it knows the schema of workflows and the
// contexts that each expression may read.
func faults(t *testing.T, text string) []*actionlint.Error {
	t.Helper()
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	found, err := linter.Lint("../../.github/workflows/x.yaml", []byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestActionlint(t *testing.T) {
	for file, text := range ours(t) {
		for _, fault := range faults(t, text) {
			t.Errorf("%s: %v", file, fault)
		}
		for _, plant := range [][2]string{{"runs-on:", "run-on:"}, {"permissions:\n      contents: read", "permissions:\n      contents: reads"}} {
			broken := strings.Replace(text, plant[0], plant[1], 1)
			if broken == text || len(faults(t, broken)) == 0 {
				t.Errorf("%s: nothing is found in %q", file, plant[1])
			}
		}
	}
}

// No job may do more than it needs, and what others have changed of an action does not
// run here.
func TestTheWorkflowsTrustNobody(t *testing.T) {
	pinned := regexp.MustCompile(`uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+\n`)
	got := map[string]map[string]string{}
	for file, text := range ours(t) {
		var w workflow
		if err := yaml.Unmarshal([]byte(text), &w); err != nil {
			t.Fatal(err)
		}
		if w.Permissions == nil || len(w.Permissions) != 0 {
			t.Errorf("%s: all jobs may %v", file, w.Permissions)
		}
		for name, job := range w.Jobs {
			got[file+" "+name] = job.Permissions
			for _, step := range job.Steps {
				if strings.Contains(step.Run, "${{") {
					t.Errorf("%s: %s/%s: what is in an expression is run as a script", file, name, step.Name)
				}
				if strings.Contains(step.Uses, "checkout@") && step.With["persist-credentials"] != false {
					t.Errorf("%s: %s: the checkout leaves its token behind", file, name)
				}
				if strings.Contains(step.Uses, "setup-go@") && step.With["cache"] != false {
					t.Errorf("%s: %s: it builds from what another run has left behind", file, name)
				}
			}
		}
		uses := strings.Count(text, "uses:") - strings.Count(text, "uses: ./")
		if pins := len(pinned.FindAllString(text, -1)); pins != uses {
			t.Errorf("%s: %d of %d actions are pinned by their commit", file, pins, uses)
		}
		if strings.Contains(text, "pull_request_target") {
			t.Errorf("%s: it hands a fork our token", file)
		}
	}
	sign := map[string]string{"contents": "read", "packages": "write", "id-token": "write", "attestations": "write"}
	want := map[string]map[string]string{
		"test.yaml test":       {"contents": "read"},
		"release.yaml test":    {"contents": "read"},
		"release.yaml image":   sign,
		"release.yaml assets":  {"contents": "read"},
		"release.yaml publish": {"contents": "write", "packages": "write", "id-token": "write", "attestations": "write"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("permissions (-want +got)\n%s", diff)
	}
}
