// Package firms makes up firms of any size that look like firms: a few cases with
// many matters and many small matters, timekeepers of whom few are on much and many
// on little, assistants, walls between cases, closed and confidential matters.
//
//	objects := firms.Generate(firms.Shape{Matters: 10_000, Seed: 1})
//	err := firms.Write("firm", objects)
//
// One shape is one firm, object for object and byte for byte. What is made is as
// somebody would declare it: valid, every name in it is there, every link is
// accepted. Applied gives it the ledgers and stamps that the webhooks would.
//
// For firms in a few lines see package firm, for nonsense package random.
package firms
