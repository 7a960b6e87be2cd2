// Package stories_test applies what is imported to a real API server.
package stories_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/matterplane/matterplane/internal/importer"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/story"
)

func TestMain(m *testing.M) { story.Main(m) }

// TestTheSampleIsAccepted: the tables of docs/examples/import make a firm that the API
// server takes with its webhooks, that becomes ready, and that a second apply leaves as
// it is.
func TestTheSampleIsAccepted(t *testing.T) {
	story.Operate(t)
	firm := story.New(t.Context(), t, story.Webhooks)
	var tables []importer.Table
	for kind, name := range map[importer.Kind]string{
		importer.Users: "roster.csv", importer.Matters: "matters.csv", importer.Assistants: "assistants.csv",
	} {
		data, err := os.ReadFile(cluster.Path(t, "docs", "examples", "import", name))
		if err != nil {
			t.Fatal(err)
		}
		tables = append(tables, importer.Table{Kind: kind, File: name, Data: data})
	}
	made := importer.Make(importer.Options{
		Namespace: firm.Namespace, FirmName: "Ahlers Brandt", Lead: "Friederike Ahlers", Backup: "bernd.thiel@ahlersbrandt.example",
	}, tables...)
	if wrong := made.Findings(nil); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	dir := t.TempDir()
	for _, file := range made.Files() {
		path := filepath.Join(dir, filepath.FromSlash(file.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, file.Text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cluster.MustKubectl(t, firm.Namespace, "", "apply", "-k", dir)
	firm.Settle()
	walled := cluster.MustKubectl(t, firm.Namespace, "", "get", "matter", "2025-0004", "-o", "jsonpath={.status.conflictedUsers[*].user}")
	if want := "joerg-mueller-weiss kirsten-soerensen"; walled != want {
		t.Errorf("the other side walls off %s, want %s", walled, want)
	}
	objects := 0
	for line := range strings.Lines(cluster.MustKubectl(t, firm.Namespace, "", "apply", "-k", dir)) {
		objects++
		if !strings.HasSuffix(line, " unchanged\n") {
			t.Errorf("a second apply says %s", line)
		}
	}
	if want := 1 + 1 + 2 + 13 + 6 + 3; objects != want {
		t.Errorf("%d objects are applied, want %d", objects, want)
	}
	ready := cluster.MustKubectl(t, firm.Namespace, "", "get", "firms,offices,firmusers,matters,assistantlinks",
		"-o", `jsonpath={range .items[*]}{.kind}/{.metadata.name} {.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}`)
	for line := range strings.Lines(ready) {
		if !strings.HasSuffix(line, " True\n") {
			t.Errorf("not ready: %s", line)
		}
	}
}
