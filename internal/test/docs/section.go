package docs

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Section holds the part of a page between <!-- mark --> and <!-- /mark --> to what
// the code says, or writes it there.
func Section(t *testing.T, path, mark, want string, update bool) {
	t.Helper()
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	from, to := "<!-- "+mark+" -->\n", "<!-- /"+mark+" -->"
	head, rest, starts := strings.Cut(string(page), from)
	shown, tail, ends := strings.Cut(rest, to)
	if !starts || !ends {
		t.Fatalf("%s has no place between %q and %q", path, from, to)
	}
	if update {
		if err := os.WriteFile(path, []byte(head+from+want+to+tail), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if diff := cmp.Diff(want, shown); diff != "" {
		t.Errorf("%s: run this test with -update to write it anew (-want +got):\n%s", path, diff)
	}
}
