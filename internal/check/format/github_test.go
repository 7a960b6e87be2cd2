package format_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/check/format"
)

// command is a workflow command as GitHub's runner reads it.
type command struct {
	name       string
	properties map[string]string
	data       string
}

// commands reads a log as GitHub documents it: a line that starts with :: is a command,
// whatever stands before it, if it is blank; the rest is text.
func commands(t *testing.T, log string) (found []command, text []string) {
	t.Helper()
	for line := range strings.SplitSeq(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(log), "\n") {
		rest, is := strings.CutPrefix(strings.TrimSpace(line), "::")
		if !is {
			text = append(text, line)
			continue
		}
		head, data, closed := strings.Cut(rest, "::")
		if !closed {
			t.Fatalf("no end of the command in %q", line)
		}
		name, list, _ := strings.Cut(head, " ")
		c := command{name: name, properties: map[string]string{}, data: unescaped(data)}
		for pair := range strings.SplitSeq(list, ",") {
			key, value, _ := strings.Cut(pair, "=")
			c.properties[key] = strings.NewReplacer("%3A", ":", "%2C", ",", "%0D", "\r", "%0A", "\n", "%25", "%").Replace(value)
		}
		found = append(found, c)
	}
	return found, text
}

func unescaped(data string) string {
	return strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%").Replace(data)
}

func TestGitHub(t *testing.T) {
	found, text := commands(t, string(written(t, format.Report{Findings: findings(), Path: inRepository}.GitHub)))
	want := []command{
		{
			"warning",
			map[string]string{"file": "firms/acme/a b:c.yaml", "line": "7", "col": "3", "title": "Schema: Matter acme/inquiry"},
			"spec.lead: eve is deactivated. Name an active user.\nfirms/acme/people.yaml:3:1: eve is deactivated here",
		},
		{"error", map[string]string{"file": "firms/acme/gone.yaml", "title": "Unreadable"}, "cannot be read"},
		{"notice", map[string]string{"line": "2", "title": "UnknownField"}, hostile},
	}
	if diff := cmp.Diff(want, found, cmp.AllowUnexported(command{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(text) != 1 || text[0] != "" {
		t.Errorf("beside the commands: %q", text)
	}
}

// Whatever a file is called and holds, it gives GitHub no command of its own.
func TestGitHubObeysNobodyElse(t *testing.T) {
	var many []check.Finding
	for range 3 * 10 {
		many = append(many, check.Finding{
			ID: "W-2", Severity: check.Error, Message: hostile, Cure: hostile, Field: hostile, Kind: "Firm", Name: hostile, Namespace: hostile,
			Position: at("::add-mask::x\n::stop-commands::y", 1, 1), Related: []check.Related{{Message: hostile, Position: at(hostile, 1, 1)}},
		})
	}
	found, _ := commands(t, string(written(t, format.Report{Findings: many}.GitHub)))
	if len(found) != 10 {
		t.Errorf("%d commands", len(found))
	}
	for _, c := range found {
		if c.name != "error" || c.properties["file"] != many[0].Position.File || len(c.properties) != 4 {
			t.Errorf("the command %+v", c)
		}
	}
}

// GitHub shows ten of a severity: the others are told of, each in a line.
func TestGitHubSaysWhatIsLeft(t *testing.T) {
	var many []check.Finding
	for i := range 12 {
		many = append(many, check.Finding{ID: "W-2", Severity: check.Error, Message: "e", Position: at("a.yaml", i+1, 1)})
	}
	many = append(many, check.Finding{ID: "Schema", Severity: check.Note, Message: "n", Position: at("a.yaml", 99, 1)})
	found, text := commands(t, string(written(t, format.Report{Findings: many}.GitHub)))
	if len(found) != 11 || found[10].name != "notice" {
		t.Errorf("%d commands, the last %v", len(found), found[len(found)-1])
	}
	want := "GitHub shows 10 annotations of a severity. These are the other 2:\n" +
		"- a.yaml:11:1: error: e [W-2]\n- a.yaml:12:1: error: e [W-2]\n"
	if diff := cmp.Diff(want, strings.Join(text, "\n")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := string(written(t, format.Report{}.GitHub)); got != "" {
		t.Errorf("nothing found is %q", got)
	}
}
