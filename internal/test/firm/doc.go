// Package firm writes firms for tests: with builders, or in a few lines of text.
//
//	firm lead=amira backup=ben follow=staffing,-conflictedUsers systems=documents,billing clients=acme/amira units=group,uk/group
//	office london
//	user amira office=london role=FirmAdministrator as=Partner rights=Administrator units=uk
//	user ben floating; user carla deactivated
//	link ben->amira
//	case c1 staff=carla
//	matter m1 lead=amira staff=ben:MatterEditor:Follow@documents+billing case=c1 set=auction/bidder-a conflicted=dan client=acme
//
// A statement is a kind, a name and options; it ends with the line or with a
// semicolon, and # starts a comment. An option is a word or word=value, with
// commas between the values of a list. What each kind understands is in
// options.go, a line for an option.
//
// Parse takes a text for the objects that are there. Written takes it for what
// happens: each statement is a write, which may replace what is there, and
// `delete user ben` is one too; objects then have the ledgers that it left.
//
// The nth statement is written in the nth minute, At(n), and stamps its object
// with that (L-9), unless it says since=7 for another minute or since=none.
package firm
