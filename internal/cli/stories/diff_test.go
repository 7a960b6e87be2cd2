package stories_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/matterplane/matterplane/internal/difference"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/repository"
)

// reviewed is a firm in which a pull request puts ben on a team and behind a wall.
const reviewed = `
{apiVersion: matterplane.dev/v1alpha1, kind: Firm, metadata: {name: firm}, spec: {administrators: {lead: amira}}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: FirmUser, metadata: {name: amira}, spec: {email: amira@firm.example}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: FirmUser, metadata: {name: ben}, spec: {email: ben@firm.example}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: FirmUser, metadata: {name: cid}, spec: {email: cid@firm.example}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: Matter, metadata: {name: inquiry}, spec: {type: Matter, lead: amira, staffing: [{user: cid}]}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: Matter, metadata: {name: claim}, spec: {type: Matter, lead: amira}}
`

// command is the real program.
type command struct{ path string }

func newCommand(t *testing.T) command {
	t.Helper()
	c := command{filepath.Join(t.TempDir(), "matterplane")}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", c.path, cluster.Path(t))
	build.Dir = cluster.Path(t)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the command line: %v\n%s", err, out)
	}
	return c
}

// run returns what is printed on both outputs, and the exit code.
func (c command) run(ctx context.Context, t *testing.T, stdin string, args ...string) (out, errs string, code int) {
	t.Helper()
	cmd := exec.CommandContext(ctx, c.path, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, &stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

// TestReview is about pull requests in real repositories.
func TestReview(t *testing.T) {
	program := newCommand(t)
	t.Run("a pull request, from one end to the other", func(t *testing.T) { review(t, program) })
	t.Run("for programs", func(t *testing.T) { reviewForPrograms(t, program) })
	t.Run("ends cleanly", func(t *testing.T) { reviewEndsCleanly(t, program) })
}

func review(t *testing.T, program command) {
	t.Helper()
	r := repository.New(t)
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	r.Write("firms/firm.yaml", reviewed)
	r.Write("overlay/kustomization.yaml", "namespace: acme\nresources: [../firms]\n")
	r.Write("firms/kustomization.yaml", "resources: [firm.yaml]\n")
	r.Commit("the firm")
	r.Git("tag", "first")
	r.Git("checkout", "--quiet", "-b", "feature")
	with := strings.NewReplacer("staffing: [{user: cid}]", "staffing: [{user: ben}]", "name: claim}, spec: {", "name: claim}, spec: {conflictedUsers: [{user: ben}], ").Replace(reviewed)
	r.Write("firms/firm.yaml", with)
	r.Commit("ben for cid")
	r.Git("tag", "second")
	r.Git("mv", "firms/firm.yaml", "firms/all.yaml")
	r.Write("firms/kustomization.yaml", "resources: [all.yaml]\n")
	r.Commit("renamed")
	r.Git("mv", "firms", "houses")
	r.Write("overlay/kustomization.yaml", "namespace: acme\nresources: [../houses]\n")
	r.Commit("the directory too")
	r.Git("checkout", "--quiet", "main")
	r.Write("firms/firm.yaml", strings.Replace(reviewed, "lead: amira, staffing", "lead: ben, staffing", 1))
	r.Commit("main goes on")
	r.Git("checkout", "--quiet", "-b", "broken", "first")
	r.Write("firms/firm.yaml", strings.Replace(reviewed, "staffing: [{user: cid}]", "staffing: {", 1))
	r.Commit("broken")
	r.Git("checkout", "--quiet", "feature")

	const changes = "1 gains access, 1 loses access, 1 wall raised"
	for _, c := range []struct {
		args  string
		stdin string
		code  int
		says  string
	}{
		{"diff first second -f firms", "", 3, changes},
		{"diff main...second -f firms/", "", 3, "Access from merge base of main and second to second\n" + changes},
		{"diff main second -f firms", "", 3, "ben "},
		{"diff second second~0 -f firms", "", 0, "Nobody gains or loses access."},
		{"diff second HEAD -f overlay", "", 0, "Nobody gains or loses access."},
		{"diff first...HEAD -f overlay", "", 3, changes},
		{"diff first...HEAD -f overlay -n acme", "", 3, changes},
		{"diff second -f firms -f houses", "", 0, "Nobody gains or loses access."},
		{"diff first - -n default", with, 2, "without -f the sides are files"},
		{"diff houses -", with, 0, "Nobody gains or loses access."},
		{"diff houses - -n default", reviewed, 3, "1 wall lifted"},
		{"diff broken HEAD -f firms", "", 2, "broken:firms/firm.yaml:10:1: broken YAML"},
		{"diff first broken -f overlay", "", 2, "broken:firms/firm.yaml:10:1: broken YAML"},
		{"diff first HEAD -f nowhere", "", 2, "nowhere is neither in first nor in HEAD"},
		{"diff nowhere HEAD -f firms", "", 2, `there is no revision "nowhere"`},
		{"diff first second -f firms -o markdown", "", 3, "### Access: `first` → `second`\n\n**1 gains access**, **1 loses access**, **1 wall raised**"},
		{"diff first second -f firms -o mermaid", "", 3, `n0(["ben"]):::user`},
		{"diff first second -f firms -o yaml", "", 2, `--output "yaml" is none of text, markdown, json, mermaid`},
		{"diff first second third -f firms", "", 2, "accepts between 1 and 2 arg(s)"},
	} {
		t.Run(c.args, func(t *testing.T) {
			out, errs, code := program.run(t.Context(), t, c.stdin, strings.Fields(c.args)...)
			if said := cmp.Or(out, errs); code != c.code || !strings.Contains(said, c.says) || strings.Contains(said, tmp) {
				t.Errorf("exit code %d, want %d; %q is not in\n%s%s", code, c.code, c.says, out, errs)
			}
		})
	}
	if left, _ := os.ReadDir(tmp); len(left) > 0 {
		t.Errorf("%d files are left", len(left))
	}
}

// reviewForPrograms: the document names who and where, and nobody else.
func reviewForPrograms(t *testing.T, program command) {
	t.Helper()
	r := repository.New(t)
	r.Write("firm.yaml", reviewed)
	r.Commit("the firm")
	r.Write("firm.yaml", strings.Replace(reviewed, "staffing: [{user: cid}]", "staffing: [{user: ben}]", 1))
	out, errs, code := program.run(t.Context(), t, "", "diff", "HEAD", "-f", "firm.yaml", "-o", "json")
	var d difference.Difference
	if err := json.Unmarshal([]byte(out), &d); err != nil || code != 3 {
		t.Fatalf("exit code %d, %v: %s%s", code, err, out, errs)
	}
	if len(d.Firms) != 1 || len(d.Firms[0].Matters) != 1 || len(d.Firms[0].Matters[0].Users) != 2 || d.Head != "working tree" {
		t.Errorf("got %s", out)
	}
}

// reviewEndsCleanly: a signal leaves nothing of a firm behind.
func reviewEndsCleanly(t *testing.T, program command) {
	t.Helper()
	r := repository.New(t)
	for i := range 3 {
		r.Write("firms/"+strings.Repeat("x", i+1)+".yaml", strings.Repeat("---\n"+strings.Repeat("# a long file\n", 1000), 2000))
	}
	r.Commit("long")
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGHUP, syscall.SIGTERM} {
		tmp := t.TempDir()
		t.Setenv("TMPDIR", tmp)
		cmd := exec.CommandContext(t.Context(), program.path, "diff", "HEAD", "HEAD", "-f", "firms")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for { // until it has begun to write
			if begun, _ := filepath.Glob(filepath.Join(tmp, "matterplane-*")); len(begun) > 0 {
				break
			}
			if err := t.Context().Err(); err != nil {
				t.Fatal(err)
			}
		}
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		if left, _ := os.ReadDir(tmp); len(left) > 0 || cmd.ProcessState.ExitCode() != 2 {
			t.Errorf("after %s: exit code %d, %d files are left", signal, cmd.ProcessState.ExitCode(), len(left))
		}
	}
}
