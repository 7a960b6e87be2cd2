package ci

import (
	"encoding/json"
	"strings"
	"testing"
)

func pipeline(t *testing.T) (p Pipeline) {
	t.Helper()
	if err := Read(recipe(t, "gitlab.yaml"), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// gitlab runs a job as a runner does, and returns what it prints and its exit code.
func (r *runner) gitlab(name string, env ...string) (out string, code int) {
	r.t.Helper()
	p := pipeline(r.t)
	template := p[".matterplane"]
	if p[name].Extends != ".matterplane" || len(p[name].Script) == 0 {
		r.t.Fatalf("there is no job %q", name)
	}
	for variable, value := range template.Variables {
		env = append(env, variable+"="+value)
	}
	return r.runs(strings.Join(append(template.BeforeScript, p[name].Script...), "\n"), env...)
}

// Every report and path that a job hands on is written, whatever its exit code.
func TestGitLab(t *testing.T) {
	for _, c := range []struct {
		job, matter string
		code        int
	}{
		{"matterplane check", benJoins, 0},
		{"matterplane check", broken, 1},
		{"matterplane test", theMatter, 0},
		{"matterplane test", benJoins, 1},
		{"matterplane diff", theMatter, 0},
		{"matterplane diff", benJoins, 0},
		{"matterplane diff", broken, 2},
	} {
		r := newRunner(t, c.matter)
		out, code := r.gitlab(c.job, "CI_MERGE_REQUEST_DIFF_BASE_SHA=main~1", "CI_COMMIT_SHA=main")
		if code != c.code || !strings.HasPrefix(r.calls(), "go install github.com/matterplane/matterplane@v0.1.0\n") {
			t.Errorf("%s: exit code %d, want %d:\n%s%s", c.job, code, c.code, r.calls(), out)
		}
		artifacts := pipeline(t)[c.job].Artifacts
		for kind, file := range artifacts.Reports {
			text := r.reads(file)
			if kind == "codequality" && !json.Valid([]byte(text)) || kind == "junit" && !strings.HasPrefix(text, "<?xml") {
				t.Errorf("%s: the report %s is\n%s", c.job, kind, text)
			}
		}
		for _, file := range artifacts.Paths {
			if r.reads(file) == "" && c.code == 0 {
				t.Errorf("%s: there is no %s", c.job, file)
			}
		}
		if len(artifacts.Reports) > 0 && artifacts.When != "always" {
			t.Errorf("%s: its reports are lost when it fails", c.job)
		}
	}
}

// One note, if there is a token to write it with.
func TestGitLabNote(t *testing.T) {
	const notes = "https://gitlab.example/api/v4/projects/5/merge_requests/7/notes"
	for _, c := range []struct{ behaviour, matter, existing, token, told string }{
		{"a first note", benJoins, "", "t", "--request POST --data-urlencode body@note.md " + notes},
		{"the note again", benJoins, "42", "t", "--request PUT --data-urlencode body@note.md " + notes + "/42"},
		{"no change any more", theMatter, "42", "t", "--request PUT"},
		{"no change", theMatter, "", "t", ""},
		{"no token", benJoins, "", "", ""},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			r := newRunner(t, c.matter)
			r.pretends("curl", `echo "curl $*" >> "$FAKE/calls"`)
			r.pretends("jq", `printf '%s' '`+c.existing+`'`)
			out, code := r.gitlab("matterplane diff", "CI_MERGE_REQUEST_TARGET_BRANCH_SHA=main~1", "CI_MERGE_REQUEST_DIFF_BASE_SHA=none",
				"CI_COMMIT_SHA=main", "MATTERPLANE_TOKEN="+c.token, "CI_API_V4_URL=https://gitlab.example/api/v4",
				"CI_MERGE_REQUEST_PROJECT_ID=5", "CI_MERGE_REQUEST_IID=7")
			if code != 0 {
				t.Fatalf("exit code %d\n%s", code, out)
			}
			if got := r.calls(); !strings.Contains(got, c.told) || strings.Contains(got, "--request") != (c.told != "") {
				t.Errorf("told is %s", got)
			}
			if note := r.reads("note.md"); c.token != "" && note != "<!-- matterplane diff -->\n"+r.reads("access.md") {
				t.Errorf("the note is\n%s", note)
			}
		})
	}
}
