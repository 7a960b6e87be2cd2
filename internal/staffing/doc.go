// Package staffing derives who is on an asset, through what, and who is walled
// off from it and why (RULES sections M and C).
//
// Derive is one pure function of specs, ledgers and stamps (W-4): the same in the
// controller, in the command line and in tests; only the roster.View differs. It
// touches what the asset touches, never the whole firm.
package staffing
