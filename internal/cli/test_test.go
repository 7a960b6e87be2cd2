package cli

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const expected = `
---
apiVersion: tests.matterplane.dev/v1
kind: AccessTest
metadata: {name: sides, namespace: acme}
cases:
- {name: amira works on it, matters: [inquiry], users: [amira, ben], must: [view, edit]}
- {name: cid does not, matters: [inquiry, other], users: [cid], mustNever: view, standing: Excluded}
`

const unexpected = `
---
apiVersion: tests.matterplane.dev/v1
kind: AccessTest
metadata: {name: wrong}
cases:
- {name: nobody edits, matters: [inquiry], onlyThese: {edit: nobody}}
`

func TestTest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		behaviour, files, args string
		code                   int
		says                   string
	}{
		{"passes", theFirm + expected, "test", 0, "ok    sides  2 cases\n"},
		{"names what passes", theFirm + expected, "test -v", 0, "ok    sides: cid does not\n"},
		{"fails", theFirm + expected + unexpected, "test", 1, "FAIL  wrong  1 of 1 case failed\n"},
		{"fails with its place", theFirm + unexpected, "test", 1, "amira is none of those who alone may edit inquiry, and may: as a member"},
		{"picks", theFirm + expected + unexpected, "test --run sides/amira", 0, "ok    sides  1 case\n"},
		{"picks nothing", theFirm + expected, "test --run nobody", 2, "Error: there is nothing to run"},
		{"picks by what is no expression", theFirm + expected, "test --run (", 2, "Error: --run: error parsing regexp"},
		{"no tests", theFirm, "test", 2, "Error: there are no tests (AccessTest of tests.matterplane.dev/v1) in "},
		{"a broken test", theFirm + strings.Replace(expected, "mustNever", "mustnever", 1), "test", 2, "Error: firm.yaml:33:65: cases[1].mustnever: unknown field"},
		{"a broken manifest", strings.Replace(theFirm, "deactivated", "deactivate", 1) + expected, "test", 2, "an answer could be wrong"},
		{"another firm", theFirm + strings.Replace(expected, "acme", "globex", 1), "test", 2, "there is no firm in globex for sides to be about"},
		{"another firm is not asked about", theFirm + expected + strings.Replace(unexpected, "wrong", "wrong, namespace: globex", 1), "test -n acme", 0, "ok    sides  2 cases\n"},
		{"an argument", theFirm + expected, "test sides", 2, "unknown command"},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			t.Parallel()
			out, errs, code := asked(t, c.files, strings.Fields(c.args)...)
			if code != c.code || !strings.Contains(strings.Join(strings.Fields(out+errs), " "), strings.Join(strings.Fields(c.says), " ")) {
				t.Errorf("exit code %d, want %d; %q is not in\n%s%s", code, c.code, c.says, out, errs)
			}
			if (code == exitFailed) != (errs != "") || code == exitFailed && out != "" {
				t.Errorf("exit code %d with the output %q and the error %q", code, out, errs)
			}
		})
	}
}

// Tests may lie elsewhere, and come through standard input with their firm.
func TestTestsFromElsewhere(t *testing.T) {
	t.Parallel()
	elsewhere := filepath.Join(t.TempDir(), "expected.yaml")
	if err := os.WriteFile(elsewhere, []byte(expected), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, errs, code := asked(t, theFirm+unexpected, "test", "--tests", elsewhere); code != exitDone || !strings.HasPrefix(out, "ok    sides") {
		t.Errorf("exit code %d: %s%s", code, out, errs)
	}
	if _, errs, code := asked(t, theFirm+expected, "test", "--tests", elsewhere+".none"); code != exitFailed || !strings.Contains(errs, "no such file") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	run := func(stdin string, args ...string) (string, int) {
		root, out := newRoot("matterplane"), &bytes.Buffer{}
		root.SetArgs(args)
		root.SetIn(strings.NewReader(stdin))
		root.SetOut(out)
		root.SetErr(out)
		code := exitCode(root, root.ExecuteContext(t.Context()))
		return out.String(), code
	}
	if out, code := run(theFirm+unexpected, "test", "-f", "-"); code != exitUnexpected || !strings.Contains(out, "standard input:32:62:") {
		t.Errorf("exit code %d: %s", code, out)
	}
	if out, code := run("", "test"); code != exitFailed || !strings.Contains(out, "a cluster holds no tests: say with --tests where they are") {
		t.Errorf("exit code %d: %s", code, out)
	}
}

// The documents keep their fields (docs/access-tests.md).
func TestTestResults(t *testing.T) {
	t.Parallel()
	out, errs, code := asked(t, theFirm+expected+unexpected, "test", "-o", "json")
	var results struct {
		APIVersion, Kind string
		Tests            []struct {
			Name, Namespace, File string
			Line                  int
			Cases                 []struct {
				Name     string
				Passed   bool
				Failures []struct {
					User, Matter, Message, Standing string
					Line, Column                    int
					Decision                        struct{ Rules []string }
					Reasons                         []struct{ Text string }
				}
			}
		}
		Summary struct{ Cases, Failed, Expectations int }
	}
	decoder := json.NewDecoder(strings.NewReader(out))
	if err := decoder.Decode(&results); err != nil || code != exitUnexpected || errs != "" {
		t.Fatalf("exit code %d, %v: %s%s", code, err, out, errs)
	}
	if results.APIVersion != "answers.matterplane.dev/v1" || results.Kind != "AccessTestResults" || results.Summary.Cases != 3 || results.Summary.Failed != 1 {
		t.Errorf("got %+v", results)
	}
	failure := results.Tests[1].Cases[0].Failures[0]
	if failure.User != "amira" || failure.Matter != "inquiry" || failure.Line == 0 || failure.Column == 0 ||
		failure.Decision.Rules[0] != "D-6" || failure.Standing != "Granted" || len(failure.Reasons) != 1 {
		t.Errorf("got %+v", failure)
	}

	out, _, code = asked(t, theFirm+expected+unexpected, "test", "-o", "junit")
	var suites struct {
		Failures int `xml:"failures,attr"`
		Suites   []struct {
			Cases []struct {
				Name    string `xml:"name,attr"`
				File    string `xml:"file,attr"`
				Failure *struct {
					Message string `xml:"message,attr"`
					Text    string `xml:",chardata"`
				} `xml:"failure"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal([]byte(out), &suites); err != nil || code != exitUnexpected || suites.Failures != 1 {
		t.Fatalf("exit code %d, %v: %s", code, err, out)
	}
	failed := suites.Suites[1].Cases[0]
	if failed.Name != "nobody edits" || failed.Failure == nil || !strings.Contains(failed.Failure.Text, "amira ← inquiry") || !strings.HasSuffix(failed.File, "firm.yaml") {
		t.Errorf("got %+v", failed)
	}
}

func TestGraph(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"graph inquiry", 0, `<svg xmlns="http://www.w3.org/2000/svg"`},
		{"graph inquiry -o mermaid", 0, "flowchart LR\n"},
		{"graph none", 2, `Error: there is no matter, case or collection "none" in acme`},
		{"graph", 2, "Error: give graph MATTER; see --help"},
		{"graph inquiry -o png", 2, `Error: --output "png" is none of svg, mermaid`},
	} {
		t.Run(c.args, func(t *testing.T) {
			t.Parallel()
			out, errs, code := asked(t, theFirm, strings.Fields(c.args)...)
			if code != c.code || !strings.HasPrefix(out+errs, c.says) || code == exitFailed && out != "" {
				t.Errorf("exit code %d, want %d; %q does not begin\n%s%s", code, c.code, c.says, out, errs)
			}
		})
	}
}
