// Package expect holds a firm to the access that is expected of it: who must, who
// must never, who alone. Expectations are written in YAML beside the manifests and
// run like unit tests, over the same decisions that the controllers and every other
// command make (sections M, C and D).
//
// A test that expects nothing, or something of nobody, does not pass: a suite that
// is green by accident is worse than none.
package expect
