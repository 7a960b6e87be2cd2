package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/test/docs"
)

// The main job as a person sees it: the samples, the edits that the program
// proposes, and a manager that dies.
func TestMainJob(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	r := startDevcluster(t, dir, false)

	if got := strings.Join(r.stdout, "\n"); !strings.Contains(got, "fernhollow-inquest") {
		t.Errorf("the report does not show the samples:\n%s", got)
	}
	if got := r.kubectl(t, "auth", "whoami"); strings.Contains(got, "system:masters") {
		t.Errorf("the administrator is no ordinary one:\n%s", got)
	}
	account := "system:serviceaccount:" + managerNamespace + ":" + managerAccount
	if got := r.kubectl(t, "auth", "whoami", "--kubeconfig="+filepath.Join(dir, "manager", "kubeconfig")); !strings.Contains(got, account) {
		t.Errorf("the manager is not its shipped account:\n%s", got)
	}

	edits := strings.Split(tries, "\n\nAnd ")
	if len(edits) != 3 {
		t.Fatalf("%d edits to try", len(edits))
	}
	allowed, refused, depends := edits[0], edits[1], edits[2]
	if out, err := r.sh(t, commands(allowed)); err != nil {
		t.Errorf("the edit: %v\n%s", err, out)
	}
	eventually(t, "priya-raman and her assistants", func() bool {
		return r.team(t) == "bella-quarshie grace-mbeki gwen-parry priya-raman sophie-lindqvist"
	})
	if out, err := r.sh(t, commands(refused)); err == nil || !strings.Contains(out, "A-2") {
		t.Errorf("the edit that should be refused: %v\n%s", err, out)
	}
	who := regexp.MustCompile(`(?s)R-4: .* Ask ruth\.abelman@.*tom-ashworth patched\n$`)
	if out, err := r.sh(t, "set +e\n"+commands(depends)); err != nil || !who.MatchString(out) {
		t.Errorf("the edit that depends on who asks: %v\n%s", err, out)
	}
	r.readme(t)

	if err := syscall.Kill(r.processes["matterplane"], syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	r.ends(t, 1)
	if !strings.Contains(r.stderr.String(), "manager ended by itself") {
		t.Errorf("it does not say what happened:\n%s", &r.stderr)
	}
	for line := range strings.Lines(r.stderr.String()) {
		step := strings.HasPrefix(line, "  ✓")
		if cells := utf8.RuneCountInString(strings.TrimRight(line, "\n")); step && cells > 80 {
			t.Errorf("%d columns: %s", cells, line)
		}
	}

	samples := t.TempDir()
	office := "apiVersion: matterplane.dev/v1alpha1\nkind: Office\nmetadata: {name: leeds, namespace: oakham}\n"
	if err := os.WriteFile(filepath.Join(samples, "leeds.yaml"), []byte(office), 0o600); err != nil {
		t.Fatal(err)
	}
	r = startDevcluster(t, dir, false, "--webhooks=false", "--samples="+samples)
	if got := r.kubectl(t, "-n", "oakham", "get", "office", "-o", "name"); !strings.Contains(got, "leeds") {
		t.Errorf("in a namespace that nobody has made: %s", got)
	}
	if got := r.kubectl(t, "get", "mutatingwebhookconfigurations,validatingwebhookconfigurations", "-o", "name"); got != "" {
		t.Errorf("webhooks that nobody serves: %s", got)
	}
	if team := r.team(t); !strings.Contains(team, "priya-raman") {
		t.Errorf("the edit is lost: %s", team)
	}
	kill(syscall.SIGINT)(t, r)
	r.ends(t, 0)
}

// readme runs what the README shows of people who ask: it prints just that.
func (r *running) readme(t *testing.T) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	page, err := docs.Parse(string(text))
	if err != nil {
		t.Fatal(err)
	}
	r.kubectl(t, "-n", "harcourt-vane", "patch", "fu", "tom-ashworth", "--type=merge", "-p", `{"spec": {"systemRole": "FirmUser"}}`)
	asked := 0
	for _, step := range page.Steps {
		if !strings.Contains(step.Command, " --as=") {
			continue
		}
		asked++
		out, err := r.sh(t, `kubectl() { {kubectl} -n harcourt-vane "$@"; }`+"\n"+step.Command)
		if diff := cmp.Diff(strings.Fields(step.Output), strings.Fields(out)); diff != "" {
			t.Errorf("README.md:%d: $ %s (-page +printed): %v\n%s", step.Line, step.Command, err, diff)
		}
	}
	if asked != 2 {
		t.Errorf("the README asks %d times as somebody", asked)
	}
}

// commands are the indented lines of a text.
func commands(text string) string {
	var indented strings.Builder
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "  ") {
			indented.WriteString(line)
		}
	}
	return indented.String()
}

// sh runs what a person would paste into a shell.
func (r *running) sh(t *testing.T, script string) (string, error) {
	t.Helper()
	tools, err := findTools()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-ec", strings.ReplaceAll(script, "{kubectl}", tools.path("kubectl")))
	cmd.Env = append(os.Environ(), "KUBECONFIG="+filepath.Join(r.dir, "kubeconfig"))
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// team is who is on the sample that the edit changes.
func (r *running) team(t *testing.T) string {
	t.Helper()
	return r.kubectl(t, "-n", "harcourt-vane", "get", "matter", "fernhollow-inquest",
		"-o", "jsonpath={.status.staffing[*].user}")
}
