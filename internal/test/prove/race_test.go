//go:build race

package prove

// everyRun is few: the race detector is ten times as slow, and here it only looks
// at how workers share the work.
const everyRun = 50
