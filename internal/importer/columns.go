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
	// Says is what a cell says, for the page about it.
	Says string
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
		{colEmail, []string{"Email address", "Work email", "Business email", "Mail", "User ID"}, "the address by which the person signs in; written in lower case (R-7)"},
		{colObjectName, nil, "the name of the object, where it is not to be made of the email or number"},
		{colGivenName, []string{"First name", "Forename"}, "`givenName`"},
		{colFamilyName, []string{"Last name", "Surname"}, "`familyName`"},
		{colFullName, []string{"Name", "Display name", "Employee name"}, "both: `Family, Given`, or two words"},
		{colOffice, []string{"Office location", "Primary office", "Firm office", "Location"}, "an office"},
		{colDeactivated, []string{"Inactive"}, "yes or no"},
		{colActive, nil, "yes or no, in every row"},
		{colStatus, []string{"Account status", "Employment status"}, "`Active` or `Inactive`, `Left`, `Former`, in every row"},
		{colSystemRole, nil, "`systemRole`"},
		{colUserRole, []string{"Role"}, "`userRole`"},
		{colRights, []string{"User rights"}, "`rights`, a list"},
		{colGlobalRoles, []string{"Global role"}, "`globalRoles`, a list"},
		{colBusinessUnits, []string{"Business unit", "Practice group", "Department"}, "business units, a list"},
		{colDelegates, []string{"Delegate"}, "users, a list"},
		{colUpload, []string{"Enable Firm Matter Data Upload"}, "yes or no"},
		{colIdentities, []string{"Identity", "Usernames", "Username"}, "further usernames, a list (P-1)"},
	},
	Matters: {
		{colNumber, []string{"Matter number", "Matter no", "Matter ID", "File number", "Reference"}, "the number of the file"},
		{colObjectName, nil, "the name of the object, where it is not to be made of the email or number"},
		{colDisplayName, []string{"Matter name", "Title", "Display name", "Description", "Matter description"}, "`displayName`"},
		{colType, []string{"Asset type"}, "`Matter`, which is the default, `Case` or `Collection`"},
		{colClient, []string{"Client name"}, "a client"},
		{colClientManager, nil, "a user; the same in all rows of the client (D-9)"},
		{colOffice, []string{"Office location", "Location"}, "an office"},
		{colBusinessUnit, []string{"Practice group", "Department"}, "a business unit"},
		{colCase, nil, "the case, by number or name"},
		{colCollections, []string{"Collection"}, "collections, a list"},
		{colState, []string{"Status", "Matter status"}, "`Open` or `Closed`"},
		{colConfidential, nil, "yes or no"},
		{colLead, []string{"Responsible attorney", "Responsible partner", "Matter partner", "Case manager"}, "a user"},
		{colAdministrators, []string{"Matter administrators"}, "users, as `MatterAdministrator`"},
		{colEditors, []string{"Matter editors"}, "users, as `MatterEditor`"},
		{colMembers, []string{"Team", "Team members", "Participants", "Readers", "Matter readers"}, "users, as `MatterReader`"},
		{colBillers, nil, "users, as `BillingOnly`"},
		{colSupport, nil, "users, as `SupportStaff`"},
		{colConflicted, []string{"Conflicted", "Walled off"}, "users behind the wall (C-1)"},
		{colExcluded, []string{"Excluded"}, "users without access (D-3)"},
		{colSides, []string{"Opposing teams"}, "`set: side`, a list (C-2)"},
		{colTeamFollows, []string{"Assistants follow"}, "`Enabled` or `Disabled` (M-2)"},
		{colWallFollows, nil, "likewise, for conflicted users"},
	},
	Assistants: {
		{colAssistant, []string{"Secretary", "PA"}, "a user"},
		{colTimekeeper, []string{"Lawyer", "Attorney", "Fee earner", "Assists"}, "a user"},
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
