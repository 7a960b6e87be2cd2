package report_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/answer"
	"github.com/matterplane/matterplane/internal/difference"
	"github.com/matterplane/matterplane/internal/report"
)

// team is who reads and edits.
var team = []access.Action{access.ActionView, access.ActionEdit, access.ActionReportTime}

// change is a firm's change with something of everything; every word that somebody
// may have written comes from say.
func change(say func(string) string) difference.Difference {
	path := func(rules []string, steps ...string) []difference.Through {
		for i, step := range steps {
			steps[i] = say(step)
		}
		return []difference.Through{{Because: "Direct", Path: strings.Join(steps, " ← "), Rules: rules}}
	}
	on := func(role string, through []difference.Through) difference.Place {
		return difference.Place{Standing: answer.Granted, MatterRole: role, Through: through, Actions: team}
	}
	off := difference.Place{Standing: answer.None}
	wall := path([]string{"C-2"}, "dan", "globex-defence", "side globex", "set acme-v-globex", "side acme", "acme-claim")
	gone := path([]string{"C-1", "C-5"}, "eve", "acme-case", "acme-claim")
	return difference.Difference{
		APIVersion: answer.Version, Kind: "Difference", Base: say("main"), Head: say("HEAD"),
		Firms: []difference.Firm{{
			Namespace: say("khan-ruiz"),
			Summary:   difference.Summary{Gains: 2, Loses: 2, Changes: 1, WallsRaised: 1, WallsLifted: 1, Users: 6, Matters: 3, Roles: 2},
			Roles: []difference.Role{
				{
					User: say("ben-ode"), Was: []string{"Firm User", say("Partner")}, Is: []string{"Firm Administrator", say("Partner")},
					Gained: []access.Action{access.ActionViewInvoices, access.ActionPostInvoices}, Everywhere: 312, Otherwise: []string{say("acme-claim"), say("fund")},
				},
				{User: say("dan"), Was: []string{say("unit uk")}, Is: []string{}},
			},
			Matters: []difference.Matter{
				{Name: say("acme-claim"), Type: "Matter", DisplayName: say("Acme's claim against Globex"), Users: []difference.User{
					{User: say("amira-khan"), Effect: difference.Gains, Gained: team, Was: off, Is: on("MatterEditor", path([]string{"M-1", "D-6"}, "amira-khan", "acme-claim"))},
					{User: say("cid"), Effect: difference.Gains, Gained: team[:1], Was: off, Is: on(say("MatterReader"), path([]string{"M-4"}, "cid", "cid-for-amira", "amira-khan", "acme-claim"))},
					{
						User: say("dan"), Effect: difference.Loses, Lost: team, Wall: difference.Raised, Was: on("MatterReader", path([]string{"M-1"}, "dan", "acme-claim")),
						Is: difference.Place{Standing: answer.Excluded, MatterRole: "MatterReader", Through: wall},
					},
					{User: say("eve"), Effect: difference.Walls, Wall: difference.Lifted, Was: difference.Place{Standing: answer.WalledOff, Through: gone}, Is: off},
				}},
				{Name: say("fund"), Type: "Matter", Event: "Deleted", Users: []difference.User{
					{User: say("fay"), Effect: difference.Loses, Lost: access.Actions, Was: on("MatterAdministrator", path([]string{"M-1"}, "fay", "fund")), Is: off},
				}},
				{Name: say("lease"), Type: "Matter", Users: []difference.User{
					{
						User: say("gus"), Effect: difference.Changes, Gained: team[1:2], Lost: team[2:], Was: on("MatterReader", path([]string{"M-1"}, "gus", "lease")),
						Is: on("MatterEditor", path([]string{"M-8"}, "gus", "acme-case", "lease")),
					},
				}},
			},
			Requirements: []difference.Requirement{
				{Kind: "FirmUser", Name: say("ben-ode"), Field: "spec.systemRole", Rule: "R-4", Reason: "make someone Firm Administrator", Who: "A Firm Administrator. Ask " + say("amira@khan-ruiz.example") + " (lead)."},
				{Kind: "Matter", Name: say("acme-claim"), Field: "spec.staffing[" + say("cid") + "]", Also: []string{"spec.lead"}, Rule: "U-4", Reason: "change who is on the team", Who: "A member with the matter role MatterAdministrator."},
				{Kind: "Matter", Name: say("lease"), Field: "spec.staffing[" + say("gus") + "]", Rule: "U-4", Reason: "change who is on the team", Who: "A member with the matter role MatterAdministrator."},
				{Kind: "FirmUser", Name: say("fay"), Field: "spec.email", Rule: "R-7", Reason: say("amira@khan-ruiz.example") + " is the email of another user", Who: "Give another.", Nobody: true},
			},
			Cautions: []string{"Whether " + say("cid") + " follows depends on what is applied first."},
		}},
	}
}

