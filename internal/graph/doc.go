// Package graph draws the team, the ways onto it and the walls of one asset, as a
// picture that one pastes into a memo (sections M and C). It derives nothing: it
// draws what the derivation gives.
//
// To the left of the asset stand those who are on it, each beside what it is there
// through; to the right, behind a wall, those who are walled off and why. The same
// firm gives the same bytes on every machine: all arithmetic is in whole pixels.
package graph
