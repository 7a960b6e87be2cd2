package cel_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// text is a field of free text, and how long it may be at most.
type text struct {
	named
	longest int
}

var texts = []text{
	{named{"Firm", "spec.displayName", `{spec: {displayName: %s}}`}, 256},
	{named{"Firm", "spec.clients[0].displayName", `{spec: {clients: [{name: Kestrel, displayName: %s}]}}`}, 256},
	{named{"Firm", "spec.businessUnits[0].displayName", `{spec: {businessUnits: [{name: Tax, displayName: %s}]}}`}, 256},
	{named{"Firm", "spec.administrators.recovery.partnerEmail", `{spec: {administrators: {recovery: {partnerEmail: %s}}}}`}, 254},
	{named{"Firm", "spec.administrators.recovery.firmName", `{spec: {administrators: {recovery: {firmName: %s}}}}`}, 256},
	{named{"Firm", "spec.administrators.recovery.newLeadEmail", `{spec: {administrators: {recovery: {newLeadEmail: %s}}}}`}, 254},
	{named{"Firm", "spec.administrators.recovery.authorization", `{spec: {administrators: {recovery: {authorization: %s}}}}`}, 4096},
	{named{"Office", "spec.displayName", `{spec: {displayName: %s}}`}, 256},
	{named{"Office", "spec.address", `{spec: {address: %s}}`}, 1024},
	{named{"Office", "spec.phone", `{spec: {phone: %s}}`}, 64},
	{named{"FirmUser", "spec.givenName", `{spec: {givenName: %s}}`}, 128},
	{named{"FirmUser", "spec.familyName", `{spec: {familyName: %s}}`}, 128},
	{named{"FirmUser", "spec.identities[0]", `{spec: {identities: [%s]}}`}, 512},
	{named{"Matter", "spec.displayName", `{spec: {displayName: %s}}`}, 256},
	{named{"Matter", "spec.conflictedUsers[0].reason", `{spec: {conflictedUsers: [{user: ben-ode, reason: %s}]}}`}, 256},
	{named{"Matter", "spec.excludedUsers[0].reason", `{spec: {excludedUsers: [{user: ben-ode, reason: %s}]}}`}, 256},
}

func TestTexts(t *testing.T) {
	var rows []row
	for _, f := range texts {
		rows = append(rows,
			f.holding(strings.Repeat("ß", f.longest)),
			f.holding(strings.Repeat("ß", f.longest+1), fmt.Sprintf("Too long: may not be more than %d", f.longest)),
			f.holding("", "should be at least 1 chars long"),
		)
	}
	try(t, rows)
}

// list is a field that holds a list: a patch that sets it to [%s], an item with a
// %[1]d that tells it from the others, and an item that is the same as the first.
type list struct {
	named
	item, same string
}

var lists = []list{
	{named{"Firm", "spec.clients", `{spec: {clients: [%s]}}`}, `{name: c%d}`, `{name: c0, displayName: other}`},
	{named{"Firm", "spec.businessUnits", `{spec: {businessUnits: [%s]}}`}, `{name: u%d}`, `{name: u0, parent: u1}`},
	{named{"Firm", "spec.systems", `{spec: {systems: [%s]}}`}, `s%d`, `s0`},
	{named{"Firm", "spec.administrators.recovery.departed", `{spec: {administrators: {recovery: {departed: [%s]}}}}`}, `d%d`, `d0`},
	{named{"FirmUser", "spec.businessUnits", `{spec: {businessUnits: [%s]}}`}, `u%d`, `u0`},
	{named{"FirmUser", "spec.delegates", `{spec: {delegates: [%s]}}`}, `d%d`, `d0`},
	{named{"FirmUser", "spec.identities", `{spec: {identities: [%s]}}`}, `i%d`, `i0`},
	{named{"Matter", "spec.collections", `{spec: {collections: [%s]}}`}, `c%d`, `c0`},
	{named{"Matter", "spec.staffing", `{spec: {staffing: [%s]}}`}, `{user: u%d}`, `{user: u0, matterRole: BillingOnly}`},
	{named{"Matter", "spec.staffing[0].includedSystems", `{spec: {staffing: [{user: u, includedSystems: [%s]}]}}`}, `s%d`, `s0`},
	{named{"Matter", "spec.conflictedUsers", `{spec: {conflictedUsers: [%s]}}`}, `{user: u%d}`, `{user: u0, reason: other}`},
	{named{"Matter", "spec.excludedUsers", `{spec: {excludedUsers: [%s]}}`}, `{user: u%d}`, `{user: u0, reason: other}`},
	{named{"Matter", "spec.opposingTeamSets", `{spec: {opposingTeamSets: [%s]}}`}, `{set: s%d, side: a}`, `{set: s0, side: b}`},
}

func TestLists(t *testing.T) {
	var rows []row
	for _, f := range lists {
		rows = append(rows,
			row{f.field + " empty", f.kind, f.of(), nil},
			row{f.field + " of 500", f.kind, f.of(f.items(500)...), nil},
			row{f.field + " of 501", f.kind, f.of(f.items(501)...), []string{f.field + ": Too many: 501: must have at most 500 items"}},
			row{f.field + " with the same twice", f.kind, f.of(append(f.items(1), f.same)...), []string{f.field + "[1]: Duplicate value: "}},
		)
	}
	try(t, rows)
}

