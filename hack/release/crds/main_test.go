package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	released = "../../../config/crd/released"
	bases    = "../../../config/crd/bases"
)

// planted is a copy of the released CRDs, with the file of what is accepted, and of
// today's without the column Age of matters, twice.
func planted(t *testing.T, accepted string) (before, now string) {
	t.Helper()
	before, now = t.TempDir(), t.TempDir()
	for from, to := range map[string]string{released: before, bases: now} {
		if err := os.CopyFS(to, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	write := func(path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(filepath.Join(before, acceptedFile)); err != nil {
		t.Fatal(err)
	}
	write(filepath.Join(before, acceptedFile), accepted)
	path := filepath.Join(now, "matterplane.dev_matters.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), "name: Age\n", "name: Old\n", 1)
	if changed == string(text) {
		t.Fatal("matters have no column Age")
	}
	write(path, changed)
	return before, now
}

const broken = "matters.matterplane.dev v1alpha1: the column Age is gone"

func TestAccepted(t *testing.T) {
	for what, c := range map[string]struct {
		accepted, want string // of the error; empty: none
	}{
		"nothing":        {"[]", broken},
		"what breaks":    {"- {breaks: '" + broken + "', because: nobody looks}", ""},
		"without reason": {"- {breaks: '" + broken + "'}", "why?"},
		"what is whole":  {"- {breaks: '" + broken + "', because: x}\n- {breaks: other, because: y}", `"other" breaks no more`},
		"another field":  {"- {broken: x}", "unknown field"},
		"something else": {"- {breaks: other, because: y}", broken},
	} {
		t.Run(what, func(t *testing.T) {
			err := run(planted(t, c.accepted))
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
	if err := run(released, t.TempDir()); err == nil {
		t.Error("nothing is as good as what was")
	}
}
