package monitoring

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

const runbooks = "https://github.com/matterplane/matterplane/blob/main/docs/runbooks/"

// TestEveryAlertIsTested: there is a test in which it speaks, and one in which it does not.
func TestEveryAlertIsTested(t *testing.T) {
	t.Parallel()
	var file struct {
		Tests []struct {
			Alerts []struct {
				Name string `json:"alertname"`
				Says []any  `json:"exp_alerts"`
			} `json:"alert_rule_test"`
		} `json:"tests"`
	}
	if err := yaml.Unmarshal(read(t, "testdata", "alerts.yaml"), &file); err != nil {
		t.Fatal(err)
	}
	speaks, silent := map[string]bool{}, map[string]bool{}
	for _, test := range file.Tests {
		for _, a := range test.Alerts {
			speaks[a.Name] = speaks[a.Name] || len(a.Says) > 0
			silent[a.Name] = silent[a.Name] || len(a.Says) == 0
		}
	}
	for _, a := range rulesOf(t).alerts {
		if !speaks[a.Alert] || !silent[a.Alert] {
			t.Errorf("%s: a test in which it speaks %t, one in which it does not %t", a.Alert, speaks[a.Alert], silent[a.Alert])
		}
	}
}

// TestEveryAlertHasAPage, which its annotation names, with the sections that whoever was
// woken looks for; and every page has an alert.
func TestEveryAlertHasAPage(t *testing.T) {
	t.Parallel()
	pages := filepath.Join(top, "docs", "runbooks")
	index := string(read(t, pages, "README.md"))
	named := map[string]bool{"README": true}
	for _, a := range rulesOf(t).alerts {
		named[a.Alert] = true
		if got := a.Annotations["runbook_url"]; got != runbooks+a.Alert+".md" {
			t.Errorf("%s names %s", a.Alert, got)
		}
		if a.Annotations["summary"] == "" || a.Annotations["description"] == "" {
			t.Errorf("%s says nothing", a.Alert)
		}
		if severity := a.Labels["severity"]; severity != "critical" && severity != "warning" {
			t.Errorf("%s is %q", a.Alert, severity)
		}
		page := string(read(t, pages, a.Alert+".md"))
		for _, section := range []string{"# " + a.Alert + "\n", "\n## See it\n", "\n## Do\n", "\n## Wake\n"} {
			if !strings.Contains("\n"+page, section) {
				t.Errorf("%s.md has no %q", a.Alert, strings.TrimSpace(section))
			}
		}
		if !strings.Contains(index, "("+a.Alert+".md)") {
			t.Errorf("README.md does not name %s", a.Alert)
		}
	}
	files, err := os.ReadDir(pages)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !named[strings.TrimSuffix(file.Name(), ".md")] {
			t.Errorf("no alert has the page %s", file.Name())
		}
	}
}
