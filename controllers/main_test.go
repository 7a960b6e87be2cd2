package controllers_test

import (
	"flag"
	"testing"

	"github.com/matterplane/matterplane/internal/test/story"
)

// everyRun is how many timings every test run draws for each law and example;
// -rapid.checks draws more.
const everyRun = "40"

func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", everyRun); err != nil {
		panic(err) // rapid defines the flag
	}
	story.Main(m)
}
