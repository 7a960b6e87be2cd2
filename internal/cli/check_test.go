package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// checked runs check in a directory with these files and returns what it prints.
func checked(t *testing.T, dir string, files map[string]string, stdin string, args ...string) (out, errs string, code int) {
	t.Helper()
	return typed(t, dir, files, stdin, append([]string{"check"}, args...)...)
}

// typed runs a command in a directory with these files and returns what it prints.
func typed(t *testing.T, dir string, files map[string]string, stdin string, args ...string) (out, errs string, code int) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	var stdout, stderr bytes.Buffer
	root := newRoot("matterplane")
	root.SetArgs(args)
	root.SetIn(strings.NewReader(stdin))
	root.SetOut(&stdout)
	root.SetErr(&stderr)
	code = exitCode(root, root.ExecuteContext(t.Context()))
	return stdout.String(), stderr.String(), code
}

const (
	anOffice = "apiVersion: matterplane.dev/v1alpha1\nkind: Office\nmetadata: {name: london, namespace: acme}\n"
	aFirm    = `---
apiVersion: matterplane.dev/v1alpha1
kind: Firm
metadata: {name: firm, namespace: acme}
spec: {administrators: {lead: amira, backup: ben, provisioning: Closed}}
---
apiVersion: matterplane.dev/v1alpha1
kind: FirmUser
metadata: {name: amira, namespace: acme}
spec: {email: amira@acme.example}
---
apiVersion: matterplane.dev/v1alpha1
kind: FirmUser
metadata: {name: ben, namespace: acme}
spec: {email: ben@acme.example}
`
	office = anOffice + aFirm
	typo   = anOffice + "spec: {displayname: London}\n" + aFirm
	broken = "apiVersion: [\n"
)

// Exit codes: 0 clean, 1 findings that fail the check, 2 nothing could be checked.
func TestCheck(t *testing.T) {
	for _, c := range []struct {
		behaviour string
		files     map[string]string
		stdin     string
		args      string
		code      int
		says      string
	}{
		{"clean", map[string]string{"a.yaml": office}, "", "-f .", 0, "Nothing found in 4 objects."},
		{
			"a finding",
			map[string]string{"a.yaml": typo},
			"", "-f .", 1,
			"a.yaml:4:8: error: spec.displayname: unknown field: did you mean displayName? [UnknownField]",
		},
		{"broken YAML is a finding", map[string]string{"a.yaml": broken}, "", "-f .", 1, "[Malformed]"},
		{"broken YAML is counted", map[string]string{"a.yaml": broken, "b.yaml": office}, "", "-f .", 1, "1 error in 4 objects."},
		{"standard input", nil, typo, "-f -", 1, "standard input:4:8: error:"},
		{"ignored", map[string]string{"a.yaml": typo}, "", "-f . --ignore UnknownField", 0, "Nothing found in 4 objects; 1 ignored."},
		{"several ignored", map[string]string{"a.yaml": typo, "b.yaml": broken}, "", "-f . --ignore UnknownField,Malformed", 0, "2 ignored"},
		{"one of two ignored", map[string]string{"a.yaml": typo, "b.yaml": broken}, "", "-f . --ignore Malformed", 1, "1 error in 4 objects; 1 ignored."},
		{"never fails", map[string]string{"a.yaml": typo}, "", "-f . --fail-on never", 0, "1 error in 4 objects."},
		{"fails on notes", map[string]string{"a.yaml": typo}, "", "-f . --fail-on note", 1, "1 error in 4 objects."},
		{"one firm of two", map[string]string{"a.yaml": office, "b.yaml": strings.ReplaceAll(office, "acme", "other")}, "", "-f . -n acme", 0, "in 4 objects."},
		{"no files named", nil, "", "", 2, "Error: check reads files: name them with -f, or - for standard input"},
		{"no such file", nil, "", "-f none.yaml", 2, "none.yaml: no such file or directory"},
		{
			"nothing of ours",
			map[string]string{"a.yaml": "kind: ConfigMap\napiVersion: v1\nmetadata: {name: c}\n"},
			"", "-f .", 2,
			"Error: there is nothing to check in .: no Firm, Office, FirmUser, AssistantLink or Matter",
		},
		{"unknown ID", map[string]string{"a.yaml": office}, "", "-f . --ignore W2", 2, `Error: --ignore "W2" is no ID of a finding, did you mean W-2?`},
		{"ID of another case", map[string]string{"a.yaml": office}, "", "-f . --ignore unknownfeild", 2, "did you mean UnknownField?"},
		{"nothing near", map[string]string{"a.yaml": office}, "", "-f . --ignore nonsense", 2, "is no ID of a finding; see --help\n"},
		{"unknown severity", map[string]string{"a.yaml": office}, "", "-f . --fail-on warn", 2, `Error: --fail-on "warn" is none of error, warning, note, never`},
		{"unknown output", map[string]string{"a.yaml": office}, "", "-f . -o xml", 2, `Error: --output "xml" is none of text, json, sarif, junit, github, gitlab`},
		{"an argument", nil, "", "firms", 2, `unknown command "firms"`},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			out, errs, code := checked(t, t.TempDir(), c.files, c.stdin, strings.Fields(c.args)...)
			if code != c.code || !strings.Contains(out+errs, c.says) {
				t.Errorf("exit code %d, want %d; %q is not in\n%s%s", code, c.code, c.says, out, errs)
			}
			if (code == exitFailed) != (errs != "") || code == exitFailed && out != "" {
				t.Errorf("exit code %d with the output %q and the error %q", code, out, errs)
			}
		})
	}
}

