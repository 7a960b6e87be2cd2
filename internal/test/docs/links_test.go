package docs

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

var (
	link   = regexp.MustCompile(`\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"`)
	quoted = regexp.MustCompile("`[^`\n]*`")
	cited  = regexp.MustCompile(`\bdocs/([\w./-]+\.(?:md|svg))(#[\w-]+)?`)
	proof  = regexp.MustCompile(`\[(Test\w+)\]\(([^)]+\.go)\)`)
	id     = regexp.MustCompile(`\bid="([\w-]+)"`)
)

// TestLinksLeadSomewhere: every link of every page of the repository that stays in it
// leads to what is there, and to a heading in it.
func TestLinksLeadSomewhere(t *testing.T) {
	followed := 0
	for _, path := range files(t, func(name string) bool { return filepath.Ext(name) == ".md" }) {
		for _, found := range link.FindAllStringSubmatch(quoted.ReplaceAllString(blanked(read(t, path)), ""), -1) {
			to := found[1] + found[2]
			if strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
				continue
			}
			followed++
			if err := leads(t, path, to); err != nil {
				t.Errorf("%s: %v", named(t, path), err)
			}
		}
	}
	if followed < 500 {
		t.Errorf("only %d links found", followed)
	}
}

// TestCitedPagesAreThere: what code, manifests and messages cite of docs is there.
func TestCitedPagesAreThere(t *testing.T) {
	kinds := []string{".go", ".yaml", ".yml", ".json", ".tpl", ".gotemplate", ".txt", ".sh", ".lua", ".toml", ""}
	citations := 0
	for _, path := range files(t, func(name string) bool { return slices.Contains(kinds, filepath.Ext(name)) }) {
		for _, found := range cited.FindAllStringSubmatch(read(t, path), -1) {
			citations++
			if err := leads(t, cluster.Path(t, "docs", "README.md"), found[1]+found[2]); err != nil {
				t.Errorf("%s: %v", named(t, path), err)
			}
		}
	}
	if citations < 10 {
		t.Errorf("only %d pages cited", citations)
	}
}

// TestCitedTestsAreThere: a test that a page names is in the file to which it links.
func TestCitedTestsAreThere(t *testing.T) {
	named := 0
	for _, path := range pages(t) {
		for _, found := range proof.FindAllStringSubmatch(read(t, path), -1) {
			named++
			if !strings.Contains(read(t, filepath.Join(filepath.Dir(path), found[2])), "func "+found[1]+"(t *testing.T) {") {
				t.Errorf("%s: %s is not in %s", filepath.Base(path), found[1], found[2])
			}
		}
	}
	if named < 30 {
		t.Errorf("only %d tests named", named)
	}
}

// leads says why a link on a page leads nowhere.
func leads(t *testing.T, page, link string) error {
	t.Helper()
	to, section, _ := strings.Cut(link, "#")
	target := page
	if to != "" {
		target = filepath.Join(filepath.Dir(page), to)
	}
	if _, err := os.Stat(target); err != nil {
		return fmt.Errorf("there is no %s", named(t, target))
	}
	if section != "" && !anchors(read(t, target))[section] {
		return fmt.Errorf("there is no heading #%s in %s", section, named(t, target))
	}
	return nil
}

// files returns those files of the repository that are kept in it and are no test's
// data.
func files(t *testing.T, wanted func(name string) bool) []string {
	t.Helper()
	root := cluster.Path(t)
	var found []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.Name() == "testdata", path == filepath.Join(root, "bin"), path == filepath.Join(root, "dist"), entry.Name() == ".git":
			if entry.IsDir() {
				return fs.SkipDir
			}
		case entry.Type().IsRegular() && wanted(entry.Name()):
			found = append(found, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// blanked returns a page with blanks for what stands in blocks of code, where #
// starts a comment.
func blanked(text string) string {
	var b strings.Builder
	code := false
	for line := range strings.Lines(text) {
		fence := strings.HasPrefix(line, "```")
		if code || fence {
			line = strings.Repeat(" ", len(line)-1) + "\n"
		}
		code = code != fence
		b.WriteString(line)
	}
	return b.String()
}

// anchors returns the anchors of a page: of its headings, as GitHub names them, and
// those that it names itself.
func anchors(text string) map[string]bool {
	found := map[string]bool{}
	text = blanked(text)
	for _, h := range heading.FindAllStringSubmatch(text, -1) {
		name := anchor(h[1])
		for again := 1; found[name]; again++ {
			name = fmt.Sprintf("%s-%d", anchor(h[1]), again)
		}
		found[name] = true
	}
	for _, named := range id.FindAllStringSubmatch(text, -1) {
		found[named[1]] = true
	}
	return found
}

var dropped = regexp.MustCompile(`[^\p{L}\p{N} _-]`)

func anchor(heading string) string {
	return strings.ReplaceAll(dropped.ReplaceAllString(strings.ToLower(strings.TrimSpace(heading)), ""), " ", "-")
}

func TestAnchors(t *testing.T) {
	page := "# A\n\n```\n# no heading\n```\n\n## Of `b`, c\n\n# A\n\n<a id=\"own\"></a>\n"
	got := slices.Sorted(maps.Keys(anchors(page)))
	if want := []string{"a", "a-1", "of-b-c", "own"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAnchor(t *testing.T) {
	if got, want := anchor("M. Membership of a matter (S4, S1, S2)"), "m-membership-of-a-matter-s4-s1-s2"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
