package metrics

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the page")

// docs/metrics.md shows what All returns, between its marks.
func TestDocsShowTheMetrics(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "metrics.md")
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const from, to = "<!-- metrics -->\n", "<!-- /metrics -->"
	head, rest, starts := strings.Cut(string(page), from)
	_, tail, ends := strings.Cut(rest, to)
	if !starts || !ends {
		t.Fatalf("%s has no place for the table", path)
	}
	want := head + from + table() + to + tail
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if diff := cmp.Diff(want, string(page)); diff != "" {
		t.Errorf("write it anew with -update (-want +got):\n%s", diff)
	}
}

func table() string {
	var b strings.Builder
	fmt.Fprint(&b, "| metric | type | what | labels |\n|---|---|---|---|\n")
	for _, d := range All() {
		var labels []string
		for _, label := range d.Labels {
			labels = append(labels, "`"+label.Name+"`: "+label.Values)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", d.Name, d.Type, d.Help, strings.Join(labels, "<br>"))
	}
	return b.String()
}
