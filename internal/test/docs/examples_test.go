package docs

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/story"
)

// examples are what --help, and so the reference, gives as such.
var examples = regexp.MustCompile("(?m)^## Examples\n\n```\n((?: {2}.*\n)+)```$")

// TestExamplesOfHelp types the examples of --help in a repository of the firms that they
// name, one of which is in the cluster too. They show no output: that they succeed is
// what they promise.
func TestExamplesOfHelp(t *testing.T) {
	story.Operate(t)
	commands := build(t)
	if err := os.Symlink("matterplane", filepath.Join(commands, "kubectl-matterplane")); err != nil {
		t.Fatal(err)
	}
	cluster.MustKubectl(t, "", "", "create", "namespace", "acme")
	typed := 0
	types := func(path, first string) {
		found := examples.FindStringSubmatch(read(t, path))
		if found == nil {
			return
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			s := newRepository(t, commands)
			s.succeeds(first)
			for line := range strings.Lines(found[1]) {
				typed++
				s.succeeds(strings.TrimSpace(line))
			}
		})
	}
	imports := cluster.Path(t, "docs", "reference", "commands", "matterplane_import.md")
	types(imports, "rm -r firms") // it makes the firm that all others ask about
	cluster.MustKubectl(t, "acme", "", "apply", "-k", filepath.Join("testdata", "examples", "firms", "acme"))
	for _, path := range pages(t) {
		if path != imports {
			types(path, "true")
		}
	}
	if typed < 20 {
		t.Errorf("only %d examples", typed)
	}
}

// newRepository has the firms in front of it, under every name that the examples have
// for them.
func newRepository(t *testing.T, commands string) *shell {
	t.Helper()
	s := newShell(t, commands)
	s.talk(cluster.Kubeconfig(), "acme")
	s.dir = t.TempDir()
	if err := os.CopyFS(s.dir, os.DirFS(filepath.Join("testdata", "examples"))); err != nil {
		t.Fatal(err)
	}
	s.succeeds("mkdir overlays && cp -r firms/acme overlays/now && cp -r firms/acme overlays/next && cp -r firms main && cp -r firms pull-request")
	s.succeeds("git init --quiet --initial-branch=main && git add . && git -c user.name=amira -c user.email=amira@acme.example commit --quiet --message=all")
	return s
}

// succeeds runs a command, by the shell that most people type into: an example compares
// what two commands print.
func (s *shell) succeeds(command string) {
	s.t.Helper()
	s.prepare(Page{Steps: []Step{{Command: command}}})
	cmd := exec.CommandContext(s.t.Context(), "bash", "-o", "pipefail", "-c", command)
	cmd.Dir, cmd.Env = s.dir, s.env
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Errorf("$ %s: %v\n%s", command, err, out)
	}
}
