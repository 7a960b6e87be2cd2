package ci

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// The firm of the repository that is tested, and what is expected of it.
const (
	theFirm = `apiVersion: matterplane.dev/v1alpha1
kind: Firm
metadata: {name: firm, namespace: acme}
spec: {administrators: {lead: amira, backup: ben, provisioning: Closed}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: FirmUser, metadata: {name: amira, namespace: acme}, spec: {email: amira@acme.example}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: FirmUser, metadata: {name: ben, namespace: acme}, spec: {email: ben@acme.example}}
`
	theMatter = `apiVersion: matterplane.dev/v1alpha1
kind: Matter
metadata: {name: inquiry, namespace: acme}
spec: {type: Matter, lead: amira}
`
	theTest = `apiVersion: tests.matterplane.dev/v1
kind: AccessTest
metadata: {name: inquiry, namespace: acme}
cases:
- name: ben never opens it
  matters: [inquiry]
  users: [ben]
  mustNever: [view]
`
	benJoins = `apiVersion: matterplane.dev/v1alpha1
kind: Matter
metadata: {name: inquiry, namespace: acme}
spec: {type: Matter, lead: amira, staffing: [{user: ben}]}
`
	broken = `apiVersion: [`
)

// commands is where the command line is built.
var commands string

// built builds it, once.
var built = sync.OnceValue(func() error {
	cmd := exec.Command("go", "build", "-o", commands, "../../..")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
})

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "matterplane-ci-")
	if err != nil {
		panic(err)
	}
	commands = dir
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// runner is a machine that runs scripts of CI in a clone of a repository: what they
// say to others is written down, not sent.
type runner struct {
	t    *testing.T
	dir  string // the clone
	fake string // programs that stand for others, what they were told and what they answer
	env  []string
}

// newRunner has a clone in which base is merged with a pull request that makes of the
// matter what is given; the commit before the merge is what it is merged into.
func newRunner(t *testing.T, matter string) *runner {
	t.Helper()
	if err := built(); err != nil {
		t.Fatal(err)
	}
	r := &runner{t: t, dir: t.TempDir(), fake: t.TempDir()}
	r.env = append(os.Environ(),
		"PATH="+strings.Join([]string{r.fake, commands, os.Getenv("PATH")}, string(filepath.ListSeparator)),
		"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "FAKE="+r.fake,
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@a.example", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@a.example",
	)
	r.pretends("go", `echo "go $*" >> "$FAKE/calls"`)
	r.must("git init --quiet --initial-branch main && mkdir firms")
	r.writes("firms/firm.yaml", theFirm)
	r.writes("firms/inquiry.yaml", theMatter)
	r.writes("firms/tests.yaml", theTest)
	r.must("git add . && git commit --quiet -m base && git switch --quiet -c change")
	r.writes("firms/inquiry.yaml", matter)
	r.must("git add . && git commit --quiet --allow-empty -m change && git switch --quiet main && git merge --quiet --no-ff -m merged change")
	return r
}

func (r *runner) writes(name, text string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, name), []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

func (r *runner) reads(name string) string {
	r.t.Helper()
	if !filepath.IsAbs(name) {
		name = filepath.Join(r.dir, name)
	}
	data, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		r.t.Fatal(err)
	}
	return string(data)
}

// calls is what others were told.
func (r *runner) calls() string { return r.reads(filepath.Join(r.fake, "calls")) }

// pretends has a script stand for a program.
func (r *runner) pretends(program, script string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.fake, program), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		r.t.Fatal(err)
	}
}

// runs executes a script as CI systems do: it ends at the first command that fails.
func (r *runner) runs(script string, env ...string) (out string, code int) {
	r.t.Helper()
	cmd := exec.Command("bash", "-e", "-o", "pipefail", "-c", script)
	cmd.Dir, cmd.Env = r.dir, slices.Concat(r.env, env)
	var b bytes.Buffer
	cmd.Stdout, cmd.Stderr = &b, &b
	err := cmd.Run()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return b.String(), exit.ExitCode()
	} else if err != nil {
		r.t.Fatal(err)
	}
	return b.String(), 0
}

func (r *runner) must(script string) {
	r.t.Helper()
	if out, code := r.runs(script); code != 0 {
		r.t.Fatalf("%s: exit code %d\n%s", script, code, out)
	}
}

// recipe is a file of config/gitops/ci.
func recipe(t *testing.T, name string) string {
	t.Helper()
	return cluster.Path(t, "config", "gitops", "ci", name)
}
