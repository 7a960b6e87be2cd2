// Package repository makes git repositories for tests, with the git that users
// have, and without their configuration.
package repository

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Repository is a git repository in a directory of its own. The test's working
// directory is its top, until the test changes it.
type Repository struct {
	Dir string

	t testing.TB
}

// New makes an empty repository with the branch main, and goes there. Neither the
// user's configuration nor variables of git count until the test ends. The test
// cannot be parallel.
func New(t *testing.T) *Repository {
	t.Helper()
	for _, set := range os.Environ() {
		if name, _, _ := strings.Cut(set, "="); strings.HasPrefix(name, "GIT_") {
			t.Setenv(name, "") // so that it comes back
			if err := os.Unsetenv(name); err != nil {
				t.Fatal(err)
			}
		}
	}
	const day = "2026-11-21T09:00:00Z"
	for name, value := range map[string]string{
		"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.DevNull,
		"GIT_AUTHOR_NAME": "Amira Khan", "GIT_AUTHOR_EMAIL": "amira@firm.example", "GIT_AUTHOR_DATE": day,
		"GIT_COMMITTER_NAME": "Amira Khan", "GIT_COMMITTER_EMAIL": "amira@firm.example", "GIT_COMMITTER_DATE": day,
	} {
		t.Setenv(name, value)
	}
	r := &Repository{Dir: t.TempDir(), t: t}
	t.Chdir(r.Dir)
	r.Git("init", "--quiet", "--initial-branch", "main")
	return r
}

// Git runs git at the top of the repository and returns what it prints.
func (r *Repository) Git(args ...string) string {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), "git", args...)
	cmd.Dir = r.Dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// Write writes a file, or without text removes it.
func (r *Repository) Write(name, text string) {
	r.t.Helper()
	path := filepath.Join(r.Dir, filepath.FromSlash(name))
	if text == "" {
		if err := os.Remove(path); err != nil {
			r.t.Fatal(err)
		}
		return
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// Commit commits all that there is, files that are ignored apart.
func (r *Repository) Commit(message string) {
	r.t.Helper()
	r.Git("add", "--all")
	r.Git("commit", "--quiet", "--allow-empty", "--message", message)
}