// Every output is one of its kind, and none changes the exit code.
func TestCheckOutputs(t *testing.T) {
	for output, says := range map[string]string{
		"json": `"kind": "Findings"`, "sarif": `"version": "2.1.0"`, "junit": "<testsuites ",
		"github": "::error file=firms/a.yaml,line=4,col=8,title=UnknownField::", "gitlab": `"path": "firms/a.yaml"`,
	} {
		t.Run(output, func(t *testing.T) {
			out, _, code := checked(t, t.TempDir(), map[string]string{"firms/a.yaml": typo}, "", "-f", "firms", "-o", output)
			if code != exitFound || !strings.Contains(out, says) {
				t.Errorf("exit code %d; %q is not in\n%s", code, says, out)
			}
		})
	}
}

// CI systems know files by their paths from the top of the repository, wherever the
// check runs; people by the names that they gave.
func TestCheckNamesFilesFromTheTop(t *testing.T) {
	for _, c := range []struct{ behaviour, within, file, want string }{
		{"from the top", ".", "firms/a.yaml", "firms/a.yaml"},
		{"from a folder", "firms", "a.yaml", "firms/a.yaml"},
		{"from a folder beside", "other", "../firms/a.yaml", "firms/a.yaml"},
		{"by an absolute path", "other", "/firms/a.yaml", "firms/a.yaml"},
		{"outside", "other", "/../outside/b.yaml", "/outside/b.yaml"},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			top := filepath.Join(t.TempDir(), "repository")
			files := map[string]string{
				".git/HEAD": "", "firms/a.yaml": typo, "other/c.yaml": typo, "../outside/b.yaml": typo,
			}
			file := c.file
			if strings.HasPrefix(file, "/") {
				file = filepath.Join(top, file)
			}
			if strings.HasPrefix(c.want, "/") {
				c.want = filepath.Join(filepath.Dir(top), c.want)
			}
			if err := os.MkdirAll(filepath.Join(top, c.within), 0o755); err != nil {
				t.Fatal(err)
			}
			for name := range files {
				if err := os.MkdirAll(filepath.Dir(filepath.Join(top, name)), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(top, name), []byte(files[name]), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			out, _, _ := checked(t, filepath.Join(top, c.within), nil, "", "-f", file, "-o", "gitlab")
			var issues []struct{ Location struct{ Path string } }
			if err := json.Unmarshal([]byte(out), &issues); err != nil || len(issues) != 1 || issues[0].Location.Path != c.want {
				t.Errorf("%v: the path is not %s in\n%s", err, c.want, out)
			}
			if text, _, _ := checked(t, filepath.Join(top, c.within), nil, "", "-f", file); !strings.HasPrefix(text, file+":4:8: ") {
				t.Errorf("for people it is not %s in\n%s", file, text)
			}
		})
	}
}

func TestNear(t *testing.T) {
	words := []string{"M-1", "M-12", "M-11", "W-2", "UnknownField", "UnknownKind"}
	for word, want := range map[string]string{
		"m-12":          ", did you mean M-12?",
		"M-13":          ", did you mean M-1 or M-12 or M-11?",
		"unknown-field": ", did you mean UnknownField?",
		"UnknownFields": ", did you mean UnknownField?",
		"W2":            ", did you mean W-2?",
		"Nonsense":      "; see --help",
		"":              "; see --help",
	} {
		if got := near(word, words); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}
