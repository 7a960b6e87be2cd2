package monitoring

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// tool is where promtool lies. It is built here and not run by go tool, which knows no
// tags: without this one it holds the libraries of every cloud.
var tool string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "promtool")
	if err != nil {
		panic(err)
	}
	tool = filepath.Join(dir, "promtool")
	build := exec.Command("go", "build", "-tags=remove_all_sd", "-o", tool, "github.com/prometheus/prometheus/cmd/promtool")
	if said, err := build.CombinedOutput(); err != nil {
		panic(fmt.Sprintf("building promtool: %v: %s", err, said))
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// promtool runs Prometheus' own tool and returns what it prints.
func promtool(t *testing.T, stdin string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), tool, args...)
	cmd.Stdin = strings.NewReader(stdin)
	said, err := cmd.CombinedOutput()
	return string(said), err
}

// ruleFile writes the rules where promtool reads them: without what makes them an object
// of a cluster.
func ruleFile(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "rules.yaml")
	if err := os.WriteFile(path, rulesOf(t).text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheRulesAreRules(t *testing.T) {
	said, err := promtool(t, "", "check", "rules", "--lint=all", "--lint-fatal", ruleFile(t, t.TempDir()))
	if err != nil || !strings.Contains(said, "SUCCESS") {
		t.Errorf("%v: %s", err, said)
	}
}

// TestTheAlerts runs testdata/alerts.yaml.
func TestTheAlerts(t *testing.T) {
	dir := t.TempDir()
	ruleFile(t, dir)
	tests, err := os.ReadFile(filepath.Join("testdata", "alerts.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "alerts.yaml")
	if err := os.WriteFile(path, tests, 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := promtool(t, "", "test", "rules", path)
	if err != nil || !strings.Contains(said, "SUCCESS") {
		t.Errorf("%v: %s", err, said)
	}
}

// TestOurMetricsAreNamedWell: those of others are theirs to name.
func TestOurMetricsAreNamedWell(t *testing.T) {
	var ours strings.Builder
	for line := range strings.Lines(scrape(t, "manager")) {
		if strings.Contains(line, "matterplane_") {
			ours.WriteString(line)
		}
	}
	if said, err := promtool(t, ours.String(), "check", "metrics"); err != nil || said != "" {
		t.Errorf("%v: %s", err, said)
	}
}
