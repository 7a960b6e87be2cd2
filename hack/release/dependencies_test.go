package main

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/hack/release/licences"
)

const page = "../../docs/supply-chain.md"

// requirement is a line of a go.mod.
type requirement struct {
	Path, Version string
	Indirect      bool
}

// direct returns what the go.mod in a directory requires itself: modules that its
// packages import, and those of its tools. Modules of this repository are none.
func direct(t *testing.T, dir string) (all []requirement) {
	t.Helper()
	var mod struct {
		Require []requirement
		Tool    []struct{ Path string }
	}
	if err := json.Unmarshal([]byte(runs(t, dir, "go", "mod", "edit", "-json")), &mod); err != nil {
		t.Fatal(err)
	}
	for _, r := range mod.Require {
		tool := func(tool struct{ Path string }) bool { return strings.HasPrefix(tool.Path+"/", r.Path+"/") }
		if (!r.Indirect || slices.ContainsFunc(mod.Tool, tool)) && !strings.HasPrefix(r.Path, "github.com/matterplane/") {
			all = append(all, r)
		}
	}
	return all
}

// modules returns all that the repository requires itself, each as it is in the module
// cache, by its path.
func modules(t *testing.T) map[string]licences.Module {
	t.Helper()
	found := map[string]licences.Module{}
	files, err := filepath.Glob("../*/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, "../../go.mod") {
		download := []string{"mod", "download", "-json"}
		for _, r := range direct(t, filepath.Dir(file)) {
			download = append(download, r.Path+"@"+r.Version)
		}
		for all := json.NewDecoder(strings.NewReader(runs(t, filepath.Dir(file), "go", download...))); ; {
			var m licences.Module
			if err := all.Decode(&m); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			found[m.Path] = m
		}
	}
	return found
}

// rows are those of the tables on the page: module, why, instead, keeper, licence, by
// the heading of the table and the module.
func rows(t *testing.T) map[string]map[string][]string {
	t.Helper()
	found, heading := map[string]map[string][]string{}, ""
	for line := range strings.Lines(reads(t, page)) {
		if title, is := strings.CutPrefix(line, "### "); is {
			heading = strings.TrimSpace(title)
			found[heading] = map[string][]string{}
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if module := strings.TrimSpace(cells[0]); heading != "" && strings.HasPrefix(module, "`") {
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			if len(cells) != 5 || slices.Contains(cells, "") {
				t.Errorf("%s: a cell is missing", module)
			}
			found[heading][strings.Trim(module, "`")] = cells
		}
	}
	return found
}

// TestEveryDependencyIsExplained, once, and nothing that is none.
func TestEveryDependencyIsExplained(t *testing.T) {
	linked, err := licences.Linked(t.Context(), "../..", "linux", "amd64")
	if err != nil {
		t.Fatal(err)
	}
	all := modules(t)
	want := map[string][]string{"In the binary": nil, "In tests and tools only": nil}
	ours := direct(t, "../..")
	for _, path := range slices.Sorted(maps.Keys(all)) {
		heading := "In tests and tools only"
		if slices.ContainsFunc(ours, func(r requirement) bool { return r.Path == path }) &&
			slices.ContainsFunc(linked, func(m licences.Module) bool { return m.Path == path }) {
			heading = "In the binary"
		}
		want[heading] = append(want[heading], path)
	}
	got := map[string][]string{}
	for heading, table := range rows(t) {
		got[heading] = slices.Sorted(maps.Keys(table))
		for path, cells := range table {
			if m, is := all[path]; is {
				checkLicence(t, m, cells[4])
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-go.mod +%s)\n%s", page, diff)
	}
}

func checkLicence(t *testing.T, m licences.Module, said string) {
	t.Helper()
	ids, err := m.Of()
	if err != nil {
		t.Error(err)
	} else if is := strings.Join(ids, ", "); is != said {
		t.Errorf("%s is under %s, not %s", m.Path, is, said)
	}
}
