package cli

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// theFirm is whom the questions are about: cid is on both sides of a set, ben
// follows amira, eve has left.
const theFirm = `
apiVersion: matterplane.dev/v1alpha1
kind: Firm
metadata: {name: firm, namespace: acme}
spec: {administrators: {lead: amira}, assistantsFollow: {staffing: Enabled}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: FirmUser, metadata: {name: amira, namespace: acme}, spec: {givenName: Amira, familyName: Khan}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: FirmUser, metadata: {name: ben, namespace: acme}, spec: {email: ben@acme.example}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: FirmUser, metadata: {name: cid, namespace: acme}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: FirmUser, metadata: {name: eve, namespace: acme}, spec: {deactivated: true}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: AssistantLink, metadata: {name: ben-for-amira, namespace: acme}, spec: {assistant: ben, timekeeper: amira}}
---
apiVersion: matterplane.dev/v1alpha1
kind: Matter
metadata: {name: inquiry, namespace: acme}
spec: {type: Matter, displayName: The inquiry, staffing: [{user: amira, matterRole: MatterEditor}, {user: cid}], opposingTeamSets: [{set: s, side: a}]}
---
apiVersion: matterplane.dev/v1alpha1
kind: Matter
metadata: {name: other, namespace: acme}
spec: {type: Matter, staffing: [{user: cid}], opposingTeamSets: [{set: s, side: b}]}
`

// asked runs a command line on the firm and returns what it prints, on both
// outputs, and its exit code.
func asked(t *testing.T, files string, args ...string) (out, errs string, code int) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "firm.yaml"), []byte(files), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	root := newRoot("matterplane")
	root.SetArgs(slices.Concat(args[:1], []string{"-f", dir}, args[1:]))
	root.SetOut(&stdout)
	root.SetErr(&stderr)
	code = exitCode(root, root.ExecuteContext(t.Context()))
	return stdout.String(), strings.ReplaceAll(stderr.String(), dir+string(filepath.Separator), ""), code
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"can amira view inquiry", 0, "Yes.  amira may view inquiry, as a member of the team (D-6)."},
		{"can ben edit inquiry", 0, "ben ← ben-for-amira ← amira ← inquiry"},
		{"can cid view inquiry", 1, "No.   cid may not view inquiry: a wall keeps the user out (D-2)."},
		{"can cid view inquiry -o json", 1, `"allowed": false`},
		{"can eve view inquiry", 1, "the account is deactivated (D-1)"},
		{"can nobody view inquiry", 1, "there is no such user (D-1)"},
		{"can cid inquiry --all", 0, "manage-walls   no   a wall keeps the user out (D-2)"},
		{"can amira open inquiry", 2, `Error: section D: "open" is none of the actions [view edit`},
		{"can amira view none", 2, `Error: there is no matter, case or collection "none" in acme`},
		{"can amira view", 2, "Error: give can USER ACTION MATTER | can USER MATTER --all; see --help"},
		{"can amira inquiry view --all", 2, "Error: give can USER ACTION MATTER"},
		{"can amira view inquiry -o yaml", 2, `Error: --output "yaml" is none of text, json`},
		{"can amira view inquiry -n elsewhere", 2, "Error: there is nothing of ours"},
		{"can amira view inquiry --nothing", 2, "Error: unknown flag: --nothing"},
		{"who inquiry", 0, "2 users may do something on inquiry"},
		{"who inquiry --action edit", 0, "2 users may edit inquiry"},
		{"who inquiry --action edit,view", 0, "2 users may edit inquiry or view inquiry"},
		{"who --user ben", 0, "ben on 1 matter"},
		{"who --user nobody", 2, `Error: there is no user "nobody" in acme`},
		{"who none", 2, `Error: there is no matter, case or collection "none" in acme`},
		{"who", 2, "Error: give who MATTER | who --user USER"},
		{"who inquiry --user ben", 2, "Error: give who MATTER | who --user USER"},
		{"who --user ben --action view", 2, "Error: --action goes with a matter, not with --user"},
		{"why cid inquiry", 0, "On the team, but kept out by a wall."},
		{"why amira other", 0, "Not on the team, and walled off."},
		{"why eve inquiry", 0, "Nothing leads from eve to its team or its walls."},
		{"why nobody inquiry", 0, "Not on the team: there is no such user."},
		{"why cid inquiry -o mermaid", 0, "flowchart LR"},
		{"why cid none", 2, `Error: there is no matter, case or collection "none" in acme`},
	} {
		t.Run(c.args, func(t *testing.T) {
			t.Parallel()
			out, errs, code := asked(t, theFirm, strings.Fields(c.args)...)
			if code != c.code || !strings.Contains(out+errs, c.says) {
				t.Errorf("exit code %d, want %d; %q is not in\n%s%s", code, c.code, c.says, out, errs)
			}
			if (code == exitFailed) != (errs != "") || code == exitFailed && out != "" {
				t.Errorf("exit code %d with the output %q and the error %q", code, out, errs)
			}
		})
	}
}

