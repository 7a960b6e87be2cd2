// Package conditions builds the conditions of a status. Which condition keeps an
// object from being ready, and which only a person can mend, is said in one table
// (table.go); Ready and Stalled follow from it and are never set by hand.
package conditions
