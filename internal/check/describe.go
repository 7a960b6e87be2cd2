package check

import "slices"

// Description is what an ID stands for.
type Description struct {
	ID string
	// Severity is that of its gravest findings.
	Severity Severity
	// Title says in a few words what is wrong.
	Title string
	// Page is where the repository explains it.
	Page string
}

// Describe returns every ID that can be found, in a stable order: what the API
// server would refuse, then the rules in the order of docs/rules.md.
func Describe() []Description { return slices.Clone(described) }

// pages is where the pages are, one for each ID.
const pages = "docs/findings/"

func describe(severity Severity, of ...[2]string) []Description {
	all := make([]Description, 0, len(of))
	for _, d := range of {
		all = append(all, Description{ID: d[0], Severity: severity, Title: d[1], Page: pages + d[0] + ".md"})
	}
	return all
}

var described = slices.Concat(
	describe(Error,
		[2]string{"Unreadable", "A file cannot be read"},
		[2]string{"Malformed", "Text that is no YAML or JSON, or no object"},
		[2]string{"BadOverlay", "An overlay that cannot be built, or that would fetch"},
		[2]string{"UnknownKind", "A kind, version or group that looks like one of ours"},
		[2]string{"UnknownField", "A field that the kind does not have"},
		[2]string{"DuplicateField", "A field that is there twice"},
		[2]string{"WrongType", "A value that the field cannot hold"},
		[2]string{"MissingName", "An object without a name of its own"},
		[2]string{"DuplicateObject", "An object that is declared twice"},
		[2]string{"TooLarge", "An object that no API server stores"},
		[2]string{"Schema", "A value that the API server refuses"},
		[2]string{"Exported", "What only a cluster writes"},
	),
	describe(Note, [2]string{"Status", "A status in a file"}),
	describe(Error,
		[2]string{"W-2", "No Firm, one of another name, or a name that is too long"},
		[2]string{"W-3", "A name that leads nowhere"},
		[2]string{"A-2", "Somebody who both assists and is assisted"},
		[2]string{"A-3", "An assistant of its own"},
		[2]string{"A-4", "A link that is there twice"},
		[2]string{"M", "What only a Matter names"},
	),
	describe(Warning, [2]string{"M-2", "A matter that cannot opt out of what its case says"}),
	describe(Error,
		[2]string{"M-8", "A case or collection that is not there"},
		[2]string{"M-11", "Systems that count for nothing"},
		[2]string{"M-12", "A member or lead who has no effect"},
	),
	describe(Note, [2]string{"C-1", "A wall around nobody"}),
	describe(Error, [2]string{"C-2", "Sides that oppose nobody, or their own case"}),
	describe(Note, [2]string{"C-4", "On both sides, and spared"}),
	describe(Warning,
		[2]string{"C-7", "On the team and walled off"},
		[2]string{"C-8", "On the team through others, and walled off"},
		[2]string{"D-3", "An exclusion without effect"},
	),
	describe(Error, [2]string{"L-8", "History in a file"}),
	describe(Warning, [2]string{"P-1", "Who cannot act"}),
	describe(Note, [2]string{"P-5", "Provisioning is open"}),
	describe(Error, [2]string{"R-1", "No lead or backup who can act"}),
	describe(Warning,
		[2]string{"R-2", "Lead and backup are one"},
		[2]string{"R-4", "An office administrator of no office"},
		[2]string{"R-5", "The stamp of the first user"},
	),
	describe(Error, [2]string{"R-7", "An email that is no address, or somebody else's"}),
	describe(Warning,
		[2]string{"R-8", "Nobody administers the firm"},
		[2]string{"S-1", "An office without an administrator"},
		[2]string{"S-3", "A right without the one that it goes along with"},
	),
	describe(Error, [2]string{"S-5", "Business units that are no tree, or are not listed"}),
)
