package importer

import (
	"slices"
	"strings"
	"unicode"
)

// Kind says what the rows of a table are.
type Kind string

// The kinds of tables.
const (
	// Users is a roster: a row is a FirmUser.
	Users Kind = "users"
	// Matters has a row for each Matter, Case or Collection.
	Matters Kind = "matters"
	// Assistants has a row for each AssistantLink.
	Assistants Kind = "assistants"
)

// Column is what a table can say of a row.
type Column struct {
	// Name is the header as we write it.
	Name string
	// Also are headers that mean the same. Case, blanks and punctuation do not count.
	Also []string
}

// The names of the columns, as docs/how-to/import.md has them.
const (
	colObjectName = "Object name"

	colEmail         = "Email"
	colGivenName     = "Given name"
	colFamilyName    = "Family name"
	colFullName      = "Full name"
	colOffice        = "Office"
	colDeactivated   = "Deactivated"
	colActive        = "Active"
	colStatus        = "Status"
	colSystemRole    = "System role"
	colUserRole      = "User role"
	colRights        = "Rights"
	colGlobalRoles   = "Global roles"
	colBusinessUnits = "Business units"
	colDelegates     = "Delegates"
	colUpload        = "Matter data upload"
	colIdentities    = "Identities"

	colNumber         = "Number"
	colDisplayName    = "Name"
	colType           = "Type"
	colClient         = "Client"
	colClientManager  = "Client manager"
	colBusinessUnit   = "Business unit"
	colCase           = "Case"
	colCollections    = "Collections"
	colState          = "State"
	colConfidential   = "Confidential"
	colLead           = "Lead"
	colAdministrators = "Administrators"
	colEditors        = "Editors"
	colMembers        = "Members"
	colBillers        = "Billing only"
	colSupport        = "Support staff"
	colConflicted     = "Conflicted users"
	colExcluded       = "Excluded users"
	colSides          = "Opposing team sets"
	colTeamFollows    = "Assistants follow team"
	colWallFollows    = "Assistants follow wall"

	colAssistant  = "Assistant"
	colTimekeeper = "Timekeeper"
)

// Columns returns the columns of a kind of table, in the order in which its page lists
// them.
func Columns(of Kind) []Column { return slices.Clone(columns[of]) }

var columns = map[Kind][]Column{
	Users: {
		{colEmail, []string{"Email address", "Work email", "Business email", "Mail", "User ID"}},
		{colObjectName, nil},
		{colGivenName, []string{"First name", "Forename"}},
		{colFamilyName, []string{"Last name", "Surname"}},
		{colFullName, []string{"Name", "Display name", "Employee name"}},
		{colOffice, []string{"Office location", "Primary office", "Firm office", "Location"}},
		{colDeactivated, []string{"Inactive"}},
		{colActive, nil},
		{colStatus, []string{"Account status", "Employment status"}},
		{colSystemRole, nil},
		{colUserRole, []string{"Role"}},
		{colRights, []string{"User rights"}},
		{colGlobalRoles, []string{"Global role"}},
		{colBusinessUnits, []string{"Business unit", "Practice group", "Department"}},
		{colDelegates, []string{"Delegate"}},
		{colUpload, []string{"Enable Firm Matter Data Upload"}},
		{colIdentities, []string{"Identity", "Usernames", "Username"}},
	},
	Matters: {
		{colNumber, []string{"Matter number", "Matter no", "Matter ID", "File number", "Reference"}},
		{colObjectName, nil},
		{colDisplayName, []string{"Matter name", "Title", "Display name", "Description", "Matter description"}},
		{colType, []string{"Asset type"}},
		{colClient, []string{"Client name"}},
		{colClientManager, nil},
		{colOffice, []string{"Office location", "Location"}},
		{colBusinessUnit, []string{"Practice group", "Department"}},
		{colCase, nil},
		{colCollections, []string{"Collection"}},
		{colState, []string{"Status", "Matter status"}},
		{colConfidential, nil},
		{colLead, []string{"Responsible attorney", "Responsible partner", "Matter partner", "Case manager"}},
		{colAdministrators, []string{"Matter administrators"}},
		{colEditors, []string{"Matter editors"}},
		{colMembers, []string{"Team", "Team members", "Participants", "Readers", "Matter readers"}},
		{colBillers, nil},
		{colSupport, nil},
		{colConflicted, []string{"Conflicted", "Walled off"}},
		{colExcluded, []string{"Excluded"}},
		{colSides, []string{"Opposing teams"}},
		{colTeamFollows, []string{"Assistants follow"}},
		{colWallFollows, nil},
	},
	Assistants: {
		{colAssistant, []string{"Secretary", "PA"}},
		{colTimekeeper, []string{"Lawyer", "Attorney", "Fee earner", "Assists"}},
	},
}

// column returns the column that a header means, nil if there is none.
func column(of Kind, header string) *Column {
	word := letters(header)
	for i := range columns[of] {
		c := &columns[of][i]
		if letters(c.Name) == word || slices.ContainsFunc(c.Also, func(also string) bool { return letters(also) == word }) {
			return c
		}
	}
	return nil
}

// names are the columns of a kind of table as we write them.
func names(of Kind) []string {
	all := make([]string, 0, len(columns[of]))
	for _, c := range columns[of] {
		all = append(all, c.Name)
	}
	return all
}

// letters is a word without what people write in different ways.
func letters(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, word)
}
