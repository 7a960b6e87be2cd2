package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/progress"
)

// shared is a terminal on which progress and output stand, in the order in which they
// are written.
type shared struct {
	mu      sync.Mutex
	stages  []string // what was told, each once
	line    string   // what stands on the line of progress
	printed strings.Builder
	mixed   []string // what was printed where a line stood
}

// told and printed are its two writers.
type (
	told    struct{ *shared }
	printed struct{ *shared }
)

func (s told) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.line = strings.Trim(string(p), "\r\b ")
	if what, _, _ := strings.Cut(strings.TrimSuffix(s.line, " …"), ": "); what != "" && !slices.Contains(s.stages, what) {
		s.stages = append(s.stages, what)
	}
	if s.printed.Len() > 0 {
		s.mixed = append(s.mixed, "told after something was printed: "+s.line)
	}
	return len(p), nil
}

func (s printed) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.line != "" {
		s.mixed = append(s.mixed, "printed behind "+s.line)
	}
	return s.printed.Write(p)
}

// slow is a clock on which everything takes long.
func slow() func() time.Time {
	var mu sync.Mutex
	at := time.Unix(0, 0)
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		at = at.Add(time.Hour)
		return at
	}
}

// TestProgress: whatever takes long is told, nothing of it stands among what is
// printed, and what is printed is what is printed without it.
func TestProgress(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "firm.yaml")
	expected := "\n---\n{apiVersion: tests.matterplane.dev/v1, kind: AccessTest, metadata: {name: t}, cases: [{name: c, matters: all, mustNever: view, users: [eve]}]}\n"
	if err := os.WriteFile(file, []byte(theFirm+expected), 0o600); err != nil {
		t.Fatal(err)
	}
	roster := filepath.Join(dir, "roster.csv")
	if err := os.WriteFile(roster, []byte("Email\na@firm.example\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	reading := "reading " + file
	for _, c := range []struct {
		args string
		want []string
	}{
		{"render -f " + file, []string{reading, "deriving"}},
		{"render -o json -f " + file, []string{reading, "deriving"}},
		{"check -f " + file, []string{reading, "checking as the API server does", "checking against the rules", "looking up where it is written"}},
		{"diff " + file + " " + file, []string{reading + " and " + file, "comparing " + file + " and " + file}},
		{"test -f " + file, []string{reading, "testing"}},
		{"import --users " + roster, []string{"reading the tables", "reading what they make", "checking as the API server does", "checking against the rules", "looking up where it is written"}},
		{"who inquiry -f " + file, []string{reading}},
		{"ledger matter/inquiry -f " + file, []string{reading}},
	} {
		t.Run(strings.Fields(c.args)[0], func(t *testing.T) {
			t.Parallel()
			run := func(line *progress.Line, s *shared) {
				root := newRoot("matterplane")
				root.SetArgs(strings.Fields(c.args))
				root.SetOut(printed{s})
				root.SetErr(printed{s})
				if code := exitCode(root, root.ExecuteContext(progress.With(t.Context(), line))); code == exitFailed {
					t.Errorf("exit code %d: %s", code, s.printed.String())
				}
			}
			var s, quiet shared
			run(progress.New(told{&s}, slow(), func() int { return 500 }), &s)
			run(nil, &quiet)
			if diff := cmp.Diff(c.want, s.stages); diff != "" {
				t.Errorf("stages (-want +told)\n%s", diff)
			}
			if len(s.mixed) > 0 || s.line != "" {
				t.Errorf("%q; %q is left", s.mixed, s.line)
			}
			if diff := cmp.Diff(quiet.printed.String(), s.printed.String()); diff != "" {
				t.Errorf("printed (-without +with progress)\n%s", diff)
			}
		})
	}
}
