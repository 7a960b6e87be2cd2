// Package matrix says who may do what: every change that the rules name, and of
// everybody who may ask whether it is allowed, and if not, by which rule.
//
// It is a table to be read, a chapter in a file. A row is a change of TheFirm, who
// may make it, and the rule that refuses it to all others:
//
//	{Change: "another lead", Rule: "R-1", May: "lead backup", But: "support:R-3", Does: …},
//
// The tests of internal/authority ask all of it of the pure rules and write it into
// docs/authority.md; those of internal/admission/matrix ask the same through the API
// server, in every client's style.
package matrix
