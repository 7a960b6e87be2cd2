// Package roster is who there is at a firm: the view through which derivation
// reads it, and what follows from accounts and links alone: who is a participant
// (W-6), who assists whom, what a user's system role is (S-2).
package roster
