package metrics

import (
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/matterplane/matterplane/internal/test/docs"
)

var update = flag.Bool("update", false, "write the page")

// docs/metrics.md shows what All returns, between its marks.
func TestDocsShowTheMetrics(t *testing.T) {
	t.Parallel()
	docs.Section(t, filepath.Join("..", "..", "docs", "metrics.md"), "metrics", table(), *update)
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
