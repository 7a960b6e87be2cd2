//go:build !race

package prove

// everyRun is how many histories every test run draws.
const everyRun = 2000