func as(name string) string { return name }

// many is a change of so many matters, with so many users on each.
func many(matters, users int) difference.Difference {
	d := change(as)
	firm := &d.Firms[0]
	one := firm.Matters[0]
	firm.Matters = nil
	for i := range matters {
		m := difference.Matter{Name: fmt.Sprintf("matter-%04d", i), Type: "Matter"}
		for n := range users {
			u := one.Users[n%len(one.Users)]
			u.User = fmt.Sprintf("user-%03d", n)
			m.Users = append(m.Users, u)
		}
		firm.Matters = append(firm.Matters, m)
	}
	firm.Summary.Gains, firm.Summary.Matters = matters*users, matters
	return d
}

func empty() difference.Difference {
	return difference.Difference{Base: "old", Head: "new", Firms: []difference.Firm{}}
}

// several is a change of two firms.
func several() difference.Difference {
	d := change(as)
	other := change(as).Firms[0]
	other.Namespace = "vane"
	other.Roles, other.Requirements, other.Cautions = nil, nil, nil
	d.Firms = append(d.Firms, other)
	return d
}

func asText(t testing.TB, d difference.Difference, style report.Style) string {
	t.Helper()
	var out bytes.Buffer
	if err := report.Diff(&out, d, style); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func asMarkdown(t rapid.TB, d difference.Difference, c report.Comment) string {
	t.Helper()
	var out bytes.Buffer
	if err := report.DiffMarkdown(&out, d, c); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestDiffs compares with files that a person has read and found right.
func TestDiffs(t *testing.T) {
	command := report.Comment{Command: "matterplane diff main HEAD -f firms/"}
	for golden, got := range map[string]string{
		"diff.txt":         asText(t, change(as), report.Style{}),
		"diff-60.txt":      asText(t, change(as), report.Style{Width: 60}),
		"diff-color.txt":   asText(t, change(as), report.Style{Color: true}),
		"diff-ascii.txt":   asText(t, change(as), report.Style{ASCII: true}),
		"diff-several.txt": asText(t, several(), report.Style{}),
		"diff-none.txt":    asText(t, empty(), report.Style{}),
		"diff.md":          asMarkdown(t, change(as), command),
		"diff-several.md":  asMarkdown(t, several(), command),
		"diff-none.md":     asMarkdown(t, empty(), command),
		"diff-long.md":     asMarkdown(t, many(30, 2), report.Comment{Command: command.Command, Limit: 6000}),
		"diff.mmd":         change(as).Mermaid(),
		"diff-several.mmd": several().Mermaid(),
		"diff-none.mmd":    empty().Mermaid(),
	} {
		t.Run(golden, func(t *testing.T) {
			file := filepath.Join("testdata", golden)
			if flag.Lookup("update").Value.String() == "true" {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("read it, and if it is right run the test with -update (-%s +got):\n%s", file, diff)
			}
		})
	}
}

// TestDiffMarkdownIsBounded: whatever a change is, GitHub takes the comment, it ends
// where something ends, and says what it leaves out.
func TestDiffMarkdownIsBounded(t *testing.T) {
	const most = 65_536
	long := func(name string) string { return strings.Repeat(name+"ü", 3000) }
	crowd := change(as)
	for i := range 5000 {
		firm := crowd.Firms[0]
		firm.Namespace = fmt.Sprintf("firm-%d", i)
		crowd.Firms = append(crowd.Firms, firm)
	}
	roles := change(as)
	for range 5000 {
		roles.Firms[0].Roles = append(roles.Firms[0].Roles, roles.Firms[0].Roles[0])
		requirement := roles.Firms[0].Requirements[0]
		requirement.Reason = fmt.Sprint(len(roles.Firms[0].Requirements))
		roles.Firms[0].Requirements = append(roles.Firms[0].Requirements, requirement)
		roles.Firms[0].Cautions = append(roles.Firms[0].Cautions, "A caution.")
	}
	for name, d := range map[string]difference.Difference{
		"many matters": many(10_000, 3), "many users": many(1, 10_000), "both": many(300, 300),
		"long names": change(long), "many firms": crowd, "many roles": roles,
	} {
		t.Run(name, func(t *testing.T) {
			got := asMarkdown(t, d, report.Comment{Command: "matterplane diff main HEAD"})
			if len(got) > most {
				t.Errorf("%d bytes", len(got))
			}
			if name != "long names" && !regexp.MustCompile("\nLeft out: .*\\d+ .*\\. `matterplane diff main HEAD` shows all\\.\n$").MatchString(got) {
				t.Errorf("ends with %q", got[max(0, len(got)-200):])
			}
			if strings.Count(got, "<details>") != strings.Count(got, "</details>") {
				t.Error("a fold does not end")
			}
			if mermaid := d.Mermaid(); len(mermaid) > 50_000 || strings.Count(mermaid, "->") > 500 {
				t.Errorf("the picture has %d characters and %d arrows", len(mermaid), strings.Count(mermaid, "->"))
			}
		})
	}
}

// hostile are parts of names that mean something to Markdown, HTML, GitHub or Mermaid.
var hostile = []string{
	"@octocat", "#1", "GH-12", "org/repo#3", "closes #4", "www.evil.example", "https://evil.example/x", "a@evil.example", "0123456789abcdef0123456789abcdef01234567",
	"|", `\|`, `\`, "`", "``", "```", "~~~", "<script>", "</details>", "<!--", "-->", "<img src=x>", "![x](y)", "[x](y)", "[x]: http://y", "*", "_", "**", "~", "&#64;", "&lt;",
	"\n", "\n\n# h", "\n---\n", "\n===\n", "\n> x", "\n- x", "\n1. x", "\n| a |\n|---|\n", "# h", "- x", "> x", "1. x", "$x$", ":tada:", "%s", "\x00", "\u202e", "\u200b", "\xff",
	"]", `"`, `"]`, "#quot;", "end", ";", "%%{init: {}}%%", "-->|x|", ":::user", "é", "名前", "a", "b-c", " ", "",
}

func names() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(hostile), 0, 5).Draw(t, "parts"), rapid.SampledFrom([]string{"", " "}).Draw(t, "between"))
	})
}

var markdown = goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()

// GitHub looks for these in all text that is not code.
var notified = regexp.MustCompile(`@[A-Za-z0-9]|#[0-9]|(?i)\bgh-[0-9]|\b[0-9a-f]{7,40}\b|www\.|://|:[a-z]+:`)

// shape is what a page is made of, without what stands in code and between words. It
// fails where there is what the template never writes.
func shape(t rapid.TB, page string) []string {
	t.Helper()
	source := []byte(page)
	var blocks []string
	err := ast.Walk(markdown.Parse(text.NewReader(source)), func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := node.(type) {
		case *ast.Link, *ast.Image, *ast.AutoLink:
			t.Fatalf("there is a %s in\n%s", node.Kind(), page)
		case *ast.RawHTML:
			if raw := string(n.Segments.Value(source)); raw != "<br>" {
				t.Fatalf("there is %q in\n%s", raw, page)
			}
		case *ast.HTMLBlock:
			blocks = append(blocks, quoted.ReplaceAllString(string(n.Lines().Value(source)), "<code></code>"))
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			if said := string(n.Value(source)); notified.MatchString(said) {
				t.Fatalf("%q notifies or links in\n%s", said, page)
			}
		case *ast.Emphasis, *ast.String:
		default:
			blocks = append(blocks, node.Kind().String())
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return blocks
}

// quoted is code in HTML: what it holds has neither markup nor an end of its own.
var quoted = regexp.MustCompile(`<code>[^<>]*</code>`)

// TestDiffMarkdownHoldsNames: whatever somebody has written into a firm's files, the
// comment has the headings, rows and folds that the template has, and notifies nobody.
func TestDiffMarkdownHoldsNames(t *testing.T) {
	for _, rows := range []int{1, 10} { // open, and folded
		more := func(say func(string) string) difference.Difference {
			d := change(say)
			for range rows - 1 {
				d.Firms[0].Matters = append(d.Firms[0].Matters, change(say).Firms[0].Matters...)
			}
			return d
		}
		want := shape(t, asMarkdown(t, more(as), report.Comment{Command: "x", Limit: 1 << 30}))
		rapid.Check(t, func(t *rapid.T) {
			d := more(func(string) string { return names().Draw(t, "name") })
			got := shape(t, asMarkdown(t, d, report.Comment{Command: names().Draw(t, "command"), Limit: 1 << 30}))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("(-want +got)\n%s\n%s", diff, asMarkdown(t, d, report.Comment{Limit: 1 << 30}))
			}
		})
	}
}

// drawn are the lines that a picture may have.
var drawn = regexp.MustCompile(`^(flowchart LR|  subgraph f\d+\["[^"]*"\]|  end|  n\d+(\(\["[^"]*"\]\):::user|\["[^"]*"\](:::matter)?)|  n\d+ -\.?->(\|"[^"]*"\|)? n\d+|  more\["and \d+ more"\]|  classDef \w+ [a-z0-9#:,-]+|  linkStyle [\d,]+ [a-z0-9#:,-]+)$`)

// TestMermaidHoldsNames: no name can be taken for Mermaid.
func TestMermaidHoldsNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := change(func(string) string { return names().Draw(t, "name") })
		for line := range strings.SplitSeq(strings.TrimSuffix(d.Mermaid(), "\n"), "\n") {
			if !drawn.MatchString(line) {
				t.Fatalf("%q in\n%s", line, d.Mermaid())
			}
		}
	})
}
