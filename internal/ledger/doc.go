// Package ledger keeps what a later reader of a spec cannot know: who was there
// when a setting changed, who left and when (RULES section L).
//
// "Applies only to changes made after the setting is applied" is history, and
// history is captured where edges exist: at the write. Every write of a Matter
// gives ledger' = Advance(ledger, new spec, what is around it), in an annotation
// of the same object. Advance is pure and idempotent (L-1).
package ledger
