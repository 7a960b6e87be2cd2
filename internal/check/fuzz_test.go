package check_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/manifests"
)

// FuzzFiles checks anything: it never panics, what it finds is described, and every
// place is in the text.
func FuzzFiles(f *testing.F) {
	for _, d := range check.Describe() {
		text, err := os.ReadFile(filepath.Join(pages, d.ID+".md"))
		if err != nil {
			f.Fatal(err)
		}
		for _, block := range fenced.FindAllSubmatch(text, -1) {
			if bytes.Equal(block[1], []byte("yaml")) {
				f.Add(string(block[2]))
			}
		}
	}
	head := "apiVersion: matterplane.dev/v1alpha1\nkind: Matter\nmetadata: {name: a}\n"
	for _, spec := range []string{
		"spec: 7\n", "spec: {staffing: [null, {user: null}, 7, {}]}\n", "spec: &a {type: Matter, lead: a}\nstatus: *a\n", "spec: {opposingTeamSets: [{set: \"]\", side: a}, {set: \"\", side: \"\"}]}\n",
		"spec: {type: Matter, case: a, collections: [a, a]}\n", "spec: {type: Case, opposingTeamSets: [{set: s, side: a}]}\n---\n" + strings.Replace(head, "name: a", "name: b", 1) + "spec: {type: Matter, case: a, lead: b, opposingTeamSets: [{set: s, side: b}]}\n",
		"? {a: b}\n: {}\nspec:\n  type:\n  lead:\n",
	} {
		f.Add(head + spec)
	}
	known := map[string]bool{}
	for _, d := range check.Describe() {
		known[d.ID] = true
	}
	f.Fuzz(func(t *testing.T, text string) {
		set, err := manifests.Read(t.Context(), manifests.Options{Sources: []string{"-"}, Stdin: strings.NewReader(text)})
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range filesOf(t, set) {
			if !known[found.ID] {
				t.Errorf("%s is not described", found.ID)
			}
			within(t, text, found.Position)
			for _, r := range found.Related {
				within(t, text, r.Position)
			}
		}
	})
}

// within fails unless a position is in a text, its line ends being what YAML takes for
// them, or those that editors do.
func within(t *testing.T, text string, at manifests.Position) {
	t.Helper()
	for _, breaks := range []*strings.Replacer{
		strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n"), strings.NewReplacer(),
	} {
		lines := strings.Split(breaks.Replace(text), "\n")
		if at.Line >= 1 && at.Line <= len(lines) && at.Column >= 1 && at.Column <= utf8.RuneCountInString(lines[at.Line-1])+2 {
			return
		}
	}
	t.Errorf("%s is not in %q", at, text)
}
