// Package profile derives the statuses of a firm's people: of the Firm, its
// offices, its users and the links between them (RULES sections A, R and S).
// Statuses are whole but for the times of their conditions.
package profile
