// Package races lets writes race each other past admission, and asks what became of
// them.
//
// There are two webhook servers, each with caches that lag: what they say of a firm
// is a frozen moment, renewed only now and then and at different times. Before them
// is a front (front_test.go) that hands the reviews to them in turn, so that the two
// reviews of one write are often answered by different servers, and that can keep an
// answer back until others are there as well: two writes that are both judged before
// either is stored.
//
// A burst is fifty clients that start at one moment, each with a few writes drawn at
// random. What they write breaks together. When it is over,
// and everything has settled, a reading of the rules that shares no code with the
// controllers (judge_test.go) looks for what is broken in what the API server has
// stored: all of it must be flagged by its condition and be without effect.
//
//	go test ./internal/test/races -races.bursts=200 -races.seed=7
package races
