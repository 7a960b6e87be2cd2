package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// summary is the book's table of contents, for mdBook.
const summary = "SUMMARY.md"

// TestEveryPageIsInTheSummary: once, where mdBook finds it, and in a part.
func TestEveryPageIsInTheSummary(t *testing.T) {
	listed, err := chapters(read(t, cluster.Path(t, "docs", summary)))
	if err != nil {
		t.Fatalf("%s: %v", summary, err)
	}
	for _, name := range slices.Sorted(slices.Values(listed)) {
		if _, err := os.Stat(cluster.Path(t, "docs", filepath.FromSlash(name))); err != nil {
			t.Errorf("%s lists %s, which is not there", summary, name)
		}
	}
	for _, path := range append(pages(t), cluster.Path(t, "docs", rules)) {
		name := named(t, path)
		if name != summary && !slices.Contains(listed, name) {
			t.Errorf("%s does not list %s: add `- [%s](%s)` to the part where it belongs", summary, name, title(t, path), name)
		}
	}
}

// parts are what kinds of pages there are, in the order of who comes first: who
// learns, who does, who looks up, who wants to know why.
var parts = []string{"Summary", "Tutorial", "How-to", "Reference", "Explanation"}

var (
	part    = regexp.MustCompile(`^# (.+)$`)
	prefix  = regexp.MustCompile(`^\[[^]]+\]\(([^)#\s]+\.md)\)$`)
	chapter = regexp.MustCompile(`^((?: {2})*)- \[[^]]+\]\(([^)#\s]+\.md)\)$`)
)

// chapters returns the pages that a summary lists. It takes what mdBook takes and is
// stricter: prefixes first, then parts of chapters, each at most one level deeper than
// the one before, and no page twice.
func chapters(text string) (listed []string, err error) {
	var titles []string
	deepest := 0
	for i, line := range strings.Split(text, "\n") {
		var name string
		switch p, b, c := part.FindStringSubmatch(line), prefix.FindStringSubmatch(line), chapter.FindStringSubmatch(line); {
		case line == "":
			continue
		case p != nil:
			titles, deepest = append(titles, p[1]), 0
			continue
		case b != nil && len(titles) == 1:
			name = b[1]
		case c != nil && len(titles) > 1 && len(c[1])/2 <= deepest:
			name, deepest = c[2], len(c[1])/2+1
		default:
			return nil, fmt.Errorf("line %d is no chapter here: %q", i+1, line)
		}
		if slices.Contains(listed, name) {
			return nil, fmt.Errorf("line %d lists %s again", i+1, name)
		}
		listed = append(listed, name)
	}
	if diff := cmp.Diff(parts, titles); diff != "" {
		return nil, fmt.Errorf("other parts (-want +got):\n%s", diff)
	}
	return listed, nil
}

func title(t *testing.T, path string) string {
	t.Helper()
	if found := heading.FindStringSubmatch(blanked(read(t, path))); found != nil {
		return found[1]
	}
	t.Errorf("%s has no title", named(t, path))
	return ""
}

func TestChapters(t *testing.T) {
	empty := "# Summary\n\n%s\n\n# Tutorial\n\n%s\n\n# How-to\n\n# Reference\n\n# Explanation\n"
	for name, c := range map[string]struct {
		before, within string
		want           []string // none: refused
	}{
		"nested":    {"[a](README.md)", "- [b](b.md)\n  - [c](c/d.md)\n- [e](e.md)", []string{"README.md", "b.md", "c/d.md", "e.md"}},
		"too deep":  {"", "- [b](b.md)\n    - [c](c.md)", nil},
		"twice":     {"[b](b.md)", "- [b](b.md)", nil},
		"an anchor": {"", "- [b](b.md#c)", nil},
		"a draft":   {"", "- [b]()", nil},
		"prose":     {"", "Read this first.", nil},
		"no bullet": {"", "[b](b.md)", nil},
	} {
		got, err := chapters(fmt.Sprintf(empty, c.before, c.within))
		if diff := cmp.Diff(c.want, got); diff != "" || (err == nil) != (c.want != nil) {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
	if _, err := chapters("# Summary\n\n# Reference\n"); err == nil {
		t.Error("parts may be missing")
	}
}
