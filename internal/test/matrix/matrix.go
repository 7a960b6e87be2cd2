package matrix

import (
	"slices"
	"strings"

	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// Row is a change and who may make it. All others are refused by the rule, the
// deactivated and the two by P-1 always, and some by a rule of their own.
type Row struct {
	Change string
	Rule   string
	May    string // who; FA stands for lead, backup and fa, everybody for everybody
	But    string // walled:U-6
	Firm   string // replaces statements of TheFirm
	Schema string // what the schema says to everybody (422), before the rules are asked
	Does   Does
}

// Chapter is a part of the matrix.
type Chapter struct {
	Title string
	But   string // for each of its rows
	Rows  []Row
}

// Chapters are the matrix, in the order of the rules.
func Chapters() []Chapter {
	chapters := []Chapter{
		administrators, firmProfile, accounts, systemRoles, whatOpensFiles, credentials,
		offices, assistants, newMatters, work, claims, noChange,
	}
	for i, c := range chapters {
		chapters[i].Rows = slices.Clone(c.Rows)
		for j := range c.Rows {
			chapters[i].Rows[j].But = strings.TrimSpace(c.Rows[j].But + " " + c.But)
		}
	}
	return chapters
}

// Who returns the names of those who may; everybody for everybody.
func (r Row) Who() []string {
	return strings.Fields(strings.ReplaceAll(r.May, "FA", "lead backup fa"))
}

// RuleFor returns the rule that refuses an actor, empty if it may.
func (r Row) RuleFor(actor string) string {
	if actor == "deactivated" || actor == "two" {
		return "P-1"
	}
	for exception := range strings.FieldsSeq(r.But) {
		if who, rule, _ := strings.Cut(exception, ":"); who == actor {
			return rule
		}
	}
	if may := r.Who(); slices.Contains(may, actor) || slices.Contains(may, "everybody") {
		return ""
	}
	return r.Rule
}

// Objects returns the firm in which a row is asked of an actor: the window is
// closed for everybody but the actor `open`.
func (r Row) Objects(t firm.T, actor string) roster.Objects {
	t.Helper()
	there := Objects(t, r.Firm)
	if actor == "open" && there.Firm != nil {
		there.Firm.Annotations = nil
	}
	return there
}
