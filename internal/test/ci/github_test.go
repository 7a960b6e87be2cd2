package ci

import (
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rhysd/actionlint"
)

func workflow(t *testing.T) (w Workflow) {
	t.Helper()
	if err := Read(recipe(t, "github.yaml"), &w); err != nil {
		t.Fatal(err)
	}
	return w
}

// actionlint knows the schema of workflows, the inputs of well-known actions and the
// contexts that each expression may read.
func TestActionlint(t *testing.T) {
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	path := recipe(t, "github.yaml")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	faults, err := linter.Lint(path, content, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range faults {
		t.Error(fault)
	}
	faults, err = linter.Lint(path, []byte(strings.Replace(string(content), "runs-on:", "run-on:", 1)), nil)
	if err != nil || len(faults) == 0 {
		t.Errorf("it finds nothing in what is wrong (%v)", err)
	}
}

// What others have changed of an action does not run here, a fork gets no token that
// writes, and no job has more than it needs.
func TestTheWorkflowTrustsNobody(t *testing.T) {
	w := workflow(t)
	if _, writes := w.On["pull_request_target"]; writes || len(w.On) != 2 || w.Permissions == nil || len(w.Permissions) != 0 {
		t.Errorf("it runs on %v with %v", slices.Collect(maps.Keys(w.On)), w.Permissions)
	}
	got := map[string]map[string]string{}
	for name, job := range w.Jobs {
		got[name] = job.Permissions
		for _, step := range job.Steps {
			if strings.Contains(step.Run, "${{") {
				t.Errorf("%s/%s: what is in an expression is run as a script", name, step.Name)
			}
			if strings.Contains(step.Uses, "checkout@") && step.With["persist-credentials"] != "false" {
				t.Errorf("%s: the checkout leaves its token behind", name)
			}
		}
	}
	want := map[string]map[string]string{
		"check": {"contents": "read", "actions": "read", "security-events": "write"},
		"diff":  {"contents": "read", "pull-requests": "write"},
		"test":  {"contents": "read"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("permissions (-want +got)\n%s", diff)
	}
	pinned := regexp.MustCompile(`uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+\n`)
	text, err := os.ReadFile(recipe(t, "github.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if uses, pins := strings.Count(string(text), "uses:"), len(pinned.FindAll(text, -1)); uses == 0 || uses != pins {
		t.Errorf("%d of %d actions are pinned by their commit", pins, uses)
	}
}

// job runs the scripts of a job, and returns what they print and whether one failed.
func (r *runner) job(name string, ours bool) (out string, failed bool) {
	r.t.Helper()
	w := workflow(r.t)
	env := []string{"FIRMS=" + w.Env["FIRMS"], "MATTERPLANE=" + w.Env["MATTERPLANE"]}
	for _, file := range []string{"GITHUB_STEP_SUMMARY", "GITHUB_ENV"} {
		env = append(env, file+"="+filepath.Join(r.fake, file))
	}
	for _, step := range w.Jobs[name].Steps {
		runs := !failed
		switch step.If {
		case "":
		case "always()":
			runs = true
		case "env.OURS == 'true'":
			runs = runs && ours
		default:
			r.t.Fatalf("what is %q?", step.If)
		}
		if !runs || step.Run == "" {
			continue
		}
		set := strings.Fields(r.reads(filepath.Join(r.fake, "GITHUB_ENV")))
		set = append(set, "ISSUES=repos/acme/firms/issues", "NUMBER=7", "GH_TOKEN=t")
		printed, code := r.runs(step.Run, append(env, set...)...)
		out += printed
		failed = failed || code != 0
	}
	return out, failed
}

func (r *runner) summary() string { return r.reads(filepath.Join(r.fake, "GITHUB_STEP_SUMMARY")) }

// commented is what gh does: it lists the comments, and writes one.
func (r *runner) commented(existing string) {
	r.t.Helper()
	r.pretends("gh", `echo "gh $*" >> "$FAKE/calls"; case "$*" in *--jq*) printf '%s' '`+existing+`';; esac`)
}

func TestGitHubCheck(t *testing.T) {
	r := newRunner(t, benJoins)
	out, failed := r.job("check", true)
	if failed || out != "" {
		t.Errorf("failed %t:\n%s", failed, out)
	}
	if want := "go install github.com/matterplane/matterplane@v0.1.0\n"; r.calls() != want {
		t.Errorf("installed is %q", r.calls())
	}
	if !strings.Contains(r.reads("matterplane.sarif"), `"results": []`) {
		t.Errorf("the findings are %s", r.reads("matterplane.sarif"))
	}
	r = newRunner(t, broken)
	out, failed = r.job("check", true)
	if !failed || !strings.HasPrefix(out, "::error file=firms/inquiry.yaml,line=1") {
		t.Errorf("failed %t:\n%s", failed, out)
	}
	if !strings.Contains(r.reads("matterplane.sarif"), `"uri": "firms/inquiry.yaml"`) {
		t.Errorf("the findings are %s", r.reads("matterplane.sarif"))
	}
}

// One comment says who gains and loses: there is none where nobody does, and no second.
func TestGitHubDiff(t *testing.T) {
	const post, patch = "--method POST repos/acme/firms/issues/7/comments ", "--method PATCH repos/acme/firms/issues/comments/42 "
	for _, c := range []struct {
		behaviour, matter, existing string
		ours                        bool
		told                        string // of the writes
	}{
		{"a first comment", benJoins, "", true, post},
		{"the comment again", benJoins, "42", true, patch},
		{"no change any more", theMatter, "42", true, patch},
		{"no change", theMatter, "", true, ""},
		{"a fork", benJoins, "", false, ""},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			r := newRunner(t, c.matter)
			r.commented(c.existing)
			if out, failed := r.job("diff", c.ours); failed {
				t.Fatal(out)
			}
			if names := strings.Contains(r.summary(), "ben"); names != (c.matter == benJoins) || r.summary() == "" {
				t.Errorf("the summary is\n%s", r.summary())
			}
			if got := r.calls(); c.told != "" && !strings.Contains(got, c.told+"--field body=@comment.md") ||
				strings.Contains(got, "POST") != (c.told == post) || strings.Contains(got, "PATCH") != (c.told == patch) {
				t.Errorf("told is %s", got)
			}
			if comment := r.reads("comment.md"); c.ours && comment != "<!-- matterplane diff -->\n"+r.summary() {
				t.Errorf("the comment is\n%s", comment)
			}
		})
	}
	r := newRunner(t, broken)
	r.commented("")
	if out, failed := r.job("diff", true); !failed || strings.Contains(r.calls(), "gh") {
		t.Errorf("what cannot be read is no change:\n%s%s", out, r.calls())
	}
}

// The report is there whether or not all is as expected.
func TestGitHubTest(t *testing.T) {
	for matter, fails := range map[string]bool{theMatter: false, benJoins: true} {
		r := newRunner(t, matter)
		out, failed := r.job("test", true)
		if failed != fails || !strings.Contains(r.reads("junit.xml"), "<testsuites ") ||
			strings.Contains(r.reads("junit.xml"), "<failure ") != fails {
			t.Errorf("failed %t, want %t:\n%s%s", failed, fails, out, r.reads("junit.xml"))
		}
	}
}
