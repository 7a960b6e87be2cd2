package importer_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/matterplane/matterplane/internal/importer"
	"github.com/matterplane/matterplane/internal/test/docs"
)

var update = flag.Bool("update", false, "write the tables of docs/how-to/import.md anew")

// TestThePageListsTheColumns holds docs/how-to/import.md to the columns that there are.
func TestThePageListsTheColumns(t *testing.T) {
	for _, kind := range []importer.Kind{importer.Users, importer.Matters, importer.Assistants} {
		var table strings.Builder
		fmt.Fprint(&table, "\n| column | or | says |\n|---|---|---|\n")
		for _, c := range importer.Columns(kind) {
			fmt.Fprintf(&table, "| %s | %s | %s |\n", c.Name, strings.Join(c.Also, ", "), c.Says)
		}
		table.WriteByte('\n')
		docs.Section(t, "../../docs/how-to/import.md", string(kind), table.String(), *update)
	}
}
