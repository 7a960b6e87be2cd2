package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

func TestLedger(t *testing.T) {
	crowd := ledger.Matter{Version: ledger.Version, First: ledger.Settings{Staffing: ledger.Disabled, ConflictedUsers: ledger.Disabled}, Staffing: ledger.List{Clock: 1, Joined: map[string]ledger.Joined{}}}
	for i := range 1000 {
		crowd.Staffing.Joined[fmt.Sprintf("user-with-a-long-name-%03d", i)] = ledger.Joined{At: 1, Follow: true}
	}
	packed := crowd.Encode()
	if !strings.Contains(packed, `"packed"`) {
		t.Fatal("a ledger of a thousand is stored plain")
	}
	for name, c := range map[string]struct{ object, prints, fails string }{
		"of a Matter, packed": {object: object(t, "Matter", packed), prints: `"user-with-a-long-name-999": {
        "at": 1,
        "follow": true
      }`},
		"of a Firm":     {object: object(t, "Firm", `{"closed":true,"first":{"conflictedUsers":"Disabled","staffing":"Disabled"},"v":1}`), prints: `"closed": true`},
		"in YAML":       {object: "kind: Firm\nmetadata: {annotations: {matterplane.dev/ledger: '{\"first\":{\"conflictedUsers\":\"Disabled\",\"staffing\":\"Disabled\"},\"v\":1}'}}", prints: `"v": 1`},
		"of a FirmUser": {object: object(t, "FirmUser", ""), fails: `a "FirmUser" has no ledger: give a Matter or a Firm`},
		"of nobody":     {object: "kind: Matter\nmetadata: {name: harbour}", fails: "Matter harbour has no annotation matterplane.dev/ledger"},
		"that is none":  {object: object(t, "Matter", "{"), fails: "the ledger cannot be read"},
		"of no object":  {object: "\x00", fails: "reading the object"},
	} {
		t.Run(name, func(t *testing.T) {
			root, out := newRoot("matterplane"), &bytes.Buffer{}
			root.SetArgs([]string{"ledger"})
			root.SetIn(strings.NewReader(c.object))
			root.SetOut(out)
			root.SetErr(&bytes.Buffer{})
			err := root.ExecuteContext(t.Context())
			switch {
			case c.fails == "" && (err != nil || !strings.Contains(out.String(), c.prints)):
				t.Errorf("printed %.200s, %v; want %s", out, err, c.prints)
			case c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails)):
				t.Errorf("failed with %v, want %s", err, c.fails)
			}
		})
	}
}

func object(t *testing.T, kind, kept string) string {
	t.Helper()
	text, err := json.Marshal(map[string]any{
		"kind": kind, "metadata": map[string]any{"name": "it", "annotations": map[string]string{v1alpha1.LedgerAnnotation: kept}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestLedgerOfFiles is about files without ledgers: what applying them would leave.
func TestLedgerOfFiles(t *testing.T) {
	const firm = `
apiVersion: matterplane.dev/v1alpha1
kind: Matter
metadata: {name: harbour}
spec: {type: Matter, lead: amira}
---
apiVersion: matterplane.dev/v1alpha1
kind: Firm
metadata: {name: firm}
spec: {displayName: Firm, assistantsFollow: {staffing: Enabled}}
`
	for _, c := range []struct{ args, files, prints, fails string }{
		{"matter/harbour -f -", firm, `"staffing":{"clock":1,"joined":{"amira":{"at":1,"follow":true}}}`, ""},
		{"firm -f -", firm, `{"first":{"conflictedUsers":"Disabled","staffing":"Enabled"},"v":1}`, ""},
		{"matter/pier -f - -n acme", firm, "", "there is no matter pier in acme"},
		{"office/london -f -", firm, "", `"office/london" has no ledger: name firm, or matter/NAME`},
		{"firm -f -", "kind: x", "", "there is nothing of ours"},
		{"-f -", firm, "", "name whose ledger: firm, or matter/NAME"},
	} {
		t.Run(c.args, func(t *testing.T) {
			root, out := newRoot("matterplane"), &bytes.Buffer{}
			root.SetArgs(append([]string{"ledger"}, strings.Fields(c.args)...))
			root.SetIn(strings.NewReader(c.files))
			root.SetOut(out)
			root.SetErr(&bytes.Buffer{})
			err := root.ExecuteContext(t.Context())
			var printed bytes.Buffer
			if err == nil {
				err = json.Compact(&printed, out.Bytes())
			}
			switch {
			case c.fails == "" && (err != nil || !strings.Contains(printed.String(), c.prints)):
				t.Errorf("printed %s, %v; want %s", &printed, err, c.prints)
			case c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails)):
				t.Errorf("failed with %v, want %s", err, c.fails)
			}
		})
	}
}
