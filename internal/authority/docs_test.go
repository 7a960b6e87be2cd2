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
	"github.com/matterplane/matterplane/internal/test/matrix"
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

Each row below is a change of one and the same firm, and who may make it. Whoever is not named there is
refused, by the rule of the row or, where the last column says so, by another: ` + "`support:R-3`" + ` is
Support, refused by R-3. [The rules](rules.md) say why, in sections P, R and U. Somebody may be several
of these at once, and may then do what any of them may.

| who | is | in this firm |
|---|---|---|
`

const theFirm = `
` + "`deactivated` and `two`" + ` are refused everything (P-1), whatever else they are. ` + "`restorer`" + ` creates anything
as it was (L-8). P-3 in place of a rule means that Kubernetes RBAC alone decides.

This is the firm. Where a row is *given* something, that stands in place of what is said here about the
same. ` + "`closed`" + ` says that the lead or the backup has closed provisioning (P-5); for the actor
` + "`open`" + ` nobody has.

` + "```text\n" + `%s` + "```" + `
`

const rest = `
P-3 alone is Kubernetes RBAC alone. ` + "`ownerReferences`" + ` and finalizers change by who may delete the object (R-8).

## How this is known

The tests write this page from the table that they ask. They ask every row of everybody, first of the
rules alone (internal/authority), then of a real API server with the webhooks and roles as they ship
(internal/admission/matrix), where each is who it is by impersonation and RBAC: by POST, PUT, merge
patch, JSON patch, server-side apply, DELETE of one object and of a collection, and by kubectl create,
apply, replace, patch and delete. Each question is asked as a dry run, and what is allowed and a part of
what is refused is asked for real too, with the same answer. The style is another one with each
question; ` + "`-matrix.styles=all`" + ` asks each in all of them, and for real.
`

func rendered() string {
	var page strings.Builder
	page.WriteString(intro)
	for _, a := range matrix.Actors {
		fmt.Fprintf(&page, "| `%s` | %s | %s |\n", a.Name, a.Means, strings.TrimSuffix(a.Is.Username, "@firm.example"))
	}
	fmt.Fprintf(&page, theFirm, strings.ReplaceAll(strings.TrimPrefix(matrix.TheFirm, "\n"), "\t", ""))
	for _, part := range matrix.Chapters() {
		fmt.Fprintf(&page, "\n## %s%s\n\n| change | rule | who may | refused by another rule |\n|---|---|---|---|\n", strings.ToUpper(part.Title[:1]), part.Title[1:])
		for _, r := range part.Rows {
			change := r.Change
			if r.Firm != "" {
				change += "<br>given `" + r.Firm + "`"
			}
			if r.Schema != "" {
				change += "<br>the API server itself refuses it to everybody (422)"
			}
			fmt.Fprintf(&page, "| %s | %s | %s | %s |\n", change, or(r.Rule, "P-3"), or(strings.Join(r.Who(), ", "), "nobody"), words(r.But))
		}
	}
	page.WriteString("\n## Every field and its rules\n\n| kind | field | rules |\n|---|---|---|\n")
	for _, row := range authority.Table() {
		fmt.Fprintf(&page, "| %s | `%s` | %s |\n", row.Kind, row.Field, row.Rules)
	}
	page.WriteString(rest)
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
	for _, a := range matrix.Actors {
		names = append(names, a.Name)
	}
	for _, part := range matrix.Chapters() {
		for _, r := range part.Rows {
			for who := range strings.FieldsSeq(r.May + " " + r.But) {
				who, _, _ = strings.Cut(who, ":")
				if who != "FA" && who != "everybody" && !slices.Contains(names, who) {
					t.Errorf("%s: %q is nobody", r.Change, who)
				}
			}
		}
	}
}
