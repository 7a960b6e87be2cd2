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

func describe(id string, severity Severity, title string) Description {
	return Description{ID: id, Severity: severity, Title: title, Page: "docs/findings/" + id + ".md"}
}

var described = []Description{
	describe("Unreadable", Error, "A file cannot be read"),
	describe("Malformed", Error, "Text that is no YAML or JSON, or no object"),
	describe("BadOverlay", Error, "An overlay that cannot be built, or that would fetch"),
	describe("UnknownKind", Error, "A kind, version or group that looks like one of ours"),
	describe("UnknownField", Error, "A field that the kind does not have"),
	describe("DuplicateField", Error, "A field that is there twice"),
	describe("WrongType", Error, "A value that the field cannot hold"),
	describe("MissingName", Error, "An object without a name of its own"),
	describe("DuplicateObject", Error, "An object that is declared twice"),
	describe("TooLarge", Error, "An object that no API server stores"),
	describe("Schema", Error, "A value that the API server refuses"),
	describe("W-2", Error, "A Firm that is not named firm, or a name that is too long"),
}
