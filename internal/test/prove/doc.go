// Package prove drives the real derivation and the independent model with the
// same histories of writes, and compares what comes of them: statuses,
// conditions, ledgers and the verdicts on links (RULES A, M, C, L).
//
// Histories are drawn at random, each from a seed of its own. One after which
// the two differ is made as short as it gets and saved as a text in
// testdata/histories, one write on each line. Commit it with the fix: every later
// run begins with it. Nothing in it depends on how histories are drawn, so a
// saved history means the same for good. What rapid saves of the other
// properties, in testdata/rapid, does depend on that and is worth nothing to
// anybody else: git ignores it.
//
// That this would notice what is wrong is shown by hack/mutants, which plants
// bugs. A difference that it makes and nobody here notices calls for a richer
// history or a comparison that looks at more, never for a shorter list.
package prove
