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
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/node"
	"github.com/matterplane/matterplane/internal/test/story"
)

// shell is what whoever reads a page has in front of them: a shell in a directory
// where docs is, and a kubectl that talks to the firm.
type shell struct {
	t         *testing.T
	commands  string // where what is built for pages lies
	dir       string
	env       []string
	config    string // kubectl's
	functions []string
	firm      *story.Firm // none: kubectl talks to whom the page says

	left      *story.Firm   // from which the page went elsewhere
	installed *node.Cluster // where it went
}

// namespace is what every firm's namespace is called on the pages.
const namespace = "harcourt-vane"

// home is what the directory of a shell is called there.
const home = "/home/amira/matterplane"

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
	dir, own := t.TempDir(), t.TempDir() // pages may write files
	for _, folder := range []string{"docs", "config"} {
		if err := os.Symlink(cluster.Path(t, folder), filepath.Join(dir, folder)); err != nil {
			t.Fatal(err)
		}
	}
	s := &shell{t: t, commands: commands, dir: dir, config: filepath.Join(own, "kubeconfig")}
	binaries := cmp.Or(os.Getenv("KUBEBUILDER_ASSETS"), cluster.Path(t, "bin", "k8s"))
	s.env = append(os.Environ(),
		"PATH="+strings.Join([]string{commands, binaries, os.Getenv("PATH")}, string(filepath.ListSeparator)),
		"KUBECONFIG="+s.config, "KUBECACHEDIR="+filepath.Join(own, "cache"),
		"HELM_CACHE_HOME="+own, "HELM_CONFIG_HOME="+own, "HELM_DATA_HOME="+own, "KUBERC=off", "KUBECTL_EXTERNAL_DIFF=", "MAKEFLAGS=", "MAKELEVEL=",
		"LC_ALL=", "LC_COLLATE=C", "LC_CTYPE=C.UTF-8", "TZ=UTC")
	return s
}

// visit goes where a page asks to be.
func (s *shell) visit(place string) {
	s.t.Helper()
	switch place {
	case "a new firm":
		s.enter(story.Webhooks)
	case "a new firm without webhooks":
		s.enter(story.Alone)
	case "no firm":
		s.talk(cluster.Kubeconfig(), "default")
	case "the firm again":
		s.firm = s.left
		s.talk(cluster.Kubeconfig(), s.firm.Namespace)
	case "a cluster with nodes":
		s.leave(node.Start(s.t), "default")
	case "matterplane in a cluster":
		if s.installed == nil {
			s.installed = node.Start(s.t)
			s.leave(s.installed, "default")
			s.install()
		}
		s.leave(s.installed, namespace)
	case "a checkout":
		s.dir = checkout(s.t)
	default:
		s.t.Fatalf("what is %q?", place)
	}
}

// enter makes a new firm and points kubectl at it.
func (s *shell) enter(mode story.Mode) {
	s.t.Helper()
	s.firm = story.New(s.t.Context(), s.t, mode)
	s.talk(cluster.Kubeconfig(), s.firm.Namespace)
}

// talk points kubectl at a namespace of a cluster.
func (s *shell) talk(kubeconfig, namespace string) {
	s.t.Helper()
	config, err := clientcmd.LoadFromFile(kubeconfig)
	if err == nil {
		err = clientcmdapi.FlattenConfig(config)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	context := config.Contexts[config.CurrentContext]
	context.Namespace = namespace
	config.CurrentContext = "firm"
	config.Contexts = map[string]*clientcmdapi.Context{config.CurrentContext: context}
	if err := clientcmd.WriteToFile(*config, s.config); err != nil {
		s.t.Fatal(err)
	}
}

// downloads are what go tells of once, on a machine that has not seen a module before.
var downloads = regexp.MustCompile(`(?m)^go: downloading .*\n`)

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
	said := downloads.ReplaceAllString(out.String(), "")
	return strings.ReplaceAll(strings.ReplaceAll(said, called, namespace), s.dir, home)
}
