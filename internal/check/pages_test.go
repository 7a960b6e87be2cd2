package check_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/check/format"
	"github.com/matterplane/matterplane/internal/report"
)

var update = flag.Bool("update", false, "write the outputs and the table of docs/findings anew")

const pages = "../../docs/findings"

// page is a page about an ID: an example, what check says of it, and the example mended.
type page struct {
	path         string
	text         []byte
	bad, printed string
	cured        string
}

var fenced = regexp.MustCompile("(?s)```(yaml|text)\n(.*?)```")

func readPage(t *testing.T, id string) page {
	t.Helper()
	p := page{path: filepath.Join(pages, id+".md")}
	var err error
	if p.text, err = os.ReadFile(p.path); err != nil {
		t.Fatal(err)
	}
	blocks := fenced.FindAllStringSubmatch(string(p.text), -1)
	if len(blocks) != 3 || blocks[0][1] != "yaml" || blocks[1][1] != "text" || blocks[2][1] != "yaml" {
		t.Fatalf("%s: want an example, what is printed, and the example mended", p.path)
	}
	p.bad, p.printed, p.cured = blocks[0][2], blocks[1][2], blocks[2][2]
	return p
}

// standing are what … stands for in an example.
var standing = map[string]string{"Unreadable": "\xff", "TooLarge": strings.Repeat("x", 2<<20)}

// checked returns what check says of an example beside the firm of the pages. An
// example with a Firm of its own comes in place of it.
func checked(t *testing.T, id, example string) []check.Finding {
	t.Helper()
	dir := t.TempDir()
	name := "example.yaml"
	if strings.HasPrefix(example, "kind: Kustomization") {
		name = "kustomization.yaml"
	}
	if with, stands := standing[id]; stands {
		example = strings.ReplaceAll(example, "…", with)
	}
	write(t, dir, name, example)
	sources := []string{dir, filepath.Join(pages, "firm", "people.yaml")}
	if !strings.Contains(example, "kind: Firm\n") {
		sources = append(sources, filepath.Join(pages, "firm", "firm.yaml"))
	}
	found := files(t, sources...)
	here := strings.NewReplacer(dir+"/", "", pages+"/", "")
	for i := range found {
		f := &found[i]
		f.Position.File, f.Message = here.Replace(f.Position.File), here.Replace(f.Message)
		for j := range f.Related {
			f.Related[j].Position.File = here.Replace(f.Related[j].Position.File)
		}
	}
	return found
}

// TestPages holds every page to the code: its example yields findings of its ID and of
// no other, they are printed there, and the mended example yields none.
func TestPages(t *testing.T) {
	t.Parallel()
	for _, d := range check.Describe() {
		t.Run(d.ID, func(t *testing.T) {
			t.Parallel()
			p := readPage(t, d.ID)
			if want := "# " + d.ID + ": " + d.Title + "\n"; !bytes.HasPrefix(p.text, []byte(want)) {
				t.Errorf("%s does not begin with %q", p.path, want)
			}
			if d.Page != "docs/findings/"+d.ID+".md" {
				t.Errorf("the page is said to be %s", d.Page)
			}
			bad := checked(t, d.ID, p.bad)
			if len(bad) == 0 || slices.ContainsFunc(bad, func(f check.Finding) bool { return f.ID != d.ID }) {
				t.Errorf("the example yields\n%s", printed(bad))
			}
			if good := checked(t, "", p.cured); len(good) > 0 {
				t.Errorf("the mended example yields\n%s", printed(good))
			}
			if *update {
				text := bytes.Replace(p.text, []byte("```text\n"+p.printed+"```"), []byte("```text\n"+printed(bad)+"```"), 1)
				if err := os.WriteFile(p.path, text, 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(p.printed, printed(bad)); diff != "" {
				t.Errorf("%s (-page +check), -update writes it:\n%s", p.path, diff)
			}
		})
	}
}

// printed is what check prints of findings to a pipe, without its last line, which
// counts the objects around the example too.
func printed(found []check.Finding) string {
	var b strings.Builder
	_ = report.Findings(&b, format.Report{Findings: found}, report.Style{}) // a Builder takes all
	lines, _, _ := strings.Cut(b.String(), "\n\n")
	return lines + "\n"
}

// TestTheTableOfPages says which pages there are: one for each ID, and no other.
func TestTheTableOfPages(t *testing.T) {
	t.Parallel()
	const begin, end = "<!-- findings -->\n", "<!-- /findings -->"
	path := filepath.Join(pages, "README.md")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(text), begin)
	_, after, found := strings.Cut(rest, end)
	if !found {
		t.Fatalf("%s has no table", path)
	}
	var table strings.Builder
	fmt.Fprint(&table, "| ID | severity | what it is |\n|---|---|---|\n")
	known := []string{"README.md"}
	for _, d := range check.Describe() {
		fmt.Fprintf(&table, "| [%[1]s](%[1]s.md) | %[2]s | %[3]s |\n", d.ID, d.Severity, d.Title)
		known = append(known, d.ID+".md")
	}
	want := before + begin + table.String() + end + after
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Errorf("%s (-want +is), -update writes it:\n%s", path, diff)
	}
	there, err := filepath.Glob(filepath.Join(pages, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range there {
		if !slices.Contains(known, filepath.Base(file)) {
			t.Errorf("%s is about no finding", file)
		}
	}
}
