package cel_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// Names that are as long as they may be (W-2), and one character longer.
var (
	longest = strings.Repeat("n", 63)
	tooLong = longest + "n"
)

func TestNamesOfObjects(t *testing.T) { try(t, nameRows()) }

func nameRows() []row {
	rows := []row{
		{"another name than firm", "Firm", `{metadata: {name: harcourt-vane}}`, []string{
			"<nil>: W-2: a namespace has one Firm and its name is 'firm'; set metadata.name to firm",
		}},
	}
	for _, kind := range kinds {
		rows = append(rows, row{"as it is", kind, `{}`, nil})
		if kind == "Firm" {
			continue
		}
		rows = append(rows,
			row{"63 characters", kind, fmt.Sprintf(`{metadata: {name: %s}}`, longest), nil},
			// The API server has no field path for a rule about metadata: hence <nil>.
			row{"64 characters", kind, fmt.Sprintf(`{metadata: {name: %s}}`, tooLong), []string{
				"<nil>: W-2: names have at most 63 characters; choose a shorter metadata.name",
			}},
		)
	}
	return rows
}

// named is a field that holds a name, and a patch that sets it to %s.
type named struct{ kind, field, patch string }

// references name objects (W-1).
var references = []named{
	{"Firm", "spec.administrators.lead", `{spec: {administrators: {lead: %s}}}`},
	{"Firm", "spec.administrators.backup", `{spec: {administrators: {backup: %s}}}`},
	{"Firm", "spec.administrators.recovery.requestedBy", `{spec: {administrators: {recovery: {requestedBy: %s}}}}`},
	{"Firm", "spec.administrators.recovery.newLead", `{spec: {administrators: {recovery: {newLead: %s}}}}`},
	{"Firm", "spec.administrators.recovery.departed[0]", `{spec: {administrators: {recovery: {departed: [%s]}}}}`},
	{"Firm", "spec.clients[0].manager", `{spec: {clients: [{name: Kestrel, manager: %s}]}}`},
	{"FirmUser", "spec.office", `{spec: {office: %s}}`},
	{"FirmUser", "spec.delegates[0]", `{spec: {delegates: [%s]}}`},
	{"AssistantLink", "spec.assistant", `{spec: {assistant: %s}}`},
	{"AssistantLink", "spec.timekeeper", `{spec: {timekeeper: %s}}`},
	{"Matter", "spec.office", `{spec: {office: %s}}`},
	{"Matter", "spec.case", `{spec: {case: %s}}`},
	{"Matter", "spec.collections[0]", `{spec: {collections: [%s]}}`},
	{"Matter", "spec.lead", `{spec: {lead: %s}}`},
	{"Matter", "spec.staffing[0].user", `{spec: {staffing: [{user: %s}]}}`},
	{"Matter", "spec.conflictedUsers[0].user", `{spec: {conflictedUsers: [{user: %s}]}}`},
	{"Matter", "spec.excludedUsers[0].user", `{spec: {excludedUsers: [{user: %s}]}}`},
}

// labels name things of the firm's own, as people write them.
var labels = []named{
	{"Firm", "spec.clients[0].name", `{spec: {clients: [{name: %s}]}}`},
	{"Firm", "spec.businessUnits[0].name", `{spec: {businessUnits: [{name: %s}]}}`},
	{"Firm", "spec.businessUnits[0].parent", `{spec: {businessUnits: [{name: Disputes, parent: %s}]}}`},
	{"Firm", "spec.systems[0]", `{spec: {systems: [%s]}}`},
	{"FirmUser", "spec.businessUnits[0]", `{spec: {businessUnits: [%s]}}`},
	{"Matter", "spec.client", `{spec: {client: %s}}`},
	{"Matter", "spec.businessUnit", `{spec: {businessUnit: %s}}`},
	{"Matter", "spec.staffing[0].includedSystems[0]", `{spec: {staffing: [{user: ben-ode, includedSystems: [%s]}]}}`},
	{"Matter", "spec.opposingTeamSets[0].set", `{spec: {opposingTeamSets: [{set: %s, side: bidder}]}}`},
	{"Matter", "spec.opposingTeamSets[0].side", `{spec: {opposingTeamSets: [{set: kestrel, side: %s}]}}`},
}

func TestReferences(t *testing.T) {
	const misspelt = "in body should match"
	var rows []row
	for _, f := range references {
		rows = append(rows,
			f.holding(longest),
			f.holding("amira.khan-2"),
			f.holding(tooLong, "Too long: may not be more than 63"),
			f.holding("", "should be at least 1 chars long"),
			f.holding("Amira", misspelt),
			f.holding("amira_khan", misspelt),
			f.holding("-amira", misspelt),
			f.holding("amira.", misspelt),
			f.holding("other-firm/amira", misspelt), // nothing refers across namespaces (W-1)
			f.holding("аmira", misspelt),            // its first letter is Cyrillic
		)
	}
	try(t, rows)
}

func TestLabels(t *testing.T) {
	var rows []row
	for _, f := range labels {
		rows = append(rows,
			f.holding(longest),
			f.holding("Söhne & Partner (UK)"),
			f.holding(strings.Repeat("ö", 63)), // characters, not bytes
			f.holding(tooLong, "Too long: may not be more than 63"),
			f.holding("", "should be at least 1 chars long"),
		)
	}
	try(t, rows)
}

// holding sets the field to a value, which is refused there if errors are given.
func (f named) holding(value string, errs ...string) row {
	r := row{
		name:  f.field + "=" + shortened(value),
		kind:  f.kind,
		patch: fmt.Sprintf(f.patch, strconv.Quote(value)),
	}
	for _, err := range errs {
		r.want = append(r.want, f.field+": "+err)
	}
	return r
}

// shortened keeps the names of subtests readable.
func shortened(value string) string {
	if n := len([]rune(value)); n > 30 {
		return fmt.Sprintf("%d characters", n)
	}
	return value
}
