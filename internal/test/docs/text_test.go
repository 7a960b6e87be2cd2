package docs

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// rules is the page of the law, which shows no examples.
const rules = "rules.md"

// pages returns the pages under docs and its folders, the law apart.
func pages(t *testing.T) []string {
	t.Helper()
	var pages []string
	err := filepath.WalkDir(cluster.Path(t, "docs"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Ext(path) == ".md" && entry.Name() != rules {
			pages = append(pages, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// named returns what a page is called: its path below docs, or else in the repository.
func named(t *testing.T, path string) string {
	t.Helper()
	name, err := filepath.Rel(cluster.Path(t, "docs"), path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(filepath.ToSlash(name), "../")
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func trimmed(output string) string { return strings.TrimRight(output, "\n") }

var (
	ruleLine = regexp.MustCompile(`(?m)^- \*\*([AMCL]-\d+)\b`)
	ruleLink = regexp.MustCompile(`\[([A-Z]-\d+)\]\((?:\.\./)*rules\.md#([a-z0-9-]+)\)`)
	heading  = regexp.MustCompile(`(?m)^#{1,6} +(.*)$`)
)

// TestEveryRuleHasAnExample: each rule on assistants, membership, conflicts and
// the ledger is named in a section that runs a command.
func TestEveryRuleHasAnExample(t *testing.T) {
	law := read(t, cluster.Path(t, "docs", rules))
	shown := map[string]bool{}
	for _, path := range pages(t) {
		text := read(t, path)
		starts := heading.FindAllStringIndex(blanked(text), -1)
		for i, start := range starts {
			end := len(text)
			if i+1 < len(starts) {
				end = starts[i+1][0]
			}
			section := text[start[0]:end]
			if !strings.Contains(section, "```console\n$ ") {
				continue
			}
			for _, found := range ruleLink.FindAllStringSubmatch(section, -1) {
				shown[found[1]] = true
			}
		}
	}
	lines := ruleLine.FindAllStringSubmatch(law, -1)
	if len(lines) < 30 {
		t.Errorf("only %d rules in %s", len(lines), rules)
	}
	for _, line := range lines {
		if !shown[line[1]] {
			t.Errorf("no section with an example names [%s](%s#…)", line[1], rules)
		}
	}
}

// TestRulesAreLinkedWhereTheyStand: the link of a rule's ID leads to its section.
func TestRulesAreLinkedWhereTheyStand(t *testing.T) {
	stands, section := map[string]string{}, ""
	for line := range strings.Lines(read(t, cluster.Path(t, "docs", rules))) {
		if found := heading.FindStringSubmatch(strings.TrimSpace(line)); found != nil {
			section = anchor(found[1])
		}
		if id := regexp.MustCompile(`^(?:-|\d+\.) \*\*([A-Z]-\d+)\b`).FindStringSubmatch(line); id != nil {
			stands[id[1]] = section
		}
	}
	for _, path := range pages(t) {
		for _, found := range ruleLink.FindAllStringSubmatch(read(t, path), -1) {
			if stands[found[1]] != found[2] {
				t.Errorf("%s: %s is in #%s, not in #%s", named(t, path), found[1], stands[found[1]], found[2])
			}
		}
	}
}

// TestEveryFileIsUsed: each example is applied on a page, and each picture shown.
func TestEveryFileIsUsed(t *testing.T) {
	var text strings.Builder
	for _, path := range pages(t) {
		text.WriteString(read(t, path))
	}
	files := 0
	for _, room := range []string{"examples", "pictures"} {
		err := filepath.WalkDir(cluster.Path(t, "docs", room), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			files++
			name, err := filepath.Rel(cluster.Path(t, "docs"), path)
			file, folder := filepath.ToSlash(name), filepath.ToSlash(filepath.Dir(name))
			if err == nil && !strings.Contains(text.String(), file) && !strings.Contains(text.String(), " -f docs/"+folder+"\n") &&
				!strings.Contains(text.String(), "cp -r docs/"+folder+" ") {
				t.Errorf("no page uses docs/%s", name)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	if files == 0 {
		t.Error("there are no files")
	}
}
