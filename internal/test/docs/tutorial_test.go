package docs

import (
	"bufio"
	"cmp"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// TestTutorial types the pages that start with a checkout and nothing else, the tutorial
// and the README, as a reader does: in a checkout, from make run on, in two terminals.
func TestTutorial(t *testing.T) {
	typed, dir := 0, checkout(t) // one for both: building it again would take a minute
	for _, path := range shown(t) {
		page := parsed(t, path)
		if !page.Runs() {
			continue
		}
		typed++
		t.Run(named(t, path), func(t *testing.T) {
			newReader(t, dir).types(path, page)
		})
	}
	if typed < 2 {
		t.Errorf("only %d pages start a control plane", typed)
	}
}

// newReader has a checkout in front of them, and nothing of anybody's own settings.
func newReader(t *testing.T, dir string) *shell {
	t.Helper()
	s := &shell{t: t, dir: dir}
	s.env = append(os.Environ(),
		"KUBEBUILDER_ASSETS="+filepath.Join(s.dir, "bin", "k8s"),
		"KUBECACHEDIR="+filepath.Join(s.dir, "bin", ".cache"), "KUBERC=off", "KUBECTL_EXTERNAL_DIFF=",
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_AUTHOR_NAME=amira", "GIT_AUTHOR_EMAIL=amira@firm.example",
		"GIT_COMMITTER_NAME=amira", "GIT_COMMITTER_EMAIL=amira@firm.example",
		"MAKEFLAGS=", "MAKELEVEL=", "LC_ALL=", "LC_COLLATE=C", "LC_CTYPE=C.UTF-8", "TZ=UTC")
	return s
}

// types follows a page.
func (s *shell) types(path string, page Page) {
	s.t.Helper()
	theirs := strings.NewReplacer(s.dir, home, os.TempDir(), "/tmp") // where make run keeps its data
	r, elsewhere := record{path: path, page: page}, stages(s.t)
	for i, step := range page.Steps {
		switch {
		case step.isOf(elsewhere):
		case step.Place != "" || step.Hidden:
			s.t.Fatalf("%s:%d: the page does all of it itself", path, step.Line)
		case step.Stays():
			r.compare(s.t, i, theirs.Replace(s.stay(step.Command)))
		case step.Defines():
			s.functions = append(s.functions, step.Command)
		default:
			r.compare(s.t, i, s.await(step))
		}
	}
	r.close(s.t)
}

// checkout copies the repository, without what was built: the tutorial builds it.
func checkout(t *testing.T) string {
	t.Helper()
	root, dir := cluster.Path(t), filepath.Join(t.TempDir(), "matterplane")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		switch {
		case slices.Contains([]string{".git", "bin", "dist"}, name):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			return os.MkdirAll(filepath.Join(dir, name), 0o755)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, name), content, 0o755)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	binaries := cmp.Or(os.Getenv("KUBEBUILDER_ASSETS"), cluster.Path(t, "bin", "k8s"))
	if err := os.Symlink(binaries, filepath.Join(dir, "bin", "k8s")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// up is the last that make run prints before it stays.
const up = "devcluster ready"

// stay runs a command that stays, in a terminal of its own, and returns what it
// prints until it is up. It ends with the test, even with one that is killed: that
// closes its standard input.
func (s *shell) stay(command string) string {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), "sh", "-c", command+" </dev/null & read -r _; kill $!; wait $!")
	cmd.Dir, cmd.Env, cmd.Cancel = s.dir, s.env, func() error { return nil } // by its input
	cmd.WaitDelay = time.Minute
	input, err := cmd.StdinPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	output, prints := io.Pipe()
	cmd.Stdout, cmd.Stderr = prints, prints
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // a signal ends it, as Ctrl-C does
		prints.Close()
		close(ended)
	}()
	s.t.Cleanup(func() {
		input.Close()
		<-ended
	})
	late := time.AfterFunc(5*time.Minute, func() { input.Close() })
	defer late.Stop()

	var lines []string
	scanner := bufio.NewScanner(output)
	for scanner.Scan() {
		lines = append(lines, scanner.Text())
		if scanner.Text() == up {
			go func() { _, _ = io.Copy(io.Discard, output) }()
			return strings.Join(lines, "\n")
		}
	}
	s.t.Fatalf("%s is not up:\n%s", command, strings.Join(lines, "\n"))
	return ""
}