// An answer from files of which a part is lost would be wrong: there is none.
func TestNoAnswerFromBrokenFiles(t *testing.T) {
	t.Parallel()
	broken := strings.Replace(theFirm, "spec: {deactivated: true}", "spec: {deactivate: true}", 1)
	_, errs, code := asked(t, broken, "can", "eve", "view", "inquiry")
	const want = `Error: firm.yaml:13:103: spec.deactivate: `
	if code != exitFailed || !strings.HasPrefix(errs, want) || !strings.Contains(errs, "an answer could be wrong") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

// The documents keep their fields: programs read them (docs/answers.md).
func TestDocuments(t *testing.T) {
	t.Parallel()
	header := func(kind string) map[string]any {
		return map[string]any{"apiVersion": "answers.matterplane.dev/v1", "kind": kind, "namespace": "acme"}
	}
	with := func(document map[string]any, more map[string]any) map[string]any {
		maps.Copy(document, more)
		return document
	}
	decision := func(action string, allowed bool, rule, path string) map[string]any {
		return map[string]any{"action": action, "allowed": allowed, "rules": []any{rule}, "path": path}
	}
	const wall = "cid ← other ← side b ← set s ← side a ← inquiry"
	for args, want := range map[string]map[string]any{
		"can cid view inquiry": with(header("Decisions"), map[string]any{
			"user": "cid", "matter": "inquiry", "decisions": []any{decision("view", false, "D-2", wall)},
		}),
		"who other --action view": with(header("People"), map[string]any{
			"matter": "other", "actions": []any{"view"}, "users": []any{}, "walledOff": []any{"amira", "ben", "cid"},
		}),
		"who --user eve": with(header("Matters"), map[string]any{
			"user": "eve", "matters": []any{}, "everywhere": []any{
				decision("view", false, "D-1", "eve ← deactivated"), decision("edit", false, "D-1", "eve ← deactivated"),
				decision("manage-team", false, "D-1", "eve ← deactivated"), decision("manage-walls", false, "D-1", "eve ← deactivated"),
				decision("view-invoices", false, "D-1", "eve ← deactivated"), decision("post-invoices", false, "D-1", "eve ← deactivated"),
				decision("report-time", false, "D-1", "eve ← deactivated"),
			},
		}),
	} {
		out, errs, _ := asked(t, theFirm, append(strings.Fields(args), "-o", "json")...)
		var got map[string]any
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatalf("%s: %v\n%s%s", args, err, out, errs)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", args, diff)
		}
	}
}

func TestWhyDocument(t *testing.T) {
	t.Parallel()
	out, _, _ := asked(t, theFirm, "why", "cid", "inquiry", "-o", "json")
	var got map[string]json.RawMessage
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for key := range got {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	want := []string{"apiVersion", "asset", "decisions", "exclusions", "kind", "namespace", "standing", "team", "user", "wall"}
	if diff := cmp.Diff(want, keys); diff != "" || string(got["standing"]) != `"Excluded"` {
		t.Errorf("standing %s, fields (-want +got):\n%s", got["standing"], diff)
	}
}

func TestCompletion(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ args, want string }{
		{"can", "amira\tAmira Khan|ben\tben@acme.example|cid|eve|:4"},
		{"can amira", "view|edit|manage-team|manage-walls|view-invoices|post-invoices|report-time|:4"},
		{"can amira view", "inquiry\tThe inquiry|other|:4"},
		{"can amira view inquiry", ":4"},
		{"can --all amira", "inquiry\tThe inquiry|other|:4"},
		{"why cid", "inquiry\tThe inquiry|other|:4"},
		{"who", "inquiry\tThe inquiry|other|:4"},
		{"who --user", "amira\tAmira Khan|ben\tben@acme.example|cid|eve|:4"},
		{"who inquiry --action", "view|edit|manage-team|manage-walls|view-invoices|post-invoices|report-time|:4"},
		{"why cid inquiry -o", "tree|json|mermaid|:4"},
		{"why cid -n none", "_activeHelp_ there is nothing of ours: no Firm, Office, FirmUser, AssistantLink or Matter|:4"},
	} {
		t.Run(c.args, func(t *testing.T) {
			t.Parallel()
			words := strings.Fields(c.args)
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "firm.yaml"), []byte(theFirm), 0o600); err != nil {
				t.Fatal(err)
			}
			var stdout bytes.Buffer
			root := newRoot("matterplane")
			root.SetArgs(slices.Concat([]string{"__complete", words[0], "-f", dir}, words[1:], []string{""}))
			root.SetOut(&stdout)
			root.SetErr(&bytes.Buffer{})
			if err := root.ExecuteContext(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := strings.ReplaceAll(strings.TrimSpace(stdout.String()), "\n", "|"); got != c.want {
				t.Errorf("completes to %q, want %q", got, c.want)
			}
		})
	}
}
