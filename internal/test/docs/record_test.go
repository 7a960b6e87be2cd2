package docs

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// record is what the commands of a page print, beside what the page says.
type record struct {
	path    string
	page    Page
	printed map[int]string
}

// compare holds the page to what one of its steps printed.
func (r *record) compare(t *testing.T, i int, got string) {
	t.Helper()
	step := r.page.Steps[i]
	if Shows(step.Output, got) {
		return
	}
	if r.printed == nil {
		r.printed = map[int]string{}
	}
	r.printed[i] = got
	if !*update {
		t.Errorf("%s:%d: $ %s (-page +printed):\n%s", named(t, r.path), step.Line, step.Command,
			cmp.Diff(strings.Split(Masked(step.Output), "\n"), strings.Split(Masked(got), "\n")))
	}
}

// close writes the page anew, if that is wanted.
func (r *record) close(t *testing.T) {
	t.Helper()
	if *update && len(r.printed) > 0 {
		if err := os.WriteFile(r.path, []byte(r.page.With(r.printed)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
