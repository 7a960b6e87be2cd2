package authority_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/authority"
)

var update = flag.Bool("update", false, "write docs/authority.md anew")

// docs is where the matrix is shown to people.
const docs = "../../docs/authority.md"

// The page that people read is the table that TestMatrix asks, and the guards that
// the code has.
func TestDocsShowTheMatrix(t *testing.T) {
	t.Parallel()
	page := rendered()
	if *update {
		if err := os.WriteFile(docs, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	shown, err := os.ReadFile(docs)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(shown), page); diff != "" {
		t.Errorf("go test ./internal/authority -update writes it anew:\n%s", diff)
	}
}

const intro = `# Who may change what

This page is written by the tests of internal/authority, which ask every row of every table of every
one who may ask. [The rules](rules.md) say why, in sections P, R and U.

Whoever is not named in a row is refused by the rule of that row, unless the row names another
rule for them. A Person may be several of these at once, and may do what any of them may.

| who | is |
|---|---|
`

func rendered() string {
	var page strings.Builder
	page.WriteString(intro)
	for _, a := range actors {
		fmt.Fprintf(&page, "| `%s` | %s |\n", a.name, a.means)
	}
	page.WriteString("\n`deactivated` and `two` are refused everything (P-1). `restorer` creates anything as it was (L-8).\n")
	for _, part := range matrix {
		fmt.Fprintf(&page, "\n## %s%s\n\n| change | rule | who may | refused by another rule |\n|---|---|---|---|\n", strings.ToUpper(part.title[:1]), part.title[1:])
		for _, r := range part.rows {
			change := r.change
			if r.firm != "" {
				change += "<br>given `" + r.firm + "`"
			}
			fmt.Fprintf(&page, "| %s | %s | %s | %s |\n", change, or(r.rule, "P-3"), or(words(strings.ReplaceAll(r.may, "FA", "lead backup fa")), "nobody"), words(r.but+" "+part.but))
		}
	}
	page.WriteString("\n## Every field and its rules\n\n| kind | field | rules |\n|---|---|---|\n")
	for _, row := range authority.Table() {
		fmt.Fprintf(&page, "| %s | `%s` | %s |\n", row.Kind, row.Field, row.Rules)
	}
	page.WriteString("\nP-3 alone is Kubernetes RBAC alone. `ownerReferences` and finalizers change by who may delete the object (R-8).\n")
	return page.String()
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func words(text string) string { return strings.Join(strings.Fields(text), ", ") }

// Who is named in a row is one who asks.
func TestRowsNameActors(t *testing.T) {
	t.Parallel()
	var names []string
	for _, a := range actors {
		names = append(names, a.name)
	}
	for _, part := range matrix {
		for _, r := range part.rows {
			for who := range strings.FieldsSeq(r.may + " " + r.but + " " + part.but) {
				who, _, _ = strings.Cut(who, ":")
				if who != "FA" && who != "everybody" && !slices.Contains(names, who) {
					t.Errorf("%s: %q is nobody", r.change, who)
				}
			}
		}
	}
}