func (f list) items(n int) []string {
	items := make([]string, n)
	for i := range items {
		items[i] = fmt.Sprintf(f.item, i)
	}
	return items
}

func (f list) of(items ...string) string {
	return fmt.Sprintf(f.patch, strings.Join(items, ", "))
}

// choice is a field whose values are listed, and those values.
type choice struct {
	named
	values string
}

var choices = []choice{
	{named{"Firm", "spec.administrators.provisioning", `{spec: {administrators: {provisioning: %s}}}`}, "Open Closed"},
	{named{"Firm", "spec.assistantsFollow.staffing", `{spec: {assistantsFollow: {staffing: %s}}}`}, "Enabled Disabled"},
	{named{"Firm", "spec.assistantsFollow.conflictedUsers", `{spec: {assistantsFollow: {conflictedUsers: %s}}}`}, "Enabled Disabled"},
	{named{"Firm", "spec.officeAdministratorInvoices", `{spec: {officeAdministratorInvoices: %s}}`}, "AllOffices OwnOffice"},
	{named{"FirmUser", "spec.systemRole", `{spec: {systemRole: %s}}`}, "FirmAdministrator FirmOfficeAdministrator FirmUserBilling ThirdPartyBiller FirmUser"},
	{named{"FirmUser", "spec.userRole", `{spec: {userRole: %s}}`}, "Partner Associate Assistant Paralegal GeneralStaff"},
	{named{"FirmUser", "spec.rights[0]", `{spec: {rights: [%s]}}`}, "Administrator Compliance Accounting ApproveOthersInvoices Reporting AllBillingUnits"},
	{named{"FirmUser", "spec.globalRoles[0]", `{spec: {globalRoles: [%s]}}`}, "FloatingUser"},
	{named{"Matter", "spec.type", `{spec: {type: %s, case: null, collections: null, opposingTeamSets: null}}`}, "Matter Case Collection"},
	{named{"Matter", "spec.state", `{spec: {state: %s}}`}, "Open Closed"},
	{named{"Matter", "spec.staffing[0].matterRole", `{spec: {staffing: [{user: u, matterRole: %s}]}}`}, "BillingOnly MatterReader MatterEditor MatterAdministrator"},
	{named{"Matter", "spec.staffing[0].staffingType", `{spec: {staffing: [{user: u, staffingType: %s}]}}`}, "TeamMember SupportStaff ResponsibleAttorney"},
	{named{"Matter", "spec.staffing[0].assistants", `{spec: {staffing: [{user: u, assistants: %s}]}}`}, "Follow DoNotFollow"},
	{named{"Matter", "spec.conflictedUsers[0].assistants", `{spec: {conflictedUsers: [{user: u, assistants: %s}]}}`}, "Follow DoNotFollow"},
	{named{"Matter", "spec.assistantsFollow.staffing", `{spec: {assistantsFollow: {staffing: %s}}}`}, "Enabled Disabled"},
	{named{"Matter", "spec.assistantsFollow.conflictedUsers", `{spec: {assistantsFollow: {conflictedUsers: %s}}}`}, "Enabled Disabled"},
}

func TestChoices(t *testing.T) {
	var rows []row
	for _, f := range choices {
		values := strings.Fields(f.values)
		// The error lists what can be chosen, and nothing else.
		refused := `supported values: "` + strings.Join(values, `", "`) + `"`
		for _, v := range values {
			rows = append(rows, f.holding(v))
		}
		rows = append(rows,
			f.holding(strings.ToLower(values[0]), refused),
			f.holding("", refused),
		)
	}
	rows = append(rows,
		row{"all rights at once", "FirmUser", `{spec: {rights: [Administrator, Compliance, Accounting, ApproveOthersInvoices, Reporting, AllBillingUnits]}}`, nil},
		row{"the same right twice", "FirmUser", `{spec: {rights: [Reporting, Reporting]}}`, []string{"spec.rights[1]: Duplicate value"}},
		row{"the same global role twice", "FirmUser", `{spec: {globalRoles: [FloatingUser, FloatingUser]}}`, []string{
			"spec.globalRoles: Too many: 2: must have at most 1 item", "spec.globalRoles[1]: Duplicate value",
		}},
	)
	try(t, rows)
}

// number is a field of the password policy, and its bounds.
type number struct {
	field    string
	min, max int
}

var numbers = []number{
	{"minimumLength", 1, 256},
	{"characterClasses", 1, 4},
	{"maximumAgeDays", 0, 36500},
	{"historyCount", 0, 1000},
	{"lockoutAfterFailures", 0, 1000},
	{"lockoutMinutes", 0, 525600},
	{"inactivityDays", 0, 36500},
}

func TestPasswordPolicy(t *testing.T) {
	var rows []row
	for _, f := range numbers {
		field := "spec.passwordPolicy." + f.field
		set := func(n int, want ...string) {
			patch := fmt.Sprintf(`{spec: {passwordPolicy: {%s: %d}}}`, f.field, n)
			rows = append(rows, row{fmt.Sprintf("%s=%d", f.field, n), "Firm", patch, slices.Clone(want)})
		}
		set(f.min)
		set(f.max)
		set(f.min-1, fmt.Sprintf("%s: should be greater than or equal to %d", field, f.min))
		set(f.max+1, fmt.Sprintf("%s: should be less than or equal to %d", field, f.max))
	}
	try(t, rows)
}
