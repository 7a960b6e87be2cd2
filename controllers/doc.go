// Package controllers keeps the status of the five kinds what the pure rooms
// derive, and nothing else: one reconciler a kind (named after it), one skeleton
// for all (reconciler.go), the watches between kinds in one file (watches.go).
//
// A reconciler assumes that admission never ran, that events were lost, that it
// was killed a moment ago. It reads specs, ledgers and stamps out of the cache,
// completes what is missing of ledger and stamps (L-7), derives, and writes the
// status once, if it differs. Two things the rules want told whatever happens (R-3,
// U-8): those Events are created before the status (notices.go). The others are left
// to a recorder (transitions.go), and wait until there is no status to write (teller.go).
package controllers
