package docs

import (
	"bytes"
	"cmp"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"k8s.io/client-go/tools/clientcmd"

	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/story"
)

// shell is what whoever reads a page has in front of them: a shell in a directory
// where docs is, and a kubectl that talks to the firm.
type shell struct {
	t         *testing.T
	dir       string
	env       []string
	functions []string
	firm      *story.Firm // none: kubectl talks to whom the page says
}

// namespace is what every firm's namespace is called on the pages.
const namespace = "harcourt-vane"

// firms finds it in a command, and not in what it is a part of: an email.
var firms = regexp.MustCompile(`\b` + namespace + `([:\s]|$)`)

// build builds the command line into a directory of its own.
func build(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), "go", "build", "-o", dir, ".")
	cmd.Dir = cluster.Path(t)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building the command line: %v\n%s", err, out)
	}
	return dir
}

func newShell(t *testing.T, commands string) *shell {
	t.Helper()
	dir := t.TempDir() // pages may write files
	for _, folder := range []string{"docs", "config"} {
		if err := os.Symlink(cluster.Path(t, folder), filepath.Join(dir, folder)); err != nil {
			t.Fatal(err)
		}
	}
	binaries := cmp.Or(os.Getenv("KUBEBUILDER_ASSETS"), cluster.Path(t, "bin", "k8s"))
	return &shell{t: t, dir: dir, env: append(os.Environ(),
		"PATH="+strings.Join([]string{commands, binaries, os.Getenv("PATH")}, string(filepath.ListSeparator)),
		"KUBECONFIG="+filepath.Join(dir, ".kubeconfig"),
		"KUBECACHEDIR="+filepath.Join(dir, ".cache"),
		"KUBERC=off", "KUBECTL_EXTERNAL_DIFF=", "LC_ALL=", "LC_COLLATE=C", "LC_CTYPE=C.UTF-8", "TZ=UTC",
	)}
}

// enter makes a new firm and points kubectl at it.
func (s *shell) enter(mode story.Mode) {
	s.t.Helper()
	s.firm = story.New(s.t.Context(), s.t, mode)
	raw := cluster.MustKubectl(s.t, "", "", "config", "view", "--raw", "--flatten")
	config, err := clientcmd.Load([]byte(raw))
	if err != nil {
		s.t.Fatal(err)
	}
	config.Contexts[config.CurrentContext].Namespace = s.firm.Namespace
	if err := clientcmd.WriteToFile(*config, filepath.Join(s.dir, ".kubeconfig")); err != nil {
		s.t.Fatal(err)
	}
}

// run runs a command and returns what it prints, on either output. That it fails
// is what some examples show. The firm's namespace is what the pages call it.
func (s *shell) run(command string) string {
	s.t.Helper()
	called := namespace
	if s.firm != nil {
		called = s.firm.Namespace
	}
	command = firms.ReplaceAllString(command, called+"$1")
	cmd := exec.CommandContext(s.t.Context(), "sh", "-c", strings.Join(append(s.functions, command), "\n"))
	cmd.Dir, cmd.Env = s.dir, s.env
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		s.t.Fatalf("%s: %v", command, err)
	}
	return strings.ReplaceAll(out.String(), called, namespace)
}
